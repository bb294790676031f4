/** The replicated log end to end: real workers, disks and NATS; what a client was told is written stays written. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { isGraftError } from "../../src/errors.ts";
import type { KvClient } from "../../src/kv/client.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import { Running } from "./run-cluster.ts";

const run = promisify(execFile);
const KV = fileURLToPath(new URL("../../dist/kv.js", import.meta.url));
const TIMING = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

async function clusterWithClient(options: ClusterOptions): Promise<{ cluster: Cluster; client: KvClient }> {
  let nats = "";
  const cluster = await startCluster({
    timing: TIMING,
    logLevel: "silent",
    ...options,
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
    },
  });
  onTestFinished(() => cluster.close());
  await cluster.waitForLeader();
  return { cluster, client: await clientOf(nats) };
}

async function clientOf(nats: string, cluster = "graft"): Promise<KvClient> {
  const { client, close } = await connectKv({ servers: [nats], name: "test", cluster, callTimeoutMs: 10_000 });
  onTestFinished(close);
  return client;
}

const text = (value: string): Uint8Array => Buffer.from(value);

/** All nodes have applied all that the leader has; polls by their reports, which is an answer of theirs each time. */
async function allApplied(cluster: Cluster): Promise<number> {
  for (;;) {
    const reports = await Promise.all(cluster.nodeIds.map((id) => cluster.node(id).report()));
    const [most] = reports.map(({ lastIndex }) => lastIndex).sort((a, b) => b - a);
    if (most !== undefined && reports.every(({ appliedIndex }) => appliedIndex === most)) return most;
  }
}

test("no acknowledged write is lost while the leader crashes again and again under writes", async () => {
  const { cluster, client } = await clusterWithClient({ size: 3, snapshotEvery: 100 });
  const written = new Map<string, number>();
  let crashing = true;
  const writer = async (): Promise<void> => {
    for (let i = 0; crashing; i++) {
      const key = `k${i % 50}`;
      try {
        await client.put(key, text(String(i)));
        written.set(key, i);
      } catch (error) {
        if (!isGraftError(error) || error.code !== "UNCERTAIN") throw error;
        written.delete(key);
      }
    }
  };
  const writing = writer();
  for (let crash = 0; crash < 8; crash++) {
    const leader = await cluster.waitForLeader();
    await cluster.node(leader).crash();
    await cluster.waitForLeader();
    await cluster.node(leader).restart();
  }
  crashing = false;
  await writing;
  expect(written.size).toBeGreaterThan(0);
  for (const [key, value] of written)
    expect(Buffer.from((await client.get(key))?.value ?? []).toString(), key).toBe(String(value));
  await allApplied(cluster);
}, 60_000);

test("a killed process comes back with all that it had acknowledged", async () => {
  const data = mkdtempSync(join(tmpdir(), "graft-data-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  let total = 0;
  for (let life = 0; life < 3; life++) {
    const running = new Running(["--data", data, "--json", "--election-timeout", "150-300", "--heartbeat", "30"]);
    const { nats } = await running.line(({ type }) => type === "clusterStarted");
    await running.line(({ type }) => type === "leaderChange");
    const client = await clientOf(String(nats));
    for (let i = 0; i < total; i++)
      expect(Buffer.from((await client.get(`key-${i}`))?.value ?? []).toString()).toBe(`value-${i}`);
    for (let more = 0; more < 20; more++, total++) await client.put(`key-${total}`, text(`value-${total}`));
    running.child.kill("SIGKILL");
    await running.finished();
  }
}, 60_000);

test("a cluster that was stopped in good order comes back with its log: written by one command, read by another", async () => {
  const data = mkdtempSync(join(tmpdir(), "graft-data-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const told: string[] = [];
  for (const command of [
    ["put", "greeting", "你好"],
    ["get", "greeting"],
  ]) {
    const running = new Running(["--size", "3", "--data", data, "--snapshot-every", "100", "--json"]);
    const { nats } = await running.line(({ type }) => type === "clusterStarted");
    await running.line(({ type }) => type === "leaderChange");
    const { stdout } = await run(process.execPath, [KV, ...command, "--nats", String(nats), "--name", "graft"]);
    told.push(stdout);
    running.child.kill("SIGINT");
    expect((await running.finished()).code).toBe(0);
  }
  expect(told[1]).toContain("你好");
}, 30_000);

test("values, revisions and compare-and-set hold, also over a hand-over of the lead", async () => {
  const { cluster, client } = await clusterWithClient({ size: 3 });
  const first = await client.put("a", text("1"));
  expect(await client.compareAndSet("a", { type: "revision", revision: first }, text("2"))).toMatchObject({
    done: true,
  });
  expect(await client.compareAndSet("a", { type: "revision", revision: first }, text("3"))).toMatchObject({
    done: false,
  });
  expect(await client.get("a")).toMatchObject({ value: Uint8Array.of(50) });
  expect(await client.delete("a")).not.toBeNull();
  expect(await client.get("a")).toBeNull();
  const leader = await cluster.waitForLeader();
  await cluster.node(leader).transferLeadership();
  await client.put("b", text("after the hand-over"));
  expect((await client.list({ prefix: "b" })).items).toHaveLength(1);
}, 30_000);

test("node dist/kv.js writes and reads over NATS", async () => {
  const running = new Running(["--json"]);
  const { nats } = await running.line(({ type }) => type === "clusterStarted");
  await running.line(({ type }) => type === "leaderChange");
  const kv = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [KV, ...args, "--nats", String(nats), "--name", "graft"]);
    return stdout;
  };
  await kv("put", "greeting", "你好");
  expect(await kv("get", "greeting")).toContain("你好");
  expect(JSON.parse(await kv("get", "greeting", "--json"))).toMatchObject({ key: "greeting" });
  expect(await kv("get", "greeting", "--consistency", "stale")).toContain("你好");
  await kv("delete", "greeting");
  await expect(kv("get", "greeting")).rejects.toMatchObject({ code: 1 });
  running.child.kill("SIGINT");
  expect((await running.finished()).code).toBe(0);
}, 30_000);
