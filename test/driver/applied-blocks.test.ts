/** Digests of what was applied: equal for equal entries, and told only where a block was applied as a whole. */
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import { AppliedBlocks } from "../../src/driver/applied-blocks.ts";
import type { AppliedBlock } from "../../src/ports/applied.ts";

const entry = (index: number, text = "x", term = 1): Entry => ({
  type: "command",
  index,
  term,
  command: Buffer.from(text),
});

function toldOf(entries: readonly Entry[], appliedIndex = 0): AppliedBlock[] {
  const told: AppliedBlock[] = [];
  const blocks = new AppliedBlocks(appliedIndex, (block) => told.push(block));
  for (const one of entries) blocks.applied(one);
  return told;
}

const run = (from: number, to: number): Entry[] => Array.from({ length: to - from + 1 }, (_, at) => entry(from + at));

describe("blocks of applied entries", () => {
  test("are told when their last entry is applied", () => {
    expect(toldOf(run(1, 255))).toEqual([]);
    expect(toldOf(run(1, 600)).map(({ from, to }) => [from, to])).toEqual([
      [1, 256],
      [257, 512],
    ]);
  });

  test("are equal on a node that has begun later, from the first whole one on", () => {
    const [, second] = toldOf(run(1, 512));
    expect(toldOf(run(100, 512), 99)).toEqual([second]);
  });

  test("are not told where a snapshot stands for a part of them", () => {
    expect(toldOf([...run(1, 100), ...run(200, 512)]).map(({ from }) => from)).toEqual([257]);
  });

  test.each([
    ["a command", entry(7, "y")],
    ["a term", entry(7, "x", 2)],
    ["a length", entry(7, "")],
    ["a kind", { type: "noOp", index: 7, term: 1 } as const],
  ])("differ by %s", (_, other) => {
    const [whole] = toldOf(run(1, 256));
    const [changed] = toldOf(run(1, 256).map((one) => (one.index === 7 ? other : one)));
    expect(changed?.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(changed?.digest).not.toBe(whole?.digest);
  });

  test("differ by the order of two commands", () => {
    const swapped = run(1, 256).map((one) => (one.index === 7 ? entry(7, "a") : one.index === 8 ? entry(8, "b") : one));
    const back = run(1, 256).map((one) => (one.index === 7 ? entry(7, "b") : one.index === 8 ? entry(8, "a") : one));
    expect(toldOf(swapped)[0]?.digest).not.toBe(toldOf(back)[0]?.digest);
  });
});
