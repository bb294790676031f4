/** The words of `graft-kv`, in one table: the parser and the help both read it, so that neither knows one the other does not. */
import { NATS_FLAGS, type NatsFlagName } from "./nats-flags.ts";

export const KV_PROGRAM = "graft-kv";

export const KV_COMMANDS = ["put", "get", "delete", "cas", "list"] as const;
export type KvCommandName = (typeof KV_COMMANDS)[number];

export type KvFlagName =
  | NatsFlagName
  | "nats"
  | "name"
  | "consistency"
  | "timeout"
  | "file"
  | "expect"
  | "absent"
  | "json"
  | "lang"
  | "help"
  | "version";

export interface KvFlag {
  readonly name: KvFlagName;
  /** null: a switch. */
  readonly value: string | null;
  readonly default: string | null;
  /** null: of every command. */
  readonly of: readonly KvCommandName[] | null;
}

const flag = (
  name: KvFlagName,
  value: string | null,
  byDefault: string | null = null,
  of: readonly KvCommandName[] | null = null,
): KvFlag => ({ name, value, default: byDefault, of });

export const KV_FLAGS: readonly KvFlag[] = [
  flag("nats", "URL[,URL]", "nats://127.0.0.1:4222"),
  ...NATS_FLAGS.map(({ name, value }) => flag(name, value)),
  flag("name", "NAME", "graft"),
  flag("consistency", "linearizable|stale", "linearizable", ["get", "list"]),
  flag("timeout", "TIME", "5s"),
  flag("file", "FILE", null, ["put", "cas"]),
  flag("expect", "REVISION", null, ["cas"]),
  flag("absent", null, null, ["cas"]),
  flag("json", null),
  flag("lang", "en|zh"),
  flag("help", null),
  flag("version", null),
];

export const findKvFlag = (name: string): KvFlag | null => KV_FLAGS.find((one) => one.name === name) ?? null;

/** How each command is written. */
export const KV_SYNOPSES: Readonly<Record<KvCommandName, string>> = {
  put: "put KEY VALUE|--file FILE",
  get: "get KEY",
  delete: "delete KEY",
  cas: "cas KEY --expect REVISION|--absent VALUE|--file FILE",
  list: "list [PREFIX]",
};
