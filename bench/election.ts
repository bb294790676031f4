/**
 * Cold start, a fresh process and folder each time: from the start of the process to its first leader, as whoever starts
 * `cluster.js` sees it; and of that, from the moment when all workers hear each other to the leader.
 *
 * Law: what is timed is seen from outside, by the lines that the command prints, each taken when it arrives here.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { distributions } from "./picture.ts";

export const election: Bench = {
  trials: 40,
  nodes: [3],
  isOfManySizes: false,
  cases: [],
  sync: "fdatasync before each vote",
  run: benchElection,
  picture: (recorded) => ({
    type: "distribution",
    title: "Cold start to the first leader, default timeouts",
    unit: "ms",
    curves: distributions(recorded, "ms"),
  }),
};

const CLUSTER = fileURLToPath(new URL("./cluster.js", import.meta.url));

async function benchElection({ options, record, signal, progress }: BenchRun): Promise<void> {
  const nodes = sizeOf(options);
  const start = record.spread(`process start to leader, ${nodes} nodes`, "ms");
  const ready = record.spread("workers ready to leader", "ms");
  for (let trial = 1; trial <= options.trials && !signal.aborted; trial += 1) {
    const { leaderMs, readyMs } = await coldStart(nodes);
    start.add(leaderMs);
    ready.add(leaderMs - readyMs);
    progress(trial, options.trials);
  }
}

interface ColdStart {
  readonly leaderMs: number;
  /** All members hear each other. A quick one may lead before the last is told of. */
  readonly readyMs: number;
}

async function coldStart(nodes: number): Promise<ColdStart> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [CLUSTER, "--size", String(nodes), "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
    // A Ctrl-C is for the benchmark: the trial under way is finished.
    detached: true,
  });
  const exited = once(child, "exit");
  let started = 0;
  let readyMs: number | null = null;
  let leaderMs: number | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const { type }: { type: string } = JSON.parse(line);
    const tookMs = performance.now() - startedMs;
    if (type === "nodeStarted") started += 1;
    if (started === nodes) readyMs ??= tookMs;
    if (type === "leaderChange") leaderMs ??= tookMs;
    if (readyMs === null || leaderMs === null) continue;
    child.kill("SIGINT");
    await exited;
    return { leaderMs, readyMs: Math.min(readyMs, leaderMs) };
  }
  throw new Error("the cluster ended without a leader");
}
