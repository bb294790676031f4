/**
 * Failover: the leader's worker is terminated; how long until another leads, and until a client that was writing all the
 * time has its next answer.
 *
 * Law: timeouts are the defaults, and each trial begins on a whole cluster whose followers have all that is committed. What is
 * measured begins right before the worker is told to die, so its death is part of it.
 */
import { performance } from "node:perf_hooks";
import type { KvClient } from "../src/kv/client.ts";
import { connectKv } from "../src/kv/connect.ts";
import { type Cluster, startCluster } from "../src/supervisor/cluster.ts";
import { sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { contestElections } from "./peers/election-contest.ts";
import { distributions } from "./picture.ts";

const CLUSTER = "bench";
const SETTLE_MS = 20;

export const failover: Bench = {
  trials: 50,
  nodes: [3],
  isOfManySizes: false,
  cases: [],
  sync: "fdatasync of each batch on every node",
  run: benchFailover,
  picture: (recorded) => ({
    type: "distribution",
    title: "A leader's worker is terminated, default timeouts",
    unit: "ms",
    curves: distributions(recorded, "ms"),
  }),
};

async function benchFailover(run: BenchRun): Promise<void> {
  const { options, record, signal, progress } = run;
  if (options.peers.length > 0) return contestElections(run);
  const { trials, broker } = options;
  const nodes = sizeOf(options);
  const elections = new Elections();
  let nats = "";
  const cluster = await startCluster({
    size: nodes,
    name: CLUSTER,
    broker,
    logLevel: "silent",
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
      if (event.type === "leaderChange") elections.happened();
    },
  });
  try {
    await cluster.waitForLeader();
    const { client, close } = await connectKv({ servers: nats.split(","), name: "bench", cluster: CLUSTER });
    const writer = new Writer(client);
    const ledMs = record.spread(`crash of the leader's worker to a new leader, ${nodes} nodes, ${broker}`, "ms");
    const wroteMs = record.spread("the same to the first acknowledged write of a client that was writing", "ms");
    for (let trial = 1; trial <= trials && !signal.aborted; trial += 1) {
      const { led, wrote } = await failOver(cluster, elections, writer);
      ledMs.add(led);
      wroteMs.add(wrote);
      progress(trial, trials);
    }
    await writer.stop();
    await close();
  } finally {
    await cluster.close();
  }
}

async function failOver(
  cluster: Cluster,
  elections: Elections,
  writer: Writer,
): Promise<{ led: number; wrote: number }> {
  const leader = await cluster.waitForLeader();
  await inStep(cluster);
  await writer.next();
  const elected = elections.next();
  const startedMs = performance.now();
  const crashed = cluster.node(leader).crash();
  const ledAtMs = await elected;
  const wroteAtMs = await writer.next();
  await crashed;
  await cluster.node(leader).restart();
  return { led: ledAtMs - startedMs, wrote: wroteAtMs - startedMs };
}

/** All nodes have what the leader had when it was asked, and have been told so. */
async function inStep(cluster: Cluster): Promise<void> {
  const leader = await cluster.node(await cluster.waitForLeader()).report();
  for (;;) {
    const reports = await Promise.all(cluster.nodeIds.map((id) => cluster.node(id).report()));
    if (
      reports.every(
        ({ appliedIndex, role, connected }) =>
          appliedIndex >= leader.commitIndex && role !== "preCandidate" && connected,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
}

class Elections {
  #waits: ((atMs: number) => void)[] = [];

  happened(): void {
    const atMs = performance.now();
    for (const resolve of this.#waits.splice(0)) resolve(atMs);
  }

  next(): Promise<number> {
    return new Promise((resolve) => this.#waits.push(resolve));
  }
}

/** Writes one key after the other. */
class Writer {
  readonly #client: KvClient;
  readonly #running: Promise<void>;
  #waits: ((atMs: number) => void)[] = [];
  #isStopped = false;

  constructor(client: KvClient) {
    this.#client = client;
    this.#running = this.#run();
  }

  /** When the next answer came. */
  next(): Promise<number> {
    return new Promise((resolve) => this.#waits.push(resolve));
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#running;
  }

  async #run(): Promise<void> {
    const value = new Uint8Array(256);
    for (let count = 0; !this.#isStopped; count += 1) {
      await this.#client.put(`key-${count % 64}`, value);
      const atMs = performance.now();
      for (const resolve of this.#waits.splice(0)) resolve(atMs);
    }
  }
}
