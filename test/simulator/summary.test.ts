/** Summaries of campaigns: what they hold, and that parts add up to the whole. */
import { describe, expect, test } from "vitest";
import { runCampaign } from "../../src/simulator/campaign.ts";
import { runSumCommand, wantsSum } from "../../src/simulator/sum-command.ts";
import { parseSummary, type Summary, summaryOf, summaryText, summed } from "../../src/simulator/summary.ts";

const campaign = (from: number, count: number) =>
  runCampaign({ from, count, nodes: null, threads: 1, onProgress: () => undefined });

const summary = (more: Partial<Summary>): Summary => ({
  ...{
    seeds: 10,
    violations: 0,
    simulatedHours: 0.5,
    faults: { kill: 2 },
    traceHash: "ab",
    events: 100,
    operations: 7,
  },
  ...{ longestOutageMs: 900, seconds: 4, cpuSeconds: 6, timesRealTimePerCore: 300, firstSeed: 1, nextSeed: 11 },
  ...more,
});

describe("the summary of a campaign", () => {
  test("says how much was simulated, what went wrong, how fast it was and how long a cluster was away in the calm", async () => {
    const asked = await campaign(3, 1);
    const told = summaryOf(asked, 2_000, 1_000);
    expect(told).toMatchObject({ seeds: 1, firstSeed: 3, nextSeed: 4, seconds: 2, cpuSeconds: 1 });
    expect(told.timesRealTimePerCore).toBeCloseTo(asked.simulatedMs / 1_000, 0);
    expect(told.longestOutageMs).toBe(Math.round(asked.recoveryMsMax));
    expect(summaryText(told)).toContain(
      `longest outage in a calm phase: ${(told.longestOutageMs / 1000).toFixed(1)} s`,
    );
    expect(parseSummary(JSON.stringify(told))).toEqual(told);
  });

  test("of parts is, added up, that of the whole", async () => {
    const [whole, first, second] = [await campaign(3, 2), await campaign(3, 1), await campaign(4, 1)];
    const sum = summed([summaryOf(second, 3_000, 500), summaryOf(first, 1_000, 1_500)]);
    const { traceHash: _, simulatedHours, timesRealTimePerCore, ...rest } = summaryOf(whole, 4_000, 2_000);
    expect(sum).toMatchObject(rest);
    expect(sum.simulatedHours).toBeCloseTo(simulatedHours, 2);
    expect(sum.timesRealTimePerCore / timesRealTimePerCore).toBeCloseTo(1, 0);
  });
});

describe("the sum", () => {
  test("does not depend on the order of its parts", () => {
    const parts = [summary({}), summary({ firstSeed: 11, nextSeed: 21, traceHash: "cd", faults: { cut: 1, kill: 1 } })];
    const sum = summed(parts);
    expect(sum).toMatchObject({ seeds: 20, faults: { cut: 1, kill: 3 }, timesRealTimePerCore: 300, nextSeed: 21 });
    expect(summed([...parts].reverse())).toEqual(sum);
  });

  test("counts no seed twice", () => {
    expect(() => summed([summary({}), summary({ firstSeed: 8, nextSeed: 30 })])).toThrow(
      /from 8 to 10 would count twice/,
    );
    expect(() => summed([])).toThrow(/nothing/);
  });
});

describe("the command", () => {
  async function asked(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
    const out: string[] = [];
    const errors: string[] = [];
    const readFile = async (path: string): Promise<string> => files[path] ?? Promise.reject(new Error(`no ${path}`));
    const stdout = { write: (text: string) => out.push(text) };
    const stderr = { write: (text: string) => errors.push(text) };
    const code = await runSumCommand({ args: ["--sum", ...args], stdout, stderr, readFile });
    return { code, out: out.join(""), errors: errors.join("") };
  }
  const a = `${JSON.stringify(summary({}))}\n`;
  const b = `something before\n${JSON.stringify(summary({ firstSeed: 11, nextSeed: 21, violations: 1 }))}\n`;

  test("adds up the last lines of files", async () => {
    expect(wantsSum(["--sum", "a"])).toBe(true);
    expect(await asked({ a }, "a")).toMatchObject({ code: 0, out: expect.stringMatching(/^10 seeds, 0 violations\n/) });
    const both = await asked({ a, b }, "a", "b", "--json");
    expect(both.code).toBe(1);
    expect(JSON.parse(both.out)).toMatchObject({ seeds: 20, violations: 1 });
  });

  test.each([
    [{ a: "seeds: 10\n" }, ["a"], /a does not end with the summary/],
    [{ a: '{"seeds":1}' }, ["a"], /a does not end with the summary/],
    [{ a }, ["a", "a"], /would count twice/],
    [{ a }, ["b"], /no b/],
    [{ a }, [], /nothing to sum/],
  ])("refuses %j", async (files, args, message) => {
    const told = await asked(files, ...args);
    expect(told.code).toBe(2);
    expect(told.errors).toMatch(message);
  });
});
