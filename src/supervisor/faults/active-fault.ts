/** Faults that a running cluster has, and what is asked of one. Law: plain values. */
import type { NodeId } from "../../core/types.ts";
import type { Fault } from "../../scenario/language/syntax.ts";

export interface InjectOptions {
  /**
   * After so long it heals by itself; null: not before `heal`. Default: what the fault itself says, or else 60 s; for a crash,
   * a stop, a loss of power and a wiped disk: not before `heal`.
   */
  readonly forMs?: number | null;
  /** Also where it takes the quorum away. Default false. */
  readonly force?: boolean;
}

/** Of faults that name several nodes there is one for each. */
export interface ActiveFault {
  /** From 1, in the order in which they began. */
  readonly id: number;
  readonly fault: Fault<NodeId>;
  /** In ms of the calendar. */
  readonly beganAtMs: number;
  /** null: not by itself. */
  readonly endsAtMs: number | null;
}

export const LIFETIME_DEFAULT_MS = 60_000;
