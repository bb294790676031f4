/**
 * "Updated on stable storage before responding to RPCs" (Figure 2; DESIGN 3.1): whatever a member says, what it promises by
 * that is on its disk, confirmed, when it says so: the term, the vote that it grants, the entries that it acknowledges.
 */
import type { Body, Message } from "../../core/message.ts";
import type { ServerState } from "../../core/state.ts";
import type { Index } from "../../core/types.ts";
import type { Durable } from "../durable.ts";
import { type Report, type ServerView, termAt } from "../server-view.ts";

const ANSWERS: ReadonlySet<Body["type"]> = new Set([
  "preVoteResponse",
  "voteResponse",
  "heartbeatAck",
  "appendAck",
  "appendRefusal",
  "snapshotAck",
]);

/** Up to where the speaker says that its disk is as the leader's. */
function matchIndexOf(body: Body): Index {
  if (body.type === "appendAck" || body.type === "heartbeatAck") return body.matchIndex;
  return body.type === "snapshotAck" && body.installed ? body.lastIndex : 0;
}

export class Promises {
  readonly #report: Report;
  readonly #durable: Durable;

  constructor(report: Report, durable: Durable) {
    this.#report = report;
    this.#durable = durable;
  }

  /** What a server believes to be on its disk is what others will be told, and what it applies. */
  look({ life, id, incarnation, state: { log } }: ServerView): void {
    const { durableIndex } = log;
    const own = termAt(log, durableIndex);
    if (own !== null && !this.#durable.holds({ id, incarnation }, durableIndex, own))
      this.#report(`${life} takes ${durableIndex}:t${own} for durable, and its disk has not confirmed it`);
  }

  /** `state`: of the speaker, now. */
  said(life: string, { from, to, term, body }: Message, state: ServerState | null): void {
    if (!ANSWERS.has(body.type)) return;
    const { term: durableTerm, votedFor } = this.#durable.hardState(from);
    if (durableTerm < term)
      return this.#report(`${life} says ${body.type} in term ${term}, and its disk has ${durableTerm}`);
    if (body.type === "voteResponse" && body.granted && durableTerm === term && votedFor?.id !== to)
      this.#report(`${life} grants ${to} its vote in term ${term}, and its disk has ${votedFor?.id ?? "none"}`);
    // In a later term the entries may have been written over since, with that answer on its way to the disk.
    const index = matchIndexOf(body);
    if (state === null || state.term !== term || index === 0) return;
    const held = this.#durable.termAt(from, index);
    const own = termAt(state.log, index);
    if (held === "inSnapshot" || (held !== null && (own === null || own === held))) return;
    this.#report(
      `${life} says ${body.type} up to ${index}:t${own}, and its disk has ${held === null ? "less" : `t${held}`}`,
    );
  }
}
