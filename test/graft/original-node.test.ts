/** The original's own tests of a node, each by its name there (node_test.go); docs/graft-protocol.md has the table. */
import { afterEach, describe, expect, test } from "vitest";
import { type GraftNodeOptions, startGraftNode } from "../../src/compose-graft.ts";
import { isGraftError } from "../../src/errors.ts";
import { startNode } from "../../src/start-node.ts";
import { Rig } from "./rig.ts";

let rig = new Rig(3);
afterEach(() => rig.closeAll());

const good: GraftNodeOptions = {
  protocol: "graft",
  cluster: { name: "zy", size: 3 },
  nats: { servers: "nats://127.0.0.1:1" },
  dataDir: "/data/node",
};

/** As a caller without types may give them. */
const without = (...names: readonly string[]): GraftNodeOptions => {
  const copy = { ...good };
  for (const name of names) Reflect.deleteProperty(copy, name);
  return copy;
};

const refusal = async (options: GraftNodeOptions): Promise<unknown> => {
  const error: unknown = await startGraftNode(options, rig.world).catch((reason: unknown) => reason);
  return isGraftError(error) ? [error.code, error.values.option] : error;
};

const oneLeader = (followers: number) => (): boolean =>
  rig.in("leader").length === 1 && rig.in("follower").length === followers && rig.in("candidate").length === 0;

describe("TestNew", () => {
  test.each([
    ["an empty cluster name", { ...good, cluster: { name: "", size: 5 } }, "cluster.name"],
    ["a cluster name that is no token of a subject", { ...good, cluster: { name: "a.b", size: 5 } }, "cluster.name"],
    ["a size of 0", { ...good, cluster: { name: "foo", size: 0 } }, "cluster.size"],
    ["half a handler", { ...good, hooks: JSON.parse('{"grantVote": 1}') }, "hooks"],
    ["no driver", without("nats"), "nats"],
    ["no log", { ...good, dataDir: "" }, "dataDir"],
    ["no log at all", without("dataDir"), "dataDir"],
    ["an id that is no token of a subject", { ...good, id: "a.b" }, "id"],
    ["timeouts that do not fit", { ...good, timing: { heartbeatMs: 400 } }, "timing"],
  ])("refuses %s", async (_, options, option) => {
    rig = new Rig(3);
    expect(await refusal(options)).toEqual(["INVALID_OPTION", option]);
  });

  test("passes on what goes wrong with the driver, and leaves nothing behind", async () => {
    rig = new Rig(3);
    const broken = new Error("no driver");
    const world = { ...rig.world, transport: () => Promise.reject(broken) };
    await expect(startGraftNode(good, world)).rejects.toBe(broken);
    expect(rig.network.has("random")).toBe(false);
    const node = await startGraftNode(good, { ...rig.world, fileSystem: world.fileSystem });
    await node.close();
  });

  test("gives a follower of no leader in term 0", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    expect([node.state, node.leader, node.term, node.isLeader()]).toEqual(["follower", null, 0, false]);
  });

  test.each([
    ["another protocol", "protocol", JSON.parse('{"protocol":"paxos"}')],
    ["no protocol", "protocol", JSON.parse('{"protocol":null}')],
    ["a thread of its own", "thread", JSON.parse('{"thread":"own"}')],
  ])("of %s is refused", async (_, option, changes) => {
    const starting = startNode({ ...good, ...changes });
    await expect(starting).rejects.toMatchObject({ code: "INVALID_OPTION", values: { option } });
  });
});

test("TestClose: a closed node is stopped, its driver closed, its timers gone, and nobody hears it", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  await node.close();
  expect(node.state).toBe("stopped");
  expect(rig.transports.get("a")?.closed).toBe(true);
  expect(rig.clock.alarms).toBe(0);
  await rig.pass(5_000);
  expect(rig.network.said).toEqual([]);
  expect(rig.clock.alarms).toBe(0);
});

test("TestElectionTimeoutDuration: each election comes after a time of its own between the two timeouts", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const startedAtMs = rig.clock.now;
  await rig.pass(60_000);
  const requestsAtMs = rig.network.said.map(({ atMs }) => atMs);
  const waitsMs = requestsAtMs.map((atMs, i) => atMs - (requestsAtMs[i - 1] ?? startedAtMs));
  expect(waitsMs.length).toBeGreaterThan(50);
  expect(Math.min(...waitsMs)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...waitsMs)).toBeLessThanOrEqual(1000);
  expect(Math.max(...waitsMs) - Math.min(...waitsMs)).toBeGreaterThan(300);
  expect(node.state).toBe("candidate");
});

test("TestCandidateState: who hears nobody becomes a candidate within the longest timeout", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  await rig.pass(499);
  expect(node.state).toBe("follower");
  await rig.pass(502);
  expect(node.state).toBe("candidate");
});

test("TestLeaderState: alone in its cluster, a node leads as soon as it has voted for itself", async () => {
  rig = new Rig(1);
  const node = await rig.start("a");
  await rig.pass(1001);
  expect([node.state, node.leader, node.isLeader()]).toEqual(["leader", "a", true]);
});

test("TestSimpleLeaderElection: of five, one leads and four follow it", async () => {
  rig = new Rig(5);
  await rig.startAll("a", "b", "c", "d", "e");
  await rig.until(oneLeader(4));
  await rig.pass(150);
  expect(new Set(rig.nodes.map(({ leader }) => leader)).size).toBe(1);
});

test("TestStaggeredStart: started a whole timeout apart, three elect one", async () => {
  rig = new Rig(3);
  for (const id of ["a", "b", "c"]) {
    await rig.start(id);
    await rig.pass(1000);
  }
  await rig.until(oneLeader(2));
});

test("TestDownToOneAndBack: without a majority nobody leads, and who comes back follows the one term", async () => {
  rig = new Rig(3);
  await rig.startAll("a", "b", "c");
  await rig.until(oneLeader(2));
  const [first] = rig.in("leader");
  await first?.close();
  await rig.until(oneLeader(1));
  await rig.start("d");
  await rig.until(oneLeader(2));
  for (const survivors of [1, 0]) {
    const [leader] = rig.in("leader");
    await leader?.close();
    if (survivors > 0) await rig.until(oneLeader(survivors));
  }
  await rig.until(() => rig.in("candidate").length === 1);
  const [alone] = rig.in("candidate");
  await rig.pass(3_000);
  expect(rig.in("leader")).toEqual([]);
  await rig.startAll("e", "f");
  await rig.until(oneLeader(2));
  await rig.pass(150);
  expect(rig.in("leader")[0]?.term).toBe(alone?.term);
});

test("TestReElection: when the leader of five goes, the others elect another in a later term", async () => {
  rig = new Rig(5);
  await rig.startAll("a", "b", "c", "d", "e");
  await rig.until(oneLeader(4));
  await rig.pass(1000);
  const [leader] = rig.in("leader");
  await leader?.close();
  await rig.until(oneLeader(3));
  expect(rig.in("leader")[0]?.term).toBeGreaterThan(leader?.term ?? 0);
});

test("TestNetworkSplit: the larger side elects its own, and one of the two gives way when they meet", async () => {
  rig = new Rig(5);
  await rig.startAll("a", "b", "c", "d", "e");
  await rig.until(oneLeader(4));
  const [leader] = rig.in("leader");
  const [follower] = rig.in("follower");
  rig.network.split([leader?.id ?? "", follower?.id ?? ""]);
  await rig.until(() => rig.in("leader").length === 2 && rig.in("follower").length === 3);
  expect(new Set(rig.in("leader").map(({ term }) => term)).size).toBe(2);
  rig.network.split([]);
  await rig.until(oneLeader(4));
  expect(leader?.state).toBe("follower");
});
