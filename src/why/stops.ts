/**
 * Times in which a node stood still, held against the time in which it was missed.
 *
 * Law: a stop counts as far as it falls into that time. Who stood still before it, however long, was heard again; and calendars
 * of different threads may be a little apart.
 */
import type { Stop } from "./testimony.ts";

/** What calendars of different threads, and the moments of telling, may be apart. */
export const SLACK_MS = 300;

export interface Time {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A stop is told of at its end. */
const overlapMs = ({ atMs, forMs }: Stop, { fromMs, untilMs }: Time): number =>
  Math.max(0, Math.min(atMs, untilMs) - Math.max(atMs - forMs, fromMs));

/**
 * The stop that took up most of `time`; null where all about it took up less than `leastMs` of it, or lasted less than
 * `lengthMs`, with what lies before and behind.
 */
export function worstStop(stops: readonly Stop[], time: Time, leastMs: number, lengthMs: number): Stop | null {
  const about = { fromMs: time.fromMs - SLACK_MS, untilMs: time.untilMs + SLACK_MS };
  const near = stops.filter((stop) => overlapMs(stop, about) > 0);
  const sum = (msOf: (stop: Stop) => number): number => near.reduce((total, stop) => total + msOf(stop), 0);
  if (near.length === 0 || sum(({ forMs }) => forMs) < lengthMs || sum((stop) => overlapMs(stop, about)) < leastMs)
    return null;
  return near.reduce((a, b) => (overlapMs(b, time) > overlapMs(a, time) ? b : a));
}

/** As much of it as falls into that time. */
export function clipped(stop: Stop, time: Time): Stop[] {
  const forMs = overlapMs(stop, time);
  return forMs > 0 ? [{ ...stop, atMs: Math.min(stop.atMs, time.untilMs), forMs }] : [];
}
