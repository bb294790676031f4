/**
 * Times as a person types them. Law: a text is either wholly understood or refused (null), and what is accepted fits a timer
 * (setTimeout wraps above 2^31 - 1 ms).
 */
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
