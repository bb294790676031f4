/**
 * Which entries the log on disk holds, without the entries: where it begins and ends, their terms, and which segments they
 * are in. Plain arithmetic.
 *
 * Law: a segment is let go only when nothing in it is still part of the log, and the segments before it have gone.
 */
import type { Entry } from "../core/entry.ts";
import type { Index, LogPosition, Term } from "../core/types.ts";
import type { StorageBatch } from "../ports/storage.ts";

/** The highest index of a segment that holds no entry of the log. */
export const NO_ENTRIES = 0;

export interface SegmentSpan {
  readonly generation: number;
  /** The highest index of the entries in it that no later segment has replaced; NO_ENTRIES: none. */
  readonly lastIndex: Index;
}

/** Once the segment at `at`, the last so far, has taken `entries`, which replace what stands from the first one's index on. */
export function spanned<S extends SegmentSpan>(spans: readonly S[], at: number, entries: readonly Entry[]): S[] {
  const first = entries[0]?.index;
  const last = entries.at(-1)?.index;
  if (first === undefined || last === undefined) return [...spans];
  return spans.map((span, i) => {
    const lastIndex = i === at ? last : Math.min(span.lastIndex, first - 1);
    return lastIndex === span.lastIndex ? span : { ...span, lastIndex };
  });
}

/** The generation of the first segment with an entry behind the base; the last one's where there is none. */
export function oldestNeeded(spans: readonly SegmentSpan[], base: LogPosition): number {
  const needed = spans.find(({ lastIndex }) => lastIndex > base.index) ?? spans.at(-1);
  return needed?.generation ?? 0;
}

export class LogShape {
  base: LogPosition;
  #lastIndex: Index;
  /** Where each term begins, behind the base. */
  #runs: { readonly from: Index; readonly term: Term }[] = [];

  constructor(base: LogPosition, entries: readonly Entry[]) {
    this.base = base;
    this.#lastIndex = base.index;
    this.take(entries);
  }

  get lastIndex(): Index {
    return this.#lastIndex;
  }

  /** null: the log does not hold that index. */
  termAt(index: Index): Term | null {
    if (index === this.base.index) return this.base.term;
    if (index < this.base.index || index > this.#lastIndex) return null;
    return this.#runs.findLast(({ from }) => from <= index)?.term ?? null;
  }

  /** Whether the log can do without the entries up to `base`, and without those of `batch` from there on. */
  canForget(base: LogPosition, { entries, restartFrom }: StorageBatch): boolean {
    const [first] = entries;
    if (restartFrom !== null || base.index <= this.base.index || (first?.index ?? Infinity) <= base.index) return false;
    return this.termAt(base.index) === base.term;
  }

  /** Throws RangeError where the batch would leave a gap. */
  check({ entries, restartFrom }: StorageBatch): void {
    const [first] = entries;
    const end = restartFrom?.index ?? this.#lastIndex;
    if (first === undefined || (first.index > 0 && first.index <= end + 1)) return;
    throw new RangeError(`the entry ${first.index} would leave a gap behind ${end}`);
  }

  restart(base: LogPosition): void {
    this.base = base;
    this.#lastIndex = base.index;
    this.#runs = [];
  }

  take(entries: readonly Entry[]): void {
    const [first] = entries;
    if (first === undefined) return;
    while ((this.#runs.at(-1)?.from ?? 0) >= first.index) this.#runs.pop();
    for (const { index, term } of entries) {
      if (this.#runs.at(-1)?.term !== term) this.#runs.push({ from: index, term });
      this.#lastIndex = index;
    }
  }

  forget(base: LogPosition): void {
    this.base = base;
    while ((this.#runs[1]?.from ?? Infinity) <= base.index) this.#runs.shift();
  }
}
