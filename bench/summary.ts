/** What a benchmark says at its end: each case with its spread, and the circumstances without which a number is none. */
import { cpus, loadavg } from "node:os";

export interface Case {
  readonly name: string;
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
  readonly unit: string;
}

export interface Summary {
  readonly bench: string;
  readonly cases: readonly Case[];
  /** One-minute load average at the end. */
  readonly load: number;
  readonly sync: string;
  readonly node: string;
  readonly cpu: string;
}

/** @param samples at least one, in `unit` */
export function summarise(name: string, unit: string, samples: readonly number[]): Case {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const mean = sorted.reduce((sum, sample) => sum + sample, 0) / sorted.length;
  return {
    name,
    n: sorted.length,
    p50: round(at(0.5)),
    p90: round(at(0.9)),
    p99: round(at(0.99)),
    max: round(at(1)),
    mean: round(mean),
    unit,
  };
}

export const summary = (bench: string, cases: readonly Case[], sync: string): Summary => ({
  bench,
  cases,
  load: loadavg()[0] ?? 0,
  sync,
  node: process.version,
  cpu: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
});
