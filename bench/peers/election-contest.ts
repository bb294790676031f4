/**
 * Failover and idle CPU of ours beside the Go library graft: processes of both kinds over the same nats-server, in alternating
 * blocks, at the same timeouts, which are once the library's constants and our defaults, and once short ones.
 */
import { type BenchOptions, sizeOf } from "../arguments.ts";
import type { BenchRun } from "../bench.ts";
import { summarise } from "../summary.ts";
import {
  DEFAULT_TIMEOUTS,
  ElectionCluster,
  type ElectionKind,
  goGraft,
  graftTs,
  SHORT_TIMEOUTS,
  type Timeouts,
} from "./elections.ts";

const ROUNDS = 2;
const IDLE_MS = 5_000;

interface Side {
  readonly kind: ElectionKind;
  readonly tookMs: number[];
  readonly idlePercents: number[];
}

/** `--trials` failovers of each, at each of the timeouts. */
export async function contestElections(run: BenchRun): Promise<void> {
  const { options, signal } = run;
  for (const peer of options.peers)
    if (peer !== "graft") run.tell(`${peer}: skipped, its failover is not measured here; \`commit --peers\` has it`);
  if (!options.peers.includes("graft")) return;
  const reason = goGraft.absent();
  if (reason !== null) return run.tell(`${goGraft.name}: skipped, ${reason}`);
  const contests = [DEFAULT_TIMEOUTS, SHORT_TIMEOUTS].map((timeouts) => ({
    timeouts,
    sides: [graftTs, goGraft].map((kind): Side => ({ kind, tookMs: [], idlePercents: [] })),
  }));
  const blocks = contests.flatMap(({ timeouts, sides }) =>
    Array.from({ length: ROUNDS }, () => sides.map((side) => ({ timeouts, side }))).flat(),
  );
  try {
    for (const [done, { timeouts, side }] of blocks.entries()) {
      if (!signal.aborted) await block(side, timeouts, options, signal);
      run.progress(done + 1, blocks.length);
    }
  } finally {
    for (const { timeouts, sides } of contests) tell(run, timeouts, sides);
  }
}

async function block(side: Side, timeouts: Timeouts, options: BenchOptions, signal: AbortSignal): Promise<void> {
  const cluster = await ElectionCluster.start(side.kind, timeouts, sizeOf(options));
  try {
    side.idlePercents.push(await cluster.idlePercent(IDLE_MS));
    const failovers = Math.ceil(options.trials / ROUNDS);
    for (let trial = 0; trial < failovers && !signal.aborted; trial += 1) side.tookMs.push(await cluster.failOver());
  } finally {
    await cluster.close();
  }
}

function tell({ record }: BenchRun, { minMs, maxMs, heartbeatMs }: Timeouts, sides: readonly Side[]): void {
  const title = `${minMs}-${maxMs}/${heartbeatMs} ms`;
  for (const { kind, tookMs, idlePercents } of sides) {
    record.spread(`${kind.name}: kill -9 of the leader's process to a new leader, ${title}`, "ms").addAll(tookMs);
    if (idlePercents.length > 0)
      record.rate(`${kind.name}: CPU of the idle nodes, ${title}`, "% of a core", mean(idlePercents), {
        better: "less",
      });
  }
  const [own, other] = sides;
  if (own === undefined || other === undefined || own.tookMs.length === 0 || other.tookMs.length === 0) return;
  const [ownTook, took] = [summarise("", "ms", own.tookMs), summarise("", "ms", other.tookMs)];
  const ratio = (what: string, value: number): void =>
    record.rate(`${other.kind.name} to ${own.kind.name}: ${what} of the failover, ${title}`, "times", value, {
      better: "more",
    });
  ratio("p50", took.p50 / ownTook.p50);
  ratio("p99", took.p99 / ownTook.p99);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
