/**
 * What the frames of a cluster tell of its elections. Law: only what a node itself said is held against it, and a life, one run
 * of its process, is told apart from the next by the boot in its frames.
 *
 * A request leaves before the term in it is durable, and a crash may take that term back; an answer is a promise, and leaves
 * after: perhaps behind a request of the next term. So within a life no term goes back from one message to the next of its
 * kind, and no life answers in a lower term than an earlier one has answered in.
 */
import type { Message } from "../../core/message.ts";
import type { Member, Term } from "../../core/types.ts";
import type { Frame } from "../../ports/codec.ts";
import type { Docket } from "./laws.ts";

const TERMS_KEPT = 1024;

type Kind = Message["body"]["type"];

interface Life {
  readonly boot: string;
  /** By kind of message: of the last. */
  readonly terms: Map<Kind, Term>;
  /** The highest that it has answered in; 0: it has not. */
  promised: Term;
}

export const nameOf = ({ id, incarnation }: Member): string => `${id}~${incarnation.slice(0, 6)}`;

const keyOf = ({ id, incarnation }: Member): string => `${id}~${incarnation}`;

export class Elections {
  readonly #docket: Docket;
  /** By member, in the order in which they were first heard. */
  readonly #lives = new Map<string, Life[]>();
  readonly #leaders = new Map<Term, { readonly from: Member; readonly boot: string }>();
  /** By member and term: whom it has voted for. */
  readonly #votes = new Map<Term, Map<string, string>>();
  #highestTerm = 0;

  constructor(docket: Docket) {
    this.#docket = docket;
  }

  get highestTerm(): Term {
    return this.#highestTerm;
  }

  /** Of terms in which somebody has led. */
  get leaders(): number {
    return this.#leaders.size;
  }

  heard({ from, boot }: Frame, message: Message): void {
    this.#inTerm(from, boot, message);
    const { term, body } = message;
    if (LEADERS_ONLY.has(body.type)) this.#leads(term, from, boot);
    if (body.type === "voteResponse" && body.granted && message.to !== null) this.#voteIs(from, term, message.to);
  }

  #inTerm(from: Member, boot: string, { term, body }: Message): void {
    this.#highestTerm = Math.max(this.#highestTerm, term);
    const { life, earlier } = this.#lifeOf(from, boot);
    const last = life.terms.get(body.type) ?? 0;
    if (term < last) this.#wentBack(from, boot, last, term);
    life.terms.set(body.type, Math.max(last, term));
    if (!PROMISES.has(body.type)) return;
    const before = Math.max(0, ...earlier.map(({ promised }) => promised));
    if (term < before) this.#wentBack(from, boot, before, term);
    life.promised = Math.max(life.promised, term);
  }

  #lifeOf(from: Member, boot: string): { readonly life: Life; readonly earlier: readonly Life[] } {
    const lives = this.#lives.get(keyOf(from)) ?? [];
    this.#lives.set(keyOf(from), lives);
    const at = lives.findIndex((life) => life.boot === boot);
    const known = lives[at];
    if (known !== undefined) return { life: known, earlier: lives.slice(0, at) };
    const life = { boot, terms: new Map<Kind, Term>(), promised: 0 };
    const earlier = [...lives];
    lives.push(life);
    return { life, earlier };
  }

  #wentBack(from: Member, boot: string, before: Term, term: Term): void {
    this.#docket.report("term", `${keyOf(from)} ${boot}`, `${nameOf(from)} goes back from term ${before} to ${term}`);
  }

  /** Who comes back after a crash must win anew: another life of the same member is another leader. */
  #leads(term: Term, from: Member, boot: string): void {
    const before = this.#leaders.get(term);
    if (before === undefined) {
      this.#leaders.set(term, { from, boot });
      forgetOldest(this.#leaders);
      this.#voteIs(from, term, from.id);
    } else if (keyOf(before.from) !== keyOf(from))
      this.#docket.report(
        "oneLeader",
        `${term} ${keyOf(from)}`,
        `${nameOf(before.from)} and ${nameOf(from)} both lead term ${term}`,
      );
    else if (before.boot !== boot)
      this.#docket.report("oneLeader", `${term} ${boot}`, `${nameOf(from)} leads term ${term} again after a restart`);
  }

  #voteIs(from: Member, term: Term, candidate: string): void {
    const votes = this.#votes.get(term) ?? new Map<string, string>();
    this.#votes.set(term, votes);
    forgetOldest(this.#votes);
    const before = votes.get(keyOf(from));
    votes.set(keyOf(from), before ?? candidate);
    if (before !== undefined && before !== candidate)
      this.#docket.report(
        "oneVote",
        `${term} ${keyOf(from)}`,
        `${nameOf(from)} votes for ${before} and for ${candidate} in term ${term}`,
      );
  }
}

/** What only the leader of the message's term says. */
const LEADERS_ONLY: ReadonlySet<Kind> = new Set(["heartbeat", "appendEntries", "installSnapshot", "timeoutNow"]);

/** What leaves only once the term in it is durable. */
const PROMISES: ReadonlySet<Kind> = new Set(["voteResponse", "appendAck", "heartbeatAck"]);

/** A map keeps its keys in the order in which they came, which is about that of the terms. */
function forgetOldest<V>(map: Map<Term, V>): void {
  if (map.size <= TERMS_KEPT) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
