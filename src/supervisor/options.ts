/** What a cluster is asked to be. Law: everything is checked before anything is started. */
import { resolve } from "node:path";
import { DEFAULT_TIMING, type Timing, timingProblem, WAIT_MS_MAX } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { NatsAccess, NatsSecurity } from "../ports/nats.ts";
import type { HintSources } from "../ports/transport.ts";
import type { ClusterEvent } from "./events.ts";
import type { LogLevel, NodeSizes } from "./node-protocol.ts";

export type { NatsAccess, NatsSecurity } from "../ports/nats.ts";

export interface ClusterOptions {
  /** How many nodes, 1 to 99; their ids are n1, n2, … Default: as many as `dataDir` holds, or 3. */
  readonly size?: number;
  /** `[A-Za-z0-9_-]{1,64}`. Default "graft". */
  readonly name?: string;
  /** The NATS servers to use: their URLs, or those with what they ask of us. Default: none, a broker is started. */
  readonly nats?: readonly string[] | NatsAccess;
  /**
   * A file with the keys of the cluster: 1 to 4 lines of at least 64 hex digits. Nodes sign what they say to each other with the
   * first, believe what is signed with any, and drop the rest. Read again when it changes. Default: nothing is signed.
   */
  readonly clusterKeyFile?: string;
  /** Which broker to start where `nats` is not given. Default "embedded". */
  readonly broker?: "embedded" | "nats-server";
  /** Holds one folder a node, and is kept. Default: a temporary folder, removed at close. */
  readonly dataDir?: string;
  readonly timing?: Partial<Timing>;
  /**
   * How long a lease of the lead runs, in whole ms, for `isLeader()` and `lead()`; below the least election timeout, and above
   * two heartbeats to be of use. 0: none. Kept for good when the cluster is formed. Default: 60% of the least election timeout.
   */
  readonly leaseMs?: number;
  /** The lead is handed to the node of the highest one that has caught up; whole numbers from 0. Default: 0 for all. */
  readonly priorities?: Readonly<Record<string, number>>;
  /**
   * A module, by its path or file: URL, whose `createStateMachine()` gives each node its machine (StateMachine). Default: the
   * key-value store.
   */
  readonly stateMachine?: string | URL;
  /** Entries between two snapshots of a node, from 100 up. Default 100,000. */
  readonly snapshotEvery?: number;
  /**
   * Each node keeps its last events, in memory, and writes them to a file when a fault stops it, or when it is asked
   * (`dumpRecording`); `npm run simulate -- --replay FILE` tells what happened. Default: false.
   */
  readonly record?: boolean | RecordOptions;
  /**
   * A node whose worker dies by itself (not by `crash()`, and not of a fault that it names, such as a failed disk) is started
   * again; after more than `max` times within `withinMs` it is given up, by the event `nodeGivenUp`. false: it is left down.
   * Default: 3 times within 60,000 ms.
   */
  readonly restart?: boolean | RestartOptions;
  /** A node that has not answered for so long is told of as hung, in whole ms from 100. Default 2,000. */
  readonly hungAfterMs?: number;
  /** Default "warn". */
  readonly logLevel?: LogLevel;
  /** Told of everything, from the first event on. */
  readonly onEvent?: (event: ClusterEvent) => void;
  /** Takes the nodes' log, a line of JSON at a time. Default: to stderr. */
  readonly onLog?: (line: string) => void;
}

export interface RestartOptions {
  /** From 0. */
  readonly max: number;
  /** In whole ms, above 0. */
  readonly withinMs: number;
}

export interface RecordOptions {
  /** How much is kept of each node, from 65,536 up. Default 4 MiB. */
  readonly bytes?: number;
  /** Where the files go. Default: each node's data folder, which is removed at close where no `dataDir` is given. */
  readonly folder?: string;
}

export const SIZE_MAX = 99;
const RECORD_BYTES_DEFAULT = 4 * 1024 * 1024;
const RECORD_BYTES_MIN = 64 * 1024;
const RECORD_BYTES_MAX = 256 * 1024 * 1024;
/** Of the least election timeout. */
const LEASE_SHARE = 0.6;
export const SIZE_DEFAULT = 3;
const RESTART_DEFAULT: RestartOptions = { max: 3, withinMs: 60_000 };
const HUNG_AFTER_MS = 2_000;
const HUNG_AFTER_MS_MIN = 100;
const SNAPSHOT_EVERY_MIN = 100;
const NAME_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

export interface CheckedOptions extends Omit<ClusterOptions, "size" | "nats" | "record" | "restart"> {
  readonly size: number | null;
  readonly name: string;
  readonly nats: readonly string[];
  readonly security: NatsSecurity;
  readonly broker: "embedded" | "nats-server";
  readonly fullTiming: Timing;
  readonly leaseMs: number;
  readonly priorities: Readonly<Record<string, number>>;
  readonly snapshotEvery: number;
  readonly sizes: NodeSizes;
  /** Not all: for measuring what each is worth. Default: all. */
  readonly hints?: HintSources;
  /** null: nothing is recorded. */
  readonly recording: Recording | null;
  /** null: none is started again. */
  readonly restart: RestartOptions | null;
  readonly hungAfterMs: number;
  readonly logLevel: LogLevel;
}

export interface Recording {
  readonly bytes: number;
  /** null: the node's data folder. */
  readonly folder: string | null;
}

const invalid = (option: string, value: unknown, allowed: string): GraftError =>
  new GraftError("INVALID_OPTION", `${option} is ${String(value)}: allowed is ${allowed}`, {
    option,
    value: String(value),
    allowed,
  });

/** @throws GraftError INVALID_OPTION, naming the option, its value and what is allowed. */
export function checkOptions(options: ClusterOptions): CheckedOptions {
  const { size = null, name = "graft", broker = "embedded", logLevel = "warn" } = options;
  const { snapshotEvery = 100_000 } = options;
  if (!Number.isInteger(snapshotEvery) || snapshotEvery < SNAPSHOT_EVERY_MIN)
    throw invalid("snapshotEvery", snapshotEvery, `whole numbers from ${SNAPSHOT_EVERY_MIN}`);
  if (size !== null && (!Number.isInteger(size) || size < 1 || size > SIZE_MAX))
    throw invalid("size", size, `1 to ${SIZE_MAX}`);
  if (!NAME_PATTERN.test(name)) throw invalid("name", name, "[A-Za-z0-9_-]{1,64}");
  const fullTiming = { ...DEFAULT_TIMING, ...options.timing };
  checkTiming(fullTiming);
  const { electionTimeoutMinMs: minMs } = fullTiming;
  const { leaseMs = Math.floor(minMs * LEASE_SHARE), priorities = {} } = options;
  if (!Number.isInteger(leaseMs) || leaseMs < 0 || leaseMs >= minMs)
    throw invalid("leaseMs", leaseMs, `whole ms from 0, below electionTimeoutMinMs, ${minMs}`);
  for (const [node, priority] of Object.entries(priorities))
    if (!Number.isSafeInteger(priority) || priority < 0)
      throw invalid(`priorities.${node}`, priority, "whole numbers from 0");
  const { record, restart, ...rest } = options;
  const { hungAfterMs = HUNG_AFTER_MS } = options;
  if (!Number.isInteger(hungAfterMs) || hungAfterMs < HUNG_AFTER_MS_MIN)
    throw invalid("hungAfterMs", hungAfterMs, `whole ms from ${HUNG_AFTER_MS_MIN}`);
  const { servers, ...security } = accessOf(options.nats ?? []);
  return {
    ...rest,
    size,
    name,
    nats: servers,
    security,
    broker,
    logLevel,
    snapshotEvery,
    sizes: {},
    recording: checkRecord(record),
    restart: checkRestart(restart),
    hungAfterMs,
    fullTiming,
    leaseMs,
    priorities,
  };
}

function checkRestart(restart: ClusterOptions["restart"] = true): RestartOptions | null {
  if (restart === false) return null;
  const { max, withinMs } = restart === true ? RESTART_DEFAULT : restart;
  if (!Number.isInteger(max) || max < 0) throw invalid("restart.max", max, "whole numbers from 0");
  if (!Number.isInteger(withinMs) || withinMs < 1) throw invalid("restart.withinMs", withinMs, "whole ms above 0");
  return { max, withinMs };
}

function checkRecord(record: ClusterOptions["record"] = false): Recording | null {
  if (record === false) return null;
  const { bytes = RECORD_BYTES_DEFAULT, folder = null } = record === true ? {} : record;
  if (!Number.isInteger(bytes) || bytes < RECORD_BYTES_MIN || bytes > RECORD_BYTES_MAX)
    throw invalid("record.bytes", bytes, `${RECORD_BYTES_MIN} to ${RECORD_BYTES_MAX}`);
  if (folder !== null && (folder === "" || folder.includes("\0"))) throw invalid("record.folder", folder, "a folder");
  return { bytes, folder: folder === null ? null : resolve(folder) };
}

function accessOf(nats: readonly string[] | NatsAccess): NatsAccess & { readonly servers: readonly string[] } {
  if (isList(nats)) return { servers: nats };
  const servers = typeof nats.servers === "string" ? [nats.servers] : nats.servers;
  if (servers.length === 0) throw invalid("nats.servers", "empty", "at least one URL");
  return { ...nats, servers };
}

const isList = (nats: readonly string[] | NatsAccess): nats is readonly string[] => Array.isArray(nats);

function checkTiming(timing: Timing): void {
  const { electionTimeoutMinMs: min, electionTimeoutMaxMs: max, heartbeatMs } = timing;
  switch (timingProblem(timing)) {
    case "outOfRange":
      throw invalid("timing", `${min}-${max}, heartbeat ${heartbeatMs}`, `ms above 0, at most ${WAIT_MS_MAX}`);
    case "timeoutsReversed":
      throw invalid("timing.electionTimeoutMinMs", min, `less than electionTimeoutMaxMs, ${max}`);
    case "heartbeatTooSlow":
      throw invalid("timing.heartbeatMs", heartbeatMs, `at most a third of electionTimeoutMinMs, ${min / 3}`);
    case null:
  }
}
