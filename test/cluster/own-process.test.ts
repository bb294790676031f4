/** `node dist/node.js`: a cluster of processes that nobody supervises. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import type { KvClient } from "../../src/kv/client.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type Line, Running } from "./run-cluster.ts";

const QUICK = ["--election-timeout", "150-300", "--heartbeat", "30", "--log-level", "silent"];

async function house() {
  const broker = await startBroker();
  onTestFinished(() => broker.close());
  const folder = mkdtempSync(join(tmpdir(), "graft-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return {
    start(id: string, ...words: readonly string[]): Running {
      const fixed = ["--name", "zy", "--nats", broker.url, "--data", join(folder, id), "--json"];
      const running = new Running([...fixed, ...QUICK, ...words], {}, "node");
      onTestFinished(() => void running.child.kill("SIGKILL"));
      return running;
    },
    async kv(): Promise<KvClient> {
      const { client, close } = await connectKv({ cluster: "zy", servers: [broker.url], name: "test" });
      onTestFinished(close);
      return client;
    },
  };
}

const follows = ({ type }: Line): boolean => type === "leaderChange";
const started = ({ type }: Line): boolean => type === "nodeStarted";

describe("three processes", () => {
  test("form a cluster, survive kill -9 of the leader, and take it back on its data, without a size", async () => {
    const { start, kv } = await house();
    const nodes = new Map(["n1", "n2", "n3"].map((id) => [id, start(id, "--size", "3")]));
    const leaders = await Promise.all([...nodes.values()].map((node) => node.line(follows)));
    const [first] = leaders;
    const leader = String(first?.node);
    const client = await kv();
    await client.put("key", new Uint8Array([1]));
    nodes.get(leader)?.child.kill("SIGKILL");
    const others = [...nodes].filter(([id]) => id !== leader).map(([, node]) => node);
    await Promise.all(others.map((node) => node.line((line) => follows(line) && line.node !== leader)));
    await client.put("key", new Uint8Array([2]));
    const back = start(leader);
    await back.line(follows);
    expect(back.lines.filter(({ type }) => type === "waiting")).toEqual([]);
    expect((await client.get("key"))?.value).toEqual(new Uint8Array([2]));
    others[0]?.child.kill("SIGKILL");
    await client.put("key", new Uint8Array([3]));
  });

  test("a fourth is told that the cluster has its members, and ends with 1", async () => {
    const { start } = await house();
    const nodes = ["n1", "n2", "n3"].map((id) => start(id, "--size", "3"));
    await Promise.all(nodes.map((node) => node.line(started)));
    const { code, lines, stderr } = await start("n4", "--size", "3").finished();
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      type: "error",
      code: "CLUSTER_FULL",
      values: { cluster: "zy", node: "n4", members: "n1, n2, n3" },
    });
    expect(stderr).toContain("n1, n2, n3");
  });
});

describe("a process that waits for others", () => {
  test("says for how many, and ends with 0 when it is asked to stop", async () => {
    const { start } = await house();
    const running = start("n1", "--size", "3");
    const line = await running.line(({ type }) => type === "waiting");
    expect(line).toMatchObject({ for: "members", known: ["n1"], size: 3 });
    running.child.kill("SIGINT");
    const { code, lines } = await running.finished();
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ type: "nodeStopped", failed: false });
  });
});
