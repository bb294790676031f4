/** Nodes that stand still, are slow, fall, or lose NATS; real workers. */
import { expect, test } from "vitest";
import { becomes, ended, faultBench, leads, nobody } from "./bench.ts";

test("a paused leader stands still with its sockets open, is replaced, and follows when its time is over", async () => {
  const { cluster, leader, event, events, until } = await faultBench();
  const from = events.length;
  await cluster.node(leader).pause("3s");
  let answered = false;
  const report = cluster
    .node(leader)
    .report()
    .then(() => {
      answered = true;
    });
  expect(await event(leads, from)).toMatchObject({ node: expect.not.stringMatching(leader) });
  expect(answered).toBe(false);
  expect(cluster.node(leader).running).toBe(true);
  await event(ended("pause"), from);
  await report;
  await until(leader, ({ leader: heard }) => heard === cluster.leader && heard !== leader);
});

test("a paused node goes on at once where it is resumed, and so by heal", async () => {
  const { cluster, followers } = await faultBench();
  const [one = nobody()] = followers;
  for (const resume of [() => cluster.node(one).resume(), () => cluster.heal()]) {
    await cluster.node(one).pause("60s");
    expect(cluster.faults).toHaveLength(1);
    await resume();
    expect(cluster.faults).toEqual([]);
    expect((await cluster.node(one).report()).id).toBe(one);
  }
});

test("of two pauses the longer one counts", async () => {
  const { cluster, followers, event } = await faultBench();
  const [one = nobody()] = followers;
  // The second comes while the first lasts, however slow the machine is.
  await cluster.node(one).pause(1_500);
  await cluster.node(one).pause("60s");
  const answer = cluster
    .node(one)
    .report()
    .then(() => "answered");
  await event(ended("pause"));
  await expect(Promise.race([answer, new Promise((resolve) => setImmediate(resolve, "still"))])).resolves.toBe("still");
  await cluster.heal();
  expect(await answer).toBe("answered");
});

test("a slow event loop makes a node answer late, until it is healed", async () => {
  const { cluster, followers } = await faultBench();
  const [one = nobody()] = followers;
  const answerMs = async (): Promise<number> => {
    const fromMs = performance.now();
    await cluster.node(one).report();
    return performance.now() - fromMs;
  };
  const slowest = async (): Promise<number> => {
    const untilMs = performance.now() + 1_000;
    let slowestMs = 0;
    while (performance.now() < untilMs) slowestMs = Math.max(slowestMs, await answerMs());
    return slowestMs;
  };
  await cluster.node(one).slow({ busyMs: 400, everyMs: 420 });
  expect(await slowest()).toBeGreaterThan(200);
  await cluster.heal();
  expect(await slowest()).toBeLessThan(200);
});

test("a disconnected leader says that it lost NATS, is replaced, and comes back by itself", async () => {
  const { cluster, leader, event, events, until } = await faultBench();
  const from = events.length;
  await cluster.node(leader).disconnect("1s");
  await event(becomes(leader, "follower", "disconnected"), from);
  expect(await event(leads, from)).toMatchObject({ node: expect.not.stringMatching(leader) });
  expect(await cluster.node(leader).report()).toMatchObject({ connected: false, leader: null });
  await event(ended("disconnect"), from);
  await until(leader, (report) => report.connected && report.leader === cluster.leader);
});

test("a disconnected node is told of as gone by the broker: the others need not wait for a timeout", async () => {
  const { cluster, leader, event, events } = await faultBench();
  const from = events.length;
  await cluster.node(leader).disconnect("60s");
  await event((one) => one.type === "stateChange" && one.node !== leader && one.cause === "leaderGone", from);
});

test("a clogged leader is not heard, and what was held arrives when it is over", async () => {
  const { cluster, leader, event, events, until } = await faultBench();
  const from = events.length;
  await cluster.node(leader).clog("1500ms");
  expect(await event(leads, from)).toMatchObject({ node: expect.not.stringMatching(leader) });
  await event(ended("clog"), from);
  const { connected } = await until(leader, (report) => report.leader === cluster.leader && report.leader !== leader);
  expect(connected).toBe(true);
});

test("a node that was crashed for a while is started again, and so is one that was stopped, by heal", async () => {
  const { cluster, followers, event, events } = await faultBench();
  const [one = nobody()] = followers;
  const started = (after: number): Promise<unknown> =>
    event(({ type, ...fields }) => type === "nodeStarted" && "node" in fields && fields.node === one, after);
  let from = events.length;
  await cluster.inject({ type: "crash", nodes: [one] }, { forMs: 300 });
  expect(cluster.node(one).running).toBe(false);
  await started(from);
  from = events.length;
  await cluster.inject({ type: "stop", nodes: [one] });
  expect(cluster.node(one).running).toBe(false);
  await cluster.heal();
  await started(from);
  expect(cluster.faults).toEqual([]);
});

test("a node whose disk was wiped comes back as another incarnation", async () => {
  const { cluster, followers } = await faultBench();
  const [one = nobody()] = followers;
  const { incarnation } = await cluster.node(one).report();
  await cluster.node(one).wipe();
  expect(cluster.node(one).running).toBe(false);
  await cluster.heal();
  const after = await cluster.node(one).report();
  expect(after.incarnation).not.toBe(incarnation);
  expect(after.voters).toContainEqual({ id: one, incarnation: after.incarnation });
});

test("a disk is not lost where too few whole copies would be left, though nothing runs that could be harmed", async () => {
  const { cluster } = await faultBench();
  const [one = nobody(), other = nobody()] = cluster.nodeIds;
  await cluster.inject({ type: "crash", nodes: cluster.nodeIds }, { force: true });
  await cluster.node(one).wipe();
  await expect(cluster.node(other).wipe()).rejects.toMatchObject({ code: "FAULT_BREAKS_QUORUM" });
});
