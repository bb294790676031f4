/**
 * One seed, one run: at any time, on any number of threads, on any machine, in any version of Node. The versions themselves are
 * compared by `.ci/run`; here is what they could differ in.
 */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Dice, power } from "../../src/scenario/dice.ts";
import { runCampaign } from "../../src/simulator/campaign.ts";
import { Trace } from "../../src/simulator/trace.ts";
import { bareCode, type Source, sourcesUnder } from "../style/sources.ts";

// Two tasks: one of ten seeds, and the rest.
test("the same seeds have the same traces on one, two and three threads", { timeout: 240_000 }, async () => {
  const hashes: string[] = [];
  for (const threads of [1, 2, 3]) {
    const campaign = await runCampaign({ from: 501, count: 12, nodes: null, threads, onProgress: () => undefined });
    hashes.push(campaign.traceHash);
  }
  expect(new Set(hashes).size).toBe(1);
});

describe("powers", () => {
  test("are those of the engine, to its rounding", () => {
    const exponent = fc.nat({ max: 2 ** 32 - 1 }).map((bits) => bits / 2 ** 32);
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), exponent, (base, part) => {
        const expected = base ** part;
        expect(Math.abs(power(base, part) - expected)).toBeLessThanOrEqual(expected * 1e-13);
      }),
    );
  });

  test("are these very bits, whatever runs them", () => {
    const dice = new Dice("every machine");
    const hash = createHash("sha256");
    for (let round = 0; round < 10_000; round++) {
      const thrown = [dice.scaled(0.001, 5_000), dice.between(-3, 7), dice.below(9), dice.chance(0.3) ? 1 : 0];
      const bytes = new DataView(new ArrayBuffer(8 * thrown.length));
      for (const [place, value] of thrown.entries()) bytes.setFloat64(8 * place, value, true);
      hash.update(new Uint8Array(bytes.buffer));
    }
    expect(hash.digest("hex").slice(0, 32)).toBe("e4420e40b553464c6253ace26d63f4df");
  });
});

describe("what a run executes", () => {
  /** Their last bits, or their order, are left to the engine, its version, or the machine's language. */
  const LEFT_OPEN =
    /\bMath\.(pow|exp|expm1|log|log2|log10|log1p|a?sinh?|a?cosh?|a?tanh?|atan2|cbrt|hypot)\b|\*\*(?! ?\d)|\b(localeCompare|Intl|toLocale\w*)\b/;

  /** Two to a whole power is exact. */
  const EXACT = /\b2 \*\* (Math\.min\(times, 20\)|asked\b)/;

  const leftOpen = ({ path, text }: Source): string[] =>
    bareCode(text)
      .split("\n")
      .flatMap((line, place) =>
        LEFT_OPEN.test(line.replace(EXACT, "")) ? [`${path}:${place + 1}: ${line.trim()}`] : [],
      );

  test("computes nothing that two versions of Node may compute otherwise", () => {
    const folders = ["core", "driver", "kv", "ports", "scenario", "simulator", "storage", "transport", "wire"];
    const sources = folders.flatMap((folder) => sourcesUnder(`src/${folder}`));
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(leftOpen)).toEqual([]);
  });

  test.each(["const a = b ** c;", "Math.exp(a)", "names.sort((a, b) => a.localeCompare(b))", "new Intl.Collator()"])(
    "%s is seen",
    (text) => {
      expect(leftOpen({ path: "simulator/x.ts", text })).toHaveLength(1);
    },
  );

  test("a power of two numbers that are written down is exact", () => {
    expect(leftOpen({ path: "simulator/x.ts", text: "const a = 2 ** 32;" })).toEqual([]);
  });
});

describe("the hash of a trace", () => {
  const hashOf = (tell: (trace: Trace, at: (ms: number) => void) => void): string => {
    let nowMs = 1;
    const trace = new Trace(() => nowMs, null);
    tell(trace, (ms) => {
      nowMs = ms;
    });
    return trace.digest();
  };
  const frame = Uint8Array.of(1, 2, 3);
  const plain = hashOf((trace) => trace.frame("n1", "n2", frame));

  test.each<[string, (trace: Trace, at: (ms: number) => void) => void]>([
    [
      "another moment, however close",
      (trace, at) => {
        at(1 + Number.EPSILON);
        trace.frame("n1", "n2", frame);
      },
    ],
    ["another sender", (trace) => trace.frame("n3", "n2", frame)],
    ["another receiver", (trace) => trace.frame("n1", "n3", frame)],
    ["names cut elsewhere", (trace) => trace.frame("n1n", "2", frame)],
    ["another byte", (trace) => trace.frame("n1", "n2", Uint8Array.of(1, 2, 4))],
    [
      "one frame more",
      (trace) => {
        trace.frame("n1", "n2", frame);
        trace.frame("n1", "n2", frame);
      },
    ],
    ["a line", (trace) => trace.say("\u0001\u0002\u0003")],
  ])("is another for %s", (_, tell) => {
    expect(hashOf(tell)).not.toBe(plain);
  });

  test("is of frames that are larger than what is hashed at once, and of many", () => {
    const large = new Uint8Array(100_000).fill(7);
    const twice = (last: number): string =>
      hashOf((trace) => {
        for (let round = 0; round < 3_000; round++) trace.frame("n1", "n2", frame);
        trace.frame("n1", "n2", large);
        trace.frame("n1", "n2", Uint8Array.of(last));
      });
    expect(twice(1)).toBe(twice(1));
    expect(twice(1)).not.toBe(twice(2));
    large[99_999] = 8;
    expect(twice(1)).not.toBe(hashOf((trace) => trace.frame("n1", "n2", large)));
  });

  test("does not depend on whether somebody reads the lines", () => {
    const lines: string[] = [];
    const trace = new Trace(
      () => 1,
      (line) => lines.push(line),
    );
    trace.frame("n1", "n2", frame);
    expect(trace.digest()).toBe(plain);
    expect(lines).toEqual(["1.000 n1 > n2 3 55bc801d"]);
  });
});
