/**
 * What a sentinel has found. Law: what is told is a proof: of two things that were said, and cannot both be right; each pair is
 * told once, however often it is said again.
 */
export type SentinelLaw =
  /** At most one leader in a term (Figure 3, election safety). */
  | "oneLeader"
  /** A vote is given once in a term. */
  | "oneVote"
  /** A term never goes back: in a life, and of what was promised, over all lives. */
  | "term"
  /** What a leader says is committed never goes back within its term. */
  | "commitIndex"
  /** What was committed at an index is what every later leader has there (Figure 3, leader completeness). */
  | "committedEntries"
  /** Entries of one index and term are the same (Figure 3, log matching). */
  | "logMatching"
  /** Nodes apply the same entries (Figure 3, state machine safety). */
  | "appliedEntries";

export interface Breach {
  readonly law: SentinelLaw;
  readonly what: string;
}

/** Told once of each breach. */
export type OnBreach = (breach: Breach) => void;

/** Of all that can be broken in a long run, enough to see what is wrong. */
const BREACHES_MAX = 100;

export class Docket {
  readonly #onBreach: OnBreach;
  readonly #known = new Set<string>();

  constructor(onBreach: OnBreach) {
    this.#onBreach = onBreach;
  }

  /** `about`: what is told once under this law. */
  report(law: SentinelLaw, about: string, what: string): void {
    const key = `${law} ${about}`;
    if (this.#known.has(key) || this.#known.size >= BREACHES_MAX) return;
    this.#known.add(key);
    this.#onBreach({ law, what });
  }
}
