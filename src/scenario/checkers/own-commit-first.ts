/**
 * No leader begins a change of members before it has committed in its own term (Ongaro, 2015; DESIGN 3.3): until then it does
 * not know which of the changes in its log is decided.
 */
import type { Report, ServerView } from "../server-view.ts";

export class OwnCommitFirst {
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  look({ life, state: { role, term, commitIndex, log } }: ServerView): void {
    if (role.name !== "leader" || commitIndex >= role.firstIndex) return;
    const latest = log.configurations.at(-1)?.index ?? 0;
    if (latest > role.firstIndex)
      this.#report(
        `${life} leads term ${term} and changes members at ${latest}, before it has committed ${role.firstIndex}`,
      );
  }
}
