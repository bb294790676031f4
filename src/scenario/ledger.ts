/**
 * What the cluster has decided: all that any server has ever taken for committed, as the first one did. Law: written once,
 * never changed; who disagrees with it is wrong, or the first one was, and either is a violation.
 */
import type { Entry } from "../core/entry.ts";
import type { Index, Term } from "../core/types.ts";
import { entryText } from "./server-view.ts";

export interface Committed {
  readonly entry: Entry;
  readonly text: string;
  /** The term that the first server to take it for committed was in. */
  readonly inTerm: Term;
  readonly by: string;
}

export class Ledger {
  /** committed[i] has the index i + 1. */
  readonly #committed: Committed[] = [];

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
    this.#committed.push({ entry, text: entryText(entry), inTerm, by });
  }
}
