/** A run that fails, made smaller: what is left out, and that what is left is the same run. */
import { describe, expect, test } from "vitest";
import type { PlannedFault } from "../../src/simulator/faults.ts";
import { type RunOptions, simulate, type Verdict } from "../../src/simulator/run.ts";
import { parseRanges, type Run, rangesText, replayCommand, runRecipe, shrink } from "../../src/simulator/shrink.ts";
import { shrunkJson, shrunkText } from "../../src/simulator/shrink-report.ts";

async function planOf(
  options: RunOptions,
): Promise<{ verdict: Verdict; plan: readonly PlannedFault[]; lines: string[] }> {
  let plan: readonly PlannedFault[] = [];
  const lines: string[] = [];
  const onPlan = (drawn: readonly PlannedFault[]): void => {
    plan = drawn;
  };
  const verdict = await simulate({ ...options, onPlan, onLine: (line) => lines.push(line) });
  return { verdict, plan, lines };
}

const faultLines = (lines: readonly string[]): string[] => lines.filter((line) => / fault \w+: /.test(line));

describe("a plan", () => {
  test.each([3, 11])("of seed %i, played whole, is the same run", async (seed) => {
    const drawn = await planOf({ seed, nodes: null });
    expect(drawn.plan.length).toBeGreaterThan(3);
    const again = await planOf({ seed, nodes: null, plan: drawn.plan });
    // One event less: that in which calm is found to have come.
    expect({ ...again.verdict, events: 0 }).toEqual({ ...drawn.verdict, events: 0 });
    expect(again.plan).toEqual(drawn.plan);
  });

  test("with a fault left out has none of it, and the first of the others as they were", async () => {
    const { plan, lines } = await planOf({ seed: 11, nodes: 3 });
    const half = plan.filter(({ number }) => number % 2 === 1);
    const thinned = await planOf({ seed: 11, nodes: 3, plan: half });
    const left = faultLines(thinned.lines);
    expect(left.length).toBeLessThanOrEqual(half.length);
    expect(left[0]).toBe(faultLines(lines)[0]);
    expect(thinned.verdict.violations).toEqual([]);
    expect((await planOf({ seed: 11, nodes: 3, plan: [] })).verdict.faults).toEqual({});
  });

  test("ends when it is told to", async () => {
    const calmAtMs = async (faultMs: number): Promise<number> => {
      const { lines } = await planOf({ seed: 11, nodes: 3, faultMs });
      return Number.parseFloat(lines.find((line) => line.endsWith(" calm")) ?? "");
    };
    // The cluster is formed first, which takes as long in both.
    expect((await calmAtMs(700)) - (await calmAtMs(500))).toBeCloseTo(200, 0);
  });
});

const fault = (number: number, kind: string): PlannedFault => {
  const place = [0, 0, 0, 0] as const;
  return { number, atMs: number * 100, kind, from: place, to: place };
};

const PLAN = Array.from({ length: 23 }, (_, at) => fault(at + 1, at === 6 ? "kill" : at === 17 ? "pause" : "storm"));

/** Fails where `isBad` says so of what goes wrong; seeds draw PLAN. */
function paper(isBad: (plan: readonly PlannedFault[], options: RunOptions) => boolean): Run {
  return async (options) => {
    const plan = options.plan ?? PLAN;
    options.onPlan?.(plan, options.nodes ?? 5);
    options.onLine?.("1.000 something");
    const violations = isBad(plan, options) ? [{ checker: "leases", atMs: 1, what: "two" }] : [];
    const { seed } = options;
    return { seed, violations, simulatedMs: 9, events: 1, operations: 1, recoveryMs: 1, faults: {}, traceHash: "ab" };
  };
}

const needsBoth = (plan: readonly PlannedFault[]): boolean =>
  ["kill", "pause"].every((kind) => plan.some((one) => one.kind === kind));

const LIMITS = { runsMax: 300 };

describe("shrinking", () => {
  test("leaves what is needed, and nothing else, and the command that replays it", async () => {
    const run = paper((plan, { nodes }) => needsBoth(plan) && nodes !== 3);
    const shrunk = await shrink({ seed: 42, nodes: null, profile: null }, LIMITS, run);
    expect(shrunk?.faults.map(({ number }) => number)).toEqual([7, 18]);
    expect(shrunk?.recipe).toMatchObject({ seed: 42, nodes: 4, faultMs: 1_801 });
    expect(shrunk?.voters).toBe(4);
    if (shrunk === null) throw new Error("it fails");
    expect(replayCommand(shrunk.recipe)).toBe(
      "npm run simulate -- --seed 42 --nodes 4 --skip 1-6,8-17,19-23 --fault-ms 1801 --trace trace.txt",
    );
    expect((await runRecipe(shrunk.recipe, run)).violations).toHaveLength(1);
    expect(shrunkText(shrunk)).toMatch(/4 nodes, 2 of 23 faults, 9 ms\n {4}700\.000 ms: kill \(7\)\n/);
    expect(shrunkJson(shrunk, ["1.000 something"])).toMatchObject({
      faults: [{ number: 7 }, { number: 18 }],
      trace: [{ atMs: 1, what: "something" }],
    });
  });

  test("takes no other failure for the same", async () => {
    const run: Run = async (options) => {
      const verdict = await paper(() => true)(options);
      const checker = needsBoth(options.plan ?? PLAN) && options.nodes === null ? "leases" : "other";
      return { ...verdict, violations: [{ checker, atMs: 1, what: "" }] };
    };
    const shrunk = await shrink({ seed: 42, nodes: null, profile: null }, LIMITS, run);
    expect(shrunk?.faults.map(({ number }) => number)).toEqual([7, 18]);
    expect(shrunk?.recipe.nodes).toBeNull();
  });

  test("stops after as many runs as it may take, and gives up on what does not fail", async () => {
    let runs = 0;
    const onRun = (count: number): void => {
      runs = count;
    };
    const shrunk = await shrink({ seed: 1, nodes: 3, profile: null }, { runsMax: 10, onRun }, paper(needsBoth));
    expect(runs).toBeLessThanOrEqual(11);
    expect(shrunk?.faults.length).toBeGreaterThanOrEqual(2);
    expect(
      await shrink(
        { seed: 1, nodes: 3, profile: null },
        LIMITS,
        paper(() => false),
      ),
    ).toBeNull();
  });

  test("of a failure that needs no fault leaves none", async () => {
    const shrunk = await shrink(
      { seed: 1, nodes: 3, profile: null },
      LIMITS,
      paper(() => true),
    );
    expect(shrunk?.faults).toEqual([]);
  });
});

describe("numbers of faults", () => {
  test("are told as ranges, and read again", () => {
    expect(rangesText([7, 1, 2, 3, 9, 8])).toBe("1-3,7-9");
    expect(parseRanges("1-3,7")).toEqual([1, 2, 3, 7]);
    expect(rangesText([])).toBe("");
  });

  test.each(["", "a", "3-1", "1,,2", "-3"])("%j is no such list", (text) => {
    expect(() => parseRanges(text)).toThrow(/--skip/);
  });
});
