/**
 * What grows: with the nodes of a cluster in one process (start, idle CPU, memory, election, rate of commits), and with the length
 * of the log (memory, and how long a follower takes to come back).
 *
 * Law: each figure is of a fresh process, since memory that was once taken is seldom given back. All nodes share the machine:
 * what many of them cost is the cost of so many threads on its cores, and no measure of so many machines.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Bench, BenchRun } from "./bench.ts";
import { linesOf } from "./picture.ts";
import { type LogResult, type NodesResult, SCALE_CLUSTER, type ScaleJob, type ScaleResult } from "./scale-cluster.ts";

/** Larger clusters are for reads and for show: a commit there waits for too many on too few cores. */
const COMMITS_UP_TO_NODES = 9;
const COMMITS = 40_000;
const LOG_LENGTHS = [1_000, 10_000, 100_000, 300_000];
const SNAPSHOT_EVERY = 100_000;

export const scale: Bench = {
  trials: 5,
  nodes: [3, 5, 7, 9, 15, 25, 51],
  isOfManySizes: true,
  cases: ["nodes", "log"],
  sync: "fdatasync of each batch on every node",
  run: benchScale,
  picture: (recorded) => ({
    type: "lines",
    title: "What grows with the nodes in one process",
    xName: "nodes",
    yName: "ms, MiB or % of a core",
    xLog: true,
    yLog: true,
    curves: linesOf(recorded, (one) => ("rate" in one ? (one.unit === "/s" ? null : one.rate) : one.p50)),
  }),
};

async function benchScale(run: BenchRun): Promise<void> {
  const { cases, nodes, trials } = run.options;
  const jobs: ScaleJob[] = [];
  if (cases.includes("nodes"))
    for (const count of nodes) {
      const commits = count <= COMMITS_UP_TO_NODES ? COMMITS : 0;
      jobs.push({ type: "nodes", nodes: count, elections: trials, commits });
    }
  if (cases.includes("log"))
    for (const snapshotEvery of [null, SNAPSHOT_EVERY])
      for (const entries of LOG_LENGTHS) jobs.push({ type: "log", entries, snapshotEvery, restarts: trials });
  for (const [done, job] of jobs.entries()) {
    if (run.signal.aborted) return;
    const result = await resultOf(job, run.signal);
    if (result === null) return;
    if (result.type === "nodes" && job.type === "nodes") tellNodes(run, job.nodes, result);
    if (result.type === "log" && job.type === "log") tellLog(run, job, result);
    run.progress(done + 1, jobs.length);
  }
}

const bundle = (): string =>
  fileURLToPath(import.meta.url.endsWith(".ts") ? new URL("../dist/bench.js", import.meta.url) : import.meta.url);

/** null: it was broken off. */
async function resultOf(job: ScaleJob, signal: AbortSignal): Promise<ScaleResult | null> {
  // A Ctrl-C is for the benchmark. Whatever becomes of it, the child ends when its channel does.
  const child = fork(bundle(), [SCALE_CLUSTER, JSON.stringify(job)], { detached: true });
  const exited = once(child, "exit");
  const stop = (): void => child.disconnect();
  signal.addEventListener("abort", stop);
  try {
    const said = (await Promise.race([once(child, "message"), exited.then(() => null)])) as [ScaleResult] | null;
    if (said === null && !signal.aborted)
      throw new Error(`a cluster of the scale benchmark ended: ${JSON.stringify(job)}`);
    return said?.[0] ?? null;
  } finally {
    signal.removeEventListener("abort", stop);
    if (child.connected) child.disconnect();
    await exited;
  }
}

function tellNodes({ record }: BenchRun, nodes: number, result: NodesResult): void {
  const { startMs, idlePercent, residentMib, failoverMs, commitsPerSecond, commitCpuUs } = result;
  const rate = (title: string, unit: string, value: number, better: "less" | "more" = "less"): void =>
    record.rate(`${title}, ${nodes} nodes`, unit, value, { better, place: { line: `${title}, ${unit}`, x: nodes } });
  rate("start to leader", "ms", startMs);
  rate("idle CPU of the process", "% of a core", idlePercent);
  rate("memory of a node", "MiB", residentMib / nodes);
  const place = { line: "crash of the leader to the next, ms", x: nodes };
  record.spread(`crash of the leader to the next, ${nodes} nodes`, "ms", { place }).addAll(failoverMs);
  if (commitsPerSecond === 0) return;
  rate("commits, 1024 outstanding", "/s", commitsPerSecond, "more");
  rate("CPU of a commit", "us", commitCpuUs);
}

function tellLog(
  { record }: BenchRun,
  { entries, snapshotEvery }: Extract<ScaleJob, { type: "log" }>,
  { restartMs, residentMibBefore, residentMib }: LogResult,
): void {
  const how = snapshotEvery === null ? "without snapshots" : `a snapshot every ${snapshotEvery}`;
  record.spread(`restart of a follower, ${entries} entries, ${how}`, "ms").addAll(restartMs);
  const grown = (residentMib - residentMibBefore) / 3;
  record.rate(`memory of a node for ${entries} entries, ${how}`, "MiB", grown, { better: "less" });
}
