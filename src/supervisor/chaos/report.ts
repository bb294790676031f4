/** What a run of chaos came to. Law: plain values; a verdict of "ok" says that all checkers were there to the end and found nothing. */
import type { NodeId } from "../../core/types.ts";
import type { ChaosLevel } from "../../scenario/chaos/plan.ts";
import type { Watched } from "../../scenario/sentinel/watch.ts";

export interface ChaosViolation {
  /** Who found it: a law of the sentinel, "linearizability", "acknowledged", "lease", "recovery", "machines", "node", "client". */
  readonly checker: string;
  readonly what: string;
  /** Since the run began. */
  readonly atMs: number;
}

export type TimelineEvent =
  | { readonly type: "faultBegan" | "faultEnded"; readonly statement: string }
  /** It could not be done, or would have broken the quorum. */
  | { readonly type: "faultRefused"; readonly statement: string; readonly code: string }
  | { readonly type: "leaderChange"; readonly node: NodeId; readonly term: number }
  | { readonly type: "nodeStopped"; readonly node: NodeId; readonly code: string | null }
  | { readonly type: "nodeStarted"; readonly node: NodeId }
  | { readonly type: "calm" }
  | { readonly type: "violation"; readonly checker: string; readonly what: string };

export type TimelineEntry = TimelineEvent & { readonly atMs: number };

export interface ChaosReport {
  readonly verdict: "ok" | "violated";
  readonly violations: readonly ChaosViolation[];
  readonly level: ChaosLevel;
  readonly seed: number;
  /** Of the faults and the load; the calm end comes on top. */
  readonly durationMs: number;
  /** The longest time in which no write was acknowledged. */
  readonly longestOutageMs: number;
  /** When that began. */
  readonly longestOutageFromMs: number;
  readonly operations: number;
  /** Of those: that may or may not have been executed. */
  readonly unknown: number;
  /** By kind: how many were done. */
  readonly faults: Readonly<Record<string, number>>;
  readonly refused: number;
  readonly leaderChanges: number;
  /** How often the leases of all nodes were looked at, and how often one was held. */
  readonly leases: { readonly samples: number; readonly held: number };
  readonly sighted: Watched;
  readonly timeline: readonly TimelineEntry[];
}

/** What happened when. Of a run of hours the latest is kept. */
const TIMELINE_MAX = 10_000;
const VIOLATIONS_MAX = 100;

export class Findings {
  readonly #nowMs: () => number;
  readonly #onEntry: (entry: TimelineEntry) => void;
  readonly violations: ChaosViolation[] = [];
  readonly timeline: TimelineEntry[] = [];

  constructor(nowMs: () => number, onEntry: (entry: TimelineEntry) => void) {
    this.#nowMs = nowMs;
    this.#onEntry = onEntry;
  }

  violated(checker: string, what: string): void {
    if (this.violations.length >= VIOLATIONS_MAX) return;
    this.violations.push({ checker, what, atMs: this.#nowMs() });
    this.note({ type: "violation", checker, what });
  }

  note(event: TimelineEvent): void {
    const entry = { ...event, atMs: this.#nowMs() };
    this.timeline.push(entry);
    if (this.timeline.length > TIMELINE_MAX) this.timeline.shift();
    this.#onEntry(entry);
  }
}
