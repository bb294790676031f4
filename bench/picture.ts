/** What can be drawn, as plain values; how is for `chart.ts`. Law: a picture holds no more points than an eye can tell apart. */
import type { Recorded } from "./record.ts";

export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Numbers that somebody else has published, drawn beside ours. */
export interface Mark {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export type Picture =
  /** How large a share of the samples is not above x. */
  | {
      readonly type: "distribution";
      readonly title: string;
      readonly unit: string;
      readonly curves: readonly Curve[];
      readonly marks?: readonly Mark[];
    }
  /** Something by something else: both axes from their least to their greatest. */
  | {
      readonly type: "lines";
      readonly title: string;
      readonly xName: string;
      readonly yName: string;
      readonly xLog?: boolean;
      readonly yLog?: boolean;
      readonly curves: readonly Curve[];
      readonly marks?: readonly Mark[];
    }
  /** One value a name. */
  | {
      readonly type: "bars";
      readonly title: string;
      readonly unit: string;
      readonly bars: readonly { readonly name: string; readonly value: number }[];
    };

const POINTS_MAX = 100;

/** The cumulative distribution, in percent, thinned to ranks that are evenly spread, and the last few, where the tail is. */
export function distributionOf(name: string, samples: readonly number[]): Curve {
  const sorted = [...samples].sort((a, b) => a - b);
  const count = sorted.length;
  const step = Math.max(1, count / POINTS_MAX);
  const ranks = new Set<number>();
  for (let rank = step; rank < count; rank += step) ranks.add(Math.round(rank));
  for (let left = count; left >= 1; left = Math.floor(left / 2)) ranks.add(count - left + 1);
  ranks.add(count);
  const points = [...ranks]
    .filter((rank) => rank >= 1)
    .sort((a, b) => a - b)
    .map((rank) => [round(sorted[rank - 1] ?? 0), round((100 * rank) / count)] as const);
  return { name, points };
}

/** The distributions of all spreads of a unit. */
export const distributions = (recorded: readonly Recorded[], unit: string): Curve[] =>
  recorded.flatMap((one) =>
    one.samples !== undefined && one.unit === unit ? [distributionOf(one.name, one.samples)] : [],
  );

/** The cases that have a place, by line; `y` of each: null leaves it out. */
export function linesOf(recorded: readonly Recorded[], y: (one: Recorded) => number | null): Curve[] {
  const lines = new Map<string, [number, number][]>();
  for (const one of recorded) {
    const value = y(one);
    if (one.place === undefined || value === null) continue;
    const { line, x } = one.place;
    lines.set(line, [...(lines.get(line) ?? []), [x, value]]);
  }
  return [...lines].map(([name, points]) => ({ name, points: points.sort(([a], [b]) => a - b) }));
}

const round = (value: number): number => Number(value.toPrecision(5));
