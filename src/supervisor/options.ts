/** What a cluster is asked to be. Law: everything is checked before anything is started. */
import { DEFAULT_TIMING, type Timing, timingProblem, WAIT_MS_MAX } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { NatsAccess, NatsSecurity } from "../ports/nats.ts";
import type { ClusterEvent } from "./events.ts";
import type { LogLevel } from "./node-protocol.ts";

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
  /** Default "warn". */
  readonly logLevel?: LogLevel;
  /** Told of everything, from the first event on. */
  readonly onEvent?: (event: ClusterEvent) => void;
  /** Takes the nodes' log, a line of JSON at a time. Default: to stderr. */
  readonly onLog?: (line: string) => void;
}

export const SIZE_MAX = 99;
/** Of the least election timeout. */
const LEASE_SHARE = 0.6;
export const SIZE_DEFAULT = 3;
const SNAPSHOT_EVERY_MIN = 100;
const NAME_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

export interface CheckedOptions extends Omit<ClusterOptions, "size" | "nats"> {
  readonly size: number | null;
  readonly name: string;
  readonly nats: readonly string[];
  readonly security: NatsSecurity;
  readonly broker: "embedded" | "nats-server";
  readonly fullTiming: Timing;
  readonly leaseMs: number;
  readonly priorities: Readonly<Record<string, number>>;
  readonly snapshotEvery: number;
  readonly logLevel: LogLevel;
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
  const { servers, ...security } = accessOf(options.nats ?? []);
  return {
    ...options,
    size,
    name,
    nats: servers,
    security,
    broker,
    logLevel,
    snapshotEvery,
    fullTiming,
    leaseMs,
    priorities,
  };
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
