/**
 * State machine safety, of the log (Figure 3): what one server takes for committed at an index, every other does; within a
 * life, commitIndex and term never go back; and what a leader commits ends with an entry of its own term (§5.4.2).
 */
import type { Index, Term } from "../../core/types.ts";
import type { Ledger } from "../ledger.ts";
import { entryAt, entryText, type Report, type ServerView, sameEntry, termAt } from "../server-view.ts";

interface Seen {
  commitIndex: Index;
  term: Term;
  /** It led then. */
  leads: boolean;
}

export class Commitment {
  readonly #report: Report;
  readonly #ledger: Ledger;
  readonly #seen = new Map<string, Seen>();

  constructor(report: Report, ledger: Ledger) {
    this.#report = report;
    this.#ledger = ledger;
  }

  look(view: ServerView): void {
    const { life, state } = view;
    const seen = this.#seen.get(life) ?? { commitIndex: 0, term: 0, leads: false };
    const leads = state.role.name === "leader";
    if (state.term < seen.term) this.#report(`the term of ${life} goes back from ${seen.term} to ${state.term}`);
    if (state.commitIndex < seen.commitIndex)
      this.#report(`the commitIndex of ${life} goes back from ${seen.commitIndex} to ${state.commitIndex}`);
    if (state.commitIndex > seen.commitIndex) this.#compare(view, seen.commitIndex);
    if (state.commitIndex > seen.commitIndex && leads && seen.leads && seen.term === state.term) this.#ownTerm(view);
    seen.commitIndex = state.commitIndex;
    seen.term = state.term;
    seen.leads = leads;
    this.#seen.set(life, seen);
  }

  #ownTerm({ life, state: { log, commitIndex, term } }: ServerView): void {
    const committed = termAt(log, commitIndex);
    if (committed !== null && committed !== term)
      this.#report(`${life} leads term ${term} and commits ${commitIndex}, an entry of term ${committed}`);
  }

  /** What a snapshot stands for cannot be compared; the machines are (`same-machines`). */
  #compare({ life, state }: ServerView, before: Index): void {
    const from = Math.max(before, state.log.base.index) + 1;
    for (let index = from; index <= state.commitIndex; index++) {
      const entry = entryAt(state.log, index);
      const known = this.#ledger.at(index);
      if (entry === undefined) this.#report(`${life} commits ${index}, which its log does not hold`);
      else if (known !== undefined && !sameEntry(known.entry, entry))
        this.#report(`${life} commits ${entryText(entry)}, and ${known.by} committed ${entryText(known.entry)}`);
      else if (known === undefined && index === this.#ledger.lastIndex + 1) this.#ledger.add(entry, state.term, life);
      else if (known === undefined) this.#report(`${life} commits ${index} before anybody has committed ${index - 1}`);
    }
  }
}
