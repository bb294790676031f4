/** Disks that are slow, stuck, full, failing, torn or damaged, under real workers. */
import { expect, test } from "vitest";
import { becomes, faultBench, leads, nobody } from "./bench.ts";

const stopped = (node: string) => (event: { type: string; node?: string }) =>
  event.type === "nodeStopped" && event.node === node;

test("with slow disks a write is as late as its syncs, until they are healed", async () => {
  const { cluster, putMs } = await faultBench();
  for (const id of cluster.nodeIds) await cluster.node(id).disk("slow", { ms: 150 });
  expect(await putMs()).toBeGreaterThanOrEqual(149);
  await cluster.heal();
  expect(Math.min(await putMs(), await putMs(), await putMs(), await putMs(), await putMs())).toBeLessThan(150);
});

test("a leader whose disk is stuck steps down, and is in step again once it answers", async () => {
  const { cluster, client, leader, event, events, until, putMs } = await faultBench();
  const from = events.length;
  await cluster.node(leader).disk("stuck");
  const put = client.put("a", new Uint8Array(1)).catch(() => undefined);
  await event(becomes(leader, "follower", "diskStalled"), from);
  expect(await event(leads, from)).toMatchObject({ node: expect.not.stringMatching(leader) });
  await put;
  await putMs();
  await cluster.heal();
  const { commitIndex } = await cluster.node(cluster.leader ?? nobody()).report();
  await until(leader, (report) => report.leader === cluster.leader && report.commitIndex >= commitIndex);
});

test("a follower whose disk is full takes nothing more, and all of it once there is room", async () => {
  const { cluster, leader, followers, until, putMs } = await faultBench();
  const [one = nobody()] = followers;
  await cluster.node(one).disk("full");
  await putMs(10_000);
  await until(one, (report) => report.diskFull);
  await putMs();
  const { commitIndex } = await cluster.node(leader).report();
  expect((await cluster.node(one).report()).lastIndex).toBeLessThan(commitIndex);
  await cluster.heal();
  await until(one, (report) => !report.diskFull && report.commitIndex >= commitIndex);
});

test("a leader whose disk is full gives way to one who can write, and is in step again once there is room", async () => {
  const { cluster, leader, event, events, until, putMs } = await faultBench();
  const from = events.length;
  await cluster.node(leader).disk("full");
  const put = putMs(10_000);
  await until(leader, (report) => report.diskFull);
  expect(await event(leads, from)).toMatchObject({ node: expect.not.stringMatching(leader) });
  await put;
  await cluster.heal();
  const { commitIndex } = await cluster.node(cluster.leader ?? nobody()).report();
  await until(leader, (report) => !report.diskFull && report.commitIndex >= commitIndex);
});

test("a failing fsync ends the node, which is started again when the disk is well", async () => {
  const { cluster, followers, event, events, putMs, until } = await faultBench();
  const [one = nobody()] = followers;
  const from = events.length;
  await cluster.node(one).disk("failsFsync");
  await putMs();
  expect(await event(stopped(one), from)).toMatchObject({ error: { code: "STORAGE_FAILED" } });
  await expect(cluster.node(one).restart()).rejects.toMatchObject({ message: expect.stringContaining("EIO") });
  await cluster.heal();
  await until(one, (report) => report.leader === cluster.leader);
});

test("a torn write is half there after the crash, is cut off, and the node catches up", async () => {
  const { cluster, followers, event, events, logs, putMs, until } = await faultBench();
  const [one = nobody()] = followers;
  const from = events.length;
  await cluster.node(one).tearNextWrite();
  await putMs(5_000);
  expect(await event(stopped(one), from)).toMatchObject({ error: null });
  expect(cluster.faults).toMatchObject([{ fault: { type: "crash", nodes: [one] } }]);
  await cluster.heal();
  const { commitIndex } = await cluster.node(cluster.leader ?? nobody()).report();
  await until(one, (report) => report.commitIndex >= commitIndex);
  const cut = logs.map((line): { node: string; tornBytes?: number } => JSON.parse(line));
  expect(cut).toContainEqual(expect.objectContaining({ node: one, tornBytes: expect.any(Number) }));
});

test("a bit that was flipped in the log is found at the next start, and the node is replaced", async () => {
  const { cluster, followers, putMs, until } = await faultBench();
  const [one = nobody(), other = nobody()] = followers;
  for (let n = 0; n < 5; n += 1) await putMs(1_000);
  await expect(cluster.node(one).corrupt("log")).rejects.toMatchObject({ code: "NODE_RUNNING" });
  await cluster.inject({ type: "crash", nodes: [one] });
  await cluster.node(one).corrupt("log");
  await expect(cluster.node(one).restart()).rejects.toMatchObject({ code: "LOG_DAMAGED" });
  await expect(cluster.node(other).corrupt("log")).rejects.toMatchObject({ code: "FAULT_BREAKS_QUORUM" });
  await cluster.heal();
  await until(one, (report) => report.leader === cluster.leader);
});
