import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Bench, BenchRun } from "../../bench/bench.ts";
import { runBenchCommand } from "../../bench/command.ts";
import { distributions } from "../../bench/picture.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graft-bench-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Adds 1, 2, 3, … ms, as many as there are trials. */
const counting = (also: (run: BenchRun, trial: number) => void = () => undefined, times = 1): Bench => ({
  trials: 4,
  nodes: [3],
  isOfManySizes: false,
  cases: [],
  sync: "none",
  async run(run) {
    for (let trial = 1; trial <= run.options.trials && !run.signal.aborted; trial += 1) {
      run.record.spread("wait", "ms").add(trial * times);
      also(run, trial);
      run.progress(trial, run.options.trials);
    }
  },
  picture: (recorded) => ({ type: "distribution", title: "Wait", unit: "ms", curves: distributions(recorded, "ms") }),
});

async function command(
  args: readonly string[],
  bench = counting(),
  { isTTY = false, stop = new AbortController() } = {},
) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runBenchCommand({
    args,
    stdout: { write: (text) => out.push(text) },
    stderr: { isTTY, write: (text) => err.push(text) },
    language: "en",
    benches: { wait: bench },
    signal: stop.signal,
    profile: () => 0,
    prepare: () => undefined,
  });
  return { code, out: out.join(""), err: err.join("") };
}

describe("a benchmark's command", () => {
  test("prints each case, and what it was measured under; nothing else in a pipe", async () => {
    const { code, out, err } = await command(["wait"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("wait: n 4, p50 2, p90 4, p99 4, max 4, mean 2.5 ms\n");
    expect(out).toMatch(/load [\d.]+ before, [\d.]+ after; \d+ cores, .*; node v\d+.*; sync: none\n$/);
  });

  test("shows on a terminal how far it is, and takes that away at the end", async () => {
    const { err } = await command(["wait"], counting(), { isTTY: true });
    expect(err).toContain("\r4/4");
    expect(err.endsWith("\r\u001b[K")).toBe(true);
  });

  test("gives one line of JSON for --json", async () => {
    const { out } = await command(["wait", "--json", "--trials", "2"]);
    expect(JSON.parse(out)).toMatchObject({
      bench: "wait",
      cases: [{ name: "wait", n: 2, p50: 1, p90: 2, p99: 2, max: 2, mean: 1.5, unit: "ms" }],
      sync: "none",
      interrupted: false,
    });
    expect(Object.keys(JSON.parse(out)).sort()).toEqual(
      ["bench", "cases", "cores", "cpu", "interrupted", "load", "loadBefore", "node", "sync"].sort(),
    );
  });

  test("writes samples and picture, and compares a later run with them", async () => {
    const first = await command(["wait", "--trials", "300", "--out", folder]);
    expect(first.code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["wait.json", "wait.png", "wait.svg"]);
    const against = ["wait", "--trials", "300", "--against", join(folder, "wait.json")];
    expect((await command(against)).out).toContain(
      "wait: p50 1.00 times (within noise), p99 1.00 times (within noise)",
    );
    expect((await command(against, counting(undefined, 3))).out).toContain("wait: p50 3.00 times (worse)");
    expect((await command([...against, "--lang", "zh"])).out).toContain("在误差之内");
  });

  test("is refused with exit code 2 before anything is measured, in the language asked for", async () => {
    const started = counting(() => {
      throw new Error("it has begun");
    });
    for (const args of [["wait", "--trials", "x"], ["wait", "--against", join(folder, "none.json")], ["wiat"]])
      expect((await command(args, started)).code).toBe(2);
    expect((await command(["wiat", "--lang", "zh"])).err).toContain("是不是 wait");
  });

  test("that is told to stop ends with what was measured so far", async () => {
    const stop = new AbortController();
    const stopping = counting((_, trial) => {
      if (trial === 2) stop.abort();
    });
    const { code, out } = await command(["wait", "--out", folder], stopping, { stop });
    expect(code).toBe(0);
    expect(out).toContain("broken off");
    expect(out).toContain("wait: n 2,");
    expect(existsSync(join(folder, "wait.json"))).toBe(true);
  });

  test("that fails tells what was measured before, and then fails", async () => {
    const failing = counting((_, trial) => {
      if (trial === 3) throw new Error("the cluster is gone");
    });
    const out: string[] = [];
    const run = runBenchCommand({
      args: ["wait"],
      stdout: { write: (text) => out.push(text) },
      stderr: { write: () => undefined },
      language: "en",
      benches: { wait: failing },
      signal: new AbortController().signal,
      profile: () => 0,
      prepare: () => undefined,
    });
    await expect(run).rejects.toThrow("the cluster is gone");
    expect(out.join("")).toContain("wait: n 3,");
  });

  test("says where it cannot write, and fails", async () => {
    const { code, err } = await command(["wait", "--out", "/dev/null/nowhere"]);
    expect(code).toBe(1);
    expect(err).toContain("--out /dev/null/nowhere: ");
  });

  test("helps in both languages", async () => {
    expect((await command(["--help"])).out).toContain("options of all:");
    expect((await command(["wait", "--help", "--lang=zh"])).out).toContain("通用选项");
  });
});
