/** `--chaos`: what is asked of the cluster, what is shown, and the exit code. */
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";
import { runCommand } from "../../src/cli/command.ts";
import type { ChaosReport } from "../../src/supervisor/chaos/report.ts";
import type { ChaosOptions } from "../../src/supervisor/chaos/run-chaos.ts";
import { FakeWorld, type FakeWorldOptions, jsonLines } from "./fake-world.ts";

const REPORT: ChaosReport = {
  verdict: "ok",
  violations: [],
  level: "rough",
  seed: 7,
  durationMs: 60_000,
  longestOutageMs: 812,
  longestOutageFromMs: 100,
  operations: 1234,
  unknown: 5,
  faults: { crash: 3, link: 4 },
  refused: 1,
  leaderChanges: 4,
  leases: { samples: 10, held: 9 },
  sighted: { frames: 9, term: 3, leaders: 2, committedIndex: 99, comparisons: 4, unreadable: 0, gaps: 0 },
  timeline: [],
};
const VIOLATED: ChaosReport = {
  ...REPORT,
  verdict: "violated",
  violations: [{ checker: "oneLeader", what: "n1 and n2 both lead term 3", atMs: 5 }],
};

/** Chaos ends with `report` when the test says so, or when it is told to end. */
async function started(report: ChaosReport, options: FakeWorldOptions) {
  const fake = new FakeWorld(options);
  const asked: ChaosOptions[] = [];
  let end = (): void => {};
  fake.cluster.chaos = (one) => {
    asked.push(one);
    return new Promise((resolve) => {
      end = () => resolve(report);
      one.signal?.addEventListener("abort", end);
    });
  };
  const ended = runCommand(fake.world);
  await fake.settle();
  return { fake, asked, ended, end: () => end() };
}

describe("--chaos", () => {
  test("asks for the level, the seed, the time and the file", async () => {
    const args = ["--chaos", "rough", "--seed", "7", "--duration", "10m", "--history", "h.jsonl"];
    const { asked, end, ended } = await started(REPORT, { args });
    expect(asked).toMatchObject([{ level: "rough", seed: 7, durationMs: 600_000, historyFile: "h.jsonl" }]);
    end();
    expect(await ended).toBe(0);
  });

  test("chooses a seed where none is given, and says which before anything is broken", async () => {
    const { fake, asked, end, ended } = await started(REPORT, { args: ["--chaos", "gentle"] });
    const [{ seed } = { seed: -1 }] = asked;
    expect(seed).toBeGreaterThanOrEqual(0);
    expect(fake.stdout.text).toContain(`chaos gentle, seed ${seed}`);
    end();
    await ended;
  });

  test("into a pipe says how it begins and ends, and what is found, and no more", async () => {
    const { fake, asked, end, ended } = await started(VIOLATED, { args: ["--chaos", "rough", "--seed", "7"] });
    fake.tell({ type: "stateChange", node: "n1", from: "follower", to: "leader", term: 1, cause: "electionWon" });
    asked[0]?.onTimeline?.({ type: "violation", checker: "oneLeader", what: "n1 and n2 both lead term 3", atMs: 5 });
    asked[0]?.onTimeline?.({ type: "calm", atMs: 6 });
    end();
    expect(await ended).toBe(1);
    expect(fake.stdout.text).not.toContain("follower");
    expect(fake.stdout.text).toContain("VIOLATED, oneLeader: n1 and n2 both lead term 3");
    expect(fake.stdout.text).toContain("all faults are healed");
    expect(fake.stdout.text).toMatch(/verdict: 1 violations\nthe same faults again: --chaos rough --seed 7\n$/);
  });

  test("at a terminal shows what becomes of the cluster as well", async () => {
    const terminal = { columns: 100, rows: 30 };
    const { fake, end, ended } = await started(REPORT, { args: ["--chaos", "rough", "--seed", "7"], terminal });
    fake.tell({ type: "stateChange", node: "n1", from: "follower", to: "candidate", term: 1, cause: "started" });
    end();
    expect(await ended).toBe(0);
    expect(fake.stdout.text).toContain("n1 follower → candidate");
    expect(fake.stdout.text).toContain("verdict: no violation");
  });

  test("as JSON ends with a summary under the names that programs know", async () => {
    const { fake, end, ended } = await started(VIOLATED, { args: ["--chaos", "rough", "--seed", "7", "--json"] });
    end();
    expect(await ended).toBe(1);
    const lines = jsonLines(fake.stdout.text);
    expect(lines.find(({ type }) => type === "chaosBegins")).toMatchObject({ level: "rough", seed: 7 });
    expect(lines.at(-1)).toMatchObject({
      type: "chaosEnded",
      verdict: "violated",
      violations: [{ checker: "oneLeader" }],
      seed: 7,
      longestOutageMs: 812,
      operations: 1234,
      faults: { crash: 3, link: 4 },
    });
  });

  test("Ctrl-C ends it with a verdict of what was seen so far, a second one at once", async () => {
    const first = await started(REPORT, { args: ["--chaos", "rough", "--seed", "7"] });
    first.fake.signal("SIGINT");
    expect(await first.ended).toBe(0);
    expect(first.fake.stdout.text).toContain("verdict: no violation");
    const second = await started(REPORT, { args: ["--chaos", "rough"] });
    second.fake.cluster.chaos = () => new Promise(() => {});
    second.fake.cluster.close = () => new Promise(() => {});
    second.fake.signal("SIGINT");
    second.fake.nowMs += 500;
    second.fake.signal("SIGINT");
    expect(await second.ended).toBe(130);
  });

  test("goes on while no node runs: that is what faults do", async () => {
    const { fake, end, ended } = await started(REPORT, { args: ["--chaos", "brutal"] });
    for (const node of ["n1", "n2", "n3"]) fake.tell({ type: "nodeStopped", node, error: null });
    await fake.settle();
    expect(fake.cluster.calls).toEqual([]);
    end();
    expect(await ended).toBe(0);
  });

  test("speaks Chinese", async () => {
    const { fake, end, ended } = await started(REPORT, { args: ["--chaos", "rough", "--lang", "zh"] });
    end();
    await ended;
    expect(fake.stdout.text).toContain("结论：没有违规");
  });

  test.each([
    [["--chaos", "wild"], "badValue"],
    [["--seed", "3"], "needsChaos"],
    [["--history", "f"], "needsChaos"],
    [["--chaos", "rough", "--seed", "-1"], "badValue"],
  ])("%j is misused: %s", (args, problem) => {
    expect(parseArguments(args, {})).toMatchObject({ type: "misused", problem: { type: problem } });
  });
});
