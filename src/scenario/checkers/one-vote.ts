/**
 * "Each server will vote for at most one candidate in a given term" (§5.2), as the others hear it: whatever a member says
 * it has granted, through crashes and restarts, names one candidate a term. An incarnation is a member of its own. A request
 * for votes says nothing of the asker's own, which need not be durable yet.
 */
import type { Message } from "../../core/message.ts";
import type { Report } from "../server-view.ts";

export class OneVote {
  readonly #report: Report;
  readonly #votes = new Map<string, string>();

  constructor(report: Report) {
    this.#report = report;
  }

  said({ from, to, term, body }: Message): void {
    if (body.type === "voteResponse" && body.granted) this.#note(`${from.id}~${from.incarnation}`, term, to ?? "");
  }

  #note(voter: string, term: number, candidate: string): void {
    const key = `${voter} ${term}`;
    const before = this.#votes.get(key);
    if (before === undefined) this.#votes.set(key, candidate);
    else if (before !== candidate)
      this.#report(`${voter} votes for ${candidate} in term ${term}, in which it has voted for ${before}`);
  }
}
