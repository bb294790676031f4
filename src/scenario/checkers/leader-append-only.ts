/** "A leader never overwrites or deletes entries in its log; it only appends new entries" (Figure 3). */
import type { LogPosition, Term } from "../../core/types.ts";
import { lastOf, type Report, type ServerView, termAt } from "../server-view.ts";

interface Led {
  readonly term: Term;
  last: LogPosition;
}

export class LeaderAppendOnly {
  readonly #report: Report;
  readonly #led = new Map<string, Led>();

  constructor(report: Report) {
    this.#report = report;
  }

  look({ life, state }: ServerView): void {
    if (state.role.name !== "leader") return;
    const { index, term } = lastOf(state.log);
    const led = this.#led.get(life);
    if (led === undefined || led.term !== state.term) {
      this.#led.set(life, { term: state.term, last: { index, term } });
      return;
    }
    const { last } = led;
    const isKept = last.index < state.log.base.index || termAt(state.log, last.index) === last.term;
    if (!isKept) this.#report(`${life} leads term ${state.term} and removes ${last.index}:t${last.term} from its log`);
    led.last = { index, term };
  }
}
