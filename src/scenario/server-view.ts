/**
 * What a checker sees of a server. Law: to look changes nothing, and what is shown is as it was after some whole event, never
 * in the middle of one.
 */
import { isDeepStrictEqual } from "node:util";
import { crc32 } from "node:zlib";
import type { Entry } from "../core/entry.ts";
import type { ServerState } from "../core/state.ts";
import type { Index, LogPosition, Term } from "../core/types.ts";

export interface ServerView {
  /** One life of one member: another process, or another incarnation, is another. */
  readonly life: string;
  readonly id: string;
  readonly incarnation: string;
  readonly state: ServerState;
}

/** Told of each law that is found broken, in one sentence. */
export type Report = (violation: string) => void;

type Log = ServerState["log"];

export const entryAt = (log: Log, index: Index): Entry | undefined => log.entries[index - log.base.index - 1];

/** null: the log does not hold it, or knows it no more. */
export const termAt = (log: Log, index: Index): Term | null =>
  index === log.base.index ? log.base.term : (entryAt(log, index)?.term ?? null);

export const lastOf = (log: Log): LogPosition => log.entries.at(-1) ?? log.base;

/** Whether two servers hold the same there: compared as it is, and put into words only where that is wanted. */
export function sameEntry(one: Entry, other: Entry): boolean {
  if (one === other) return true;
  if (one.index !== other.index || one.term !== other.term) return false;
  if (one.type === "command") return other.type === "command" && Buffer.compare(one.command, other.command) === 0;
  if (one.type === "noOp") return other.type === "noOp";
  return other.type === "configuration" && isDeepStrictEqual(one.configuration, other.configuration);
}

/** For people: incarnations are cut short, and of a command there is a digest. */
export function entryText(entry: Entry): string {
  const at = `${entry.index}:t${entry.term}`;
  if (entry.type === "command") return `${at} command ${crc32(entry.command).toString(16)}/${entry.command.length}`;
  if (entry.type === "noOp") return `${at} no-op`;
  const { voters, outgoing, learners, leaseMs } = entry.configuration;
  const names = (members: typeof voters): string =>
    members.map(({ id, incarnation }) => `${id}~${incarnation.slice(0, 4)}`).join(",");
  return `${at} members ${names(voters)}/${names(outgoing)}/${names(learners)} lease ${leaseMs} ms`;
}
