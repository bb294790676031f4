/** Nodes of protocol `graft` over NATS, by the public door; the original's own test of that among them (nats_rpc_test.go). */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "nats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GraftNode, GraftNodeOptions, LeaderChange } from "../../src/compose-graft.ts";
import type { GraftError } from "../../src/errors.ts";
import { startNode } from "../../src/start-node.ts";
import { SERVER_KINDS, type TestServer } from "../conformance/servers.ts";

const cleanups: (() => Promise<unknown>)[] = [];
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "graft-test-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const timing = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

async function start(id: string, nats: GraftNodeOptions["nats"], size = 3): Promise<GraftNode> {
  const dataDir = join(folder, id);
  const node = await startNode({ protocol: "graft", cluster: { name: "zy", size }, nats, dataDir, id, timing });
  cleanups.push(() => node.close());
  return node;
}

/** Resolves when a node says, to everybody's knowledge, who leads. */
const leaderOf = (node: GraftNode, not: string | null = null): Promise<string> =>
  new Promise((resolve) => {
    const look = ({ leader }: Pick<LeaderChange, "leader">): void => {
      if (leader === null || leader === not) return;
      node.off("leaderChange", look);
      resolve(leader);
    };
    node.on("leaderChange", look);
    look(node);
  });

const nextError = (node: GraftNode): Promise<GraftError> => new Promise((resolve) => node.on("error", resolve));

describe.each(SERVER_KINDS)("over $name", ({ missing, start: startServer }) => {
  let server: TestServer;
  beforeEach(async () => {
    if (missing) return;
    server = await startServer();
    cleanups.push(() => server.close());
  });

  test.skipIf(missing)("TestNatsLeaderElection: five elect one, keep it, and elect another when it goes", async () => {
    const ids = ["n1", "n2", "n3", "n4", "n5"];
    const nodes = await Promise.all(ids.map((id) => start(id, { servers: server.url }, 5)));
    const told = await Promise.all(nodes.map((node) => leaderOf(node)));
    expect(new Set(told).size).toBe(1);
    const leader = nodes.find((node) => node.isLeader());
    expect(leader?.id).toBe(told[0]);
    await leader?.close();
    const rest = nodes.filter((node) => node !== leader);
    const next = await Promise.all(rest.map((node) => leaderOf(node, leader?.id)));
    expect(new Set(next).size).toBe(1);
    expect(rest.find((node) => node.isLeader())?.term).toBeGreaterThan(leader?.term ?? 0);
    expect(rest.map((node) => node.report().rivalries)).toEqual([0, 0, 0, 0]);
  });

  test.skipIf(missing)("a connection that is there is used, its echo is no double, and it is left open", async () => {
    const connection = await connect({ servers: server.url });
    cleanups.push(() => connection.close());
    const node = await start("n1", { connection }, 1);
    expect(await leaderOf(node)).toBe("n1");
    await node.close();
    expect(connection.isClosed()).toBe(false);
    await connection.flush();
    const again = await start("n1", { connection }, 1);
    expect(await leaderOf(again)).toBe("n1");
    expect(again.term).toBe(2);
  });

  test.skipIf(missing)("speaks exactly on the subjects of the original, with its reply", async () => {
    const connection = await connect({ servers: server.url });
    cleanups.push(() => connection.close());
    const heard: string[] = [];
    const subscription = connection.subscribe("graft.>");
    await connection.flush();
    const node = await start("n1", { servers: server.url }, 2);
    const listening = (async () => {
      for await (const { subject, reply, data } of subscription) {
        heard.push(`${subject} ${reply ?? ""}`.trim());
        if (subject === "graft.zy.vote_request")
          connection.publish("graft.n1.vote_response", new Uint8Array([8, data[1] ?? 0, 16, 1]));
        if (subject === "graft.zy.heartbeat") break;
      }
    })();
    await listening;
    expect(new Set(heard)).toEqual(
      new Set(["graft.zy.vote_request graft.n1.vote_response", "graft.n1.vote_response", "graft.zy.heartbeat"]),
    );
    expect(node.report()).toMatchObject({ anonymousVotes: 1, promise: "nothing" });
  });

  test.skipIf(missing)("a leader whose server goes leads no more, and leads again where it comes back", async () => {
    const node = await start("n1", { servers: server.url }, 1);
    await leaderOf(node);
    const lost = nextError(node);
    const fell = new Promise((resolve) => node.on("stateChange", resolve));
    await server.close();
    expect(await lost).toMatchObject({ code: "NATS_LOST" });
    expect([node.isLeader(), node.report().connected]).toEqual([false, false]);
    expect(await fell).toMatchObject({ from: "leader", to: "follower", cause: "disconnected" });
    const { term } = node;
    server = await startServer(server.port);
    cleanups.push(() => server.close());
    expect(await leaderOf(node)).toBe("n1");
    expect(node.term).toBe(term + 1);
    expect(node.report().traffic.reconnects).toBe(1);
  });
});

test("without a server a node is not started, and its folder is free again", async () => {
  const nowhere = { servers: "nats://127.0.0.1:1", timeoutMs: 300 };
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(start("n1", nowhere)).rejects.toMatchObject({ code: "NATS_UNREACHABLE" });
});

test("over a connection that is closed a node is not started", async () => {
  const [kind] = SERVER_KINDS;
  const server = await kind?.start();
  cleanups.push(async () => server?.close());
  const connection = await connect({ servers: server?.url ?? "" });
  await connection.close();
  await expect(start("n1", { connection })).rejects.toMatchObject({ code: "NATS_UNREACHABLE" });
});
