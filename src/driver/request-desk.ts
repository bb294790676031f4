/**
 * Requests that wait for their entry to be applied, or for a read to be allowed.
 *
 * Law: what the client is told is true (DESIGN 3.10). "Not executed" is said of a command that the core refused, and of one
 * whose place in the log another entry has been committed to; a command that was accepted and whose fate this node cannot
 * see any more "may yet commit". Each request is answered once.
 */
import type { Answer, Refusal } from "../core/effect.ts";
import type { Index, Term } from "../core/types.ts";
import type { ClientErrorCode, ClientResponse, Respond } from "../ports/client-door.ts";

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
}

const PENDING_MS_MAX = 10_000;

export class RequestDesk {
  readonly #nextRequestId: () => number;
  /** Asked of the core, not answered by it yet. */
  readonly #pending = new Map<number, Pending>();
  readonly #accepted = new Map<Index, Pending>();
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

  /** Opens a request; gives its id. `serve`: of a read, called once the state is new enough. */
  open(nowMs: number, respond: Respond, serve: (() => void) | null = null): number {
    const requestId = this.#nextRequestId();
    this.#pending.set(requestId, { openedMs: nowMs, respond, serve, term: 0 });
    return requestId;
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
    else if (answer.type === "refused") pending.respond(refused(answer.refusal, leader));
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
    accepted.respond(accepted.term === term ? response : OVERRULED);
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
    for (const [requestId, { openedMs, respond }] of this.#pending) {
      if (nowMs - openedMs < PENDING_MS_MAX) return;
      this.#pending.delete(requestId);
      respond(failure("NOT_LEADER", "no leader has confirmed the read in time", false, null));
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
    for (const { respond } of accepted) respond(uncertain(leader));
  }

  /** The node stops: what it had accepted is uncertain, the rest is surely not executed. */
  close(): void {
    this.lostTheLead(null);
    const pending = [...this.#pending.values(), ...this.#reads];
    this.#pending.clear();
    this.#reads = [];
    for (const { respond } of pending) respond(failure("NODE_STOPPED", "the node has stopped", false, null));
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
