/**
 * What a follower has verified in a term is what the leader of that term holds (DESIGN 3.4): up to verifiedIndex the two logs
 * are the same. By log matching, to compare the terms there is enough. It is what a follower's commitIndex rests on, so a
 * follower that is wrong about it is caught before it commits another's entry.
 */
import type { ServerState } from "../../core/state.ts";
import type { Term } from "../../core/types.ts";
import { lastOf, type Report, type ServerView, termAt } from "../server-view.ts";

export class Verified {
  readonly #report: Report;
  /** By term: its leader's life, and its log as long as it leads. */
  readonly #leaders = new Map<Term, { readonly life: string; readonly state: ServerState }>();

  constructor(report: Report) {
    this.#report = report;
  }

  look({ life, state }: ServerView): void {
    if (state.role.name === "leader") {
      this.#leaders.set(state.term, { life, state });
      return;
    }
    const { term, verifiedIndex } = state;
    if (verifiedIndex === 0) return;
    if (verifiedIndex > lastOf(state.log).index)
      this.#report(
        `${life} has verified ${verifiedIndex} in term ${term}, and its log ends at ${lastOf(state.log).index}`,
      );
    const leader = this.#leaders.get(term);
    // Of one that leads no more, or lives no more, the log may have changed since.
    if (leader === undefined || leader.state.term !== term || leader.state.role.name !== "leader") return;
    const own = termAt(state.log, verifiedIndex);
    if (own === null || verifiedIndex < leader.state.log.base.index) return;
    const theirs = verifiedIndex > lastOf(leader.state.log).index ? null : termAt(leader.state.log, verifiedIndex);
    if (own !== theirs)
      this.#report(
        `${life} has verified ${verifiedIndex}:t${own} in term ${term}, and ${leader.life}, its leader, ${theirs === null ? "has none there" : `holds t${theirs}`}`,
      );
  }
}
