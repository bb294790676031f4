/**
 * Times as a person types them. Law: a text is either wholly understood or refused (null); nothing is guessed, and what is
 * accepted fits a timer (setTimeout wraps above 2^31 - 1 ms).
 */
import { WAIT_MS_MAX } from "../core/types.ts";

export const DURATION_MS_MAX = 500 * 3_600_000;

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

const isUnit = (text: string): text is keyof typeof UNIT_MS => Object.hasOwn(UNIT_MS, text);

/** `10s`, `500ms`, `1.5m`, `2h`: from 1 ms to 500 h, rounded to whole ms. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = /^(\d{1,10}(?:\.\d{1,6})?)([a-z]{1,2})$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined || !isUnit(unit)) return null;
  const durationMs = Math.round(Number(amount) * UNIT_MS[unit]);
  return durationMs >= 1 && durationMs <= DURATION_MS_MAX ? durationMs : null;
}

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
