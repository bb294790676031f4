/** A cluster whose leader can be harmed from within, and what it has told. */
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { connectClient } from "../../src/kv/connect.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import type { Why } from "../../src/why/explain.ts";

export const TIMING = { electionTimeoutMinMs: 300, electionTimeoutMaxMs: 600, heartbeatMs: 60 };

const WAIT_MS = 15_000;

type Is<E extends ClusterEvent> = (event: ClusterEvent) => event is E;

export class Sabotage {
  readonly events: ClusterEvent[] = [];
  readonly #looks = new Set<() => void>();
  readonly cluster: Promise<Cluster>;
  readonly #closes: (() => Promise<void>)[] = [];
  #nats = "";

  constructor(options: ClusterOptions = {}) {
    const stateMachine = fileURLToPath(new URL("machines/saboteur.mjs", import.meta.url));
    this.cluster = startCluster({
      size: 3,
      timing: TIMING,
      stateMachine,
      logLevel: "silent",
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        if (event.type === "clusterStarted") this.#nats = event.nats;
        for (const look of [...this.#looks]) look();
      },
    });
    onTestFinished(async () => {
      await Promise.all(this.#closes.map((close) => close()));
      await (await this.cluster).close();
    });
  }

  /** Asks whoever leads to do that to itself. */
  async harmLeader(what: string): Promise<void> {
    const { client, close } = await connectClient({ cluster: "graft", name: "saboteur", servers: [this.#nats] });
    await client.query(new TextEncoder().encode(what), "stale").catch(() => undefined);
    // Who harms a disk has to ask something of it.
    if (/^(slow|fail)/.test(what)) void client.execute(new Uint8Array([1])).catch(() => undefined);
    this.#closes.push(close);
  }

  /** Has something written, and does not wait for it. */
  async write(): Promise<void> {
    const { client, close } = await connectClient({ cluster: "graft", name: "saboteur", servers: [this.#nats] });
    void client.execute(new Uint8Array([1])).catch(() => undefined);
    this.#closes.push(close);
  }

  /** Until it is up, follows and answers: what was done to it is over. */
  async calm(node: string): Promise<void> {
    const cluster = await this.cluster;
    for (;;) {
      if (!cluster.node(node).running)
        await cluster
          .node(node)
          .restart()
          .catch(() => undefined);
      const report = await cluster
        .node(node)
        .report()
        .catch(() => null);
      const leads = await cluster.waitForLeader();
      const { commitIndex } = await cluster.node(leads).report();
      if (report?.leader != null && report.connected && report.commitIndex + 1 >= commitIndex) return;
    }
  }

  /** The first event that fits, past or to come. */
  async event<E extends ClusterEvent>(is: Is<E>): Promise<E> {
    return this.#until(() => this.events.find(is));
  }

  /** Why `from` lost a lead, or the lead that began after `term`; once that is settled. */
  why(term: number): Promise<Why> {
    return this.#until(() => {
      const found = this.events.findLast((event) => event.type === "why" && event.why.term > term && event.why.final);
      return found?.type === "why" ? found.why : undefined;
    });
  }

  #until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#looks.delete(look);
        reject(new Error(`not seen: ${JSON.stringify(this.events, null, 1)}`));
      }, WAIT_MS);
      this.#looks.add(look);
      look();
    });
  }
}

/** The leader, and the term that it leads. */
export async function leaderOf(cluster: Cluster): Promise<{ readonly leader: string; readonly term: number }> {
  const leader = await cluster.waitForLeader();
  const { term } = await cluster.node(leader).report();
  return { leader, term };
}
