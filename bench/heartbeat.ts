/**
 * How regularly heartbeats come to the followers, on an idle machine and with every core taken by others; and what a cluster costs
 * that has nothing to do.
 *
 * Laws: a heartbeat has come when the follower's core was told of it, by the recording that each node keeps of its own events;
 * gaps are between two of one leader's. CPU is that of the whole process: nodes, broker and this command; with nats-server the
 * server is another process, and is not in it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_TIMING } from "../src/core/types.ts";
import { decodeRecording, type RecordedStep } from "../src/driver/recording.ts";
import { type Cluster, startCluster } from "../src/supervisor/cluster.ts";
import { sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { CLUSTER, pause } from "./harness.ts";
import { distributions } from "./picture.ts";

const SETTLE_SECONDS = 2;
/** So long V8 goes on compiling what a cluster at rest runs. */
const COMPILING_SECONDS = 60;
const SECOND_MS = 1_000;
const RECORD_BYTES = 64 * 1024 * 1024;

const CASES = ["idle", "busy", "cpu", "rest"] as const;
type CaseName = (typeof CASES)[number];

export const heartbeat: Bench = {
  /** Seconds of each case; "rest" waits a minute before. */
  trials: 15,
  nodes: [3],
  isOfManySizes: false,
  cases: CASES,
  sync: "nothing is written",
  run: benchHeartbeat,
  picture: (recorded) => ({
    type: "distribution",
    title: `Gaps between heartbeats at the followers, every ${DEFAULT_TIMING.heartbeatMs} ms`,
    unit: "ms",
    curves: distributions(
      recorded.filter(({ name }) => name.includes("gap")),
      "ms",
    ),
  }),
};

async function benchHeartbeat(run: BenchRun): Promise<void> {
  const { cases, trials } = run.options;
  const settling = (cases.includes("cpu") ? SETTLE_SECONDS : 0) + (cases.includes("rest") ? COMPILING_SECONDS : 0);
  let done = 0;
  const second = (): void => run.progress(++done, cases.length * trials + settling);
  for (const name of CASES) {
    if (!cases.includes(name) || run.signal.aborted) continue;
    if (name === "cpu") await cpu(run, "right after its start", SETTLE_SECONDS, second);
    else if (name === "rest") await cpu(run, "a minute later", COMPILING_SECONDS, second);
    else await gaps(run, name, second);
  }
}

/** `when` of its life, which is `settleSeconds` after it has a leader. */
async function cpu(run: BenchRun, when: string, settleSeconds: number, second: () => void): Promise<void> {
  const { options, record, signal } = run;
  const cluster = await startCluster({ size: sizeOf(options), name: CLUSTER, broker: options.broker });
  const which = `${sizeOf(options)} nodes, ${options.broker}`;
  const used = record.spread(`CPU of an idle cluster ${when}, by the second, ${which}`, "% of a core");
  try {
    await cluster.waitForLeader();
    for (let left = settleSeconds; left > 0 && !signal.aborted; left -= 1) {
      await pause(SECOND_MS);
      second();
    }
    for (let left = options.trials; left > 0 && !signal.aborted; left -= 1) {
      const [before, startedMs] = [process.cpuUsage(), performance.now()];
      await pause(SECOND_MS);
      const { user, system } = process.cpuUsage(before);
      used.add((user + system) / 10 / (performance.now() - startedMs));
      second();
    }
  } finally {
    await cluster.close();
  }
}

async function gaps(run: BenchRun, name: Extract<CaseName, "idle" | "busy">, second: () => void): Promise<void> {
  const { options, record, signal } = run;
  const folder = mkdtempSync(join(tmpdir(), "graft-bench-"));
  const busy = name === "busy" ? takeCores(options.trials) : [];
  const settings = { size: sizeOf(options), name: CLUSTER, broker: options.broker };
  const cluster = await startCluster({ ...settings, record: { bytes: RECORD_BYTES, folder } });
  let changes = 0;
  try {
    const leader = await cluster.waitForLeader();
    await pause(SETTLE_SECONDS * SECOND_MS);
    const followers = cluster.nodeIds.filter((id) => id !== leader);
    const before = await recordings(cluster, followers, join(folder, "before"));
    cluster.observe(({ type }) => {
      if (type === "leaderChange") changes += 1;
    });
    for (let left = options.trials; left > 0 && !signal.aborted; left -= 1) {
      await pause(SECOND_MS);
      second();
    }
    const after = await recordings(cluster, followers, join(folder, "after"));
    const which = `${busy.length === 0 ? "idle machine" : `${busy.length} cores busy`}, ${sizeOf(options)} nodes, ${options.broker}`;
    const found = after.flatMap((steps, place) => gapsOf(steps, before[place]?.at(-1)?.nowMs ?? 0));
    record.spread(`gap between heartbeats, ${which}`, "ms").addAll(found);
    const late = found.map((gapMs) => Math.abs(gapMs - DEFAULT_TIMING.heartbeatMs));
    record.spread(`off the interval by, ${which}`, "ms").addAll(late);
    record.rate(`leader changes, ${which}`, "changes", changes, { better: "less" });
  } finally {
    for (const child of busy) child.kill("SIGKILL");
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function recordings(cluster: Cluster, nodes: readonly string[], prefix: string): Promise<RecordedStep[][]> {
  const files = await Promise.all(nodes.map((id) => cluster.node(id).dumpRecording(`${prefix}-${id}`)));
  return files.map((file) => decodeRecording(readFileSync(file)).chunks.flatMap(({ steps }) => steps));
}

/** Between heartbeats of one leader that came after `sinceMs`. */
export function gapsOf(steps: readonly RecordedStep[], sinceMs: number): number[] {
  const found: number[] = [];
  let last: { readonly from: string; readonly atMs: number } | null = null;
  for (const { nowMs: atMs, event } of steps) {
    if (event.type !== "receive" || event.message.body.type !== "heartbeat") continue;
    const from = event.message.from.id;
    if (last !== null && last.from === from && last.atMs > sinceMs) found.push(atMs - last.atMs);
    last = { from, atMs };
  }
  return found;
}

/** Processes that compute and nothing else; they end by themselves, should nobody end them. */
function takeCores(seconds: number): ChildProcess[] {
  const untilMs = Date.now() + 60_000 + 2 * SECOND_MS * seconds;
  const program = `while (Date.now() < ${untilMs}) for (let i = 0; i < 1e6; i += 1);`;
  return Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["-e", program], { stdio: "ignore", detached: true }),
  );
}
