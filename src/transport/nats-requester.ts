/**
 * Requests to the cluster's leader, over a link to NATS: one inbox subscription for all of them, at little more than half the
 * cost of the client's own `request()`; and those of one turn in one message, since a message costs as much as ten
 * requests do. Who has nothing under way waits for no other.
 *
 * Law: each request settles once, and in words that are true: `noResponders` and `disconnected` before sending say that nobody
 * got it; all else but a reply says nothing about what became of it. Nothing is sent while the link is away, and nothing is
 * sent twice. Requests on one subject leave in the order in which they were asked for.
 *
 * There is one timer, for the earliest deadline of all: thousands that are set and cleared would cost more than the requests.
 */
import { GraftError } from "../errors.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import { answersFrom, BATCH_REQUESTS_MAX, encodeBatch } from "../wire/client-batches.ts";
import type { LinkFrame, LinkSubscription, NatsLink } from "./link-transport.ts";
import { realClock } from "./real-clock.ts";
import { subscriptionToEvents } from "./subjects.ts";

export type RequestOutcome =
  /** A ClientResponse. */
  | { readonly kind: "reply"; readonly bytes: Uint8Array }
  /** Nobody subscribes to the subject: surely not received. */
  | { readonly kind: "noResponders" }
  /** May have been received. */
  | { readonly kind: "timedOut" }
  /** May have been received, by a leader that is none any more; another one listens now. */
  | { readonly kind: "leaderChanged" }
  /** `wasSent` false: surely not received. */
  | { readonly kind: "disconnected"; readonly wasSent: boolean };

export interface Requester {
  /**
   * `bytes` is a ClientRequest, but no batch; not to be changed before it is settled. Those of a reply are the caller's to
   * keep. Rejects with NATS_REFUSED where the server does not let us subscribe to an inbox, and with a RangeError where
   * `bytes` are more than it takes; then nothing was sent.
   */
  request(subject: string, bytes: Uint8Array, timeoutMs: number): Promise<RequestOutcome>;
  /** As `request`, and throws where that rejects. The bytes of a reply are not to be used once `settle` has returned. */
  ask(subject: string, bytes: Uint8Array, timeoutMs: number, settle: Settle): void;
  /** Calls `told` once, when a leader next says that it serves clients. Returns what calls that off. */
  onLeader(told: () => void): () => void;
  /** Requests that are not settled yet. */
  readonly waiting: number;
  /** Settles what waits as disconnected; leaves the link open. */
  close(): void;
}

/** Called once, perhaps before `ask` returns. */
export type Settle = (outcome: RequestOutcome) => void;

interface Asked {
  readonly bytes: Uint8Array;
  readonly deadlineMs: number;
  readonly settle: Settle;
}

/** What was sent in one message. */
interface Sent {
  /** null: settled. */
  readonly all: (Asked | null)[];
  left: number;
}

/** Together with a server's usual limit of 1 MiB: so that several messages are under way, rather than one large one. */
const MESSAGE_BYTES_MAX = 64 * 1024;

/** What a batch adds to a request: a tag and a length, and its share of the batch's. */
const REQUEST_OVERHEAD_BYTES = 16;

export interface RequesterOptions {
  readonly link: NatsLink;
  /** Whose leaders are listened to. */
  readonly clusterName: string;
  /** Default: the machine's time. */
  readonly clock?: Clock;
}

export const createRequester = ({ link, clusterName, clock = realClock }: RequesterOptions): Requester =>
  new LinkRequester(link, clusterName, clock);

class LinkRequester implements Requester {
  readonly #link: NatsLink;
  readonly #clock: Clock;
  readonly #inbox: string;
  readonly #subscriptions: readonly LinkSubscription[];
  readonly #awaitLeader = new Set<() => void>();
  /** By the token of the inbox that the answers come to. */
  readonly #sent = new Map<string, Sent>();
  /** Of this turn, by subject. */
  readonly #gathered = new Map<string, Gathered>();
  #waiting = 0;
  #tokens = 0;
  #timer: Timer | null = null;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #refused: GraftError | null = null;
  #isClosed = false;

  constructor(link: NatsLink, clusterName: string, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
    this.#inbox = `${link.newInbox()}.`;
    this.#subscriptions = [
      link.subscribe(
        `${this.#inbox}*`,
        (frame) => this.#receive(frame),
        (reason) => this.#onRefused(reason),
      ),
      // Who may not hear of leaders waits for its time to run out.
      link.subscribe(
        subscriptionToEvents(clusterName),
        ({ bytes }) => this.#onEvent(bytes),
        () => {},
      ),
    ];
    link.watch({ onDown: () => this.#settleAll({ kind: "disconnected", wasSent: true }), onUp: () => {} });
  }

  get waiting(): number {
    return this.#waiting;
  }

  async request(subject: string, bytes: Uint8Array, timeoutMs: number): Promise<RequestOutcome> {
    return new Promise((resolve) => {
      this.ask(subject, bytes, timeoutMs, (outcome) => resolve(kept(outcome)));
    });
  }

  ask(subject: string, bytes: Uint8Array, timeoutMs: number, settle: Settle): void {
    if (this.#refused !== null) throw this.#refused;
    if (this.#isClosed || !this.#link.isUp) return settle(NOT_SENT);
    if (bytes.length > this.#link.payloadBytesMax)
      throw new RangeError(`${bytes.length} bytes: the server takes ${this.#link.payloadBytesMax}`);
    const asked = { bytes, deadlineMs: this.#clock.nowMs() + timeoutMs, settle };
    const isAlone = this.#waiting === 0;
    this.#waiting += 1;
    this.#wakeAt(asked.deadlineMs);
    if (isAlone) this.#send(subject, [asked]);
    else this.#gather(subject, asked);
  }

  onLeader(told: () => void): () => void {
    this.#awaitLeader.add(told);
    return () => this.#awaitLeader.delete(told);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const subscription of this.#subscriptions) subscription.drain();
    this.#settleAll({ kind: "disconnected", wasSent: true });
  }

  #gather(subject: string, asked: Asked): void {
    let gathered = this.#gathered.get(subject);
    if (gathered?.hasRoomFor(asked) === false) this.#flush(subject);
    gathered = this.#gathered.get(subject);
    if (gathered === undefined) {
      gathered = new Gathered();
      this.#gathered.set(subject, gathered);
      if (this.#gathered.size === 1) this.#clock.afterInput(() => this.#flushAll());
    }
    gathered.add(asked);
  }

  #flushAll(): void {
    for (const subject of [...this.#gathered.keys()]) this.#flush(subject);
  }

  #flush(subject: string): void {
    const gathered = this.#gathered.get(subject);
    this.#gathered.delete(subject);
    if (gathered !== undefined) this.#send(subject, gathered.all);
  }

  #send(subject: string, all: readonly Asked[]): void {
    const [first] = all;
    if (first === undefined) return;
    const bytes = all.length === 1 ? first.bytes : encodeBatch(all.map((asked) => asked.bytes));
    this.#tokens += 1;
    const token = this.#tokens.toString(36);
    const sent = { all: [...all], left: all.length };
    // Known before it is sent, in the same turn: no answer can come before.
    this.#sent.set(token, sent);
    if (!this.#link.publish(subject, bytes, this.#inbox + token)) this.#settleMessage(token, sent, NOT_SENT);
  }

  #receive({ subject, bytes, isNoResponders }: LinkFrame): void {
    const token = subject.slice(this.#inbox.length);
    const sent = this.#sent.get(token);
    if (sent === undefined) return;
    if (isNoResponders) return this.#settleMessage(token, sent, { kind: "noResponders" });
    const answers = sent.all.length === 1 ? null : answersFrom(bytes);
    // What is no list of answers is said of all of them: so does a node that knows no batches.
    if (answers === null) return this.#settleMessage(token, sent, { kind: "reply", bytes });
    for (const { position, response } of answers)
      this.#settleOne(token, sent, position, { kind: "reply", bytes: response });
  }

  #settleMessage(token: string, sent: Sent, outcome: RequestOutcome): void {
    for (let position = 0; position < sent.all.length; position += 1) this.#settleOne(token, sent, position, outcome);
  }

  /** The message is forgotten with the last of its requests. */
  #settleOne(token: string, sent: Sent, position: number, outcome: RequestOutcome): void {
    const asked = sent.all[position];
    if (asked === null || asked === undefined) return;
    sent.all[position] = null;
    sent.left -= 1;
    if (sent.left === 0) this.#sent.delete(token);
    this.#settle(asked, outcome);
  }

  #settle(asked: Asked, outcome: RequestOutcome): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#sleep();
    asked.settle(outcome);
  }

  #settleAll(outcome: RequestOutcome): void {
    const gathered = [...this.#gathered.values()].flatMap(({ all }) => all);
    this.#gathered.clear();
    for (const [token, sent] of [...this.#sent]) this.#settleMessage(token, sent, outcome);
    for (const asked of gathered) this.#settle(asked, NOT_SENT);
  }

  /** What has been sent was heard by an earlier leader, or by nobody, or is about to be answered. */
  #onEvent(bytes: Uint8Array): void {
    if (!isLeads(bytes)) return;
    for (const [token, sent] of [...this.#sent]) this.#settleMessage(token, sent, { kind: "leaderChanged" });
    const waiting = [...this.#awaitLeader];
    this.#awaitLeader.clear();
    for (const told of waiting) told();
  }

  #wakeAt(atMs: number): void {
    if (atMs >= this.#timerAtMs) return;
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    // After a pause the timer fires before the answers that came meanwhile are read: those first.
    this.#timer = this.#clock.at(atMs, () => this.#clock.afterInput(() => this.#expire(atMs)));
  }

  #sleep(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerAtMs = Number.POSITIVE_INFINITY;
  }

  #expire(untilMs: number): void {
    if (untilMs !== this.#timerAtMs) return;
    this.#sleep();
    for (const [token, sent] of [...this.#sent])
      for (const [position, asked] of sent.all.entries())
        if (asked !== null && asked.deadlineMs <= untilMs) this.#settleOne(token, sent, position, { kind: "timedOut" });
    for (const { all } of this.#sent.values())
      for (const asked of all) if (asked !== null) this.#wakeAt(asked.deadlineMs);
  }

  #onRefused(reason: string): void {
    const servers = this.#link.servers.join(", ");
    const values = { servers, reason };
    this.#refused = new GraftError("NATS_REFUSED", `NATS at ${servers} refused an inbox: ${reason}`, values);
    this.#settleAll({ kind: "timedOut" });
  }
}

/** The requests of a turn, as many as one message carries. */
class Gathered {
  readonly all: Asked[] = [];
  #bytes = 0;

  hasRoomFor({ bytes }: Asked): boolean {
    return (
      this.all.length < BATCH_REQUESTS_MAX && this.#bytes + bytes.length + REQUEST_OVERHEAD_BYTES <= MESSAGE_BYTES_MAX
    );
  }

  add(asked: Asked): void {
    this.all.push(asked);
    this.#bytes += asked.bytes.length + REQUEST_OVERHEAD_BYTES;
  }
}

/** More than an event takes. */
const EVENT_BYTES_MAX = 1024;

function isLeads(bytes: Uint8Array): boolean {
  if (bytes.length > EVENT_BYTES_MAX) return false;
  try {
    const event: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof event === "object" && event !== null && "type" in event && event.type === "leads";
  } catch {
    return false;
  }
}

const NOT_SENT: RequestOutcome = { kind: "disconnected", wasSent: false };

const kept = (outcome: RequestOutcome): RequestOutcome =>
  outcome.kind === "reply" ? { kind: "reply", bytes: new Uint8Array(outcome.bytes) } : outcome;
