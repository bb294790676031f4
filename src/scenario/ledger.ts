/**
 * What the cluster has decided: all that any server has ever taken for committed, as the first one did. Law: written once,
 * never changed; who disagrees with it is wrong, or the first one was, and either is a violation.
 */
import type { Entry } from "../core/entry.ts";
import type { Configuration, Index, Term } from "../core/types.ts";

export interface Committed {
  readonly entry: Entry;
  /** The term that the first server to take it for committed was in. */
  readonly inTerm: Term;
  readonly by: string;
}

export class Ledger {
  /** committed[i] has the index i + 1. */
  readonly #committed: Committed[] = [];
  readonly #configurations: { readonly index: Index; readonly configuration: Configuration }[] = [];

  get lastIndex(): Index {
    return this.#committed.length;
  }

  at(index: Index): Committed | undefined {
    return this.#committed[index - 1];
  }

  /** Enters the next one. */
  add(entry: Entry, inTerm: Term, by: string): void {
    if (entry.index !== this.lastIndex + 1)
      throw new RangeError(`entry ${entry.index} cannot follow ${this.lastIndex} in the ledger`);
    this.#committed.push({ entry, inTerm, by });
    if (entry.type === "configuration")
      this.#configurations.push({ index: entry.index, configuration: entry.configuration });
  }

  /** In force at `index`; null: the one that the cluster was formed with, or not decided yet. */
  configurationAt(index: Index): Configuration | null {
    if (index > this.lastIndex) return null;
    return this.#configurations.findLast((entry) => entry.index <= index)?.configuration ?? null;
  }
}
