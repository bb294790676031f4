/**
 * Two runs, case by case. Law: a difference is called one only where chance does not explain it, by a rule that anybody can check:
 *
 * - of a percentile, each run's samples give an interval that holds the true one in 95 of 100 cases (order statistics: the
 *   ranks n q ± 1.96 sqrt(n q (1 - q)), beyond the last rank lies infinity); where the two intervals do not touch, and the
 *   percentiles are more than 5% apart, it is better or worse; otherwise it is within noise;
 * - a rate is one number of which no spread is known: a difference of up to 10% is within noise.
 *
 * It knows the chance within a run, not that two runs met different machines: a load that differs makes it all idle.
 */
import type { Recorded } from "./record.ts";
import type { Better } from "./summary.ts";

export type Verdict = "better" | "worse" | "noise";

export interface Change {
  /** Now, by before. */
  readonly ratio: number;
  readonly verdict: Verdict;
}

export type Comparison =
  | { readonly name: string; readonly type: "spread"; readonly p50: Change; readonly p99: Change }
  | { readonly name: string; readonly type: "rate"; readonly rate: Change }
  | { readonly name: string; readonly type: "missing" };

const APART = 1.05;
const RATE_APART = 1.1;

export const compare = (now: readonly Recorded[], before: readonly Recorded[]): Comparison[] =>
  now.map((one) =>
    compareCase(
      one,
      before.find(({ name, unit }) => name === one.name && unit === one.unit),
    ),
  );

function compareCase(now: Recorded, before: Recorded | undefined): Comparison {
  const { name, better } = now;
  if (before !== undefined && "rate" in now && "rate" in before)
    return {
      name,
      type: "rate",
      rate: changeOf(now.rate, before.rate, better, isApart(now.rate, before.rate, RATE_APART)),
    };
  if (before === undefined || now.samples === undefined || before.samples === undefined)
    return { name, type: "missing" };
  const [is, was] = [ascending(now.samples), ascending(before.samples)];
  return { name, type: "spread", p50: percentile(is, was, 0.5, better), p99: percentile(is, was, 0.99, better) };
}

function percentile(is: Float64Array, was: Float64Array, share: number, better: Better): Change {
  const [now, before] = [interval(is, share), interval(was, share)];
  const isClear = now.low > before.high || now.high < before.low;
  return changeOf(now.value, before.value, better, isClear && isApart(now.value, before.value, APART));
}

interface Interval {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** Of ascending samples. */
export function interval(sorted: ArrayLike<number>, share: number): Interval {
  const count = sorted.length;
  const middle = count * share;
  const half = 1.96 * Math.sqrt(count * share * (1 - share));
  const at = (rank: number): number =>
    sorted[rank - 1] ?? (rank < 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  return {
    low: at(Math.floor(middle - half)),
    value: at(Math.max(1, Math.ceil(middle))),
    high: at(Math.ceil(middle + half) + 1),
  };
}

function changeOf(now: number, before: number, better: Better, isDifferent: boolean): Change {
  const ratio = now / before;
  if (!isDifferent) return { ratio, verdict: "noise" };
  return { ratio, verdict: ratio < 1 === (better === "less") ? "better" : "worse" };
}

const isApart = (a: number, b: number, times: number): boolean => a > b * times || b > a * times;

const ascending = (samples: readonly number[]): Float64Array => Float64Array.from(samples).sort();
