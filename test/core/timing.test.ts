/** The waits and the dice. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextBetween, nextRandom } from "../../src/core/random.ts";
import { DEFAULT_TIMING, type TimingProblem, timingProblem, WAIT_MS_MAX } from "../../src/core/types.ts";

describe("timing", () => {
  test.each<readonly [TimingProblem | null, Partial<typeof DEFAULT_TIMING>]>([
    [null, {}],
    [null, { electionTimeoutMinMs: 12, electionTimeoutMaxMs: 24, heartbeatMs: 3 }],
    [null, { heartbeatMs: 500 / 3 }],
    ["outOfRange", { heartbeatMs: 0 }],
    [null, { electionTimeoutMaxMs: WAIT_MS_MAX }],
    ["outOfRange", { electionTimeoutMaxMs: WAIT_MS_MAX + 1 }],
    ["outOfRange", { earlyStartStepMs: -1 }],
    ["outOfRange", { electionTimeoutMaxMs: Number.POSITIVE_INFINITY }],
    ["outOfRange", { electionTimeoutMinMs: Number.NaN }],
    ["timeoutsReversed", { electionTimeoutMinMs: 1000 }],
    ["timeoutsReversed", { electionTimeoutMinMs: 2000 }],
    ["heartbeatTooSlow", { heartbeatMs: 167 }],
  ])("%s for the default with %o", (problem, change) => {
    expect(timingProblem({ ...DEFAULT_TIMING, ...change })).toBe(problem);
  });
});

describe("the dice", () => {
  test("give the same for the same seed, and stay within [low, high)", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (seed, low, width) => {
        const [one, other] = [{ seed }, { seed }];
        for (let draw = 0; draw < 20; draw += 1) {
          const value = nextBetween(one, low, low + width);
          expect(value).toBe(nextBetween(other, low, low + width));
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThan(low + width);
        }
      }),
    );
  });

  test("fall evenly", () => {
    const random = { seed: 42 };
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw += 1) {
      const face = Math.floor(nextRandom(random) * 10);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
