/**
 * Makes a run that fails smaller: fewer nodes, fewer faults, a shorter time in which things go wrong.
 *
 * Law: what comes out was run, and the same checker found something in it. The least is not promised: faults are left out by
 * halves, quarters and so on (Zeller and Hildebrandt's ddmin, 2002), as long as there are runs left.
 */
import type { SeedsTask } from "./campaign.ts";
import type { PlannedFault } from "./faults.ts";
import { type RunOptions, simulate, type Verdict } from "./run.ts";

/** All that is needed to run it again. */
export interface Recipe extends Pick<SeedsTask, "nodes" | "profile"> {
  readonly seed: number;
  /** Numbers of the faults that are left out. */
  readonly skip: readonly number[];
  readonly faultMs: number | null;
}

export interface Shrunk {
  readonly recipe: Recipe;
  readonly verdict: Verdict;
  /** What still goes wrong. */
  readonly faults: readonly PlannedFault[];
  readonly voters: number;
  /** How many there were of them, with so many nodes. */
  readonly faultsBefore: number;
  readonly runs: number;
}

export type Run = (options: RunOptions) => Promise<Verdict>;

export interface ShrinkLimits {
  readonly runsMax: number;
  readonly onRun?: (runs: number) => void;
}

/** Runs the recipe once as its seed draws it, for the plan, and then what is left of that. */
export async function runRecipe(
  { seed, nodes, profile = null, skip, faultMs }: Recipe,
  run: Run = simulate,
  onLine: ((line: string) => void) | null = null,
): Promise<Verdict> {
  const told = onLine === null ? {} : { onLine };
  if (skip.length === 0 && faultMs === null) return run({ seed, nodes, profile, ...told });
  let plan: readonly PlannedFault[] = [];
  const onPlan = (drawn: readonly PlannedFault[]): void => {
    plan = drawn;
  };
  await run({ seed, nodes, profile, onPlan });
  return run({ seed, nodes, profile, plan: plan.filter(({ number }) => !skip.includes(number)), faultMs, ...told });
}

/** null: it does not fail. */
export async function shrink(
  failing: Pick<Recipe, "seed" | "nodes" | "profile">,
  limits: ShrinkLimits,
  run: Run = simulate,
): Promise<Shrunk | null> {
  return new Shrinker(limits, run).shrink(failing);
}

interface Drawn {
  readonly nodes: number | null;
  readonly verdict: Verdict;
  readonly plan: readonly PlannedFault[];
  readonly voters: number;
}

const NODES_MIN = 3;

class Shrinker {
  readonly #limits: ShrinkLimits;
  readonly #run: Run;
  #runs = 0;

  constructor(limits: ShrinkLimits, run: Run) {
    this.#limits = limits;
    this.#run = run;
  }

  async shrink({ seed, nodes, profile = null }: Pick<Recipe, "seed" | "nodes" | "profile">): Promise<Shrunk | null> {
    const first = await this.#draw(seed, nodes, profile);
    const checker = first.verdict.violations[0]?.checker;
    if (checker === undefined) return null;
    const drawn = await this.#fewerNodes(seed, profile, first, checker);
    const base = { seed, nodes: drawn.nodes, profile };
    const fails = async (plan: readonly PlannedFault[], faultMs: number | null): Promise<Verdict | null> => {
      const verdict = await this.#once({ ...base, plan, faultMs });
      return verdict.violations[0]?.checker === checker ? verdict : null;
    };
    let best = drawn.verdict;
    const faults = await this.#fewerFaults(drawn.plan, async (plan) => {
      const verdict = await fails(plan, null);
      best = verdict ?? best;
      return verdict !== null;
    });
    const endMs = Math.ceil((faults.at(-1)?.atMs ?? 0) + 1);
    const shorter = this.#isOver ? null : await fails(faults, endMs);
    const kept = new Set(faults.map(({ number }) => number));
    const skip = drawn.plan.map(({ number }) => number).filter((number) => !kept.has(number));
    const recipe = { ...base, skip, faultMs: shorter === null ? null : endMs };
    const { voters } = drawn;
    return { recipe, verdict: shorter ?? best, faults, voters, faultsBefore: drawn.plan.length, runs: this.#runs };
  }

  get #isOver(): boolean {
    return this.#runs >= this.#limits.runsMax;
  }

  async #once(options: RunOptions): Promise<Verdict> {
    this.#runs += 1;
    this.#limits.onRun?.(this.#runs);
    return this.#run(options);
  }

  async #draw(seed: number, nodes: number | null, profile: string | null): Promise<Drawn> {
    let plan: readonly PlannedFault[] = [];
    let voters = nodes ?? 0;
    const onPlan = (drawn: readonly PlannedFault[], of: number): void => {
      [plan, voters] = [drawn, of];
    };
    const verdict = await this.#once({ seed, nodes, profile, onPlan });
    return { nodes, verdict, plan, voters };
  }

  /** The same seed with fewer nodes is another world; it may fail in the same way. What fails by itself is simpler. */
  async #fewerNodes(seed: number, profile: string | null, first: Drawn, checker: string): Promise<Drawn> {
    if (first.plan.length === 0) return first;
    for (let nodes = NODES_MIN; nodes < first.voters && !this.#isOver; nodes++) {
      const drawn = await this.#draw(seed, nodes, profile);
      if (drawn.verdict.violations[0]?.checker === checker) return drawn;
    }
    return first;
  }

  /** Leaves out one part of several after the other; where no part can be spared, smaller ones. */
  async #fewerFaults(
    plan: readonly PlannedFault[],
    fails: (plan: readonly PlannedFault[]) => Promise<boolean>,
  ): Promise<readonly PlannedFault[]> {
    let left = plan;
    let parts = 2;
    while (left.length > 0 && !this.#isOver) {
      const size = Math.ceil(left.length / parts);
      const smaller = await this.#withoutOnePart(left, size, fails);
      if (smaller !== null) {
        left = smaller;
        parts = Math.max(2, parts - 1);
      } else if (size === 1) return left;
      else parts = Math.min(left.length, parts * 2);
    }
    return left;
  }

  async #withoutOnePart(
    plan: readonly PlannedFault[],
    size: number,
    fails: (plan: readonly PlannedFault[]) => Promise<boolean>,
  ): Promise<readonly PlannedFault[] | null> {
    for (let at = 0; at < plan.length && !this.#isOver; at += size) {
      const rest = plan.filter((_, index) => index < at || index >= at + size);
      if (await fails(rest)) return rest;
    }
    return null;
  }
}

/** `1-3,7`; "": none. */
export function rangesText(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

const RANGE = /^(\d{1,6})(?:-(\d{1,6}))?$/;

/** @throws RangeError of what is not a list of numbers and ranges */
export function parseRanges(text: string): number[] {
  return text.split(",").flatMap((range) => {
    const [, first, last = first] = RANGE.exec(range) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || to < from) throw new RangeError(`--skip ${text}: its form is 1-3,7`);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}

export const replayCommand = ({ seed, nodes, profile = null, skip, faultMs }: Recipe): string =>
  [
    `npm run simulate -- --seed ${seed}`,
    ...(nodes === null ? [] : [`--nodes ${nodes}`]),
    ...(profile === null ? [] : [`--faults ${profile}`]),
    ...(skip.length === 0 ? [] : [`--skip ${rangesText(skip)}`]),
    ...(faultMs === null ? [] : [`--fault-ms ${faultMs}`]),
    "--trace trace.txt",
  ].join(" ");
