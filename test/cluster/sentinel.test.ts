/** A sentinel beside live clusters: it hears, finds nothing in an honest one, and tells of a liar. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "nats";
import { expect, onTestFinished, test, vi } from "vitest";
import { connectKv } from "../../src/kv/connect.ts";
import { BLOCK_ENTRIES } from "../../src/ports/applied.ts";
import type { Breach } from "../../src/scenario/sentinel/laws.ts";
import { type WatchOptions, watchCluster } from "../../src/scenario/sentinel/watch.ts";
import { type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import { fromAll } from "../../src/transport/subjects.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { encodeElection } from "../../src/wire/election-codec.ts";
import { heartbeat } from "../scenario/sentinel/frames.ts";
import { Running } from "./run-cluster.ts";

async function clusterWith(options: ClusterOptions = {}) {
  const cluster = await startCluster({ size: 3, logLevel: "silent", ...options });
  onTestFinished(() => cluster.close());
  const { nats } = await cluster.access();
  return { cluster, server: String(nats.servers) };
}

async function watching(server: string, options: Partial<WatchOptions> = {}) {
  const breaches: Breach[] = [];
  const base = { servers: [server], name: "test", cluster: "graft", protocol: "raft" } as const;
  const watch = await watchCluster({ ...base, ...options }, (breach) => breaches.push(breach));
  onTestFinished(() => watch.close());
  return { watch, breaches };
}

async function write(server: string, count: number): Promise<void> {
  const asked = { servers: [server], name: "writer", cluster: "graft", concurrency: 32, callTimeoutMs: 20_000 };
  const { client, close } = await connectKv(asked);
  await Promise.all(Array.from({ length: count }, (_, at) => client.put(`k${at % 7}`, Buffer.from(`${at}`))));
  await close();
}

const keyFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "graft-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "key"), `${randomBytes(32).toString("hex")}\n`);
  return join(folder, "key");
};

test("it follows an honest cluster through a crash, and compares what the nodes have applied", async () => {
  const { cluster, server } = await clusterWith();
  const { watch, breaches } = await watching(server);
  const leader = await cluster.waitForLeader();
  await write(server, 2 * BLOCK_ENTRIES);
  await cluster.node(leader).crash();
  await cluster.waitForLeader();
  await cluster.node(leader).restart();
  await write(server, 2 * BLOCK_ENTRIES);
  await vi.waitUntil(() => watch.sighted.comparisons >= 4, { timeout: 20_000 });
  expect(watch.sighted).toMatchObject({ unreadable: 0, gaps: 0 });
  expect(watch.sighted.committedIndex).toBeGreaterThan(3 * BLOCK_ENTRIES);
  expect(watch.sighted.leaders).toBeGreaterThanOrEqual(1);
  expect(breaches).toEqual([]);
});

test("of a cluster with a key it believes what is signed, and without the key nothing", async () => {
  const file = keyFile();
  const { cluster, server } = await clusterWith({ clusterKeyFile: file });
  const knowing = await watching(server, { clusterKeyFile: file });
  const strange = await watching(server, { clusterKeyFile: keyFile() });
  await cluster.waitForLeader();
  await write(server, BLOCK_ENTRIES + 10);
  await vi.waitUntil(() => knowing.watch.sighted.comparisons >= 1, { timeout: 20_000 });
  expect(knowing.watch.sighted).toMatchObject({ unreadable: 0 });
  await vi.waitUntil(() => strange.watch.sighted.unreadable > 10);
  expect(strange.watch.sighted).toMatchObject({ frames: 0, comparisons: 0 });
});

test("the command tells of two leaders, and exits with 1", async () => {
  const { server } = await clusterWith({ size: 1, name: "other" });
  const sentinel = new Running(["--sentinel", "--nats", server, "--json", "--duration", "20s"]);
  await sentinel.line(({ type }) => type === "listening");
  const nats = await connect({ servers: server });
  onTestFinished(() => nats.close());
  for (const node of ["n1", "n2"]) nats.publish(fromAll("graft", node), createCodec().encode(heartbeat(node, 7)));
  const broken = await sentinel.line(({ type }) => type === "lawBroken");
  expect(broken).toMatchObject({ law: "oneLeader", what: "n1~inc-n1 and n2~inc-n2 both lead term 7" });
  sentinel.child.kill("SIGINT");
  const { code, lines } = await sentinel.finished();
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatchObject({ type: "sentinelEnded", breaches: 1, frames: 2 });
});

test("who speaks in another's name, or to another, is not believed", async () => {
  const { server } = await clusterWith({ size: 1, name: "other" });
  const { watch, breaches } = await watching(server);
  const nats = await connect({ servers: server });
  onTestFinished(() => nats.close());
  nats.publish(fromAll("graft", "n1"), createCodec().encode(heartbeat("n1", 7)));
  nats.publish(fromAll("graft", "n1"), createCodec().encode(heartbeat("n2", 7)));
  await vi.waitUntil(() => watch.sighted.frames + watch.sighted.unreadable === 2);
  expect(watch.sighted).toMatchObject({ frames: 1, unreadable: 1 });
  expect(breaches).toEqual([]);
});

test("it listens to protocol graft, where votes come by the candidate's name", async () => {
  const { server } = await clusterWith({ size: 1, name: "other" });
  const { watch, breaches } = await watching(server, { protocol: "graft" });
  const nats = await connect({ servers: server });
  onTestFinished(() => nats.close());
  const say = (candidate: string): void => {
    const vote = { type: "voteResponse", term: 3, candidate, granted: true, voter: "c" } as const;
    nats.publish(`graft.${candidate}.vote_response`, encodeElection(vote));
  };
  for (const candidate of ["a", "b"]) say(candidate);
  nats.publish("graft.graft.heartbeat", encodeElection({ type: "heartbeat", term: 3, leader: "a" }));
  await vi.waitUntil(() => watch.sighted.frames === 3);
  expect(breaches).toEqual([{ law: "oneVote", what: "c votes for a and for b in term 3" }]);
});
