import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, interval } from "../../bench/compare.ts";
import { Recorder } from "../../bench/record.ts";
import type { Better } from "../../bench/summary.ts";

function spreadOf(samples: readonly number[], better: Better = "less") {
  const record = new Recorder();
  record.spread("x", "ms", { better }).addAll(samples);
  return record.recorded;
}

const around = (middle: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => middle * (0.9 + (0.2 * place) / count));

describe("a comparison", () => {
  test("calls the same samples the same", () => {
    const many = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(many, (samples) => {
        expect(compare(spreadOf(samples), spreadOf(samples))).toMatchObject([
          { p50: { ratio: 1, verdict: "noise" }, p99: { ratio: 1, verdict: "noise" } },
        ]);
      }),
    );
  });

  test("calls less time better, and a lower rate worse, where chance does not explain it", () => {
    const [slow, fast] = [around(20, 1000), around(10, 1000)];
    expect(compare(spreadOf(fast), spreadOf(slow))).toMatchObject([
      { p50: { verdict: "better" }, p99: { verdict: "better" } },
    ]);
    expect(compare(spreadOf(slow), spreadOf(fast))).toMatchObject([
      { p50: { ratio: 2, verdict: "worse" }, p99: { verdict: "worse" } },
    ]);
    expect(compare(spreadOf(slow, "more"), spreadOf(fast, "more"))).toMatchObject([{ p50: { verdict: "better" } }]);
  });

  test("does not trust a p99 of few samples, however far apart", () => {
    expect(compare(spreadOf(around(10, 50)), spreadOf(around(100, 50)))).toMatchObject([
      { p50: { verdict: "better" }, p99: { verdict: "noise" } },
    ]);
  });

  test("calls a difference of less than 5% noise, however many samples say so", () => {
    expect(compare(spreadOf(around(10.4, 100_000)), spreadOf(around(10, 100_000)))).toMatchObject([
      { p50: { verdict: "noise" } },
    ]);
  });

  test("calls rates different only where more than 10% lies between them", () => {
    const rate = (value: number, better: Better) => {
      const record = new Recorder();
      record.rate("r", "x", value, { better });
      return record.recorded;
    };
    expect(compare(rate(109, "more"), rate(100, "more"))).toMatchObject([{ rate: { verdict: "noise" } }]);
    expect(compare(rate(112, "more"), rate(100, "more"))).toMatchObject([{ rate: { verdict: "better" } }]);
    expect(compare(rate(112, "less"), rate(100, "less"))).toMatchObject([{ rate: { verdict: "worse" } }]);
    expect(compare(rate(1, "less"), rate(0, "less"))).toMatchObject([{ rate: { verdict: "worse" } }]);
  });

  test("says of a case that the earlier run lacks, or has in another unit, that it is missing", () => {
    const record = new Recorder();
    record.rate("x", "MiB", 1, { better: "less" });
    expect(compare(spreadOf([1]), [])).toEqual([{ name: "x", type: "missing" }]);
    expect(compare(spreadOf([1]), record.recorded)).toEqual([{ name: "x", type: "missing" }]);
    const inSeconds = spreadOf([1]).map((one) => ({ ...one, unit: "s" }));
    expect(compare(spreadOf([1]), inSeconds)).toEqual([{ name: "x", type: "missing" }]);
  });
});

describe("the interval of a percentile", () => {
  test("holds the true one 19 times of 20, or oftener", () => {
    let held = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const samples = Array.from({ length: 200 }, Math.random).sort((a, b) => a - b);
      const { low, high } = interval(samples, 0.5);
      if (low <= 0.5 && 0.5 <= high) held += 1;
    }
    expect(held).toBeGreaterThan(920);
  });

  test("has no end where its rank lies beyond the last sample", () => {
    expect(interval(around(1, 100), 0.99).high).toBe(Number.POSITIVE_INFINITY);
    expect(interval(around(1, 1000), 0.99).high).toBeLessThan(2);
  });
});
