/**
 * A cluster of workers in this process, as `startCluster` makes it, over a broker of its own or one that was started without the
 * events by which connections are said to have ended. Law: what it started it ends.
 */
import { type NatsServer, startNatsServer } from "../src/broker/nats-server.ts";
import type { Timing } from "../src/core/types.ts";
import type { HintSources } from "../src/ports/transport.ts";
import { type Cluster, startChecked } from "../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../src/supervisor/events.ts";
import { checkOptions } from "../src/supervisor/options.ts";
import { CLUSTER, type Electorate, type Leader, type Moment, type NextLead, pause } from "./harness.ts";

const LOOK_AGAIN_MS = 20;

/** Of several moments that it is told, the first counts. */
function newMoment(): { readonly promise: Promise<Moment>; readonly tell: (moment: Moment) => void } {
  let tell: (moment: Moment) => void = () => undefined;
  const promise = new Promise<Moment>((resolve) => {
    tell = resolve;
  });
  return { promise, tell };
}

export interface WorkerElectorateOptions {
  readonly nodes: number;
  /** "plain": a nats-server that tells of no connection that ends. */
  readonly broker: "embedded" | "nats-server" | "plain";
  readonly timing?: Partial<Timing>;
  readonly hints?: HintSources;
  /** Default: that of the cluster. */
  readonly leaseMs?: number;
}

export class WorkerElectorate implements Electorate {
  readonly cluster: Cluster;
  readonly servers: readonly string[];
  readonly heartbeatMs: number;
  readonly leaseMs: number;
  readonly #server: NatsServer | null;
  #isClosed = false;

  static async open({
    nodes,
    broker,
    timing = {},
    hints,
    leaseMs,
  }: WorkerElectorateOptions): Promise<WorkerElectorate> {
    const server = broker === "plain" ? await startNatsServer({ configuration: "" }) : null;
    let nats = "";
    const checked = checkOptions({
      size: nodes,
      name: CLUSTER,
      timing,
      logLevel: "silent",
      // Who is down is brought back by the trial.
      restart: false,
      onEvent: (event) => {
        if (event.type === "clusterStarted") nats = event.nats;
      },
      ...(leaseMs === undefined ? {} : { leaseMs }),
      ...(broker === "plain" ? { nats: server === null ? [] : [server.url] } : { broker }),
    });
    try {
      const cluster = await startChecked({ ...checked, ...(hints === undefined ? {} : { hints }) });
      const { heartbeatMs } = checked.fullTiming;
      return new WorkerElectorate({ cluster, servers: nats.split(","), heartbeatMs, leaseMs: checked.leaseMs, server });
    } catch (error) {
      await server?.close();
      throw error;
    }
  }

  private constructor(parts: {
    readonly cluster: Cluster;
    readonly servers: readonly string[];
    readonly heartbeatMs: number;
    readonly leaseMs: number;
    readonly server: NatsServer | null;
  }) {
    this.cluster = parts.cluster;
    this.servers = parts.servers;
    this.heartbeatMs = parts.heartbeatMs;
    this.leaseMs = parts.leaseMs;
    this.#server = parts.server;
  }

  async whole(): Promise<Leader> {
    while (!this.#isClosed) {
      const node = this.cluster.leader;
      const leader = node === null ? null : await this.#wholeUnder(node);
      if (leader !== null) return leader;
      await pause(LOOK_AGAIN_MS);
    }
    throw new Error("closed before all was whole");
  }

  leadsStill({ node }: Leader): boolean {
    return this.cluster.leader === node;
  }

  next({ term }: Leader): NextLead {
    const led = newMoment();
    const leased = newMoment();
    const controller = new AbortController();
    // Who leads first may be replaced before it holds its lease.
    const stop = this.cluster.observe((event: ClusterEvent) => {
      if (event.type !== "leaderChange" || event.term <= term) return;
      led.tell({ node: event.node, term: event.term, atMs: performance.now() });
      this.#lease(event.node, controller.signal).then(leased.tell, () => undefined);
    });
    return {
      led: led.promise,
      leased: leased.promise,
      close: () => {
        stop();
        controller.abort();
      },
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.cluster.close();
    await this.#server?.close();
  }

  #lease(node: string, signal: AbortSignal): Promise<Moment> {
    const begun = ({ fencingToken: term }: { fencingToken: number }): Moment => ({
      node,
      term,
      atMs: performance.now(),
    });
    return this.cluster.node(node).lead(begun, { signal });
  }

  async #wholeUnder(node: string): Promise<Leader | null> {
    const { cluster } = this;
    try {
      const leader = await cluster.node(node).report();
      const all = await Promise.all(cluster.nodeIds.map((id) => cluster.node(id).report()));
      const isWhole = all.every(
        ({ connected, role, leader: heard, appliedIndex, lastIndex }) =>
          connected &&
          heard === node &&
          (role === "leader" || role === "follower") &&
          appliedIndex >= leader.commitIndex &&
          lastIndex >= leader.lastIndex,
      );
      const holdsLease = this.leaseMs === 0 || cluster.node(node).isLeader();
      return isWhole && holdsLease ? { node, term: leader.term } : null;
    } catch {
      return null; // somebody is down, or not up yet
    }
  }
}
