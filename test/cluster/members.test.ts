/** Members change while the cluster runs: real workers, disks and NATS, and what was acknowledged stays. */
import { readdirSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { NodeId } from "../../src/core/types.ts";
import type { KvClient } from "../../src/kv/client.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import { QUICK, STEADY, testFolder } from "../supervisor/bench.ts";

interface Live {
  readonly cluster: Cluster;
  readonly client: KvClient;
  readonly events: ClusterEvent[];
}

async function live(options: ClusterOptions = {}): Promise<Live> {
  const events: ClusterEvent[] = [];
  const cluster = await startCluster({
    timing: STEADY,
    logLevel: "silent",
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  onTestFinished(() => cluster.close());
  const started = events.find((event) => event.type === "clusterStarted");
  const { client, close } = await connectKv({
    servers: [started?.nats ?? ""],
    name: "test",
    cluster: "graft",
    callTimeoutMs: 10_000,
  });
  onTestFinished(close);
  await cluster.waitForLeader();
  return { cluster, client, events };
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = async (client: KvClient, key: string): Promise<string> =>
  Buffer.from((await client.get(key))?.value ?? []).toString();

async function voters(cluster: Cluster): Promise<string[]> {
  const report = await cluster.node(await cluster.waitForLeader()).report();
  return report.voters.map(({ id }) => id).sort();
}

/** Polls, each time an answer of the nodes, until all have applied the same and as much as the leader has. */
async function sameState(cluster: Cluster): Promise<void> {
  for (;;) {
    const all = cluster.nodeIds.map((id) => cluster.node(id));
    const [hashes, reports] = await Promise.all([
      Promise.all(all.map((node) => node.stateHash())),
      Promise.all(all.map((node) => node.report())),
    ]);
    const lastIndex = Math.max(...reports.map((report) => report.lastIndex));
    if (hashes.some(({ appliedIndex }) => appliedIndex !== lastIndex)) continue;
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(1);
    return;
  }
}

const followerOf = (cluster: Cluster, leader: NodeId): NodeId =>
  cluster.nodeIds.find((id) => id !== leader) ?? expect.fail("no follower");

describe("a node is added", () => {
  test("under the next id; it votes when the call resolves, and holds the same state", async () => {
    const { cluster, client } = await live({ size: 3 });
    await client.put("before", bytes("1"));
    expect(await cluster.add()).toBe("n4");
    expect(cluster.nodeIds).toEqual(["n1", "n2", "n3", "n4"]);
    expect(await voters(cluster)).toEqual(["n1", "n2", "n3", "n4"]);
    await client.put("after", bytes("2"));
    await sameState(cluster);
  });

  test("at once after the first election, and to a cluster of one", async () => {
    const { cluster } = await live({ size: 1 });
    expect(await cluster.add()).toBe("n2");
    expect(await cluster.add()).toBe("n3");
    expect(await voters(cluster)).toEqual(["n1", "n2", "n3"]);
  });

  test("behind a snapshot that its log does not reach back over", async () => {
    const { cluster, client } = await live({ size: 1, snapshotEvery: 100 });
    await Promise.all(Array.from({ length: 64 }, (_, i) => client.put(`key-${i}`, bytes(`value-${i}`))));
    await cluster.add();
    await sameState(cluster);
  });
});

describe("a node is removed", () => {
  test("a follower: its worker ends, its folder stays, its id is not used again", async () => {
    const dataDir = await testFolder();
    const { cluster, client, events } = await live({ size: 3, dataDir });
    const follower = followerOf(cluster, await cluster.waitForLeader());
    await cluster.remove(follower);
    expect(cluster.nodeIds).not.toContain(follower);
    expect(await voters(cluster)).not.toContain(follower);
    expect(() => cluster.node(follower)).toThrow(expect.objectContaining({ code: "UNKNOWN_NODE" }));
    expect(events).toContainEqual({ type: "nodeRemoved", node: follower });
    expect(readdirSync(dataDir).sort()).toEqual(["n1", "n2", "n3"]);
    expect(await cluster.add()).toBe("n4");
    await client.put("key", bytes("value"));
    await sameState(cluster);
  });

  test("the leader: it steps down, and another takes over", async () => {
    const { cluster, client, events } = await live({ size: 3 });
    const leader = await cluster.waitForLeader();
    await client.put("key", bytes("value"));
    await cluster.remove(leader);
    expect(events).toContainEqual(expect.objectContaining({ type: "stateChange", node: leader, cause: "removed" }));
    expect(await cluster.waitForLeader()).not.toBe(leader);
    expect(await textOf(client, "key")).toBe("value");
  });
});

describe("a node whose disk is lost", () => {
  test("comes back as another incarnation and votes; what was left of its folder is kept aside", async () => {
    const dataDir = await testFolder();
    const { cluster, client } = await live({ size: 3, dataDir });
    const leader = await cluster.waitForLeader();
    const lost = followerOf(cluster, leader);
    const before = await cluster.node(lost).report();
    await cluster.node(lost).crash();
    await client.put("while away", bytes("1"));
    await cluster.replace(lost);
    const after = await cluster.node(lost).report();
    expect(after.incarnation).not.toBe(before.incarnation);
    const { voters: members } = await cluster.node(await cluster.waitForLeader()).report();
    expect(members.find(({ id }) => id === lost)).toEqual({ id: lost, incarnation: after.incarnation });
    expect(readdirSync(dataDir).sort()).toEqual(["n1", "n2", "n3", `${lost}.lost-1`].sort());
    await sameState(cluster);
  });

  test("may lead afterwards, and is followed by one that was away while it was replaced", async () => {
    const { cluster, client } = await live({ size: 5 });
    const leader = await cluster.waitForLeader();
    const [lost = "", away = ""] = cluster.nodeIds.filter((id) => id !== leader);
    await cluster.node(away).crash();
    await cluster.node(lost).crash();
    await cluster.replace(lost);
    await cluster.node(leader).transferLeadership(lost);
    expect(await cluster.waitForLeader()).toBe(lost);
    await cluster.node(away).restart();
    await client.put("key", bytes("value"));
    await sameState(cluster);
    expect((await cluster.node(away).report()).leader).toBe(lost);
  });
});

describe("a cluster that comes back after its members have changed", () => {
  test("has its present members; the removed one's folder is not started, and it says so", async () => {
    const dataDir = await testFolder();
    const first = await live({ size: 3, dataDir });
    await first.client.put("key", bytes("value"));
    expect(await first.cluster.add()).toBe("n4");
    await first.cluster.remove("n2");
    await first.cluster.close();
    await expect(startCluster({ size: 4, dataDir, logLevel: "silent" })).rejects.toMatchObject({
      code: "CLUSTER_SIZE_DIFFERS",
      values: { folder: dataDir, size: 4, found: 3 },
    });
    const second = await live({ dataDir });
    expect(second.cluster.nodeIds).toEqual(["n1", "n3", "n4"]);
    expect(second.events).toContainEqual({ type: "nodeRemoved", node: "n2" });
    expect(second.events).toContainEqual(expect.objectContaining({ type: "clusterStarted", size: 3 }));
    expect(await textOf(second.client, "key")).toBe("value");
    expect(await second.cluster.add()).toBe("n5");
    await sameState(second.cluster);
  });
});

describe("a cluster that comes back without one member's folder", () => {
  test("takes that member in again under a new incarnation, and loses nothing", async () => {
    const dataDir = await testFolder();
    const first = await live({ size: 3, dataDir });
    await first.client.put("key", bytes("value"));
    await first.cluster.close();
    await rename(join(dataDir, "n2"), join(dataDir, "damaged"));
    let readmitted = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      readmitted = resolve;
    });
    const second = await live({
      dataDir,
      onEvent: (event) => event.type === "nodeReadmitted" && readmitted(),
    });
    await told;
    expect(second.events).toContainEqual({ type: "nodeReadmitted", node: "n2", error: null });
    const { incarnation } = await second.cluster.node("n2").report();
    const report = await second.cluster.node(await second.cluster.waitForLeader()).report();
    expect(report.voters).toContainEqual({ id: "n2", incarnation });
    expect(report.voters).toHaveLength(3);
    expect(await textOf(second.client, "key")).toBe("value");
    await sameState(second.cluster);
  });
});

describe("what is refused changes nothing", () => {
  test("adding a member twice, removing an unknown one or the last voter, a change that names nobody", async () => {
    const { cluster } = await live({ size: 1 });
    const node = cluster.node("n1");
    const { incarnation } = await node.report();
    const add = (id: string, disk: string) => node.changeMembers({ type: "add", member: { id, incarnation: disk } });
    await expect(add("n1", incarnation)).rejects.toMatchObject({ code: "ALREADY_MEMBER", values: { node: "n1" } });
    await expect(add("", "")).rejects.toMatchObject({ code: "INVALID_OPTION", values: { option: "member" } });
    await expect(node.changeMembers({ type: "remove", id: "" })).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await expect(node.changeMembers({ type: "remove", id: "n7" })).rejects.toMatchObject({
      code: "UNKNOWN_NODE",
      values: { node: "n7" },
    });
    await expect(cluster.remove("n7")).rejects.toMatchObject({ code: "UNKNOWN_NODE" });
    await expect(cluster.remove("n1")).rejects.toMatchObject({ code: "LAST_VOTER", values: { node: "n1" } });
    expect(await voters(cluster)).toEqual(["n1"]);
    expect(cluster.node("n1").running).toBe(true);
  });

  test("a change of a follower, a replacement of a node that runs, one without a leader", async () => {
    const dataDir = await testFolder();
    const { cluster } = await live({ size: 3, dataDir });
    const leader = await cluster.waitForLeader();
    const follower = followerOf(cluster, leader);
    const remove = cluster.node(follower).changeMembers({ type: "remove", id: leader });
    await expect(remove).rejects.toMatchObject({ code: "NOT_LEADER" });
    await expect(cluster.replace(follower)).rejects.toMatchObject({ code: "NODE_RUNNING", values: { node: follower } });
    expect(await voters(cluster)).toEqual(["n1", "n2", "n3"]);
    expect(readdirSync(dataDir).sort()).toEqual(["n1", "n2", "n3"]);
  });

  test("a second change while one is open; the first may yet commit, and says so", async () => {
    const timing = { ...QUICK, electionTimeoutMinMs: 800, electionTimeoutMaxMs: 1000 };
    const { cluster, client } = await live({ size: 3, timing });
    await client.put("key", bytes("value")); // so the leader has committed in its term
    const leader = await cluster.waitForLeader();
    const followers = cluster.nodeIds.filter((id) => id !== leader);
    await Promise.all(followers.map((id) => cluster.node(id).crash()));
    const first = cluster.node(leader).changeMembers({ type: "remove", id: followers[0] ?? "" });
    const doubt = expect(first).rejects.toMatchObject({ code: "UNCERTAIN" });
    const second = cluster.node(leader).changeMembers({ type: "remove", id: followers[1] ?? "" });
    await expect(second).rejects.toMatchObject({ code: "CHANGE_UNDER_WAY" });
    await doubt;
  });

  test("a hand-over to an unknown node, or to one that only learns", async () => {
    const { cluster } = await live({ size: 1 });
    const node = cluster.node("n1");
    const learner = { id: "n9", incarnation: "nobody" };
    await expect(node.changeMembers({ type: "add", member: learner }, 200)).rejects.toMatchObject({
      code: "UNCERTAIN",
    });
    expect((await node.report()).learners).toEqual([learner]);
    await expect(node.transferLeadership("n9")).rejects.toMatchObject({ code: "UNKNOWN_NODE", values: { node: "n9" } });
    await expect(node.transferLeadership("n7")).rejects.toMatchObject({ code: "UNKNOWN_NODE", values: { node: "n7" } });
    expect(await cluster.waitForLeader()).toBe("n1");
  });

  test("a command over the size limit", async () => {
    const { client } = await live({ size: 1 });
    await expect(client.put("key", new Uint8Array(300_000))).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(await client.get("key")).toBeNull();
  });
});
