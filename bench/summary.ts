/** What a benchmark says at its end: each case with its spread, and the circumstances without which a number is none. */
import { cpus, loadavg } from "node:os";

/** How long something took, over many times. */
export interface Spread {
  readonly name: string;
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
  readonly unit: string;
}

/** How much there was of something: per second, or per commit. */
export interface Rate {
  readonly name: string;
  readonly rate: number;
  readonly unit: string;
}

export type Case = Spread | Rate;

export interface Summary {
  readonly bench: string;
  readonly cases: readonly Case[];
  /** One-minute load average at the end. */
  readonly load: number;
  readonly sync: string;
  readonly node: string;
  readonly cpu: string;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** @param samples at least one, in `unit` */
export function summarise(name: string, unit: string, samples: ArrayLike<number>): Spread {
  const sorted = Float64Array.from(samples).sort();
  const at = (share: number): number =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  const mean = sorted.reduce((sum, sample) => sum + sample, 0) / sorted.length;
  return {
    name,
    n: sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
    mean: rounded(mean),
    unit,
  };
}

export const rateOf = (name: string, unit: string, rate: number): Rate => ({ name, rate: rounded(rate), unit });

export const summary = (bench: string, cases: readonly Case[], sync: string): Summary => ({
  bench,
  cases,
  load: loadavg()[0] ?? 0,
  sync,
  node: process.version,
  cpu: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
});

/** A case as a line of text. */
export function lineOf(one: Case): string {
  if ("rate" in one) return `${one.name}: ${one.rate} ${one.unit}`;
  const { name, n, p50, p90, p99, max, mean, unit } = one;
  return `${name}: n ${n}, p50 ${p50}, p90 ${p90}, p99 ${p99}, max ${max}, mean ${mean} ${unit}`;
}
