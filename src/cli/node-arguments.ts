/** The command line of `graft-node`. Law: as in `arguments`; what leaves here is valid and complete. */
import type { Timing } from "../core/types.ts";
import type { LogLevel } from "../supervisor/node-protocol.ts";
import type { NatsAccess } from "../supervisor/options.ts";
import {
  type GivenValues,
  type Invocation,
  isNameWord,
  oneOf,
  optional,
  parseWords,
  required,
  timingOf,
  wholeNumber,
} from "./arguments.ts";
import { parseDuration } from "./duration.ts";
import {
  FLAGS,
  type Flag,
  LOG_LEVELS,
  SIZE_MAX,
  SNAPSHOT_EVERY_MAX,
  SNAPSHOT_EVERY_MIN,
  type ValueFlag,
} from "./flags.ts";
import { type Environment, isLanguage } from "./language.ts";
import { NATS_FLAGS, natsSecurityOf } from "./nats-flags.ts";
import { parseNatsUrls } from "./nats-url.ts";
import { UsageError } from "./usage.ts";

export const NODE_PROGRAM = "graft-node";

export interface NodeSettings {
  /** null under protocol `graft`. */
  readonly raft: RaftSettings | null;
  readonly name: string;
  readonly size: number;
  readonly nats: NatsAccess;
  readonly dataDir: string;
  /** null: as the folder says, or is called. */
  readonly id: string | null;
  readonly timing: Timing;
  /** null: until told to stop. */
  readonly durationMs: number | null;
}

/** What protocol `graft` has not. */
export interface RaftSettings {
  readonly clusterKeyFile: string | null;
  readonly snapshotEvery: number;
  readonly record: boolean;
  readonly logLevel: LogLevel;
}

export type NodeInvocation = Invocation<NodeSettings>;

const own = (name: ValueFlag, value: string, byDefault: string | null = null): Flag => ({
  name,
  value,
  default: byDefault,
});

const shared = (...names: readonly Flag["name"][]): Flag[] => FLAGS.filter(({ name }) => names.includes(name));

const RAFT_FLAGS = shared("cluster-key-file", "snapshot-every", "record", "log-level");

/** Those that mean something else for one node than for a cluster. */
export const OWN_FLAGS = ["size", "nats", "data"] as const;

export const NODE_FLAGS: readonly Flag[] = [
  own("protocol", "raft|graft", "raft"),
  own("data", "DIR"),
  own("name", "NAME", "graft"),
  own("size", "N", "3"),
  own("nats", "URL[,URL]", "nats://127.0.0.1:4222"),
  own("id", "ID"),
  ...shared(...NATS_FLAGS.map(({ name }) => name)),
  ...shared("election-timeout", "heartbeat"),
  ...RAFT_FLAGS,
  ...shared("duration", "json", "lang", "help", "version"),
];

/** `args` without the program's own name. */
export const parseNodeArguments = (args: readonly string[], env: Environment): NodeInvocation =>
  parseWords(args, env, NODE_FLAGS, settingsOf);

function settingsOf(given: GivenValues, env: Environment): NodeSettings {
  const of = <T>(option: ValueFlag, parse: (text: string) => T | null): T => required(given, option, parse, NODE_FLAGS);
  if (!given.has("data")) throw new UsageError({ type: "missingValue", option: "data" });
  optional(given, "lang", (text) => (isLanguage(text) ? text : null));
  const servers = of("nats", parseNatsUrls);
  return {
    raft: of("protocol", oneOf(["raft", "graft"] as const)) === "raft" ? raftSettingsOf(given) : noneOfRaft(given),
    name: of("name", isNameWord),
    size: of("size", wholeNumber(1, SIZE_MAX)),
    nats: { servers, ...natsSecurityOf(given, servers, env) },
    dataDir: of("data", fileName),
    id: optional(given, "id", isNameWord),
    timing: timingOf(given),
    durationMs: optional(given, "duration", parseDuration),
  };
}

const raftSettingsOf = (given: GivenValues): RaftSettings => ({
  clusterKeyFile: optional(given, "cluster-key-file", fileName),
  snapshotEvery: required(given, "snapshot-every", wholeNumber(SNAPSHOT_EVERY_MIN, SNAPSHOT_EVERY_MAX)),
  record: given.has("record"),
  logLevel: required(given, "log-level", oneOf(LOG_LEVELS)),
});

function noneOfRaft(given: GivenValues): null {
  for (const { name } of RAFT_FLAGS) if (given.has(name)) throw new UsageError({ type: "needsRaft", option: name });
  return null;
}

const fileName = (text: string): string | null => (text.includes("\0") ? null : text);
