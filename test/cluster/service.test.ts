/** Nodes as a micro service of NATS, asked by the client's own tools for that, on every server. */
import { connect, type NatsConnection, RequestStrategy } from "nats";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectKv } from "../../src/kv/connect.ts";
import { type Cluster, startCluster } from "../../src/supervisor/cluster.ts";
import { SERVER_KINDS } from "../conformance/servers.ts";

const TIMING = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

async function gathered<T>(answers: Promise<AsyncIterable<T>>): Promise<T[]> {
  const all: T[] = [];
  for await (const answer of await answers) all.push(answer);
  return all;
}

const byId = <T extends { readonly id: string }>(answers: readonly T[]): T[] =>
  [...answers].sort((a, b) => (a.id < b.id ? -1 : 1));

for (const kind of SERVER_KINDS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    async function world(): Promise<{ cluster: Cluster; url: string; connection: NatsConnection }> {
      const server = await kind.start();
      onTestFinished(() => server.close());
      const cluster = await startCluster({ name: "zy", nats: [server.url], timing: TIMING });
      onTestFinished(() => cluster.close());
      await cluster.waitForLeader();
      const connection = await connect({ servers: server.url });
      onTestFinished(() => connection.close());
      return { cluster, url: server.url, connection };
    }

    test("every node answers PING, INFO and STATS, to all and by name and id", async () => {
      const { cluster, url, connection } = await world();
      const tools = connection.services.client({ strategy: RequestStrategy.Count, maxWait: 2000, maxMessages: 3 });
      const identity = (id: string) => ({ name: "graft-zy", id, metadata: { cluster: "zy", node: id } });
      const pings = byId(await gathered(tools.ping()));
      expect(pings).toMatchObject(["n1", "n2", "n3"].map(identity));
      expect(pings[0]?.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(byId(await gathered(tools.info("graft-zy")))).toMatchObject(
        ["n1", "n2", "n3"].map((id) => ({
          ...identity(id),
          type: "io.nats.micro.v1.info_response",
          endpoints: [
            { name: "propose", subject: "graft.zy.propose", queue_group: "leader" },
            { name: "read", subject: "graft.zy.read", queue_group: "leader" },
          ],
        })),
      );

      const { client, close } = await connectKv({ servers: [url], name: "test", cluster: "zy" });
      onTestFinished(close);
      for (let i = 0; i < 5; i++) await client.put("k", Buffer.from(String(i)));
      await client.get("k", "linearizable");
      await connection.request("graft.zy.read", Uint8Array.of(255));
      const one = connection.services.client({ strategy: RequestStrategy.Count, maxWait: 2000, maxMessages: 1 });
      for (const id of cluster.nodeIds) {
        const leads = id === cluster.leader;
        const [stats] = await gathered(one.stats("graft-zy", id));
        expect(stats).toMatchObject({ ...identity(id), type: "io.nats.micro.v1.stats_response" });
        const [propose, read] = stats?.endpoints ?? [];
        // A session is registered first.
        expect(propose).toMatchObject({ name: "propose", num_requests: leads ? 6 : 0, num_errors: 0, last_error: "" });
        expect(read).toMatchObject({ name: "read", num_requests: leads ? 1 : 0, data: { open: leads } });
        if (!leads || propose === undefined) continue;
        expect(propose.processing_time).toBeGreaterThan(0);
        expect(propose.average_processing_time).toBe(Math.round(propose.processing_time / 6));
        expect(Date.parse(stats?.started ?? "")).toBeLessThanOrEqual(Date.now());
      }
    });

    test("what is asked in the name of the cluster's own subjects is not answered there", async () => {
      const { cluster, connection } = await world();
      const before = await cluster.node("n1").report();
      connection.publish("$SRV.PING", undefined, { reply: "graft.zy.from.n2.to.n1" });
      const heard: string[] = [];
      connection.subscribe("_INBOX.mine", { callback: (_, { data }) => heard.push(data.toString()) });
      connection.publish("$SRV.PING", undefined, { reply: "_INBOX.mine" });
      await expect.poll(() => heard.length).toBe(3);
      expect((await cluster.node("n1").report()).traffic.malformed).toBe(before.traffic.malformed);
    });
  });
}
