/**
 * The options of the command line, in one table: the parser, the help and the suggestions all read it, so none of them can
 * know an option that the others do not.
 */
import { DEFAULT_TIMING } from "../core/types.ts";
import { CHAOS_LEVELS } from "../scenario/chaos/plan.ts";
import { NATS_FLAGS, type NatsFlagName } from "./nats-flags.ts";

export type ValueFlag =
  | "size"
  | "name"
  | "nats"
  | NatsFlagName
  | "cluster-key-file"
  | "broker"
  | "data"
  | "election-timeout"
  | "heartbeat"
  | "snapshot-every"
  | "duration"
  | "scenario"
  | "log-level"
  | "chaos"
  | "seed"
  | "history"
  | "protocol"
  | "id"
  | "lang";
export type SwitchFlag = "sentinel" | "record" | "no-prompt" | "json" | "help" | "version";
export type FlagName = ValueFlag | SwitchFlag;

export type Flag =
  | {
      readonly name: ValueFlag;
      readonly value: string;
      readonly default: string | null;
    }
  | { readonly name: SwitchFlag; readonly value: null; readonly default: null };

export const PROGRAM = "graft-cluster";
export const SIZE_MAX = 99;
export const SEED_MAX = 999_999_999;
export const SNAPSHOT_EVERY_MIN = 100;
export const SNAPSHOT_EVERY_MAX = 1_000_000_000;
export const BROKERS = ["embedded", "nats-server"] as const;
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const { electionTimeoutMinMs, electionTimeoutMaxMs, heartbeatMs } = DEFAULT_TIMING;

/** As if typed; the parser parses these too. null: what is done without the option is said in its help. */
export const FLAGS: readonly Flag[] = [
  { name: "size", value: "N", default: "3" },
  { name: "name", value: "NAME", default: "graft" },
  { name: "nats", value: "URL[,URL]", default: null },
  ...NATS_FLAGS.map((flag) => ({ ...flag, default: null })),
  { name: "cluster-key-file", value: "FILE", default: null },
  { name: "broker", value: BROKERS.join("|"), default: "embedded" },
  { name: "data", value: "DIR", default: null },
  {
    name: "election-timeout",
    value: "MIN-MAX",
    default: `${electionTimeoutMinMs}-${electionTimeoutMaxMs}`,
  },
  { name: "heartbeat", value: "MS", default: String(heartbeatMs) },
  { name: "snapshot-every", value: "N", default: "100000" },
  { name: "record", value: null, default: null },
  { name: "chaos", value: CHAOS_LEVELS.join("|"), default: null },
  { name: "seed", value: "N", default: null },
  { name: "history", value: "FILE", default: null },
  { name: "sentinel", value: null, default: null },
  { name: "duration", value: "TIME", default: null },
  { name: "scenario", value: "FILE", default: null },
  { name: "no-prompt", value: null, default: null },
  { name: "json", value: null, default: null },
  { name: "log-level", value: "LEVEL", default: "warn" },
  { name: "lang", value: "en|zh", default: null },
  { name: "help", value: null, default: null },
  { name: "version", value: null, default: null },
];
