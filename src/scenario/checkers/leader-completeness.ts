/**
 * "If a log entry is committed in a given term, then that entry will be present in the logs of the leaders for all
 * higher-numbered terms" (Figure 3). Looked at when somebody begins to lead: it loses nothing while it does.
 */
import type { Term } from "../../core/types.ts";
import type { Ledger } from "../ledger.ts";
import { entryText, type Report, type ServerView, termAt } from "../server-view.ts";

export class LeaderCompleteness {
  readonly #report: Report;
  readonly #ledger: Ledger;
  /** By life: the latest term that it was seen to lead. */
  readonly #checked = new Map<string, Term>();

  constructor(report: Report, ledger: Ledger) {
    this.#report = report;
    this.#ledger = ledger;
  }

  look({ life, state }: ServerView): void {
    if (state.role.name !== "leader") return;
    if (this.#checked.get(life) === state.term) return;
    this.#checked.set(life, state.term);
    for (let index = this.#ledger.lastIndex; index > state.log.base.index; index--) {
      const committed = this.#ledger.at(index);
      // One of a later term may have gone ahead of a leader that has not heard of it yet.
      if (committed === undefined || committed.inTerm >= state.term) continue;
      if (termAt(state.log, index) === committed.entry.term) continue;
      this.#report(
        `${life} leads term ${state.term} without ${entryText(committed.entry)}, which ${committed.by} committed in term ${committed.inTerm}`,
      );
      return;
    }
  }
}
