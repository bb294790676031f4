/**
 * The sentinel of protocol `graft`, for clusters of Go nodes, of ours, or mixed ones.
 *
 * Law: as that of `sentinel`. Votes of Go nodes name no voter, so of those it cannot be told who gave them; and a cluster in which
 * they vote may truly elect two leaders in a term: then that is what is told.
 */
import type { NodeId, Term } from "../../core/types.ts";
import type { ElectionMessage } from "../../ports/election.ts";
import { Docket, type OnBreach } from "./laws.ts";
import type { Sighted } from "./sentinel.ts";

const TERMS_KEPT = 1024;

interface InTerm {
  leader: NodeId | null;
  /** By voter. */
  readonly votes: Map<NodeId, NodeId>;
}

export class GraftSentinel {
  readonly #docket: Docket;
  readonly #terms = new Map<Term, InTerm>();
  /** By node and kind of message: the term of the last. A vote may leave later than a request of the next term. */
  readonly #lastTerms = new Map<string, Term>();
  #messages = 0;
  #highestTerm = 0;
  #leaders = 0;

  constructor(onBreach: OnBreach) {
    this.#docket = new Docket(onBreach);
  }

  hear(message: ElectionMessage): void {
    this.#messages += 1;
    this.#highestTerm = Math.max(this.#highestTerm, message.term);
    switch (message.type) {
      case "heartbeat":
        this.#inOrder(message.leader, message);
        return this.#leads(message.term, message.leader);
      case "voteRequest":
        return this.#inOrder(message.candidate, message);
      case "voteResponse":
        if (message.voter === null) return;
        this.#inOrder(message.voter, message);
        if (message.granted) this.#votes(message.term, message.voter, message.candidate);
    }
  }

  get sighted(): Sighted {
    const [frames, term, leaders] = [this.#messages, this.#highestTerm, this.#leaders];
    return { frames, term, leaders, committedIndex: 0, comparisons: 0 };
  }

  #inOrder(node: NodeId, { type, term }: ElectionMessage): void {
    const key = `${node} ${type}`;
    const last = this.#lastTerms.get(key) ?? 0;
    this.#lastTerms.set(key, Math.max(last, term));
    if (term < last) this.#docket.report("term", `${key} ${last}`, `${node} goes back from term ${last} to ${term}`);
  }

  #leads(term: Term, leader: NodeId): void {
    const inTerm = this.#of(term);
    if (inTerm.leader === null) {
      inTerm.leader = leader;
      this.#leaders += 1;
      this.#votes(term, leader, leader);
    } else if (inTerm.leader !== leader)
      this.#docket.report("oneLeader", `${term} ${leader}`, `${inTerm.leader} and ${leader} both lead term ${term}`);
  }

  #votes(term: Term, voter: NodeId, candidate: NodeId): void {
    const { votes } = this.#of(term);
    const before = votes.get(voter);
    votes.set(voter, before ?? candidate);
    if (before !== undefined && before !== candidate)
      this.#docket.report(
        "oneVote",
        `${term} ${voter}`,
        `${voter} votes for ${before} and for ${candidate} in term ${term}`,
      );
  }

  #of(term: Term): InTerm {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const inTerm = { leader: null, votes: new Map<NodeId, NodeId>() };
    this.#terms.set(term, inTerm);
    const [oldest] = this.#terms.keys();
    if (this.#terms.size > TERMS_KEPT && oldest !== undefined) this.#terms.delete(oldest);
    return inTerm;
  }
}
