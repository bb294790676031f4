import fc from "fast-check";
import { expect, test } from "vitest";
import { DURATION_MS_MAX, parseDuration, parseTimeoutRange, parseWaitMs } from "../../src/cli/duration.ts";
import { WAIT_MS_MAX } from "../../src/core/types.ts";

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

test("a whole number with a unit is that many of the unit, up to the limit", () => {
  const units = fc.constantFrom(...(Object.keys(UNITS) as (keyof typeof UNITS)[]));
  fc.assert(
    fc.property(fc.nat({ max: 2_000_000_000 }), units, (amount, unit) => {
      const inMs = amount * UNITS[unit];
      const allowed = inMs >= 1 && inMs <= DURATION_MS_MAX;
      expect(parseDuration(`${amount}${unit}`)).toBe(allowed ? inMs : null);
    }),
  );
});

test("fractions are rounded to whole milliseconds", () => {
  expect(parseDuration("1.5s")).toBe(1500);
  expect(parseDuration("0.25m")).toBe(15_000);
  expect(parseDuration("0.6ms")).toBe(1);
  expect(parseDuration("0.4ms")).toBeNull();
});

test("every accepted duration fits a timer", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,12}(\.\d{1,3})?(ms|s|m|h)$/), (text) => {
      const durationMs = parseDuration(text);
      if (durationMs !== null) expect(durationMs).toBeLessThan(2 ** 31);
      if (durationMs !== null) expect(Number.isInteger(durationMs) && durationMs >= 1).toBe(true);
    }),
  );
});

test("text that is no duration is refused", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^\d+(\.\d+)?(ms|s|m|h)$/.test(text));
      expect(parseDuration(text)).toBeNull();
    }),
  );
});

test("a range is two waits with one hyphen between them", () => {
  const wait = fc.integer({ min: 3, max: WAIT_MS_MAX });
  fc.assert(
    fc.property(wait, wait, (minMs, maxMs) => {
      expect(parseTimeoutRange(`${minMs}-${maxMs}`)).toEqual({ minMs, maxMs });
      expect(parseTimeoutRange(`${minMs}-${maxMs}-1`)).toBeNull();
      expect(parseTimeoutRange(`${minMs} ${maxMs}`)).toBeNull();
    }),
  );
  expect(parseTimeoutRange("2-500")).toBeNull();
});

test("a wait is a whole number of ms within bounds", () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      expect(parseWaitMs(String(value))).toBe(value >= 1 && value <= WAIT_MS_MAX ? value : null);
    }),
  );
});
