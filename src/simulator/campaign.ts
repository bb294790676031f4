/**
 * Many seeds, over all cores. Law: what comes out depends on the seeds alone, not on how many threads shared them or on which
 * was done first; a campaign ends at the first seed that fails, and reports the least of those that did. Where its time is
 * over before, it has run as many as were begun by then, without a gap.
 */
import { createHash } from "node:crypto";
import { Piscina } from "piscina";
import { simulate, type Verdict } from "./run.ts";
import { addedUp } from "./summary.ts";

export interface SeedsTask {
  readonly from: number;
  readonly count: number;
  /** Voters at the beginning; null: each seed decides. */
  readonly nodes: number | null;
  /** Of the faults; null, the default: each seed decides. */
  readonly profile?: string | null;
}

export interface CampaignOptions extends SeedsTask {
  readonly threads: number;
  /** Asked before each task: no more are begun. Default: never. */
  readonly isTimeOver?: () => boolean;
  /** Told whenever some are done: how many, and how much time has passed in their worlds. */
  readonly onProgress: (seeds: number, simulatedMs: number) => void;
}

export interface Campaign {
  readonly firstSeed: number;
  /** Where another campaign goes on. */
  readonly nextSeed: number;
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

/** Of each thread. A world lives for some hundred ms: with room for what it makes meanwhile, little is copied before it is garbage. */
const YOUNG_GENERATION_MB = 96;

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
  const pool = new Piscina<SeedsTask, Verdict[]>({
    filename: workerFile(),
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
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
  const sum = new Sum(from);
  let next = from;
  let isOver = false;
  let seeds = 0;
  let simulatedMs = 0;
  const work = async (): Promise<void> => {
    while (!isOver && next < from + count && !isTimeOver()) {
      const task = { from: next, count: Math.min(TASK_SEEDS, from + count - next), nodes, profile };
      next += task.count;
      const done = await run(task);
      sum.add(task, done);
      isOver ||= done.some(({ violations }) => violations.length > 0);
      seeds += done.length;
      for (const verdict of done) simulatedMs += verdict.simulatedMs;
      onProgress(seeds, simulatedMs);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return sum.campaign(next);
}

/** Verdicts, added up in the order of their seeds. Only those are kept whose turn has not come: as many as are under way. */
class Sum {
  readonly #from: number;
  #next: number;
  readonly #waiting = new Map<number, { readonly count: number; readonly verdicts: readonly Verdict[] }>();
  readonly #hash = createHash("sha256");
  #faults: Readonly<Record<string, number>> = {};
  #failed: Verdict | null = null;
  #seeds = 0;
  #violations = 0;
  #simulatedMs = 0;
  #events = 0;
  #operations = 0;
  #recoveryMsMax = 0;

  constructor(from: number) {
    this.#from = from;
    this.#next = from;
  }

  add({ from, count }: SeedsTask, verdicts: readonly Verdict[]): void {
    this.#waiting.set(from, { count, verdicts });
    for (;;) {
      const task = this.#waiting.get(this.#next);
      if (task === undefined) return;
      this.#waiting.delete(this.#next);
      this.#next += task.count;
      for (const verdict of task.verdicts) this.#count(verdict);
    }
  }

  /** `next`: the first seed that was not begun. */
  campaign(next: number): Campaign {
    const failed = this.#failed;
    return {
      firstSeed: this.#from,
      nextSeed: failed === null ? next : failed.seed + 1,
      seeds: this.#seeds,
      failed,
      violations: this.#violations,
      simulatedMs: this.#simulatedMs,
      events: this.#events,
      operations: this.#operations,
      recoveryMsMax: this.#recoveryMsMax,
      faults: this.#faults,
      traceHash: this.#hash.digest("hex").slice(0, 32),
    };
  }

  #count(verdict: Verdict): void {
    const { seed, violations, traceHash, faults } = verdict;
    this.#hash.update(`${seed} ${traceHash}\n`);
    if (violations.length > 0) this.#failed ??= verdict;
    this.#seeds += 1;
    this.#violations += violations.length;
    this.#simulatedMs += verdict.simulatedMs;
    this.#events += verdict.events;
    this.#operations += verdict.operations;
    this.#recoveryMsMax = Math.max(this.#recoveryMsMax, verdict.recoveryMs);
    this.#faults = addedUp([this.#faults, faults]);
  }
}
