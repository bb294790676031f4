/**
 * A majority stands behind what a leader decides (§5.2, §5.3, §6), and on disk: behind its election, by votes; behind each
 * commitIndex that it reaches, by the entry there. Counted anew, by the configuration in the leader's log, from what the
 * disks have confirmed; so it does not matter why a leader counted wrongly.
 */
import type { Index, Term } from "../../core/types.ts";
import { type Durable, isMajority } from "../durable.ts";
import { type Report, type ServerView, termAt } from "../server-view.ts";

interface Led {
  readonly term: Term;
  commitIndex: Index;
  /** Where the configuration stood that was in force when it was last looked at. */
  configurationIndex: Index;
}

export class Backed {
  readonly #report: Report;
  readonly #durable: Durable;
  readonly #led = new Map<string, Led>();

  constructor(report: Report, durable: Durable) {
    this.#report = report;
    this.#durable = durable;
  }

  look(view: ServerView): void {
    const { life, state } = view;
    if (state.role.name !== "leader") return;
    const { term, commitIndex, log } = state;
    const configurationIndex = log.configurations.at(-1)?.index ?? 0;
    let led = this.#led.get(life);
    if (led === undefined || led.term !== term) {
      this.#election(view);
      led = { term, commitIndex: 0, configurationIndex: 0 };
      this.#led.set(life, led);
      // What it had heard to be committed before its election, others have counted.
      if (termAt(log, commitIndex) !== term) led.commitIndex = commitIndex;
    }
    if (commitIndex > led.commitIndex) this.#commit(view, led);
    led.commitIndex = commitIndex;
    led.configurationIndex = configurationIndex;
  }

  #election({ life, id, state: { term, log } }: ServerView): void {
    const votes = this.#durable;
    const isElected = log.configurations
      .slice(-2)
      .some(({ configuration }) => isMajority(configuration, (voter) => votes.voteOf(voter, term) === id));
    if (!isElected) this.#report(`${life} leads term ${term}, for which no majority has voted`);
  }

  /** A step that commits may also enter the next configuration: any that was in force since the last look will do. */
  #commit({ life, state: { term, commitIndex, log } }: ServerView, { configurationIndex }: Led): void {
    const committed = termAt(log, commitIndex);
    if (committed === null) return;
    const inForce = log.configurations.filter(
      ({ index }, at, all) => index >= configurationIndex || at === all.length - 1,
    );
    const isBacked = inForce.some(({ configuration }) =>
      isMajority(configuration, (voter) => this.#durable.holds(voter, commitIndex, committed)),
    );
    if (!isBacked)
      this.#report(`${life} leads term ${term} and commits ${commitIndex}:t${committed}, which no majority holds`);
  }
}
