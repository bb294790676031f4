/**
 * Five nodes, clients that write all the time, and a node crashed at random every 200 ms: real workers, disks and messages.
 * What was acknowledged is there in the end, all machines are equal, and no term had two leaders.
 *
 * GRAFT_CRASH_SECONDS: how long (default 20; 60 for a thorough run). GRAFT_SEED: replays the choices of a run, though not its timing.
 */
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { NodeId, Term } from "../../src/core/types.ts";
import { isGraftError } from "../../src/errors.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type Cluster, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import { random, Writer } from "../cluster/workload.ts";

const SECONDS = Number(process.env.GRAFT_CRASH_SECONDS ?? 20);
const SEED = Number(process.env.GRAFT_SEED ?? Math.floor(Math.random() * 2 ** 31));
const CRASH_EVERY_MS = 200;
const DOWN_MS_MAX = 100;
const WRITERS = 16;
const TIMING = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

class Leaders {
  readonly #byTerm = new Map<Term, NodeId>();
  readonly violations: string[] = [];

  get terms(): number {
    return this.#byTerm.size;
  }

  hear(event: ClusterEvent): void {
    if (event.type === "nodeStopped" && event.error !== null)
      this.violations.push(`${event.node} stopped: ${event.error.code} ${event.error.message}`);
    if (event.type !== "leaderChange") return;
    const other = this.#byTerm.get(event.term);
    if (other !== undefined) this.violations.push(`${other} and ${event.node} lead term ${event.term}`);
    this.#byTerm.set(event.term, event.node);
  }
}

/** Again where the next crash came before it was up. */
async function restarted(cluster: Cluster, id: NodeId): Promise<void> {
  while (!cluster.node(id).running) {
    try {
      await cluster.node(id).restart();
    } catch (error) {
      if (!isGraftError(error) || error.code !== "NODE_STOPPED") throw error;
    }
  }
}

/** One crash each period, whoever it hits: also one that is only starting, and also where the rest is no majority. */
async function crashAtRandom(cluster: Cluster, untilMs: number, chance: () => number): Promise<number> {
  const restarting = new Set<Promise<void>>();
  let crashes = 0;
  while (performance.now() < untilMs) {
    await pause(CRASH_EVERY_MS);
    const up = cluster.nodeIds.filter((id) => cluster.node(id).running);
    const victim = up[Math.floor(chance() * up.length)];
    const downMs = chance() * DOWN_MS_MAX;
    if (victim === undefined) continue;
    crashes += 1;
    const life = cluster
      .node(victim)
      .crash()
      .then(() => pause(downMs))
      .then(() => restarted(cluster, victim))
      .finally(() => restarting.delete(life));
    restarting.add(life);
  }
  await Promise.all(restarting);
  return crashes;
}

/** All have applied the same, as far as the leader's log goes: their hashes, asked for again until they are of one index. */
async function finalHashes(cluster: Cluster): Promise<string[]> {
  for (;;) {
    const nodes = cluster.nodeIds.map((id) => cluster.node(id));
    const reports = await Promise.all(nodes.map((node) => node.report()));
    const hashes = await Promise.all(nodes.map((node) => node.stateHash()));
    const end = Math.max(...reports.map(({ lastIndex }) => lastIndex));
    if (hashes.every(({ appliedIndex }) => appliedIndex === end)) return hashes.map(({ hash }) => hash);
    await pause(20);
  }
}

test(`seed ${SEED}: with a random crash every 200 ms for ${SECONDS} s nothing acknowledged is lost`, {
  timeout: (SECONDS + 120) * 1000,
}, async () => {
  process.stdout.write(`GRAFT_SEED=${SEED}\n`);
  const leaders = new Leaders();
  let nats = "";
  const cluster = await startCluster({
    size: 5,
    timing: TIMING,
    snapshotEvery: 2_000,
    logLevel: "silent",
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
      leaders.hear(event);
    },
  });
  onTestFinished(() => cluster.close());
  await cluster.waitForLeader();
  const writers: Writer[] = [];
  for (let number = 0; number < WRITERS; number++) {
    const connection = await connectKv({ servers: [nats], name: `w${number}`, cluster: "graft", callTimeoutMs: 3_000 });
    onTestFinished(() => connection.close());
    writers.push(new Writer(connection.client, `w${number}-`));
  }
  const writing = Promise.all(writers.map((writer) => writer.run()));
  const crashes = await crashAtRandom(cluster, performance.now() + SECONDS * 1000, random(SEED));
  for (const writer of writers) writer.stop();
  await writing;
  const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
  const uncertain = writers.reduce((sum, writer) => sum + writer.uncertain, 0);
  process.stdout.write(`${crashes} crashes, ${leaders.terms} terms, ${acknowledged} writes, ${uncertain} uncertain\n`);
  const lost = await Promise.all(writers.map((writer) => writer.violations()));
  expect(lost.flat(), `seed ${SEED}`).toEqual([]);
  expect(new Set(await finalHashes(cluster)).size, `seed ${SEED}`).toBe(1);
  expect(leaders.violations, `seed ${SEED}`).toEqual([]);
  expect(crashes).toBeGreaterThan(SECONDS * 3);
  expect(acknowledged).toBeGreaterThan(SECONDS * 10);
});
