/** `startNode` under protocol raft: nodes that nobody supervises, over one broker. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { connect } from "nats";
import { describe, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import type { RaftNode } from "../../src/compose-node.ts";
import { KvClient } from "../../src/kv/client.ts";
import type { FormationWait } from "../../src/ports/formation.ts";
import { startNode } from "../../src/start-node.ts";
import type { RaftNodeOptions } from "../../src/start-raft-node.ts";
import { QUICK, STEADY, testFolder } from "../supervisor/bench.ts";

interface Bench {
  readonly url: string;
  start(id: string, options?: Partial<RaftNodeOptions>): Promise<RaftNode>;
}

async function bench(): Promise<Bench> {
  const broker = await startBroker();
  onTestFinished(() => broker.close());
  const folder = await testFolder();
  return {
    url: broker.url,
    async start(id, options = {}) {
      const cluster = { name: "zy", size: 3 };
      const own = { cluster, nats: { servers: broker.url }, dataDir: join(folder, id), timing: QUICK };
      const node = await startNode({ ...own, logLevel: "silent", ...options });
      onTestFinished(() => node.close());
      return node;
    },
  };
}

const kvOf = (node: RaftNode): KvClient =>
  new KvClient({ execute: (command) => node.propose(command), query: (query, how) => node.read(query, how) });

/** Resolves once this node knows a leader. */
const leaderOf = (node: RaftNode): Promise<string> =>
  new Promise((resolve) => {
    if (node.leader !== null) return resolve(node.leader);
    node.on("leaderChange", ({ leader }) => (leader === null ? undefined : resolve(leader)));
  });

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(["same", "worker"] as const)("three nodes, thread: %s", (thread) => {
  test("form a cluster by themselves, elect a leader, and serve commands and reads through any of them", async () => {
    const { start } = await bench();
    const nodes = await Promise.all(["n1", "n2", "n3"].map((id) => start(id, { thread })));
    const [leader] = await Promise.all(nodes.map(leaderOf));
    const reports = await Promise.all(nodes.map((node) => node.report()));
    expect(new Set(reports.map(({ clusterId }) => clusterId)).size).toBe(1);
    expect(reports.map(({ voters }) => voters.map(({ id }) => id))).toEqual(Array(3).fill(["n1", "n2", "n3"]));
    const [first, second] = nodes;
    if (first === undefined || second === undefined) throw new Error("three were started");
    await kvOf(first).put("key", bytes("value"));
    expect((await kvOf(second).get("key"))?.value).toEqual(bytes("value"));
    const leading = nodes.find(({ id }) => id === leader);
    const token = await leading?.lead(({ fencingToken, signal }) => {
      expect(signal.aborted).toBe(false);
      expect(leading.isLeader()).toBe(true);
      return fencingToken;
    });
    expect(token).toBe(leading?.term);
    expect(nodes.filter((node) => node.isLeader()).map(({ id }) => id)).toEqual([leader]);
  });

  test("a closed node comes back on its folder without a size, and hands over first where it leads", async () => {
    const { start } = await bench();
    const nodes = await Promise.all(["n1", "n2", "n3"].map((id) => start(id, { thread })));
    const leader = await leaderOf(nodes[0] as RaftNode);
    const leading = nodes.find(({ id }) => id === leader) as RaftNode;
    await kvOf(leading).put("key", bytes("value"));
    const { incarnation } = await leading.report();
    await leading.close();
    expect(leading.isLeader()).toBe(false);
    await expect(leading.propose(bytes(""))).rejects.toMatchObject({ code: "NODE_STOPPED" });
    const back = await start(leader, { thread, cluster: { name: "zy" } });
    expect(await back.report()).toMatchObject({ incarnation });
    expect((await kvOf(back).get("key"))?.value).toEqual(bytes("value"));
  });
});

describe("a node by itself", () => {
  test("is refused where the cluster has its members, with their names; its folder stays free", async () => {
    const { start } = await bench();
    const thread = "same";
    const [, , third] = await Promise.all(["n1", "n2", "n3"].map((id) => start(id, { thread })));
    await leaderOf(third as RaftNode);
    await expect(start("n4", { thread })).rejects.toMatchObject({
      code: "CLUSTER_FULL",
      values: { cluster: "zy", node: "n4", members: "n1, n2, n3" },
    });
  });

  test("needs a size where its folder is new", async () => {
    const { start } = await bench();
    await expect(start("n1", { cluster: { name: "zy" } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      values: { option: "cluster.size" },
    });
  });

  test.each(["same", "worker"] as const)("says on whom it waits, and can be given up (thread: %s)", async (thread) => {
    const { start } = await bench();
    const controller = new AbortController();
    const waits: FormationWait[] = [];
    const reason = new Error("enough");
    const starting = start("n1", {
      thread,
      signal: controller.signal,
      onWait: (on) => {
        waits.push(on);
        controller.abort(reason);
      },
    });
    await expect(starting).rejects.toBe(reason);
    expect(waits).toEqual([{ type: "members", known: ["n1"], size: 3 }]);
    const again = await start("n1", { thread, cluster: { name: "zy", size: 1 } });
    expect(await leaderOf(again)).toBe("n1");
  });

  test("uses a connection that is there, and leaves it open", async () => {
    const { start, url } = await bench();
    const connection = await connect({ servers: url });
    onTestFinished(() => connection.close());
    const nodes = await Promise.all(
      ["n1", "n2", "n3"].map((id) => start(id, { thread: "same", nats: { connection } })),
    );
    await Promise.all(nodes.map(leaderOf));
    await kvOf(nodes[1] as RaftNode).put("key", bytes("value"));
    await Promise.all(nodes.map((node) => node.close()));
    await connection.flush();
    expect(connection.isClosed()).toBe(false);
  });

  test("a connection goes with no thread but the caller's", async () => {
    const { start, url } = await bench();
    const connection = await connect({ servers: url });
    onTestFinished(() => connection.close());
    await expect(start("n1", { nats: { connection } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      values: { option: "thread" },
    });
  });

  test("keeps what it proposed in its folder", async () => {
    const folder = await testFolder();
    const { start } = await bench();
    const dataDir = join(folder, "n1");
    const node = await start("n1", { thread: "same", dataDir, cluster: { name: "zy", size: 1 } });
    await node.close();
    const record: unknown = JSON.parse(await readFile(join(dataDir, "formation.json"), "utf8"));
    expect(record).toMatchObject({ version: 1, record: { stance: "proposing" } });
  });
});

test("nodes that nobody supervises tell each other why the lead has passed on", async () => {
  const { start } = await bench();
  const nodes = await Promise.all(["n1", "n2", "n3"].map((id) => start(id, { timing: STEADY })));
  const [first] = await Promise.all(nodes.map(leaderOf));
  const others = nodes.filter(({ id }) => id !== first);
  // What one of them saw besides may reach the other after it has made its record: then both say the same of it.
  const agreed = new Promise<void>((resolve) => {
    const look = (): void => {
      const [one, other] = others.map((node) => node.why());
      if (one && one.previous === first && one.final && isDeepStrictEqual(one, other)) resolve();
    };
    for (const node of others) node.on("why", look);
  });
  await nodes.find(({ id }) => id === first)?.close();
  await agreed;
  expect(others[0]?.why()).toMatchObject({ cause: "shutdown", blamed: [first], final: true });
});
