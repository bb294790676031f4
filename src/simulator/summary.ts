/**
 * What a campaign comes to, in a form that can be kept and added up: one object, written as one line of JSON, or told in a few
 * lines. Law: the sum of the summaries of some seeds is the summary of all of them, but for the hash of their traces, which is
 * then one of those hashes in the order of their seeds; and no seed counts twice.
 */
import { createHash } from "node:crypto";
import type { Campaign } from "./campaign.ts";

export interface Summary {
  readonly seeds: number;
  readonly violations: number;
  readonly simulatedHours: number;
  /** By kind: how often they struck. */
  readonly faults: Readonly<Record<string, number>>;
  readonly traceHash: string;
  readonly events: number;
  readonly operations: number;
  /** The longest that a cluster took to be well once nothing went wrong any more. */
  readonly longestOutageMs: number;
  /** By the clock. */
  readonly seconds: number;
  /** Of the processor, by all threads. */
  readonly cpuSeconds: number;
  /** Simulated time for each second of the processor. */
  readonly timesRealTimePerCore: number;
  readonly firstSeed: number;
  /** The first that was not run. */
  readonly nextSeed: number;
}

/** `usedMs`: of the processor. */
export function summaryOf(campaign: Campaign, tookMs: number, usedMs: number): Summary {
  const { seeds, violations, simulatedMs, faults, traceHash, events, operations, recoveryMsMax } = campaign;
  return {
    seeds,
    violations,
    simulatedHours: rounded(simulatedMs / 3_600_000, 3),
    faults,
    traceHash,
    events,
    operations,
    longestOutageMs: Math.round(recoveryMsMax),
    seconds: rounded(tookMs / 1000, 1),
    cpuSeconds: rounded(usedMs / 1000, 1),
    timesRealTimePerCore: times(simulatedMs, usedMs),
    firstSeed: campaign.firstSeed,
    nextSeed: campaign.nextSeed,
  };
}

/** @throws RangeError of none, or where a seed is in two of them */
export function summed(unordered: readonly Summary[]): Summary {
  const summaries = [...unordered].sort((a, b) => a.firstSeed - b.firstSeed);
  const [first] = summaries;
  if (first === undefined) throw new RangeError("there is nothing to sum");
  refuseTwice(summaries);
  const sum = (of: (summary: Summary) => number): number => summaries.reduce((total, one) => total + of(one), 0);
  const max = (of: (summary: Summary) => number): number => summaries.reduce((most, one) => Math.max(most, of(one)), 0);
  const simulatedHours = rounded(
    sum((one) => one.simulatedHours),
    3,
  );
  const cpuSeconds = rounded(
    sum((one) => one.cpuSeconds),
    1,
  );
  const hash = createHash("sha256");
  for (const { firstSeed, traceHash } of summaries) hash.update(`${firstSeed} ${traceHash}\n`);
  return {
    seeds: sum(({ seeds }) => seeds),
    violations: sum(({ violations }) => violations),
    simulatedHours,
    faults: addedUp(summaries.map(({ faults }) => faults)),
    traceHash: summaries.length === 1 ? first.traceHash : hash.digest("hex").slice(0, 32),
    events: sum(({ events }) => events),
    operations: sum(({ operations }) => operations),
    longestOutageMs: max(({ longestOutageMs }) => longestOutageMs),
    seconds: rounded(
      sum(({ seconds }) => seconds),
      1,
    ),
    cpuSeconds,
    timesRealTimePerCore: times(simulatedHours * 3600, cpuSeconds),
    firstSeed: first.firstSeed,
    nextSeed: max(({ nextSeed }) => nextSeed),
  };
}

/** Kinds in the order of their names. */
export function addedUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const one of counts)
    for (const [kind, count] of Object.entries(one)) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function refuseTwice(summaries: readonly Summary[]): void {
  for (const [at, { firstSeed }] of summaries.entries()) {
    const before = summaries[at - 1];
    if (before !== undefined && firstSeed < before.nextSeed)
      throw new RangeError(`seeds from ${firstSeed} to ${before.nextSeed - 1} would count twice`);
  }
}

export function summaryText(summary: Summary): string {
  const { seeds, violations, simulatedHours, seconds, cpuSeconds, events, operations, faults } = summary;
  const simulatedSeconds = simulatedHours * 3600;
  const times = `${(simulatedSeconds / seconds).toFixed(0)} times real time, ${summary.timesRealTimePerCore.toFixed(0)} times on each core`;
  const rate = (seeds / seconds).toFixed(1);
  const outage = (summary.longestOutageMs / 1000).toFixed(1);
  return [
    `${seeds} seeds, ${violations} violations`,
    `${simulatedHours.toFixed(3)} h simulated in ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of the processor), ${rate} seeds a second: ${times}`,
    `${events} events, ${operations} operations; longest outage in a calm phase: ${outage} s`,
    `faults: ${Object.entries(faults)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ")}`,
    `trace ${summary.traceHash}`,
    "",
  ].join("\n");
}

/** null: that is no summary. */
export function parseSummary(text: string): Summary | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isSummary(value) ? value : null;
}

const NUMBERS = [
  ...["seeds", "violations", "simulatedHours", "events", "operations", "longestOutageMs", "seconds", "cpuSeconds"],
  ...["timesRealTimePerCore", "firstSeed", "nextSeed"],
];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function isSummary(value: unknown): value is Summary {
  if (!isRecord(value) || typeof value.traceHash !== "string" || !isRecord(value.faults)) return false;
  const counts = [...NUMBERS.map((name) => value[name]), ...Object.values(value.faults)];
  return counts.every((count) => typeof count === "number" && Number.isFinite(count) && count >= 0);
}

const times = (simulated: number, used: number): number => (used > 0 ? rounded(simulated / used, 1) : 0);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
