/**
 * A linearizable read sees all that was decided before it was asked for (thesis 6.4): whoever serves it has applied the log at
 * least as far as any server had committed it at that moment. Stricter than the history of the clients, which need not
 * have heard of a write that is committed, and so seen at once.
 */
import type { Index } from "../../core/types.ts";
import type { Ledger } from "../ledger.ts";
import type { Report } from "../server-view.ts";

export class Reads {
  readonly #report: Report;
  readonly #ledger: Ledger;

  constructor(report: Report, ledger: Ledger) {
    this.#report = report;
    this.#ledger = ledger;
  }

  /** A read is asked for now. To be told of the `appliedIndex` that it was served at. */
  asked(life: string): (appliedIndex: Index) => void {
    const { lastIndex } = this.#ledger;
    return (appliedIndex) => {
      if (appliedIndex < lastIndex)
        this.#report(`${life} serves a read of ${appliedIndex}, and ${lastIndex} was committed before it was asked`);
    };
  }
}
