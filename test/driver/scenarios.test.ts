/**
 * Faults that real Raft systems have shipped, replayed on whole nodes: client, log, disk, network with the real codec, and
 * state machine, on a virtual clock. The numbers are those of the project's list of such scenarios.
 */
import { describe, expect, test } from "vitest";
import type { NodeId } from "../../src/core/types.ts";
import type { ClientResponse } from "../../src/ports/client-door.ts";
import { type Life, NetworkRig } from "./network-rig.ts";
import { utf8 } from "./rig.ts";

const THREE: readonly NodeId[] = ["n1", "n2", "n3"];

interface Cluster {
  readonly rig: NetworkRig;
  readonly lives: Map<NodeId, Life>;
}

async function started(ids: readonly NodeId[], snapshotEvery = Number.POSITIVE_INFINITY): Promise<Cluster> {
  const rig = new NetworkRig({ size: ids.length, delayMs: 1, snapshotEvery });
  const lives = new Map<NodeId, Life>();
  for (const id of ids) lives.set(id, await rig.start(id, undefined, true));
  return { rig, lives };
}

/** The power of all is cut at once, and comes back. */
async function restartAll({ rig, lives }: Cluster): Promise<void> {
  const disks = [...lives].map(([id, life]) => [id, rig.crash(life)] as const);
  for (const [id, disk] of disks) lives.set(id, await rig.start(id, disk, true));
}

async function leaderOf({ rig, lives }: Cluster): Promise<Life> {
  for (let passedMs = 0; passedMs < 10_000; passedMs += 1) {
    const leader = [...lives.values()].find(({ door }) => door.isOpen);
    if (leader !== undefined) return leader;
    await rig.pass(1);
  }
  throw new Error("nobody leads");
}

const propose = ({ door }: Life, text: string): ClientResponse[] =>
  door.knock({ type: "propose", clientId: 0, sequence: 0, command: utf8(text) });

/** A linearizable read, of whatever node. */
const count = ({ driver }: Life, answers: ClientResponse[]): void =>
  driver.ask({ type: "read", consistency: "linearizable", query: utf8("count") }, (answer) => answers.push(answer));

async function acknowledged({ rig }: Cluster, leader: Life, texts: readonly string[]): Promise<void> {
  const answers = texts.map((text) => propose(leader, text));
  await rig.pass(50);
  expect(answers.flat().map(({ type }) => type)).toEqual(texts.map(() => "ok"));
}

const results = (answers: readonly ClientResponse[]): string[] =>
  answers.map((answer) => (answer.type === "ok" ? Buffer.from(answer.result).toString() : answer.code));

/** Every node is asked in every ms: the answers, each once, of those that did not refuse. */
async function readByAll({ rig, lives }: Cluster): Promise<string[]> {
  const asked = [...lives.values()].map((life) => ({ life, answers: [] as ClientResponse[] }));
  for (let passedMs = 0; passedMs < 400; passedMs += 1) {
    for (const { life, answers } of asked) count(life, answers);
    await rig.pass(1);
  }
  const each = asked.map(({ answers }) => results(answers).filter((result) => result !== "NOT_LEADER"));
  for (const one of each) expect(one.length).toBeGreaterThan(100);
  return [...new Set(each.flat())];
}

describe("scenario 14: commit or apply before durable", () => {
  test("a single node, restarted, serves no read from a state that lacks what was acknowledged", async () => {
    const cluster = await started(["n1"]);
    await acknowledged(cluster, await leaderOf(cluster), ["a", "b", "c"]);
    await restartAll(cluster);
    expect(await readByAll(cluster)).toEqual(["3"]);
  });

  test("nor does any of three, one of which was away and has a slow disk", async () => {
    const cluster = await started(THREE);
    const leader = await leaderOf(cluster);
    const [away] = [...cluster.lives.values()].filter(({ id }) => id !== leader.id);
    if (away === undefined) throw new Error("no follower");
    const disk = cluster.rig.crash(away);
    cluster.lives.delete(away.id);
    await acknowledged(cluster, leader, ["a", "b", "c"]);
    await restartAll(cluster);
    const slow = await cluster.rig.start(away.id, disk);
    const { clock } = cluster.rig;
    slow.storage.onAppend = () => void clock.at(clock.nowMs() + 60, () => slow.storage.sync());
    cluster.lives.set(away.id, slow);
    expect(await readByAll(cluster)).toEqual(["3"]);
  });

  test("a crash between two snapshots, or in the middle of one, makes no entry count twice or not at all", async () => {
    const cluster = await started(THREE, 3);
    const texts: string[] = [];
    for (let life = 0; life < 8; life += 1) {
      const more = Array.from({ length: 1 + (life % 4) }, (_, place) => `life ${life} command ${place}`);
      await acknowledged(cluster, await leaderOf(cluster), more);
      texts.push(...more);
      await restartAll(cluster);
      await cluster.rig.pass(500);
      for (const { machine } of cluster.lives.values()) expect(machine.journal).toEqual(texts);
    }
    for (const { state } of cluster.lives.values()) expect(state.snapshot).not.toBeNull();
  });
});

describe("scenario 16: a full disk", () => {
  test("stops the leader that has it, tells its clients that they cannot know, and the others go on", async () => {
    const cluster = await started(THREE);
    const full = await leaderOf(cluster);
    await acknowledged(cluster, full, ["before"]);
    full.storage.onAppend = () => cluster.rig.clock.afterInput(() => full.storage.fail());
    const answers = propose(full, "to a full disk");
    await cluster.rig.pass(5);
    expect(full.stopped.map((error) => error?.code)).toEqual(["STORAGE_FAILED"]);
    expect(answers).toMatchObject([{ type: "error", mayHaveExecuted: true }]);
    expect(full.door.isOpen).toBe(false);
    cluster.lives.delete(full.id);
    const next = await leaderOf(cluster);
    await acknowledged(cluster, next, ["after"]);
    await cluster.rig.pass(100);
    const [first, second] = [...cluster.lives.values()].map(({ machine }) => machine.journal);
    expect(first?.filter((text) => text !== "to a full disk")).toEqual(["before", "after"]);
    expect(second).toEqual(first);
  });

  test("of a follower leaves leader and term as they are", async () => {
    const cluster = await started(THREE);
    const leader = await leaderOf(cluster);
    const { term } = leader.state;
    const [full] = [...cluster.lives.values()].filter(({ id }) => id !== leader.id);
    if (full === undefined) throw new Error("no follower");
    full.storage.onAppend = () => cluster.rig.clock.afterInput(() => full.storage.fail());
    await acknowledged(cluster, leader, ["a", "b"]);
    expect(full.stopped.map((error) => error?.code)).toEqual(["STORAGE_FAILED"]);
    await cluster.rig.pass(2_000);
    expect(leader.driver.report()).toMatchObject({ role: "leader", term });
  });
});
