/**
 * "At most one leader can be elected in a given term" (Figure 3). A server that led in a term and comes back after a crash
 * counts as another: it has forgotten what it promised as a leader, and must win anew, in a new term.
 */
import type { Term } from "../../core/types.ts";
import type { Report, ServerView } from "../server-view.ts";

export class ElectionSafety {
  readonly #report: Report;
  readonly #leaders = new Map<Term, string>();

  constructor(report: Report) {
    this.#report = report;
  }

  look({ life, state }: ServerView): void {
    if (state.role.name === "leader") this.leads(life, state.term);
  }

  leads(life: string, term: Term): void {
    const before = this.#leaders.get(term);
    if (before === undefined) this.#leaders.set(term, life);
    else if (before !== life) this.#report(`${before} and ${life} both lead term ${term}`);
  }
}
