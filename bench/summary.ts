/** What a benchmark says at its end: each case with its spread, and the circumstances without which a number is none. */
import { availableParallelism, cpus } from "node:os";
import { Samples } from "./samples.ts";

/** Which way a figure is good. */
export type Better = "less" | "more";

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

/** Where a case stands in a picture of lines: on which line, and how far to the right. */
export interface Place {
  readonly line: string;
  readonly x: number;
}

export interface Summary {
  readonly bench: string;
  readonly cases: readonly Case[];
  /** One-minute load averages of the machine, before and at the end. */
  readonly loadBefore: number;
  readonly load: number;
  readonly sync: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** It was told to stop before it was done. */
  readonly interrupted: boolean;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Of ascending numbers, the one that `share` of them are not above: by nearest rank. */
export const atShare = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;

/** @param samples at least one, in `unit` */
export function summarise(name: string, unit: string, samples: Samples | ArrayLike<number>): Spread {
  const all = samples instanceof Samples ? samples : samplesOf(samples);
  const sorted = Float64Array.from(all.kept).sort();
  return {
    name,
    n: all.count,
    p50: rounded(atShare(sorted, 0.5)),
    p90: rounded(atShare(sorted, 0.9)),
    p99: rounded(atShare(sorted, 0.99)),
    max: rounded(all.max),
    mean: rounded(all.mean),
    unit,
  };
}

function samplesOf(values: ArrayLike<number>): Samples {
  const samples = new Samples();
  samples.addAll(Array.from(values));
  return samples;
}

export const rateOf = (name: string, unit: string, rate: number): Rate => ({ name, rate: rounded(rate), unit });

/** Of this process and machine. */
export const circumstances = (): Pick<Summary, "node" | "cpu" | "cores"> => ({
  node: process.version,
  cpu: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
  cores: availableParallelism(),
});

/** A case as a line of text. */
export function lineOf(one: Case): string {
  if ("rate" in one) return `${one.name}: ${one.rate} ${one.unit}`;
  const { name, n, p50, p90, p99, max, mean, unit } = one;
  return `${name}: n ${n}, p50 ${p50}, p90 ${p90}, p99 ${p99}, max ${max}, mean ${mean} ${unit}`;
}
