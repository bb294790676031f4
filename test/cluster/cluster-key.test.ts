/** A cluster whose nodes sign what they say to each other; and two clusters that were given one name (SCENARIO 19). */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "nats";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { Running } from "./run-cluster.ts";

const TIMING = { electionTimeoutMinMs: 300, electionTimeoutMaxMs: 600, heartbeatMs: 50 };
const A = "a1".repeat(32);
const B = "b2".repeat(32);

function keyFile(): { readonly path: string; put(...keys: readonly string[]): void } {
  const folder = mkdtempSync(join(tmpdir(), "graft-cluster-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "keys");
  return {
    path,
    put(...keys) {
      writeFileSync(`${path}.new`, `${keys.join("\n")}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

class Watched {
  readonly logs: string[] = [];
  leaderChanges = 0;
  #waiting: (() => void)[] = [];

  readonly options: Partial<ClusterOptions> = {
    timing: TIMING,
    onEvent: ({ type }) => {
      if (type === "leaderChange") this.leaderChanges += 1;
    },
    onLog: (line) => {
      this.logs.push(line);
      for (const look of this.#waiting.splice(0)) look();
    },
  };

  async logged(text: string, times: number): Promise<void> {
    while (this.logs.filter((line) => line.includes(text)).length < times)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

async function started(options: ClusterOptions): Promise<Cluster> {
  const cluster = await startCluster(options);
  onTestFinished(() => cluster.close());
  await cluster.waitForLeader();
  return cluster;
}

async function servers(): Promise<string> {
  const broker = await startBroker();
  onTestFinished(() => broker.close());
  return broker.url;
}

const reportsOf = (cluster: Cluster) => Promise.all(cluster.nodeIds.map((id) => cluster.node(id).report()));
const trafficOf = async (cluster: Cluster) => (await reportsOf(cluster)).map(({ traffic }) => traffic);
const termsOf = async (cluster: Cluster) => (await reportsOf(cluster)).map(({ term }) => term);

test("frames that nobody signed, or that were altered, are counted, complained of once, and change nothing", async () => {
  const url = await servers();
  const keys = keyFile();
  keys.put(A);
  const watched = new Watched();
  const cluster = await started({ ...watched.options, nats: [url], clusterKeyFile: keys.path });
  const { clusterId, term } = await cluster.node(await cluster.waitForLeader()).report();
  // Whoever follows may still be writing down the term that it has heard of.
  await expect.poll(() => termsOf(cluster)).toEqual([term, term, term]);

  const forger = await connect({ servers: url });
  onTestFinished(() => forger.close());
  const heard: Uint8Array[] = [];
  forger.subscribe("graft.graft.from.*.all", { max: 1, callback: (_, { data }) => heard.push(Uint8Array.from(data)) });
  await expect.poll(() => heard.length).toBe(1);
  const [altered = new Uint8Array()] = heard;
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  const from = { id: "n9", incarnation: "i9" };
  const vote = { type: "voteRequest", last: { index: 1e9, term: 1e6 }, transfer: true } as const;
  const campaign = { from, to: null, term: term + 1000, body: vote };
  const unsigned = createCodec().encode({ clusterId, boot: "b", from, message: campaign });
  for (const frame of [altered, unsigned, unsigned]) forger.publish("graft.graft.from.n9.all", frame);
  await expect.poll(async () => (await trafficOf(cluster)).map((each) => each.unauthenticated)).toEqual([3, 3, 3]);
  expect((await trafficOf(cluster)).map(({ malformed }) => malformed)).toEqual([0, 0, 0]);
  expect(await termsOf(cluster)).toEqual([term, term, term]);
  expect(watched.leaderChanges).toBe(1);
  expect(watched.logs.filter((line) => line.includes("unauthenticated"))).toHaveLength(3);
  expect(watched.logs.join()).not.toContain(A);
});

test("keys are exchanged while clients write: no write fails, no frame is dropped, the leader stays", async () => {
  const url = await servers();
  const keys = keyFile();
  keys.put(A);
  const watched = new Watched();
  const cluster = await started({ ...watched.options, nats: [url], clusterKeyFile: keys.path });
  const { client, close } = await connectKv({ servers: [url], name: "test", cluster: "graft" });
  onTestFinished(close);
  let writing = true;
  let written = 0;
  const writer = (async () => {
    for (; writing; written++) await client.put("k", Buffer.from(String(written)));
  })();
  let steps = 0;
  for (const lines of [[A, B], [B, A], [B]]) {
    keys.put(...lines);
    steps += 1;
    await watched.logged("the cluster's keys were read anew", 3 * steps);
  }
  const [atLast] = [written];
  await expect.poll(() => written).toBeGreaterThan(atLast + 5);
  writing = false;
  await writer;
  expect((await trafficOf(cluster)).map(({ unauthenticated }) => unauthenticated)).toEqual([0, 0, 0]);
  expect(watched.leaderChanges).toBe(1);
});

test("the command signs by --cluster-key-file, prints no key, and refuses a file that is none", async () => {
  const keys = keyFile();
  keys.put(A);
  const flag = ["--cluster-key-file", keys.path, "--json"];
  const { code, lines, stderr } = await new Running([...flag, "--duration", "2s", "--log-level", "trace"]).finished();
  expect(code).toBe(0);
  expect(lines.filter(({ type }) => type === "leaderChange")).toHaveLength(1);
  expect(JSON.stringify(lines) + stderr).not.toContain(A);
  keys.put("not-a-key-s3cret");
  const refused = await new Running(flag).finished();
  expect(refused.code).toBe(2);
  expect(refused.lines.at(-1)).toMatchObject({ type: "error", code: "INVALID_OPTION" });
  expect(refused.stderr).toContain(keys.path);
  expect(JSON.stringify(refused)).not.toContain("s3cret");
  expect(readFileSync(keys.path, "utf8")).toContain("s3cret");
});

test.each(["one", "the other"])(
  "two clusters of one name on one server live side by side (%s closes first)",
  async (first) => {
    const url = await servers();
    const [watched, others] = [new Watched(), new Watched()];
    const one = await started({ ...watched.options, nats: [url] });
    const other = await started({ ...others.options, nats: [url] });
    const trafficOfAll = async () => [...(await trafficOf(one)), ...(await trafficOf(other))];
    let traffic = await trafficOfAll();
    // Each hears the others' heartbeats; that may take one more.
    while (traffic.some(({ otherCluster }) => otherCluster === 0)) traffic = await trafficOfAll();
    expect(traffic.map(({ malformed, unauthenticated }) => malformed + unauthenticated)).toEqual([0, 0, 0, 0, 0, 0]);
    await (first === "one" ? one : other).close();
    const left = first === "one" ? other : one;
    const reports = await Promise.all(left.nodeIds.map((id) => left.node(id).report()));
    expect(new Set(reports.map(({ leader }) => leader))).toEqual(new Set([left.leader]));
    expect([watched.leaderChanges, others.leaderChanges]).toEqual([1, 1]);
    for (const { logs } of [watched, others])
      expect(logs.filter((line) => line.includes("another cluster of this name"))).toHaveLength(3);
  },
);
