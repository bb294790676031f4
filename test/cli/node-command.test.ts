import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { NODE_FLAGS, type NodeSettings, parseNodeArguments } from "../../src/cli/node-arguments.ts";
import { type NodeStart, type NodeWorld, type RunningNode, runNodeCommand } from "../../src/cli/node-command.ts";
import { GraftError } from "../../src/errors.ts";
import type { FormationWait } from "../../src/supervisor/node-protocol.ts";

class Screen extends EventEmitter {
  text = "";

  write(text: string): void {
    this.text += text;
  }

  get lines(): string[] {
    return this.text.split("\n").slice(0, -1);
  }
}

class FakeNode implements RunningNode {
  readonly id = "n1";
  term = 3;
  closed = 0;
  readonly #events = new EventEmitter();

  /** Under another name, since an emitter throws an "error" that nobody hears. */
  readonly on: RunningNode["on"] = (type, listener) => this.#events.on(`its ${type}`, listener);

  tell(type: string, event: unknown): void {
    this.#events.emit(`its ${type}`, event);
  }

  async close(): Promise<void> {
    this.closed += 1;
    this.tell("stopped", { error: null });
  }
}

class FakeWorld implements NodeWorld {
  readonly env: Record<string, string> = {};
  readonly stdout = new Screen();
  readonly stderr = new Screen();
  readonly node = new FakeNode();
  readonly args: readonly string[];
  settings: NodeSettings | null = null;
  failure: Error | null = null;
  /** Of a node that never gets into a cluster. */
  waits: readonly FormationWait[] = [];
  interrupt: () => void = () => undefined;
  readonly timers = { after: () => () => undefined, every: () => () => undefined };

  constructor(...args: readonly string[]) {
    this.args = args;
  }

  nowMs = (): number => 1500;

  onSignal = (signal: string, listener: () => void): (() => void) => {
    if (signal === "SIGINT") this.interrupt = listener;
    return () => undefined;
  };

  startNode = async (settings: NodeSettings, start: NodeStart): Promise<RunningNode> => {
    if (this.failure !== null) throw this.failure;
    this.settings = settings;
    if (this.waits.length === 0) return this.node;
    for (const on of this.waits) start.onWait(on);
    return new Promise((_, reject) => start.signal.addEventListener("abort", () => reject(start.signal.reason)));
  };
}

const GOOD = ["--protocol", "graft", "--data", "d"];
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function run(world: FakeWorld, act: (node: FakeNode) => void = () => undefined): Promise<number> {
  const ending = runNodeCommand(world);
  await turn();
  act(world.node);
  world.interrupt();
  return ending;
}

const act = (node: FakeNode): void => {
  node.tell("stateChange", { from: "follower", to: "leader", term: 3, cause: "electionWon" });
  node.tell("leaderChange", { leader: null, term: 3, cause: "electionTimeout" });
  node.tell("leaderChange", { leader: "n1", term: 3, cause: "electionWon" });
  node.tell("error", new GraftError("TWO_LEADERS", "m", { leader: "n1", other: "n2", term: 3 }));
};

describe("graft-node", () => {
  test("says what happens, a line each, and closes its node on Ctrl-C", async () => {
    const world = new FakeWorld(...GOOD);
    expect(await run(world, act)).toBe(0);
    expect(world.node.closed).toBe(1);
    expect(world.stdout.lines.map((line) => line.replace(/^ *1\.500 {2}/, ""))).toEqual([
      "n1 started",
      "n1 follower → leader, term 3 (won the election)",
      "n1 leads term 3",
      "n1: n1 and n2 both lead term 3: a node has voted twice, as Go nodes can, or more nodes run than the size says.",
      "n1 stopped",
    ]);
  });

  test("with --json says the same as objects, the last one nodeStopped", async () => {
    const world = new FakeWorld(...GOOD, "--json", "--name", "zy");
    expect(await run(world, act)).toBe(0);
    expect(world.stdout.lines.map((line) => JSON.parse(line))).toEqual([
      { at: 1500, type: "nodeStarted", node: "n1", name: "zy", size: 3, protocol: "graft" },
      { at: 1500, type: "stateChange", node: "n1", from: "follower", to: "leader", term: 3, cause: "electionWon" },
      { at: 1500, type: "leaderChange", node: "n1", term: 3 },
      expect.objectContaining({ type: "error", code: "TWO_LEADERS", values: { leader: "n1", other: "n2", term: 3 } }),
      { at: 1500, type: "nodeStopped", node: "n1", term: 3, failed: false },
    ]);
  });

  test("ends with 1 where its node stops by itself", async () => {
    const world = new FakeWorld(...GOOD);
    const ending = runNodeCommand(world);
    await turn();
    world.node.tell("stopped", { error: new GraftError("STORAGE_FAILED", "m", { reason: "EIO" }) });
    expect(await ending).toBe(1);
  });

  test.each([
    [new GraftError("NATS_UNREACHABLE", "m", { servers: "nats://h:1" }), 1, "no NATS server answers at nats://h:1"],
    [new GraftError("INVALID_OPTION", "m", { option: "id", value: "x", allowed: "y" }), 2, "id"],
  ])("tells why it could not start: %s", async (failure, code, text) => {
    const world = new FakeWorld(...GOOD, "--json");
    world.failure = failure;
    expect(await runNodeCommand(world)).toBe(code);
    expect(world.stderr.text).toContain(text);
    expect(JSON.parse(world.stdout.lines.at(-1) ?? "")).toMatchObject({ type: "error", code: failure.code });
  });

  test.each([
    [[], "--data needs a value: a folder."],
    [["--protocol", "paxos", "--data", "d"], '--protocol cannot be "paxos"; allowed: raft or graft.'],
    [[...GOOD, "--record"], "--record is for protocol raft"],
    [["--protocol", "graft"], "--data needs a value: a folder."],
    [[...GOOD, "--size", "0"], '--size cannot be "0"'],
    [[...GOOD, "--id", "a.b"], '--id cannot be "a.b"'],
    [[...GOOD, "--broker", "embedded"], "there is no option --broker"],
    [[...GOOD, "--heartbeat", "400"], "--heartbeat 400 is too slow"],
  ])("of %j says what is wrong, and where to read more", async (args, text) => {
    const world = new FakeWorld(...args);
    expect(await runNodeCommand(world)).toBe(2);
    expect(world.stderr.text).toContain(text);
    expect(world.stderr.text).toContain("See graft-node --help.");
  });

  const WAITS: readonly FormationWait[] = [
    { type: "members", known: ["n1", "n2"], size: 3 },
    { type: "unlike", node: "n9", size: 5, leaseMs: 300 },
    { type: "proposer", proposer: "n1", bound: false, heard: true },
    { type: "proposer", proposer: "n1", bound: true, heard: true },
    { type: "proposer", proposer: "n1", bound: true, heard: false },
    { type: "answers", from: ["n2", "n3"] },
  ];

  test.each([
    [
      "en",
      [
        /2 of 3 .*n1, n2/,
        /n9 asks for 5/,
        /waiting for n1/,
        /said yes to n1/,
        /n1 has proposed .* start it again/,
        /yes of n2, n3/,
      ],
    ],
    [
      "zh",
      [
        /3 个节点已到 2 个（n1, n2）/,
        /n9 要求 5 个/,
        /等待 n1 来组建/,
        /已同意 n1 的提议/,
        /n1 提议后失去音讯/,
        /等待 n2, n3/,
      ],
    ],
  ])("says on whom it waits before there is a cluster, and is given up by Ctrl-C (%s)", async (language, texts) => {
    const world = new FakeWorld("--data", "d/n1", "--lang", language);
    world.waits = WAITS;
    expect(await run(world)).toBe(0);
    expect(world.node.closed).toBe(0);
    expect(world.settings?.raft).toMatchObject({ record: false, snapshotEvery: 100_000 });
    for (const [at, text] of texts.entries()) expect(world.stdout.lines[at]).toMatch(text);
    expect(world.stdout.lines).toHaveLength(WAITS.length + 1);
  });

  test("tells the same as JSON", async () => {
    const world = new FakeWorld("--data", "d/n1", "--json");
    world.waits = WAITS;
    expect(await run(world)).toBe(0);
    expect(world.stdout.lines.map((line) => JSON.parse(line))).toEqual([
      ...WAITS.map(({ type, ...values }) => ({ at: 1500, type: "waiting", for: type, ...values })),
      { at: 1500, type: "nodeStopped", node: null, term: 0, failed: false },
    ]);
  });

  test("takes every setting", () => {
    const words =
      "--size 5 --name zy --id n2 --nats nats://h:1,nats://i:2 --election-timeout 50-90 --heartbeat 9 --user u-{node} --tlsca ca.pem";
    expect(
      parseNodeArguments([...GOOD, ...words.split(" "), "--duration", "2s"], { NATS_PASSWORD: "secret" }),
    ).toMatchObject({
      type: "run",
      settings: {
        raft: null,
        name: "zy",
        size: 5,
        nats: { servers: ["nats://h:1", "nats://i:2"], user: "u-{node}", pass: "secret", tls: { caFile: "ca.pem" } },
        dataDir: "d",
        id: "n2",
        timing: { electionTimeoutMinMs: 50, electionTimeoutMaxMs: 90, heartbeatMs: 9 },
        durationMs: 2000,
      },
    });
  });

  test.each(["en", "zh"])("lists every option in its help in %s", async (language) => {
    const world = new FakeWorld("--help", "--lang", language);
    expect(await runNodeCommand(world)).toBe(0);
    for (const { name } of NODE_FLAGS) expect(world.stdout.text).toMatch(new RegExp(`--${name}(?![a-z-])`));
    expect(world.stdout.text).not.toMatch(/\{|help\./);
  });
});
