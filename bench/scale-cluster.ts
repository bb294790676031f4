/**
 * A cluster of the scale benchmark, in a process of its own, so that its memory and CPU are nobody else's. Law: it does one job,
 * says what it has measured, and ends; or it ends when the one who asked does.
 */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Cluster } from "../src/supervisor/cluster.ts";
import { tuneGarbageCollection } from "../src/supervisor/memory.ts";
import { warmUp } from "./peers/contest.ts";
import { drive } from "./peers/load.ts";
import { type Ours, startOurs } from "./peers/ours.ts";

export const SCALE_CLUSTER = "scale-cluster";

export type ScaleJob =
  /** What an idle cluster of so many costs; `commits` 0: they are not measured. */
  | { readonly type: "nodes"; readonly nodes: number; readonly elections: number; readonly commits: number }
  /** What a log of so many entries costs; `snapshotEvery` null: no snapshot shortens it. */
  | {
      readonly type: "log";
      readonly entries: number;
      readonly snapshotEvery: number | null;
      readonly restarts: number;
    };

export interface NodesResult {
  readonly type: "nodes";
  /** From the call to a cluster whose nodes all hear each other, and have a leader. */
  readonly startMs: number;
  readonly idlePercent: number;
  readonly residentMib: number;
  /** From a crash of the leader to the next. */
  readonly failoverMs: readonly number[];
  /** 0: not measured. */
  readonly commitsPerSecond: number;
  readonly commitCpuUs: number;
}

export interface LogResult {
  readonly type: "log";
  /** From the order to restart a follower to its having applied what the leader had. */
  readonly restartMs: readonly number[];
  /** Before the log was written, and with it. */
  readonly residentMibBefore: number;
  readonly residentMib: number;
}

export type ScaleResult = NodesResult | LogResult;

const SETTLE_MS = 1_000;
const IDLE_MS = 3_000;
const OUTSTANDING = 1024;
const VALUE_BYTES = 256;
const NEVER = 1_000_000_000;
const LOOK_AGAIN_MS = 2;
const NO_SIGNAL = new AbortController().signal;

/** Runs the job, tells its result, and closes. */
export async function serveScale(job: ScaleJob): Promise<void> {
  process.on("disconnect", () => process.exit(1));
  tuneGarbageCollection(job.type === "nodes" ? job.nodes : 3);
  const result = job.type === "nodes" ? await nodesJob(job) : await logJob(job);
  process.send?.(result, () => process.exit(0));
}

async function nodesJob({ nodes, elections, commits }: Extract<ScaleJob, { type: "nodes" }>): Promise<NodesResult> {
  const startedMs = performance.now();
  const peer = await startOurs({ nodes, connections: 1, valueBytes: VALUE_BYTES });
  const startMs = performance.now() - startedMs;
  try {
    await waited(SETTLE_MS);
    const idlePercent = await idle();
    const residentMib = resident();
    const failoverMs: number[] = [];
    for (let trial = 0; trial < elections; trial += 1) failoverMs.push(await failOver(peer.cluster));
    const rate = commits === 0 ? { commitsPerSecond: 0, commitCpuUs: 0 } : await commitRate(peer, commits);
    return { type: "nodes", startMs, idlePercent, residentMib, failoverMs, ...rate };
  } finally {
    await peer.close();
  }
}

/** In percent of a core. */
async function idle(): Promise<number> {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await waited(IDLE_MS);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - startedMs);
}

const resident = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;

async function failOver(cluster: Cluster): Promise<number> {
  const leader = await cluster.waitForLeader();
  const startedMs = performance.now();
  const crashed = cluster.node(leader).crash();
  while (cluster.leader === leader || cluster.leader === null) await new Promise((resolve) => setImmediate(resolve));
  const tookMs = performance.now() - startedMs;
  await crashed;
  await cluster.node(leader).restart();
  await inStep(cluster, leader);
  return tookMs;
}

/** The node has applied what the leader had committed when it was asked. */
async function inStep(cluster: Cluster, node: string): Promise<void> {
  const { commitIndex } = await cluster.node(await cluster.waitForLeader()).report();
  while ((await cluster.node(node).report()).appliedIndex < commitIndex) await waited(LOOK_AGAIN_MS);
}

async function commitRate(peer: Ours, count: number): Promise<Pick<NodesResult, "commitsPerSecond" | "commitCpuUs">> {
  await warmUp(peer, 1, VALUE_BYTES, NO_SIGNAL);
  await drive(peer, { operation: "put", outstanding: OUTSTANDING, connections: 1, count }, NO_SIGNAL);
  const load = { operation: "put", outstanding: OUTSTANDING, connections: 1, count } as const;
  const { elapsedMs, cpuUs } = await drive(peer, load, NO_SIGNAL);
  return { commitsPerSecond: (1000 * count) / elapsedMs, commitCpuUs: cpuUs / count };
}

async function logJob(job: Extract<ScaleJob, { type: "log" }>): Promise<LogResult> {
  const { entries, restarts } = job;
  const snapshotEvery = job.snapshotEvery ?? NEVER;
  const peer = await startOurs({ nodes: 3, connections: 1, valueBytes: VALUE_BYTES, snapshotEvery });
  try {
    await waited(SETTLE_MS);
    const residentMibBefore = resident();
    const load = { operation: "put", outstanding: OUTSTANDING, connections: 1, count: entries } as const;
    await drive(peer, load, NO_SIGNAL);
    await waited(SETTLE_MS);
    const residentMib = resident();
    const restartMs: number[] = [];
    for (let trial = 0; trial < restarts; trial += 1) restartMs.push(await restartAFollower(peer.cluster));
    return { type: "log", restartMs, residentMibBefore, residentMib };
  } finally {
    await peer.close();
  }
}

async function restartAFollower(cluster: Cluster): Promise<number> {
  const leader = await cluster.waitForLeader();
  const follower = cluster.nodeIds.find((id) => id !== leader) ?? leader;
  await cluster.node(follower).crash();
  const startedMs = performance.now();
  await cluster.node(follower).restart();
  await inStep(cluster, follower);
  return performance.now() - startedMs;
}

const waited = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));
