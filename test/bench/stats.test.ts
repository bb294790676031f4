import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Recorder } from "../../bench/record.ts";
import { Samples } from "../../bench/samples.ts";
import { atShare, lineOf, summarise } from "../../bench/summary.ts";

describe("samples", () => {
  test("keep all up to their room; number, mean and maximum are of all beyond it too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 20 }),
        (values, keptMax) => {
          const samples = new Samples({ keptMax });
          samples.addAll(values);
          expect(samples.count).toBe(values.length);
          expect(samples.max).toBe(Math.max(...values));
          expect(samples.mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 6);
          expect(samples.kept.length).toBe(Math.min(keptMax, values.length));
          if (values.length <= keptMax) expect(samples.kept).toEqual(values);
        },
      ),
    );
  });

  test("of more than there is room for, each is kept by the same chance", () => {
    const keptTimes = Array.from({ length: 20 }, () => 0);
    for (let round = 0; round < 4_000; round += 1) {
      const samples = new Samples({ keptMax: 5 });
      samples.addAll(keptTimes.keys());
      for (const value of samples.kept) keptTimes[value] = (keptTimes[value] ?? 0) + 1;
    }
    // 1000 of each are expected, with a deviation of 27.
    for (const times of keptTimes) expect(Math.abs(times - 1000)).toBeLessThan(200);
  });
});

describe("a spread", () => {
  test("is by nearest rank: half are not above the median, and 99 of 100 not above the p99", () => {
    const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);
    expect(summarise("x", "ms", hundred)).toEqual({
      name: "x",
      unit: "ms",
      n: 100,
      p50: 50,
      p90: 90,
      p99: 99,
      max: 100,
      mean: 50.5,
    });
    expect(summarise("x", "ms", [3, 1, 2])).toMatchObject({ p50: 2, p90: 3, p99: 3, max: 3, mean: 2 });
    expect(summarise("x", "ms", [7])).toMatchObject({ p50: 7, p99: 7, max: 7 });
  });

  test("agrees with a count, whatever the samples", () => {
    const many = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(many, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
        const value = atShare(Float64Array.from(values).sort(), share);
        const notAbove = values.filter((each) => each <= value).length;
        const below = values.filter((each) => each < value).length;
        expect(notAbove).toBeGreaterThanOrEqual(values.length * share - 1e-9);
        expect(below).toBeLessThan(values.length * share + 1e-9);
      }),
    );
  });
});

describe("the record", () => {
  test("holds the cases in the order in which they were first spoken of; one without a sample is none", () => {
    const record = new Recorder();
    const first = record.spread("first", "ms");
    record.spread("never", "ms");
    record.rate("rate", "x/s", 1, { better: "more" });
    record.spread("first", "ms").add(2);
    record.rate("rate", "x/s", 2, { better: "more" });
    expect(first.count).toBe(1);
    expect(record.recorded.map(lineOf)).toEqual(["first: n 1, p50 2, p90 2, p99 2, max 2, mean 2 ms", "rate: 2 x/s"]);
  });
});
