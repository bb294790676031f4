/** The built command, as a user runs it: a trial or two of what takes little. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../dist/bench.js", import.meta.url));

interface Summary {
  readonly cases: readonly {
    readonly name: string;
    readonly n?: number;
    readonly p50?: number;
    readonly rate?: number;
  }[];
}

async function bench(...args: string[]): Promise<Summary> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args, "--json"], { timeout: 90_000 });
  return JSON.parse(stdout);
}

describe("npm run bench", () => {
  test("-- election: from the start of a process to its leader", { timeout: 100_000 }, async () => {
    const { cases } = await bench("election", "--trials", "1");
    expect(cases.map(({ n }) => n)).toEqual([1, 1]);
    expect(cases[0]?.p50).toBeGreaterThan(cases[1]?.p50 ?? 0);
  });

  test("-- failover: to the lead, then to the lease and to a write", { timeout: 100_000 }, async () => {
    const { cases } = await bench("failover", "--case", "crash,kill", "--trials", "1");
    expect(cases.map(({ name }) => name.split(": ")[1])).toEqual(
      ["crash", "kill"].flatMap(() => [
        "to a new leader",
        "to its lease",
        "to the first acknowledged write",
        "terms without a leader",
      ]),
    );
    for (const start of [0, 4]) {
      const [led = 0, leased = 0, wrote = 0] = cases.slice(start, start + 3).map(({ p50 }) => p50);
      expect(led).toBeGreaterThan(0);
      expect(leased).toBeGreaterThan(led);
      expect(wrote).toBeGreaterThan(0);
    }
  });

  test("-- transfer: a hand-over, and the gap that a client sees", { timeout: 100_000 }, async () => {
    const { cases } = await bench("transfer", "--trials", "1");
    expect(cases.map(({ n }) => n)).toEqual([1, 1, 1, 1]);
  });

  test("-- heartbeat: gaps at the followers, and CPU", { timeout: 100_000 }, async () => {
    const { cases } = await bench("heartbeat", "--trials", "1", "--case", "idle,cpu");
    expect(cases[0]?.n).toBeGreaterThan(5);
    expect(cases.at(-1)?.p50).toBeGreaterThan(0);
  });
});
