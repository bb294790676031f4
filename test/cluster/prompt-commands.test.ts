/** Commands of the prompt, done to a cluster of worker threads. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ChaosNote } from "../../src/cli/chaos-text.ts";
import { FaultWatch } from "../../src/cli/fault-watch.ts";
import type { Language } from "../../src/cli/language.ts";
import { sayIn } from "../../src/cli/messages.ts";
import { ChaosDesk } from "../../src/cli/prompt-chaos.ts";
import type { PromptCommand } from "../../src/cli/prompt-command.ts";
import { type Answer, PromptExecutor } from "../../src/cli/prompt-executor.ts";
import { understand } from "../../src/cli/prompt-grammar.ts";
import type { RunningCluster } from "../../src/cli/world.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type ChaosOptions, runChaos } from "../../src/supervisor/chaos/run-chaos.ts";
import { type Cluster, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import { thisProcess } from "../../src/this-process.ts";

/** Of a put or get: shorter than a person waits. */
const CALL_MS = 1_500;

let cluster: Cluster;
let executor: PromptExecutor;
let chaos: ChaosDesk;
const faults = new FaultWatch();
const notes: ChaosNote[] = [];
let quits = 0;

beforeAll(async () => {
  cluster = await startCluster({
    size: 3,
    // Nobody is to lose the lead but by what is typed, on a busy machine either.
    timing: { electionTimeoutMinMs: 1_000, electionTimeoutMaxMs: 2_000, heartbeatMs: 100 },
    logLevel: "silent",
    onEvent: (event) => faults.observe(event, performance.now()),
  });
  const running: RunningCluster = Object.assign(cluster, {
    chaos: (options: ChaosOptions) => runChaos(cluster, options),
    async keyValue() {
      const { nats } = await cluster.access();
      return connectKv({ ...nats, name: "prompt-test", cluster: cluster.name, callTimeoutMs: CALL_MS });
    },
  });
  const fail = (error: unknown): never => {
    throw error;
  };
  const tell = (note: ChaosNote): void => void notes.push(note);
  chaos = new ChaosDesk({ cluster: running, say: sayIn("en"), nowMs: () => performance.now(), tell, fail });
  executor = executorIn("en", running);
});

const executorIn = (language: Language, running: RunningCluster): PromptExecutor =>
  new PromptExecutor({
    cluster: running,
    language,
    timers: thisProcess.timers,
    chaos,
    faults: () => faults.seen(performance.now()),
    columns: () => 100,
    quit: () => {
      quits += 1;
    },
  });

afterEach(async () => {
  await cluster.heal();
  await cluster.waitForLeader();
});

afterAll(async () => {
  await executor.close();
  await cluster.close();
});

function commandOf(line: string): PromptCommand {
  const understood = understand(line, cluster.nodeIds);
  if (understood.type !== "command") throw new Error(`${line}: ${JSON.stringify(understood)}`);
  return understood.command;
}

const answer = (line: string): Promise<Answer> => executor.execute(commandOf(line));

/** What a command that worked has said. */
async function did(line: string): Promise<string> {
  const { ok, lines } = await answer(line);
  expect({ line, ok, lines }).toMatchObject({ ok: true });
  return lines.join("\n");
}

async function refused(line: string): Promise<string> {
  const { ok, lines } = await answer(line);
  expect({ line, ok, lines }).toMatchObject({ ok: false });
  return lines.join("\n");
}

/** Resolves with the first event from now on that `is` it. */
const event = <Event extends ClusterEvent>(is: (event: ClusterEvent) => event is Event): Promise<Event> =>
  new Promise((resolve) => {
    const forget = cluster.observe((one) => {
      if (!is(one)) return;
      forget();
      resolve(one);
    });
  });

type Why = Extract<ClusterEvent, { type: "why" }>;

const statements = (): string[] => faults.seen(0).map(({ statement }) => statement);
const follower = (leader: string): string => cluster.nodeIds.find((id) => id !== leader) ?? "";

describe("faults", () => {
  test("a leader that is cut off is followed by another one, and why says so", async () => {
    const leader = await cluster.waitForLeader();
    const blamed = event((one): one is Why => one.type === "why" && one.why.previous === leader && one.why.final);
    expect(await did("partition leader | followers 30s")).toMatch(
      /^no message passes between n\d and n\d, n\d for 30\.0 s$/,
    );
    const { why } = await blamed;
    expect(await did("status")).toMatch(
      new RegExp(`^${why.leader} leads term ${why.term}\n3 of 3 nodes answer\npartition ${leader} \\| .*: heals in`),
    );
    expect(await did("heal")).toBe("all is healed; faults ended: 1");
    expect(await did("why")).toMatch(new RegExp(`^${why.leader} leads term ${why.term}: ${leader} was cut off`));
    expect((await did("why all")).split("\n")).toHaveLength(cluster.whys.length);
  });

  test("a crashed leader stays down until all is healed", async () => {
    const leader = await cluster.waitForLeader();
    expect(await did("crash leader")).toBe(`${leader} has crashed, until heal`);
    expect(cluster.node(leader).running).toBe(false);
    expect(await did("status")).toContain(`not answering: ${leader}`);
    await did("heal");
    expect(cluster.node(leader).running).toBe(true);
    expect(await did("heal")).toBe("no fault is active");
  });

  test.each<[string, RegExp, readonly string[]]>([
    ["pause n2 3s", /^n2 stands still for 3\.0 s$/, ["pause n2 for 3000ms"]],
    ["disk n3 full", /^the disk of n3 is full for 1 m 00 s$/, ["disk n3 full"]],
    ["link n1>n2 drop 30%", /^30% of all messages from n1 to n2 are lost for/, ["link n1 > n2 drop 30%"]],
    [
      "link n1 <> n2 delay 5ms 2s",
      /^messages between n1 and n2 take 5 ms to 5 ms longer for 2\.0 s$/,
      ["link n1 <> n2 delay 5ms..5ms"],
    ],
    ["cut n1 > n2 5s", /^no message passes from n1 to n2 for 5\.0 s$/, ["cut n1 > n2"]],
    ["isolate n1 5s", /^n1 hears no other node/, ["isolate n1"]],
    [
      "block AppendEntries from n1 5s",
      /^no AppendEntries passes from n1 to anybody for 5\.0 s$/,
      ["block AppendEntries from n1"],
    ],
    ["slow n2 20ms every 100ms", /^n2 is busy for 20 ms of every 100 ms for/, ["slow n2 20ms every 100ms for 60000ms"]],
    ["clock n2 drift +1%", /^the clock of n2 runs 1% fast/, ["clock n2 drift +1%"]],
    ["clock n2 jump 5m", /^the calendar of n2 is set by \+5 m 00 s/, ["clock n2 jump 300000ms"]],
    ["disconnect n3 2s", /^n3 has no connection to NATS for 2\.0 s$/, ["disconnect n3 for 2000ms"]],
    ["stop n2 5s", /^n2 has stopped in good order for 5\.0 s$/, ["stop n2"]],
    ["crash n2", /^n2 has crashed, until heal$/, ["crash n2"]],
  ])("%s", async (line, said, active) => {
    expect(await did(line)).toMatch(said);
    expect(statements()).toEqual(active);
    await did("heal");
    expect(statements()).toEqual([]);
  });

  test("what would break the quorum is refused, and says how to do it all the same; then nobody leads, and keys say so in time", async () => {
    expect(await refused("crash followers")).toMatch(
      /^crash n\d n\d would break the quorum: .* end the line with "force"\.$/,
    );
    expect(statements()).toEqual([]);
    expect(await did("crash followers force")).toMatch(/^n\d has crashed; n\d has crashed, until heal$/);
    expect(await refused("put a 1")).toMatch(
      /^(nobody leads, and none was elected within|no answer within|the outcome is not known)/,
    );
    await did("heal");
    await cluster.waitForLeader();
    expect(await did("put a 2")).toMatch(/^a = 2, revision \d+$/);
  });

  test("a wiped disk is made up for when all is healed", async () => {
    await cluster.waitForLeader();
    expect(await did("wipe follower")).toMatch(/^n\d has crashed, and its disk is lost, until heal$/);
    await did("heal");
    expect(await did("status")).toContain("3 of 3 nodes answer");
  });

  test("a second disk of three is not lost, though both nodes are down already", async () => {
    await did("crash n1");
    await did("crash n2 force");
    await did("wipe n1");
    expect(await refused("wipe n2")).toContain("working together would be n3, and 2 nodes are needed");
    await did("heal");
    expect(await did("status")).toContain("3 of 3 nodes answer");
  });

  test("the broker comes back", async () => {
    expect(await did("broker restart 20ms")).toBe("the broker was away for 20 ms, and is back");
    expect(await refused("broker stop 1s")).toContain('end the line with "force"');
  });
});

describe("keys", () => {
  test("are written, read and deleted as any client does", async () => {
    expect(await did("put 颜色 blue and green")).toMatch(/^颜色 = blue and green, revision \d+$/);
    expect(await did("get 颜色")).toMatch(/^颜色 = blue and green, revision \d+$/);
    expect(await did("delete 颜色")).toBe("颜色 is deleted");
    expect(await did("get 颜色")).toBe("there is no key 颜色.");
    expect(await did("delete 颜色")).toBe("there is no key 颜色.");
  });

  test("a value cannot move the cursor", async () => {
    await did("put evil \x1b[2J");
    expect(await did("get evil")).toContain("evil = \\x1b[2J");
  });
});

describe("leaders and members", () => {
  test("the lead is handed over", async () => {
    const handOver = async () => (await answer(`transfer ${follower(await cluster.waitForLeader())}`)).lines[0];
    await expect.poll(handOver, { timeout: 15_000 }).toMatch(/^n\d leads now$/);
    const next = await cluster.waitForLeader();
    expect(await did(`transfer ${next}`)).toBe(`${next} leads already`);
  });

  test("a node is added under the next id, and removed", async () => {
    await cluster.waitForLeader();
    const { nextId } = cluster;
    expect(await refused("add n42")).toBe(`the next node is ${nextId}: no id is given twice`);
    expect(await did("add")).toBe(`${nextId} has caught up, and votes`);
    expect(cluster.nodeIds).toContain(nextId);
    expect(await did(`remove ${nextId}`)).toContain(`${nextId} is no member any more`);
    expect(cluster.nodeIds).not.toContain(nextId);
  });

  test("who runs is not replaced, and whom nobody knows not removed: an answer, not the end", async () => {
    expect(await refused("replace n1")).toContain("n1 is running");
    expect(await executor.execute({ type: "remove", node: "n9" })).toMatchObject({ ok: false });
  });
});

describe("chaos", () => {
  test("runs besides, one at a time, and gives its verdict when it is told to end", async () => {
    expect(await did("chaos off")).toBe("no chaos is running");
    await did("chaos on gentle seed 3");
    expect(await did("chaos on brutal")).toBe("chaos gentle is running already; chaos off ends it");
    expect(await did("status")).toContain("chaos gentle, seed 3, has been running for");
    await did("put during chaos");
    expect(await did("chaos off")).toMatch(/^chaos ends/);
    await chaos.close();
    expect(notes.map(({ type }) => type)).toEqual(["chaosBegins", "chaosCalm", "chaosEnded"]);
    expect(notes.at(-1)).toMatchObject({ report: { verdict: "ok", seed: 3, level: "gentle" } });
    expect(await did("status")).not.toContain("chaos");
  });
});

test("help and quit", async () => {
  expect(await did("help")).toContain("crash leader");
  expect(await did("help pause")).toMatch(/^pause: freeze/);
  expect(quits).toBe(0);
  expect(await answer("quit")).toEqual({ ok: true, lines: [] });
  expect(quits).toBe(1);
});
