/**
 * The log, as far as elections look at it: where it ends. Law: a vote goes only to a log at least as up-to-date as the
 * voter's own (§5.4.1).
 */
import type { LogPosition } from "./types.ts";

export interface Log {
  last: LogPosition;
}

export const emptyLog = (): Log => ({ last: { index: 0, term: 0 } });

/** "If the logs end with the same term, then whichever is longer; else the later term" (§5.4.1). */
export function isUpToDate(candidate: LogPosition, own: LogPosition): boolean {
  if (candidate.term !== own.term) return candidate.term > own.term;
  return candidate.index >= own.index;
}
