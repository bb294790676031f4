/** `--scenario`: from its words to its exit code. */
import { describe, expect, test } from "vitest";
import { runScenarioCommand, type ScenarioVerdict } from "../../src/cli/scenario-command.ts";
import type { Scenario } from "../../src/scenario/language/syntax.ts";

const FILES: Readonly<Record<string, string>> = {
  "good.scenario": "# a story\ncluster of 3\nwait leader\ncrash leader\n",
  "bad.scenario": "cluster of 3\ncrsh leader\n",
  "held.scenario": "cluster of 3\nwait leader\nhold RequestVote\n",
  "formed.scenario": "cluster of 3, formed by themselves\nwait leader\n",
};

type Options = Parameters<Parameters<typeof runScenarioCommand>[0]["play"]>[1];

function world(args: readonly string[], failure: ScenarioVerdict["failure"] = null, isTTY = false) {
  const out: string[] = [];
  const errors: string[] = [];
  const written = new Map<string, string>();
  const played: { scenario: Scenario; seed: number }[] = [];
  const run = () =>
    runScenarioCommand({
      args,
      stage: "simulator",
      env: { LANG: "C" },
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => errors.push(text), isTTY },
      readFile: async (path) => FILES[path] ?? Promise.reject(new Error("ENOENT: no such file")),
      writeFile: async (path, text) => void written.set(path, text),
      play: async (scenario, { seed, onLine, onStatement }: Options) => {
        played.push({ scenario, seed });
        onLine?.("0.000 n1 starts");
        for (const statement of scenario.statements) onStatement?.(statement, 1_500);
        return { seed, failure, simulatedMs: 1_234, traceHash: "ab" };
      },
    });
  return { out, errors, written, played, run };
}

const FAILURE = { line: 4, text: "crash leader", atMs: 1_000, type: "nobody", node: "leader" } as const;

describe("npm run simulate -- --scenario", () => {
  test("plays a file, and says that it passed", async () => {
    const { run, out, errors, played } = world(["--scenario", "good.scenario", "--seed", "7"]);
    expect(await run()).toBe(0);
    expect(out.join("")).toBe("good.scenario: passed; 2 statements, 1.2 s of virtual time\n");
    expect(errors).toEqual([]);
    expect(played).toMatchObject([{ seed: 7, scenario: { nodes: 3 } }]);
  });

  test("fails with 1, the line, and how to see all of it", async () => {
    const { run, errors } = world(["--scenario=good.scenario"], FAILURE);
    expect(await run()).toBe(1);
    expect(errors.join("")).toBe(
      "good.scenario:4: failed after 1.000 s: crash leader\n  There is no leader now.\n" +
        "  To see all that happened: npm run simulate -- --scenario good.scenario --seed 1 --trace trace.txt\n",
    );
  });

  test("fails with 2 where a file is not understood, and plays none", async () => {
    const { run, errors, played } = world(["--scenario", "good.scenario", "--scenario", "bad.scenario"]);
    expect(await run()).toBe(2);
    expect(errors.join("")).toMatch(/^bad\.scenario:2:1: expected a statement/);
    expect(played).toEqual([]);
  });

  test.each<[string[], RegExp]>([
    [["--scenario"], /--scenario needs a file/],
    [["--scenario", "nowhere"], /nowhere cannot be read: ENOENT/],
    [["--scenario", "good.scenario", "--seeds", "3"], /no option --seeds beside --scenario/],
    [["--scenario", "good.scenario", "more"], /no option more/],
    [["--scenario", "good.scenario", "--seed", "x"], /--seed cannot be "x"/],
    [["--scenario", "good.scenario", "--trace"], /--trace needs a file/],
    [["--scenario", "good.scenario", "--scenario", "good.scenario", "--trace", "t"], /one scenario/],
  ])("refuses %s", async (args, message) => {
    const { run, errors, played } = world(args);
    expect(await run()).toBe(2);
    expect(errors.join("")).toMatch(message);
    expect(played).toEqual([]);
  });

  test("tells a line of JSON a scenario, and a summary", async () => {
    const { run, out } = world(["--scenario", "good.scenario", "--scenario", "good.scenario", "--json"], FAILURE);
    expect(await run()).toBe(1);
    const [first, , summary] = out.map((line): unknown => JSON.parse(line));
    expect(first).toEqual({
      scenario: "good.scenario",
      seed: 1,
      failure: FAILURE,
      statements: 2,
      simulatedMs: 1_234,
      traceHash: "ab",
    });
    expect(summary).toEqual({ scenarios: 2, failures: 2, seed: 1 });
  });

  test("writes the trace, shows its progress on a terminal, and speaks Chinese", async () => {
    const { run, out, errors, written } = world(
      ["--scenario", "good.scenario", "--trace", "t", "--lang", "zh"],
      null,
      true,
    );
    expect(await run()).toBe(0);
    expect(written.get("t")).toBe("0.000 n1 starts\n");
    expect(errors).toEqual(["  1.500 s  3: wait leader\n", "  1.500 s  4: crash leader\n"]);
    expect(out.join("")).toMatch(/good\.scenario：通过/);
  });

  test("explains itself", async () => {
    const { run, out } = world(["--scenario", "x", "--help"]);
    expect(await run()).toBe(0);
    expect(out.join("")).toMatch(/--scenario FILE .*\n(.*\n)*Exit codes: 0/);
  });
});

describe("graft-cluster --scenario", () => {
  const live = (args: readonly string[], failure: ScenarioVerdict["failure"] = null) => {
    const out: string[] = [];
    const errors: string[] = [];
    const places: unknown[] = [];
    const run = () =>
      runScenarioCommand({
        args,
        stage: "live",
        env: { LANG: "C" },
        stdout: { write: (text) => out.push(text) },
        stderr: { write: (text) => errors.push(text) },
        readFile: async (path) => FILES[path] ?? "",
        writeFile: async () => undefined,
        play: async (_, { nats, broker, seed }) => {
          places.push({ nats, broker });
          return { seed, failure, elapsedMs: 2_345 };
        },
      });
    return { out, errors, places, run };
  };

  test("plays a file where it is told to, and says how long it took", async () => {
    const { run, out, places } = live(["--scenario", "good.scenario", "--broker", "nats-server"]);
    expect(await run()).toBe(0);
    expect(out.join("")).toBe("good.scenario: passed; 2 statements, 2.3 s\n");
    expect(places).toEqual([{ nats: null, broker: "nats-server" }]);
  });

  test("takes servers that are there, and who we are to them", async () => {
    const { run, places } = live(["--scenario", "good.scenario", "--nats", "127.0.0.1:4222", "--user", "ann"]);
    expect(await run()).toBe(0);
    expect(places).toMatchObject([{ nats: { servers: [expect.stringContaining("127.0.0.1:4222")], user: "ann" } }]);
  });

  test.each([
    ["held.scenario", /^held\.scenario:3: only the simulator can do this .*: hold RequestVote\n$/],
    ["formed.scenario", /^formed\.scenario:1: only the simulator can do this .*formed by themselves\n$/],
  ])("refuses %s with line and reason, and plays none", async (file, message) => {
    const { run, errors, places } = live(["--scenario", "good.scenario", "--scenario", file]);
    expect(await run()).toBe(2);
    expect(errors.join("")).toMatch(message);
    expect(places).toEqual([]);
  });

  test("does not tell to replay a run that time has decided", async () => {
    const { run, errors } = live(["--scenario", "good.scenario"], FAILURE);
    expect(await run()).toBe(1);
    expect(errors.join("")).not.toMatch(/simulate/);
  });

  test.each<[string[], RegExp]>([
    [["--broker", "redis"], /--broker cannot be "redis"/],
    [["--user", "ann"], /--user/],
    [["--nats", "127.0.0.1:4222", "--broker", "embedded"], /--nats/],
    [["--trace", "t"], /no option --trace/],
  ])("refuses %s", async (args, message) => {
    const { run, errors, places } = live(["--scenario", "good.scenario", ...args]);
    expect(await run()).toBe(2);
    expect(errors.join("")).toMatch(message);
    expect(places).toEqual([]);
  });
});
