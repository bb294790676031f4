/** Whole runs: the same for the same seed, without violation, and through everything that can go wrong. */
import { describe, expect, test } from "vitest";
import { runCampaign } from "../../src/simulator/campaign.ts";
import { failureText, runSimulateCommand } from "../../src/simulator/command.ts";
import { PROFILES } from "../../src/simulator/faults/profiles.ts";
import { simulate } from "../../src/simulator/run.ts";
import { parseSummary } from "../../src/simulator/summary.ts";

const SEEDS = 300;

describe("a run", () => {
  test("has the same trace whenever it is run, and another with another seed", async () => {
    const lines: string[] = [];
    const first = await simulate({ seed: 7, nodes: null, onLine: (line) => lines.push(line) });
    const again = await simulate({ seed: 7, nodes: null });
    expect(again.traceHash).toBe(first.traceHash);
    expect(again).toEqual(first);
    expect(lines.length).toBeGreaterThan(500);
    expect((await simulate({ seed: 8, nodes: null })).traceHash).not.toBe(first.traceHash);
  });

  test("can be about what is wanted: above all those faults happen", async () => {
    const { faults } = await runCampaign({
      from: 1,
      count: 4,
      nodes: null,
      profile: "clocks",
      threads: 1,
      onProgress: () => undefined,
    });
    const main: readonly string[] = PROFILES.clocks?.kinds ?? [];
    const times = (isMain: boolean): number =>
      Object.entries(faults).reduce((sum, [kind, count]) => sum + (main.includes(kind) === isMain ? count : 0), 0);
    expect(times(true)).toBeGreaterThan(times(false));
  });

  test("can be of as many nodes as are wanted", async () => {
    const lines: string[] = [];
    await simulate({ seed: 3, nodes: 6, onLine: (line) => lines.push(line) });
    expect(lines.filter((line) => /^\S+ n6#1 starts/.test(line))).toHaveLength(1);
  });
});

describe("a campaign", () => {
  // That threads change nothing is asked in `determinism.test.ts`.
  test(`of ${SEEDS} seeds finds no violation`, { timeout: 240_000 }, async () => {
    const shared = await runCampaign({ from: 1, count: SEEDS, nodes: null, threads: 2, onProgress: () => undefined });
    expect(shared.failed === null ? "" : failureText(shared.failed, { nodes: null })).toBe("");
    expect(shared.seeds).toBe(SEEDS);
    expect(Object.keys(shared.faults).length).toBeGreaterThan(15);
    expect(shared.operations).toBeGreaterThan(1_000);
  });
});

function world(...args: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const files = new Map<string, string>();
  const clock = { nowMs: 0 };
  return {
    out,
    errors,
    files,
    args,
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => errors.push(text) },
    language: "en" as const,
    nowMs: () => (clock.nowMs += 20_000),
    cpuMs: () => 0,
    cores: 1,
    writeFile: async (path: string, text: string) => void files.set(path, text),
  };
}

describe("the command", () => {
  test("tells its summary as one line of JSON", async () => {
    const asked = world("--seeds", "2", "--seed", "5", "--json");
    expect(await runSimulateCommand(asked)).toBe(0);
    const summary: unknown = JSON.parse(asked.out.join(""));
    expect(summary).toMatchObject({ seeds: 2, violations: 0, traceHash: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(Object.keys(summary ?? {})).toEqual([
      ...["seeds", "violations", "simulatedHours", "faults", "traceHash", "events", "operations", "longestOutageMs"],
      ...["seconds", "cpuSeconds", "timesRealTimePerCore", "firstSeed", "nextSeed"],
    ]);
    expect(parseSummary(asked.out.join(""))).toMatchObject({ firstSeed: 5, nextSeed: 7 });
  });

  test("once it is stopped tells what came out so far, and where to go on", async () => {
    const asked = world("--seeds", "40", "--seed", "5", "--json", "--threads", "1");
    expect(await runSimulateCommand({ ...asked, isStopped: () => true })).toBe(130);
    expect(JSON.parse(asked.out.join(""))).toMatchObject({ seeds: 0, firstSeed: 5, nextSeed: 5 });
    expect(asked.errors).toEqual(["stopped: --seed 5 --seeds 40 goes on\n"]);
  });

  test("that is stopped when all have run has nothing to go on with", async () => {
    const asked = world("--seeds", "1", "--json", "--threads", "1");
    let looks = 0;
    expect(await runSimulateCommand({ ...asked, isStopped: () => ++looks > 1 })).toBe(0);
    expect(asked.errors).toEqual([]);
  });

  test("begins no more worlds once its minutes are over, and says nothing of its progress in a pipe", async () => {
    const asked = world("--minutes", "1", "--json", "--threads", "1");
    expect(await runSimulateCommand(asked)).toBe(0);
    // Each look at the clock takes 20 s: the third task would begin after a minute.
    expect(JSON.parse(asked.out.join(""))).toMatchObject({ seeds: 20 });
    expect(asked.errors).toEqual([]);
  });

  test("on a terminal says how far it is, how fast, and how much time it has simulated", async () => {
    const asked = world("--seeds", "20", "--threads", "1");
    expect(await runSimulateCommand({ ...asked, stderr: { ...asked.stderr, isTTY: true } })).toBe(0);
    expect(asked.errors[0]).toMatch(/^\r\[#{10}\.{10}\] 10 seeds, \d+\.\d a second, \d+\.\d{3} h simulated$/);
    expect(asked.out.join("")).toMatch(/longest outage in a calm phase: \d+\.\d s/);
    expect(asked.out.join("")).toMatch(/seeds a second: .* times real time, .* times on each core/);
  });

  test("writes a trace of one seed", async () => {
    const asked = world("--seed", "5", "--trace", "t.txt");
    expect(await runSimulateCommand(asked)).toBe(0);
    expect(asked.files.get("t.txt")).toMatch(/is leader in term/);
  });

  test("writes a trace of one seed without some of its faults, and with an early end of them", async () => {
    const asked = world("--seed", "5", "--trace", "t.txt", "--skip", "1-200", "--fault-ms", "400");
    expect(await runSimulateCommand(asked)).toBe(0);
    const trace = asked.files.get("t.txt") ?? "";
    expect(trace).toMatch(/is leader in term/);
    expect(trace).not.toMatch(/ fault \w+: /);
    expect(Number.parseFloat(/^(\S+) calm$/m.exec(trace)?.[1] ?? "")).toBeLessThan(600);
  });

  test.each([
    [["--seeds", "0"], /--seeds 0: allowed/],
    [["--minutes", "0.5"], /--minutes 0.5: allowed is a whole number from 1/],
    [["--nodes", "9"], /--nodes 9: allowed is a whole number from 3 to 7/],
    [["--faults", "weather"], /--faults weather: allowed are any, crashes/],
    [["--sedes", "9"], /sedes/],
    [["--lang", "fr"], /--lang fr: allowed are en, zh/],
    [["--skip", "1-3"], /--skip and --fault-ms go with --trace/],
    [["--skip", "x", "--trace", "t"], /--skip x: its form is 1-3,7/],
    [["--fault-ms", "soon", "--trace", "t"], /--fault-ms soon: allowed is a whole number/],
  ])("refuses %s", async (args, message) => {
    const asked = world(...args);
    expect(await runSimulateCommand(asked)).toBe(2);
    expect(asked.errors.join("")).toMatch(message);
  });

  test("tells the same options in English and in Chinese, by --lang or as the environment has it", async () => {
    const help = async (language: "en" | "zh", ...args: readonly string[]): Promise<string> => {
      const asked = { ...world("--help", ...args), language };
      expect(await runSimulateCommand(asked)).toBe(0);
      return asked.out.join("");
    };
    const [english, chinese] = [await help("en"), await help("zh")];
    const options = (text: string): string[] => text.match(/--[a-z-]+/g) ?? [];
    expect(options(chinese)).toEqual(options(english));
    expect(options(english).length).toBeGreaterThan(30);
    expect(chinese).toMatch(/种子/);
    expect(english).not.toMatch(/[\u4e00-\u9fff]/);
    expect(await help("en", "--lang", "zh")).toBe(chinese);
    expect(await help("zh", "--lang", "en")).toBe(english);
  });

  test("names the seed first where one fails, and how to replay it", () => {
    const violations = [{ checker: "election safety", atMs: 12, what: "n1 and n2 both lead term 3" }];
    const verdict = {
      seed: 42,
      violations,
      simulatedMs: 1,
      events: 1,
      operations: 1,
      recoveryMs: 1,
      faults: {},
      traceHash: "ab",
    };
    const text = failureText(verdict, { nodes: 5, profile: "clocks" });
    expect(text).toMatch(/^seed 42 fails/);
    expect(text).toContain("npm run simulate -- --seed 42 --nodes 5 --faults clocks");
  });
});
