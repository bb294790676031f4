/**
 * Five nodes on three nats-servers that are joined by routes. Servers die and come back: what was acknowledged stays, and who
 * leads changes only where the leader lost its server.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type OpenNode, openNode } from "../../src/compose.ts";
import { DEFAULT_TIMING } from "../../src/core/types.ts";
import type { Driver } from "../../src/driver/driver.ts";
import type { Announcement } from "../../src/driver/driver-parts.ts";
import type { NodeReport } from "../../src/driver/report.ts";
import type { KvClient } from "../../src/kv/client.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { newFormation } from "../../src/supervisor/formation.ts";
import { REAL_SERVERS } from "../conformance/servers.ts";
import { ServerCluster } from "./server-routes.ts";

const NODES = ["n1", "n2", "n3", "n4", "n5"];
const TIMING = { ...DEFAULT_TIMING, electionTimeoutMinMs: 500, electionTimeoutMaxMs: 1000, heartbeatMs: 100 };
const WITHIN = { timeout: 20_000, interval: 50 };
const AWAY_MS = 10_000;

const nothing = (): void => {};
const QUIET = { debug: nothing, info: nothing, warn: nothing, error: nothing };

class Five {
  readonly drivers = new Map<string, Driver>();
  /** Who became leader, in which term, in the order in which it was told. */
  readonly leads: { readonly node: string; readonly term: number }[] = [];

  static async start(nats: ServerCluster): Promise<Five> {
    const five = new Five();
    const folder = mkdtempSync(join(tmpdir(), "graft-routes-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const nodes = await Promise.all(NODES.map((id, i) => five.#open(id, join(folder, id), nats.urls[i % 3] ?? "")));
    const opened = nodes.map(
      ({ identity, formation, latest }) =>
        [identity.nodeId, { incarnation: identity.incarnation, formation, latest }] as const,
    );
    const formation = newFormation(new Map(opened), 0, "f".repeat(32));
    await Promise.all(nodes.map((node) => node.form(formation)));
    for (const node of nodes) five.drivers.set(node.identity.nodeId, await node.start());
    onTestFinished(async () => {
      await Promise.all([...five.drivers.values()].map((driver) => driver.close()));
    });
    return five;
  }

  /** Each is told of one server; of the others it hears from that one. */
  #open(nodeId: string, folder: string, url: string): Promise<OpenNode> {
    const onAnnounce = ({ from, to }: Announcement): void => {
      if (to.role === "leader" && from.role !== "leader") this.leads.push({ node: nodeId, term: to.term });
    };
    return openNode({
      nodeId,
      clusterName: "routes",
      folder,
      natsServers: [url],
      timing: TIMING,
      snapshotEvery: 100_000,
      priority: 0,
      log: QUIET,
      observer: { onLease: nothing, onAnnounce, onStopped: nothing },
    });
  }

  reports(): NodeReport[] {
    return [...this.drivers.values()].map((driver) => driver.report());
  }

  /** All are connected and follow one leader in one term. */
  async agreed(): Promise<{ readonly leader: string; readonly term: number }> {
    const view = () => {
      const reports = this.reports();
      const [{ leader, term } = { leader: null, term: 0 }] = reports;
      const same = reports.every((report) => report.connected && report.leader === leader && report.term === term);
      return same && leader !== null ? { leader, term } : null;
    };
    await expect.poll(view, WITHIN).not.toBeNull();
    return view() ?? this.agreed();
  }
}

interface World {
  readonly nats: ServerCluster;
  readonly five: Five;
  readonly client: KvClient;
}

/** The client's server may be the one that died, and a leader be missing for a while. */
async function written(client: KvClient, key: string): Promise<void> {
  const put = () =>
    client.put(key, Buffer.from(key)).then(
      () => true,
      () => false,
    );
  await expect.poll(put, WITHIN).toBe(true);
}

for (const kind of REAL_SERVERS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    async function world(): Promise<World> {
      const nats = await ServerCluster.start(kind.executable ?? "", 3);
      onTestFinished(() => nats.close());
      await expect.poll(() => nats.isJoined(), WITHIN).toBe(true);
      const five = await Five.start(nats);
      await five.agreed();
      const { client, close } = await connectKv({ servers: nats.urls, name: "test", cluster: "routes" });
      onTestFinished(close);
      await written(client, "first");
      return { nats, five, client };
    }

    test("each server is killed and comes back: the leader changes only where it, or the majority, was on that one", async () => {
      const { nats, five, client } = await world();
      const first = await Promise.all(NODES.map((id) => nats.serverOf(`graft-routes-${id}`)));
      expect(first).toEqual(NODES.map((_, i) => nats.servers[i % 3]));
      for (const [i, server] of nats.servers.entries()) {
        const before = await five.agreed();
        const changes = five.leads.length;
        const homes = await Promise.all(NODES.map((id) => nats.serverOf(`graft-routes-${id}`)));
        const losesLead = homes[NODES.indexOf(before.leader)] === server;
        // Who lost an earlier server may all be on this one: then it takes the majority away for as long as it takes to come back.
        const losesMajority = homes.filter((home) => home === server).length > NODES.length / 2;
        await server.kill();
        await written(client, `while s${i} is down`);
        const after = await five.agreed();
        if (losesLead || losesMajority) expect(after.term - before.term).toBeLessThanOrEqual(3);
        else expect({ after, changes: five.leads.length }).toEqual({ after: before, changes });
        await server.start();
        await expect.poll(() => nats.isJoined(), WITHIN).toBe(true);
        await written(client, `s${i} is back`);
        expect(await five.agreed()).toEqual(after);
      }
      const { items } = await client.list({ prefix: "", after: "", consistency: "linearizable" });
      expect(items).toHaveLength(7);
    }, 180_000);

    test("the leader's server dies: another leads, once, and the old leader follows it from another server", async () => {
      const { nats, five, client } = await world();
      for (let round = 0; round < 5; round++) {
        const before = await five.agreed();
        const changes = five.leads.length;
        const server = await nats.serverOf(`graft-routes-${before.leader}`);
        await server?.kill();
        await expect.poll(() => five.leads.length, WITHIN).toBeGreaterThan(changes);
        await written(client, `round ${round}`);
        const after = await five.agreed();
        expect(after.term).toBeGreaterThan(before.term);
        expect(after.term - before.term).toBeLessThanOrEqual(3);
        expect(new Set(five.leads.map(({ term }) => term)).size).toBe(five.leads.length);
        expect(await nats.serverOf(`graft-routes-${before.leader}`)).not.toBe(server);
        await server?.start();
        await expect.poll(() => nats.isJoined(), WITHIN).toBe(true);
        expect(await five.agreed()).toEqual(after);
      }
    }, 180_000);

    test("all servers are gone for 10 s and come back: one leader, no old frames, no run of terms (SCENARIO 17)", async () => {
      const { nats, five, client } = await world();
      const before = await five.agreed();
      const changes = five.leads.length;
      await Promise.all(nats.servers.map((server) => server.kill()));
      await expect.poll(() => five.reports().every(({ connected }) => !connected), WITHIN).toBe(true);
      const sent = five.reports().map(({ traffic }) => traffic.framesSent);
      await passed(AWAY_MS);
      const away = five.reports();
      expect(away.map(({ traffic }) => traffic.framesSent)).toEqual(sent);
      expect(away.map(({ term }) => term)).toEqual(NODES.map(() => before.term));
      expect(away.map(({ role }) => role)).not.toContain("leader");
      await Promise.all(nats.servers.map((server) => server.start()));
      const after = await five.agreed();
      await written(client, "back");
      expect(after.term - before.term).toBeLessThanOrEqual(3);
      expect(five.leads.length - changes).toBeLessThanOrEqual(2);
      expect(new Set(five.leads.map(({ term }) => term)).size).toBe(five.leads.length);
      expect(five.reports().map(({ traffic }) => traffic.misaddressed + traffic.malformed)).toEqual([0, 0, 0, 0, 0]);
      // Once they agree, they go on agreeing.
      const beats = five.reports().map(({ heartbeats }) => heartbeats);
      const went = () => five.reports().every(({ heartbeats }, i) => heartbeats > (beats[i] ?? 0) + 20);
      await expect.poll(went, WITHIN).toBe(true);
      expect(await five.agreed()).toEqual(after);
    }, 120_000);
  });
}
