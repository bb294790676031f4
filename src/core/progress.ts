/**
 * How far a follower is, as its leader sees it: arithmetic alone, no messages.
 *
 * Laws: matchIndex never goes back within a leadership; nextIndex is always in [matchIndex + 1, lastIndex + 1]; what is in
 * flight is bounded in messages and bytes, so a slow follower costs neither memory nor the others' time; a learner is caught
 * up at a pace.
 *
 * A follower is first *probed*: one message at a time, until one of them matches. Then entries are *streamed* to it before
 * its answers come. If something was lost, it is probed again. Where the log no longer holds what it needs, it gets a
 * *snapshot*.
 */
import type { Index, LogPosition, Member } from "./types.ts";

export type ProgressMode = "probe" | "stream" | "snapshot";

interface InFlight {
  readonly lastIndex: Index;
  readonly bytes: number;
}

export interface Progress {
  /** Whose: another incarnation starts anew. */
  readonly member: Member;
  mode: ProgressMode;
  /** Known to be durable there, and the same as here. */
  matchIndex: Index;
  /** What is sent next. */
  nextIndex: Index;
  /** Sent and not answered, oldest first. */
  inFlight: InFlight[];
  inFlightBytes: number;
  /** While a snapshot is sent: which, and how much of it is known to be there. */
  snapshot: { readonly last: LogPosition; offset: number } | null;
  /** The heartbeat round before which the last AppendEntries was sent: a later round that is answered overtook nothing. */
  sentInRound: number;
  /** The newest heartbeat round that it answered; 0: none. */
  answeredRound: number;
  /** When that round was *sent*; the leader's election at first. */
  answeredMs: number;
  /** As it said last. */
  priority: number;
  /** A learner gets no entries before this. */
  paceUntilMs: number;
  /** The growth of the log up to here is accounted for; between two entries at times. */
  pacedToIndex: number;
}

export const IN_FLIGHT_MESSAGES_MAX = 64;
export const IN_FLIGHT_BYTES_MAX = 1024 * 1024;

export const newProgress = (member: Member, lastIndex: Index, nowMs: number): Progress => ({
  member,
  mode: "probe",
  matchIndex: 0,
  nextIndex: lastIndex + 1,
  inFlight: [],
  inFlightBytes: 0,
  snapshot: null,
  sentInRound: 0,
  answeredRound: 0,
  answeredMs: nowMs,
  priority: 0,
  paceUntilMs: Number.NEGATIVE_INFINITY,
  pacedToIndex: lastIndex,
});

/** Whether another AppendEntries may be sent now. */
export function maySend(progress: Progress): boolean {
  switch (progress.mode) {
    case "probe":
      return progress.inFlight.length === 0;
    case "stream":
      return progress.inFlight.length < IN_FLIGHT_MESSAGES_MAX && progress.inFlightBytes < IN_FLIGHT_BYTES_MAX;
    case "snapshot":
      return false;
  }
}

export function sent(progress: Progress, lastIndex: Index, bytes: number, round: number): void {
  progress.inFlight.push({ lastIndex, bytes });
  progress.inFlightBytes += bytes;
  progress.sentInRound = round;
  if (progress.mode === "stream") progress.nextIndex = lastIndex + 1;
}

/** All up to `matchIndex` is durable there. Gives back whether that is news. */
export function matched(progress: Progress, matchIndex: Index): boolean {
  while (progress.inFlight[0] !== undefined && progress.inFlight[0].lastIndex <= matchIndex) {
    progress.inFlightBytes -= progress.inFlight[0].bytes;
    progress.inFlight.shift();
  }
  const news = matchIndex > progress.matchIndex;
  if (news) progress.matchIndex = matchIndex;
  progress.nextIndex = Math.max(progress.nextIndex, progress.matchIndex + 1);
  if (progress.mode === "probe") startStream(progress);
  return news;
}

/** What a learner gains on the log, beyond what the log itself grows by. */
const LEARNER_BYTES_PER_MS = 12 * 1024;

/**
 * Nobody waits for a learner, and all share its leader, network and disks: it is sent what it lacks at a pace that leaves the
 * others theirs. But twice what the log has grown by meanwhile is always sent, or it might never catch up.
 */
export function pace(progress: Progress, count: number, bytes: number, lastIndex: Index, nowMs: number): void {
  const free = Math.min(count, 2 * (lastIndex - progress.pacedToIndex));
  const gained = count === 0 ? 0 : (bytes * (count - free)) / count;
  progress.paceUntilMs = Math.max(nowMs, progress.paceUntilMs) + gained / LEARNER_BYTES_PER_MS;
  progress.pacedToIndex += free / 2;
}

function startStream(progress: Progress): void {
  progress.mode = "stream";
  progress.snapshot = null;
  progress.nextIndex = progress.matchIndex + 1;
  forget(progress);
}

function forget(progress: Progress): void {
  progress.inFlight = [];
  progress.inFlightBytes = 0;
}

/** The log no longer holds what it needs. */
export function startSnapshot(progress: Progress, last: LogPosition): void {
  progress.mode = "snapshot";
  progress.snapshot = { last, offset: 0 };
  forget(progress);
}

/** Ask again from `nextIndex` on, never at or below what has matched. */
export function probeFrom(progress: Progress, nextIndex: Index): void {
  progress.mode = "probe";
  progress.snapshot = null;
  progress.nextIndex = Math.max(nextIndex, progress.matchIndex + 1);
  forget(progress);
}
