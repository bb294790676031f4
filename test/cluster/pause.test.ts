/**
 * A pause is no reason to campaign: a thread that was frozen finds its timer expired and the leader's heartbeats unread. It
 * must read them before it looks at the clock (DESIGN 4). n3 is the one that is frozen, so it runs in the test's own thread.
 */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type OpenNode, openNode } from "../../src/compose.ts";
import type { Standing } from "../../src/core/effect.ts";
import { DEFAULT_TIMING, type NodeId, type Timing } from "../../src/core/types.ts";
import type { Driver } from "../../src/driver/driver.ts";
import type { Announcement } from "../../src/driver/driver-parts.ts";
import type { Log } from "../../src/ports/log.ts";
import { openBroker } from "../../src/supervisor/broker-handle.ts";
import { newFormation } from "../../src/supervisor/formation.ts";
import { NodeLife } from "../../src/supervisor/node-life.ts";
import type { OpenedNode } from "../../src/supervisor/node-protocol.ts";
import { lifeOptions, testFolder } from "../supervisor/bench.ts";

const PAUSES = 10;
const HEARTBEAT_MS = 20;
const SHORT: Timing = {
  ...DEFAULT_TIMING,
  electionTimeoutMinMs: 150,
  electionTimeoutMaxMs: 300,
  heartbeatMs: HEARTBEAT_MS,
};
/** A busy machine must not make those who are not frozen campaign. */
const LONG: Timing = { ...SHORT, electionTimeoutMinMs: 1_500, electionTimeoutMaxMs: 3_000 };
const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The thread stands still, with its sockets open. */
function freeze(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** n1 and n2 in workers, n3 here; told of every announcement. */
class Three {
  readonly ofN3: Announcement[] = [];
  readonly #standings = new Map<NodeId, Standing>();
  readonly #looks = new Set<() => void>();

  async start(): Promise<Driver> {
    const folder = await testFolder();
    const broker = await openBroker([], "embedded");
    onTestFinished(() => broker.close());
    const lives = ["n1", "n2"].map((id) => this.#spawn(id, join(folder, id)));
    const n3 = await this.#openHere(join(folder, "n3"), broker.servers);
    const opened = new Map<NodeId, OpenedNode>();
    for (const { id, life } of lives) opened.set(id, await life.call((api) => api.open(broker.servers)));
    opened.set("n3", { incarnation: n3.identity.incarnation, formation: n3.formation, latest: n3.latest });
    const formation = newFormation(opened, 0, "f".repeat(32));
    await Promise.all([n3.form(formation), ...lives.map(({ life }) => life.call((api) => api.form(formation)))]);
    const [driver] = await Promise.all([n3.start(), ...lives.map(({ life }) => life.call((api) => api.start()))]);
    onTestFinished(() => driver.close());
    return driver;
  }

  #spawn(id: NodeId, folder: string): { readonly id: NodeId; readonly life: NodeLife } {
    const options = lifeOptions(folder, { nodeId: id, clusterName: "pause", timing: LONG });
    const life = new NodeLife(options, (event) => {
      if (event.type === "announce") this.#hear(id, event.announcement);
    });
    onTestFinished(() => life.terminate());
    return { id, life };
  }

  #openHere(folder: string, natsServers: readonly string[]): Promise<OpenNode> {
    const onAnnounce = (announcement: Announcement): void => {
      this.ofN3.push(announcement);
      this.#hear("n3", announcement);
    };
    const observer = { onLease: () => undefined, onAnnounce, onStopped: () => undefined };
    return openNode({
      nodeId: "n3",
      clusterName: "pause",
      folder,
      natsServers,
      timing: SHORT,
      snapshotEvery: 1000,
      priority: 0,
      log: QUIET,
      observer,
    });
  }

  #hear(id: NodeId, { to }: Announcement): void {
    this.#standings.set(id, to);
    for (const look of [...this.#looks]) look();
  }

  /** Resolves once all three follow the same leader, of whom `fits` approves. */
  agreedOn(fits: (leader: NodeId) => boolean): Promise<Standing> {
    return new Promise((resolve) => {
      const look = (): void => {
        const n3 = this.#standings.get("n3");
        if (n3 === undefined || n3.leader === null || !fits(n3.leader)) return;
        for (const id of ["n1", "n2"]) if (this.#standings.get(id)?.leader !== n3.leader) return;
        this.#looks.delete(look);
        resolve(n3);
      };
      this.#looks.add(look);
      look();
    });
  }
}

test("a node that is frozen for two election timeouts, ten times, never campaigns: it hears what waited first", async () => {
  const three = new Three();
  const driver = await three.start();
  const first = await three.agreedOn(() => true);
  if (first.leader === "n3") await driver.transferLeadership(null);
  const { leader, term } = await three.agreedOn((leader) => leader !== "n3");
  three.ofN3.length = 0;
  for (let pause = 1; pause <= PAUSES; pause++) {
    const { heartbeats } = driver.report();
    freeze(2 * SHORT.electionTimeoutMaxMs);
    while (driver.report().heartbeats < heartbeats + (2 * SHORT.electionTimeoutMaxMs) / HEARTBEAT_MS) await turn();
    expect(three.ofN3).toEqual([]);
    expect(driver.report()).toMatchObject({ role: "follower", leader, term });
  }
});
