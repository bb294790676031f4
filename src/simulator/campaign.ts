/**
 * Many seeds, over all cores. Law: what comes out depends on the seeds alone, not on how many threads shared them or on which
 * was done first; a campaign ends at the first seed that fails, and reports the least of those that did. Where its time is
 * over before, it has run as many as were begun by then, without a gap.
 */
import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { Piscina } from "piscina";
import { simulate, type Verdict } from "./run.ts";

export interface SeedsTask {
  readonly from: number;
  readonly count: number;
  /** Voters at the beginning; null: each seed decides. */
  readonly nodes: number | null;
  /** Of the faults; null, the default: each seed decides. */
  readonly profile?: string | null;
}

export interface CampaignOptions extends SeedsTask {
  /** 1: all in this thread. */
  readonly threads: number;
  /** Asked before each task: no more are begun. Default: never. */
  readonly isTimeOver?: () => boolean;
  /** Told whenever some are done: how many, and how much time has passed in their worlds. */
  readonly onProgress: (seeds: number, simulatedMs: number) => void;
}

export interface Campaign {
  readonly seeds: number;
  /** Of the least seed that failed, if any did. */
  readonly failed: Verdict | null;
  readonly violations: number;
  readonly simulatedMs: number;
  readonly events: number;
  readonly operations: number;
  /** The longest that a cluster took to be well once nothing went wrong any more. */
  readonly recoveryMsMax: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Of all traces, in the order of the seeds. */
  readonly traceHash: string;
}

/** Small enough for an early end and an even load, large enough for a thread to warm up. */
const TASK_SEEDS = 10;

/** Most of what a world makes is soon forgotten: looked through seldom, hardly any of it is still there to be kept. */
const YOUNG_MB = 96;

/** Every core has a world of its own to run: helpers that collect garbage beside it only take turns with another. */
const tuneForThreads = (): void => setFlagsFromString("--no-parallel-scavenge");

/** Beside the bundle that runs, or under dist/ when the sources run (in tests). */
function workerFile(): string {
  const fromSources = import.meta.url.endsWith(".ts");
  const path = fromSources ? "../../dist/workers/simulation.js" : "./workers/simulation.js";
  return new URL(path, import.meta.url).href;
}

/** In this thread; ends with the first that fails. */
export async function runSeeds({ from, count, nodes, profile = null }: SeedsTask): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const verdict = await simulate({ seed, nodes, profile });
    verdicts.push(verdict);
    if (verdict.violations.length > 0) break;
  }
  return verdicts;
}

export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { threads } = options;
  if (threads === 1) return gather(options, runSeeds, 1);
  tuneForThreads();
  const pool = new Piscina<SeedsTask, Verdict[]>({
    filename: workerFile(),
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  try {
    return await gather(options, (task) => pool.run(task), threads);
  } finally {
    await pool.destroy();
  }
}

/** Keeps `threads` tasks under way until all are done, or one has failed. */
async function gather(
  { from, count, nodes, profile = null, isTimeOver = () => false, onProgress }: CampaignOptions,
  run: (task: SeedsTask) => Promise<Verdict[]>,
  threads: number,
): Promise<Campaign> {
  const verdicts: Verdict[] = [];
  let next = from;
  let isOver = false;
  let simulatedMs = 0;
  const work = async (): Promise<void> => {
    while (!isOver && next < from + count && !isTimeOver()) {
      const task = { from: next, count: Math.min(TASK_SEEDS, from + count - next), nodes, profile };
      next += task.count;
      const done = await run(task);
      verdicts.push(...done);
      isOver ||= done.some(({ violations }) => violations.length > 0);
      for (const verdict of done) simulatedMs += verdict.simulatedMs;
      onProgress(verdicts.length, simulatedMs);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return summed(verdicts);
}

function summed(unordered: readonly Verdict[]): Campaign {
  const verdicts = [...unordered].sort((a, b) => a.seed - b.seed);
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((total, one) => total + of(one), 0);
  const hash = createHash("sha256");
  for (const { seed, traceHash } of verdicts) hash.update(`${seed} ${traceHash}\n`);
  return {
    seeds: verdicts.length,
    failed: verdicts.find(({ violations }) => violations.length > 0) ?? null,
    violations: sum(({ violations }) => violations.length),
    simulatedMs: sum((verdict) => verdict.simulatedMs),
    events: sum((verdict) => verdict.events),
    operations: sum((verdict) => verdict.operations),
    recoveryMsMax: verdicts.reduce((max, { recoveryMs }) => Math.max(max, recoveryMs), 0),
    faults: summedFaults(verdicts),
    traceHash: hash.digest("hex").slice(0, 32),
  };
}

function summedFaults(verdicts: readonly Verdict[]): Record<string, number> {
  const faults: Record<string, number> = {};
  for (const verdict of verdicts)
    for (const [kind, count] of Object.entries(verdict.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  return Object.fromEntries(Object.entries(faults).sort());
}
