/**
 * Requests that wait for their entry to be applied, or for a read to be allowed.
 *
 * Law: what the client is told is true (DESIGN 3.10). "Not executed" is said of a command that the core refused, and of one
 * whose place in the log another entry has been committed to; a command that was accepted and whose fate this node cannot
 * see any more "may yet commit". Each request is answered once. A command of a session that has come before, and waits still, is
 * given that one's answer: a refusal of its own would say of both that they were not executed.
 */
import type { Answer, Refusal } from "../core/effect.ts";
import type { Index, Term } from "../core/types.ts";
import type { ClientErrorCode, ClientRequest, ClientResponse, Respond } from "../ports/client-door.ts";

export type Command = Exclude<ClientRequest, { type: "read" }>;

interface WaitingRead {
  readonly index: Index;
  readonly openedMs: number;
  readonly respond: Respond;
  readonly serve: () => void;
}

/** One object for all the time that a request waits: there are thousands at once, and what lives that long is dear to move. */
interface Pending {
  readonly openedMs: number;
  readonly respond: Respond;
  /** Of a read: serves it. */
  readonly serve: (() => void) | null;
  /** Of the entry that holds it, once it is accepted. */
  term: Term;
  /** Of a command of a session; otherwise 0. */
  readonly clientId: number;
  readonly sequence: number;
  /** Who sent it again meanwhile; null: nobody. */
  others: Respond[] | null;
}

const NO_SESSION = 0;
/** A client asks again a few times; who asks more often is told at once that nothing is known. */
const OTHERS_MAX = 16;

const PENDING_MS_MAX = 10_000;

export class RequestDesk {
  readonly #nextRequestId: () => number;
  /** Asked of the core, not answered by it yet. */
  readonly #pending = new Map<number, Pending>();
  readonly #accepted = new Map<Index, Pending>();
  /** The newest command of each session that waits, in either of them. */
  readonly #ofClient = new Map<number, Pending>();
  #reads: WaitingRead[] = [];
  #appliedIndex: Index;

  constructor(appliedIndex: Index, nextRequestId: () => number) {
    this.#nextRequestId = nextRequestId;
    this.#appliedIndex = appliedIndex;
  }

  /** How many wait, for whatever. */
  get waiting(): number {
    return this.#pending.size + this.#accepted.size + this.#reads.length;
  }

  /** Opens a read; gives its id. `serve` is called once the state is new enough. */
  openRead(nowMs: number, respond: Respond, serve: () => void): number {
    return this.#open({ openedMs: nowMs, respond, serve, term: 0, clientId: NO_SESSION, sequence: 0, others: null });
  }

  /** Opens a command; gives its id. */
  openCommand(nowMs: number, respond: Respond, request: Command): number {
    const { clientId, sequence } = request.type === "propose" ? request : { clientId: NO_SESSION, sequence: 0 };
    const pending: Pending = { openedMs: nowMs, respond, serve: null, term: 0, clientId, sequence, others: null };
    if (clientId !== NO_SESSION) this.#ofClient.set(clientId, pending);
    return this.#open(pending);
  }

  /** Whether this very command waits already: then `respond` is given the same answer. */
  joins(request: Command, respond: Respond): boolean {
    if (request.type !== "propose" || request.clientId === NO_SESSION) return false;
    const waiting = this.#ofClient.get(request.clientId);
    if (waiting === undefined || waiting.sequence !== request.sequence) return false;
    waiting.others ??= [];
    if (waiting.others.length < OTHERS_MAX) waiting.others.push(respond);
    else respond(failure("UNCERTAIN", "it was asked for so often, and waits still: it may yet commit", true, null));
    return true;
  }

  #open(pending: Pending): number {
    const requestId = this.#nextRequestId();
    this.#pending.set(requestId, pending);
    return requestId;
  }

  #settle(pending: Pending, response: ClientResponse): void {
    if (this.#ofClient.get(pending.clientId) === pending) this.#ofClient.delete(pending.clientId);
    pending.respond(response);
    if (pending.others !== null) for (const respond of pending.others) respond(response);
  }

  /** The core's word. `leader`: who leads, as far as is known. */
  answer(requestId: number, answer: Answer, leader: string | null): void {
    const pending = this.#pending.get(requestId);
    if (pending === undefined) return;
    this.#pending.delete(requestId);
    if (answer.type === "accepted") {
      pending.term = answer.term;
      this.#accepted.set(answer.index, pending);
    } else if (answer.type === "readAt" && pending.serve !== null)
      this.#read({ ...pending, index: answer.index, serve: pending.serve });
    else if (answer.type === "refused") this.#settle(pending, refused(answer.refusal, leader));
  }

  #read(read: WaitingRead): void {
    if (read.index <= this.#appliedIndex) read.serve();
    else this.#reads.push(read);
  }

  /** The entry of `index` and `term` has been executed, with this outcome. */
  executed(index: Index, term: Term, response: ClientResponse): void {
    const accepted = this.#accepted.get(index);
    if (accepted === undefined) return;
    this.#accepted.delete(index);
    this.#settle(accepted, accepted.term === term ? response : OVERRULED);
  }

  /** All up to `index` is applied. */
  applied(index: Index): void {
    this.#appliedIndex = index;
    if (this.#reads.length === 0) return;
    const ready = this.#reads.filter((read) => read.index <= index);
    this.#reads = this.#reads.filter((read) => read.index > index);
    for (const { serve } of ready) serve();
  }

  /** When `expire` has something to do; Infinity: never. */
  get expiresAtMs(): number {
    const [pending] = this.#pending.values();
    const [read] = this.#reads;
    const openedMs = Math.min(
      pending?.openedMs ?? Number.POSITIVE_INFINITY,
      read?.openedMs ?? Number.POSITIVE_INFINITY,
    );
    return openedMs + PENDING_MS_MAX;
  }

  /**
   * Gives up reads that the core has not answered for long (a question to the leader, or its answer, was lost), and those for
   * which this node has not applied enough: it may have been removed, and get no more entries.
   */
  expire(nowMs: number): void {
    while (nowMs - (this.#reads[0]?.openedMs ?? nowMs) >= PENDING_MS_MAX)
      this.#reads.shift()?.respond(failure("NOT_LEADER", "this node did not get so far in time", false, null));
    for (const [requestId, pending] of this.#pending) {
      if (nowMs - pending.openedMs < PENDING_MS_MAX) return;
      this.#pending.delete(requestId);
      this.#settle(pending, failure("NOT_LEADER", "no leader has confirmed the read in time", false, null));
    }
  }

  /** This node leads no more: it will not learn in time what became of what it had accepted; its reads are not confirmed. */
  lostTheLead(leader: string | null): void {
    for (const [requestId, { respond, serve }] of [...this.#pending]) {
      if (serve === null) continue;
      this.#pending.delete(requestId);
      respond(failure("NOT_LEADER", "the lead was lost before the read was confirmed", false, leader));
    }
    const accepted = [...this.#accepted.values()];
    this.#accepted.clear();
    for (const pending of accepted) this.#settle(pending, uncertain(leader));
  }

  /** The node stops: what it had accepted is uncertain, the rest is surely not executed. */
  close(): void {
    this.lostTheLead(null);
    const [pending, reads] = [[...this.#pending.values()], this.#reads];
    this.#pending.clear();
    this.#reads = [];
    const stopped = failure("NODE_STOPPED", "the node has stopped", false, null);
    for (const one of pending) this.#settle(one, stopped);
    for (const { respond } of reads) respond(stopped);
  }
}

export const failure = (
  code: ClientErrorCode,
  message: string,
  mayHaveExecuted: boolean,
  leader: string | null,
): ClientResponse => ({ type: "error", code, message, mayHaveExecuted, leader });

const OVERRULED = failure("NOT_LEADER", "another leader's entry was committed in its place", false, null);

const uncertain = (leader: string | null): ClientResponse =>
  failure("UNCERTAIN", "the lead was lost before the outcome was known: it may yet commit", true, leader);

function refused(refusal: Refusal, leader: string | null): ClientResponse {
  switch (refusal) {
    case "overloaded":
      return failure("OVERLOADED", "too much waits to be committed: try again later", false, leader);
    case "transferring":
      return failure("OVERLOADED", "the lead is being handed over: try again", false, leader);
    default:
      return failure("NOT_LEADER", "this node does not lead", false, leader);
  }
}
