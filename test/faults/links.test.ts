/** Messages that are lost, late, doubled or spoilt, between real workers. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testFolder } from "../supervisor/bench.ts";
import { type Bench, becomes, faultBench, leads, nobody } from "./bench.ts";

const LASTING = { forMs: "60s" } as const;

/** A write of a few bytes is behind this in no time, whatever the machine is busy with. */
const LATE_MS = 150;

/** Grows by so much while the leader sends `rounds` more heartbeats. */
async function growth(bench: Bench, value: (node: string) => Promise<number>, node: string): Promise<number> {
  const before = await value(node);
  const { heartbeats } = await bench.cluster.node(bench.leader).report();
  await bench.until(bench.leader, (report) => report.heartbeats >= heartbeats + 20);
  return (await value(node)) - before;
}

test("a leader that is parted from the others leads no more; they have another one, and it follows after the healing", async () => {
  const { cluster, leader, followers, event, events, until, putMs } = await faultBench();
  const from = events.length;
  await cluster.partition([leader], followers);
  expect(await event(leads, from)).toMatchObject({ node: expect.not.stringMatching(leader) });
  await event(becomes(leader, "follower", "lostQuorum"), from);
  await putMs();
  const { commitIndex } = await cluster.node(leader).report();
  const next = cluster.leader ?? nobody();
  expect((await cluster.node(next).report()).commitIndex).toBeGreaterThan(commitIndex);
  await cluster.heal();
  await until(leader, (report) => report.leader === cluster.leader && report.commitIndex > commitIndex);
});

test("an isolated follower campaigns in vain, raises no term, and follows again when its time is over", async () => {
  const { cluster, leader, followers, event, events, until } = await faultBench();
  const [one = nobody()] = followers;
  const { term } = await cluster.node(leader).report();
  const from = events.length;
  await cluster.node(one).isolate("2500ms");
  await event(becomes(one, "preCandidate"), from);
  await until(one, (report) => report.role === "follower" && report.leader === leader && report.term === term);
  expect(cluster.faults).toEqual([]);
  expect(cluster.leader).toBe(leader);
});

test("where one link alone is cut, both ways, leader and term stay (a bridge)", async () => {
  const { cluster, leader, followers, event, events, putMs, until } = await faultBench();
  const [one = nobody()] = followers;
  const { term } = await cluster.node(leader).report();
  const from = events.length;
  await cluster.links(one, leader).cut(LASTING);
  await event(becomes(one, "preCandidate"), from);
  await putMs();
  expect(await cluster.node(leader).report()).toMatchObject({ role: "leader", term });
  await cluster.heal();
  await until(one, (report) => report.leader === leader);
});

test("a link that is cut one way: a leader that is heard and hears nobody steps down", async () => {
  const { cluster, leader, event, events } = await faultBench();
  const from = events.length;
  await cluster.link(null, leader).cut({ ...LASTING, force: true });
  await event(becomes(leader, "follower", "lostQuorum"), from);
  await cluster.heal();
  await event(leads, from);
});

test("what is dropped by a chance of 1 does not come, until it is healed", async () => {
  const { cluster, leader, followers, event, events, until } = await faultBench();
  const [one = nobody()] = followers;
  const from = events.length;
  await cluster.link(leader, one).drop(1, LASTING);
  await event(becomes(one, "preCandidate"), from);
  await cluster.heal();
  await until(one, (report) => report.leader === leader);
});

describe.each(["delay", "reorder"] as const)("%s", (how) => {
  test("makes a write as late as the messages are, and no later than usual when it is healed", async () => {
    const { cluster, leader, putMs } = await faultBench();
    await cluster.link(leader, null)[how](LATE_MS, LATE_MS + 20, LASTING);
    expect(await putMs()).toBeGreaterThanOrEqual(LATE_MS - 1);
    await cluster.heal();
    const quickest = Math.min(await putMs(), await putMs(), await putMs(), await putMs(), await putMs());
    expect(quickest).toBeLessThan(LATE_MS);
  });
});

test("what is duplicated comes twice", async () => {
  const bench = await faultBench();
  const { cluster, leader, followers } = bench;
  const [one = nobody()] = followers;
  const heartbeats = async (node: string): Promise<number> => (await cluster.node(node).report()).heartbeats;
  await cluster.link(leader, one).duplicate(1, LASTING);
  expect(await growth(bench, heartbeats, one)).toBeGreaterThan(30);
  await cluster.heal();
  expect(await growth(bench, heartbeats, one)).toBeLessThan(30);
});

test("what is corrupted is counted and believed by nobody, and is whole again after the healing", async () => {
  const clusterKeyFile = join(await testFolder(), "key");
  await writeFile(clusterKeyFile, `${"5a".repeat(32)}\n`);
  const bench = await faultBench({ clusterKeyFile });
  const { cluster, leader, followers, until } = bench;
  const [one = nobody()] = followers;
  await cluster.link(leader, one).corrupt(1, LASTING);
  await until(one, ({ traffic }) => traffic.unauthenticated > 3);
  await cluster.heal();
  await until(one, (report) => report.leader === leader);
  const refused = async (node: string): Promise<number> => (await cluster.node(node).report()).traffic.unauthenticated;
  expect(await growth(bench, refused, one)).toBe(0);
});

test("nothing is corrupted where nodes do not sign what they say, but by force", async () => {
  const { cluster, leader, followers } = await faultBench();
  const [one = nobody()] = followers;
  await expect(cluster.link(leader, one).corrupt(0.5)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  await cluster.link(leader, one).corrupt(0, { force: true });
});

test("one kind of message is blocked, and the others pass", async () => {
  const { cluster, leader, followers, until, putMs } = await faultBench();
  const [one = nobody()] = followers;
  const { lastIndex, commitIndex, term } = await cluster.node(leader).report();
  await until(one, (report) => report.commitIndex === commitIndex && report.lastIndex === lastIndex);
  await cluster.link(null, one).block("AppendEntries", LASTING);
  await putMs();
  const { heartbeats } = await cluster.node(one).report();
  expect(await until(one, (report) => report.heartbeats > heartbeats + 5)).toMatchObject({
    leader,
    term,
    lastIndex,
  });
  await cluster.heal();
  await until(one, (report) => report.commitIndex > commitIndex);
});
