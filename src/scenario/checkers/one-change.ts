/**
 * "One change of members at a time" (§6; thesis 4.1): no leader's log holds two configurations that nobody has committed.
 * What it has not yet heard to be committed itself may be, so the ledger is asked.
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
    const open = state.log.configurations.filter(({ index }) => index > lastIndex);
    if (open.length < 2) return;
    const places = open.map(({ index }) => index).join(" and ");
    this.#report(`${life} leads term ${state.term} with changes of members at ${places}, none of them committed`);
  }
}
