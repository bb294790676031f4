/**
 * "One change of members at a time" (§6; thesis 4.1): no leader's log holds two configurations that nobody has committed.
 * What it has not yet heard to be committed itself may be, so the ledger is asked. And none
 * before it has committed an entry of its own term (Ongaro, 2015).
 */
import type { Ledger } from "../ledger.ts";
import type { Report, ServerView } from "../server-view.ts";

export class OneChange {
  readonly #report: Report;
  readonly #ledger: Ledger;

  constructor(report: Report, ledger: Ledger) {
    this.#report = report;
    this.#ledger = ledger;
  }

  /** To be asked once the ledger knows what this server has committed. */
  look({ life, state }: ServerView): void {
    if (state.role.name !== "leader") return;
    const { lastIndex } = this.#ledger;
    const latest = state.log.configurations.at(-1)?.index ?? 0;
    if (latest > state.role.firstIndex && state.commitIndex < state.role.firstIndex)
      this.#report(`${life} leads term ${state.term} and changes members at ${latest} before it has committed in it`);
    const open = state.log.configurations.filter(({ index }) => index > lastIndex);
    if (open.length < 2) return;
    const places = open.map(({ index }) => index).join(" and ");
    this.#report(`${life} leads term ${state.term} with changes of members at ${places}, none of them committed`);
  }
}
