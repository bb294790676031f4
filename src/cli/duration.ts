/**
 * Times as a person types them. Law: a text is either wholly understood or refused (null); nothing is guessed, and what is
 * accepted fits a timer (setTimeout wraps above 2^31 - 1 ms).
 */
import { WAIT_MS_MAX } from "../core/types.ts";

export { DURATION_MS_MAX, parseDuration } from "../supervisor/duration.ts";

/** A wait in whole ms, without a unit: from 1 ms to 1 h. */
export function parseWaitMs(text: string): number | null {
  const waitMs = parseWholeNumber(text);
  return waitMs !== null && waitMs >= 1 && waitMs <= WAIT_MS_MAX ? waitMs : null;
}

export interface TimeoutRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/** The shortest election timeout that leaves room for three heartbeats of 1 ms. */
const TIMEOUT_MS_MIN = 3;

/** `500-1000`, in whole ms from 3. Whether the two stand in the right order is for `timingProblem` to say. */
export function parseTimeoutRange(text: string): TimeoutRange | null {
  const [min, max, ...rest] = text.split("-");
  if (min === undefined || max === undefined || rest.length > 0) return null;
  const minMs = parseWaitMs(min);
  const maxMs = parseWaitMs(max);
  if (minMs === null || maxMs === null || Math.min(minMs, maxMs) < TIMEOUT_MS_MIN) return null;
  return { minMs, maxMs };
}

/** Digits only: `Number` would also take "", " 3", "3.0", "0x3" and "3e0". */
export const parseWholeNumber = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null);
