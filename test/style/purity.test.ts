/** The core has no clock, no dice but its own, no platform, and nothing to wait for (DESIGN 2). */
import { describe, expect, test } from "vitest";
import { bareCode, importsOf, type Source, sourcesUnder } from "./sources.ts";

const IMPURE =
  /\b(Date|Math\.random|await|async|Promise|setTimeout|setInterval|setImmediate|queueMicrotask|performance|process|globalThis|crypto|console|Worker|Atomics|SharedArrayBuffer)\b/;

function impurities({ path, text }: Source): string[] {
  const words = bareCode(text)
    .split("\n")
    .flatMap((line, place) => {
      const word = IMPURE.exec(line)?.[0];
      return word === undefined ? [] : [`${path}:${place + 1}: ${word}`];
    });
  const packages = importsOf({ path, text }).flatMap(({ specifier, target }) =>
    target === null ? [`${path}: ${specifier}`] : [],
  );
  return [...words, ...packages];
}

describe("purity of the core", () => {
  test("no file of it names a clock, dice, a promise, or the platform", () => {
    const core = sourcesUnder("src/core");
    expect(core.length).toBeGreaterThan(10);
    expect(core.flatMap(impurities)).toEqual([]);
  });

  test.each([
    ["Date", "const now = new Date();"],
    ["Math.random", "const x = Math.random();"],
    ["await", "await x;"],
    ["async", "const f = async () => 1;"],
    ["Promise", "function f(): Promise<void> {}"],
    ["setTimeout", "setTimeout(f, 1);"],
    ["performance", "performance.now();"],
    ["process", "process.exit();"],
    ["node:fs", 'import fs from "node:fs";'],
    ["nats", 'import { connect } from "nats";'],
    ["Date", ["const text = `$", "{new Date()}`;"].join("")],
  ])("%s is seen", (word, text) => {
    expect(impurities({ path: "core/x.ts", text })).toEqual([expect.stringContaining(word)]);
  });

  test.each(["// await the Date\n", "/** A Promise\n * of `process` */", 'const word = "await";'])(
    "%s is no code",
    (text) => {
      expect(impurities({ path: "core/x.ts", text })).toEqual([]);
    },
  );
});
