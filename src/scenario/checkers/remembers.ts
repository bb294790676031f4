/**
 * What a member has promised, its next life remembers (Figure 2: "updated on stable storage before responding to RPCs"): the
 * term and the vote of every answer, and in that term the entries that it has acknowledged, which no leader of the term ever
 * takes back. An incarnation is a member of its own.
 */
import type { Message } from "../../core/message.ts";
import type { ServerState } from "../../core/state.ts";
import type { Index, Member, NodeId, Term } from "../../core/types.ts";
import { ByMember } from "../by-member.ts";
import { lastOf, type Report } from "../server-view.ts";

interface Promised {
  term: Term;
  /** In that term; null: nobody yet. */
  votedFor: NodeId | null;
  /** In that term. */
  matchIndex: Index;
}

export class Remembers {
  readonly #report: Report;
  readonly #promised = new ByMember<Promised>();

  constructor(report: Report) {
    this.#report = report;
  }

  said({ from, to, term, body }: Message): void {
    if (body.type !== "voteResponse" && body.type !== "appendAck") return;
    const promised = this.#of(from, term);
    if (promised.term !== term) return;
    if (body.type === "appendAck") promised.matchIndex = Math.max(promised.matchIndex, body.matchIndex);
    else if (body.granted) promised.votedFor = to;
  }

  /** A life begins with this. */
  starts(life: string, { self, term, votedFor, log }: ServerState): void {
    const promised = this.#promised.get(self);
    if (promised === undefined || term > promised.term) return;
    if (term < promised.term) return this.#report(`${life} starts in term ${term}, and has spoken in ${promised.term}`);
    if (promised.votedFor !== null && votedFor?.id !== promised.votedFor)
      this.#report(`${life} starts in term ${term} without its vote for ${promised.votedFor}`);
    const { index } = lastOf(log);
    if (index < promised.matchIndex)
      this.#report(
        `${life} starts with a log up to ${index}, and has acknowledged ${promised.matchIndex} in this term`,
      );
  }

  #of(member: Member, term: Term): Promised {
    const before = this.#promised.get(member);
    if (before !== undefined && before.term >= term) return before;
    const promised = { term, votedFor: null, matchIndex: 0 };
    this.#promised.set(member, promised);
    return promised;
  }
}
