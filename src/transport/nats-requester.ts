/**
 * Requests, over a link to NATS: one inbox subscription for all of them, and a publication each, at little more than half the
 * cost of the client's own `request()`.
 *
 * Law: each request settles once, and in words that are true: `noResponders` and `disconnected` before sending say that nobody
 * got it; all else but a reply says nothing about what became of it. Nothing is sent while the link is away, and nothing is
 * sent twice.
 */
import { GraftError } from "../errors.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { LinkFrame, LinkSubscription, NatsLink } from "./link-transport.ts";
import { realClock } from "./real-clock.ts";

export type RequestOutcome =
  /** `bytes` are the caller's to keep. */
  | { readonly kind: "reply"; readonly bytes: Uint8Array }
  /** Nobody subscribes to the subject: surely not received. */
  | { readonly kind: "noResponders" }
  /** May have been received. */
  | { readonly kind: "timedOut" }
  /** `wasSent` false: surely not received. */
  | { readonly kind: "disconnected"; readonly wasSent: boolean };

export interface Requester {
  /**
   * Rejects with NATS_REFUSED where the server does not let us subscribe to an inbox, and with a RangeError where `bytes` are
   * more than it takes; then nothing was sent.
   */
  request(subject: string, bytes: Uint8Array, timeoutMs: number): Promise<RequestOutcome>;
  /** Requests that are not settled yet. */
  readonly waiting: number;
  /** Settles what waits as disconnected; leaves the link open. */
  close(): void;
}

interface Pending {
  readonly settle: (outcome: RequestOutcome) => void;
  readonly timer: Timer;
}

/** `clock`: default the machine's time. */
export const createRequester = (link: NatsLink, clock: Clock = realClock): Requester => new LinkRequester(link, clock);

class LinkRequester implements Requester {
  readonly #link: NatsLink;
  readonly #clock: Clock;
  readonly #inbox: string;
  readonly #subscription: LinkSubscription;
  readonly #pending = new Map<string, Pending>();
  #count = 0;
  #refused: GraftError | null = null;
  #isClosed = false;

  constructor(link: NatsLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
    this.#inbox = `${link.newInbox()}.`;
    this.#subscription = link.subscribe(
      `${this.#inbox}*`,
      (frame) => this.#receive(frame),
      (reason) => this.#onRefused(reason),
    );
    link.watch({ onDown: () => this.#settleAll({ kind: "disconnected", wasSent: true }), onUp: () => {} });
  }

  get waiting(): number {
    return this.#pending.size;
  }

  async request(subject: string, bytes: Uint8Array, timeoutMs: number): Promise<RequestOutcome> {
    if (this.#refused !== null) throw this.#refused;
    if (this.#isClosed || !this.#link.isUp) return NOT_SENT;
    if (bytes.length > this.#link.payloadBytesMax)
      throw new RangeError(`${bytes.length} bytes: the server takes ${this.#link.payloadBytesMax}`);
    this.#count += 1;
    const token = this.#count.toString(36);
    // Sent first, in the same turn: no answer can come before this returns.
    if (!this.#link.publish(subject, bytes, this.#inbox + token)) return NOT_SENT;
    return new Promise((settle) => {
      const timer = this.#clock.at(this.#clock.nowMs() + timeoutMs, () => this.#expire(token));
      this.#pending.set(token, { settle, timer });
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#subscription.drain();
    this.#settleAll({ kind: "disconnected", wasSent: true });
  }

  #receive({ subject, bytes, isNoResponders }: LinkFrame): void {
    const token = subject.slice(this.#inbox.length);
    if (isNoResponders) this.#settle(token, { kind: "noResponders" });
    else if (this.#pending.has(token)) this.#settle(token, { kind: "reply", bytes: new Uint8Array(bytes) });
  }

  /** After a pause the timer fires before the answers that came meanwhile are read: those first. */
  #expire(token: string): void {
    this.#clock.afterInput(() => this.#settle(token, { kind: "timedOut" }));
  }

  #settle(token: string, outcome: RequestOutcome): void {
    const pending = this.#pending.get(token);
    if (pending === undefined) return;
    this.#pending.delete(token);
    pending.timer.cancel();
    pending.settle(outcome);
  }

  #settleAll(outcome: RequestOutcome): void {
    for (const token of [...this.#pending.keys()]) this.#settle(token, outcome);
  }

  #onRefused(reason: string): void {
    const servers = this.#link.servers.join(", ");
    const values = { servers, reason };
    this.#refused = new GraftError("NATS_REFUSED", `NATS at ${servers} refused an inbox: ${reason}`, values);
    this.#settleAll({ kind: "timedOut" });
  }
}

const NOT_SENT: RequestOutcome = { kind: "disconnected", wasSent: false };
