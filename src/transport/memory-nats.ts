/**
 * NATS in memory, for nodes that share a thread and only rehearse: subscriptions, queue groups, requests that nobody answers, and
 * connections whose end is told.
 *
 * Law: a frame arrives in a turn of its own, in the order in which it was sent, at whoever is subscribed then, and never at its
 * sender; of a queue group one hears it. Nothing is lost but by `flap`.
 */
import type { Clock } from "../ports/clock.ts";
import { matches } from "../wire/subject-pattern.ts";
import { connectionName } from "./failure-detector.ts";
import type { LinkFrame, LinkSubscription, LinkWatcher, NatsLink } from "./link-transport.ts";
import { DISCONNECTS } from "./subjects.ts";

interface Subscription {
  readonly link: MemoryLink;
  readonly subject: readonly string[];
  readonly queue: string | undefined;
  readonly onFrame: (frame: LinkFrame) => void;
}

const SERVER = "MEMORY";
const PAYLOAD_BYTES_MAX = 1024 * 1024;
const EMPTY = new Uint8Array();

export class MemoryNats {
  readonly #clock: Pick<Clock, "afterInput">;
  readonly #subscriptions = new Set<Subscription>();
  #names = 0;

  constructor(clock: Pick<Clock, "afterInput">) {
    this.#clock = clock;
  }

  connect(): MemoryLink {
    return new MemoryLink(this);
  }

  nextName(): number {
    this.#names += 1;
    return this.#names;
  }

  /** In a turn of its own. */
  later(turn: () => void): void {
    this.#clock.afterInput(turn);
  }

  add(subscription: Subscription): void {
    this.#subscriptions.add(subscription);
  }

  remove(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
  }

  publish(from: MemoryLink | null, subject: string, bytes: Uint8Array, reply: string): void {
    const tokens = subject.split(".");
    const others = [...this.#subscriptions].filter(({ link, subject: to }) => link !== from && matches(to, tokens));
    const served = new Set<string>();
    for (const { link, queue, onFrame } of others) {
      if (queue !== undefined && served.has(queue)) continue;
      if (queue !== undefined) served.add(queue);
      if (link.isUp) onFrame({ subject, bytes, reply, isNoResponders: false });
    }
    if (others.length === 0 && reply !== "") this.#noResponders(reply);
  }

  tellEnded(client: number): void {
    const event = JSON.stringify({ server: { id: SERVER }, client: { id: client } });
    this.publish(null, DISCONNECTS, new TextEncoder().encode(event), "");
  }

  #noResponders(inbox: string): void {
    const tokens = inbox.split(".");
    for (const { subject, onFrame } of [...this.#subscriptions])
      if (matches(subject, tokens)) onFrame({ subject: inbox, bytes: EMPTY, reply: "", isNoResponders: true });
  }
}

export class MemoryLink implements NatsLink {
  readonly servers = ["memory"];
  readonly payloadBytesMax = PAYLOAD_BYTES_MAX;
  readonly #nats: MemoryNats;
  readonly #watchers: LinkWatcher[] = [];
  readonly #subscriptions = new Set<Subscription>();
  /** Of this connection. */
  #client: number;
  #isUp = true;

  constructor(nats: MemoryNats) {
    this.#nats = nats;
    this.#client = nats.nextName();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get connection(): string {
    return this.#isUp ? connectionName(SERVER, this.#client) : "";
  }

  publish(subject: string, bytes: Uint8Array, reply = ""): boolean {
    if (!this.#isUp) return false;
    this.#nats.later(() => this.#nats.publish(this, subject, bytes, reply));
    return true;
  }

  subscribe(...[subject, onFrame, , queue]: Parameters<NatsLink["subscribe"]>): LinkSubscription {
    const subscription: Subscription = { link: this, subject: subject.split("."), queue, onFrame };
    this.#subscriptions.add(subscription);
    this.#nats.add(subscription);
    return {
      drain: () => {
        this.#subscriptions.delete(subscription);
        this.#nats.remove(subscription);
      },
    };
  }

  newInbox(): string {
    return `_INBOX.${this.#nats.nextName()}`;
  }

  flush(): Promise<void> {
    return new Promise((resolve) => this.#nats.later(resolve));
  }

  watch(watcher: LinkWatcher): void {
    this.#watchers.push(watcher);
  }

  async close(): Promise<void> {
    if (!this.#isUp) return;
    for (const subscription of this.#subscriptions) this.#nats.remove(subscription);
    this.#isUp = false;
    this.#nats.later(() => this.#nats.tellEnded(this.#client));
  }

  /** The connection ends, which others are told of, and another takes its place. */
  flap(): void {
    const ended = this.#client;
    this.#isUp = false;
    for (const { onDown } of this.#watchers) onDown("rehearsed");
    this.#nats.later(() => this.#nats.tellEnded(ended));
    this.#nats.later(() => {
      this.#client = this.#nats.nextName();
      this.#isUp = true;
      for (const { onUp } of this.#watchers) onUp();
    });
  }
}
