/**
 * NATS, as far as a cluster uses it: subscriptions, queue groups, requests nobody answers, connections that come and go.
 *
 * Laws, as of the real one: what a connection says is heard in its order, and so a subscription counts from when it has
 * arrived; a message goes to those subscribed when it passes, at most once each, to one of each queue group, and never back to
 * its sender; a message that nobody is subscribed to, and that wants an answer, is answered by "no responders". What is on
 * its way when a connection ends is lost.
 *
 * Whose machine a frame comes from and goes to is known here, so that links can be cut one by one, as between the servers of a
 * NATS cluster.
 */
import type { LinkFrame } from "../compose.ts";
import type { Dice } from "../scenario/dice.ts";
import { matches } from "../wire/subject-pattern.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Host } from "./host.ts";
import { SimulatedLink } from "./link.ts";
import type { Weather } from "./weather.ts";

export interface BrokerOptions {
  readonly loop: EventLoop;
  readonly dice: Dice;
  readonly weather: Weather;
  /** Told of each frame that arrives. */
  readonly onDelivery: (from: string, to: string, bytes: Uint8Array) => void;
  /** Asked of each frame on its way: true where it goes no further by itself. Default: it never is. */
  readonly intercept?: (passing: Passing) => boolean;
}

/** A frame between two connections, by the names of those. */
export interface Passing {
  readonly from: string;
  readonly to: string;
  readonly frame: LinkFrame;
}

export interface Subscription {
  readonly link: SimulatedLink;
  readonly subject: readonly string[];
  readonly queue: string | null;
  readonly onFrame: (frame: LinkFrame) => void;
}

const EMPTY = new Uint8Array();

/** How the server tells of connections that have ended; not every server does. */
export interface EndedEvents {
  readonly told: boolean;
  readonly lateMs: number;
}

const SERVER_ID = "SIM";
const DISCONNECTS = "graft.disconnect";

/** Who is subscribed to a subject. */
interface Matching {
  /** The same string for each frame of this subject, so that Node hashes and splits it once. */
  readonly subject: string;
  readonly all: readonly Subscription[];
  readonly hasQueues: boolean;
}

export class Broker {
  readonly options: BrokerOptions;
  #subscriptions: Subscription[] = [];
  /** Who is subscribed, by subject, of those subjects that are used again and again. */
  readonly #matches = new Map<string, Matching>();
  /** Who may be subscribed to a subject, by its first token: of those few, each inbox is looked for anew. */
  readonly #likely = new Map<string, readonly Subscription[]>();
  readonly #links = new Set<SimulatedLink>();
  readonly #ended: EndedEvents;
  #inboxes = 0;
  #connections = 0;
  #isUp = true;

  constructor(options: BrokerOptions) {
    this.options = options;
    const { dice } = options;
    this.#ended = { told: !dice.chance(0.2), lateMs: dice.chance(0.2) ? 2_000 : 2 };
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** A connection of the process on `host`, made already. */
  connect(name: string, host: Host): SimulatedLink {
    const link = new SimulatedLink(this, name, host);
    this.#links.add(link);
    return link;
  }

  /** The name of a connection that is made now. */
  newConnection(): string {
    this.#connections += 1;
    return `${SERVER_ID}/${this.#connections}`;
  }

  /** Tells whoever listens, after a while, that `connection` has ended; or so it seems. */
  tellEnded(connection: string): void {
    const { loop, dice } = this.options;
    if (!this.#ended.told) return;
    const event = { server: { id: SERVER_ID }, client: { id: Number(connection.slice(SERVER_ID.length + 1)) } };
    const bytes = new TextEncoder().encode(JSON.stringify(event));
    loop.after(dice.scaled(0.1, this.#ended.lateMs), () => {
      for (const { link, onFrame } of this.#subscribedTo(DISCONNECTS).all)
        link.deliver(null, () => onFrame({ subject: DISCONNECTS, bytes, reply: "", isNoResponders: false }));
    });
  }

  newInbox(): string {
    this.#inboxes += 1;
    return `_INBOX.${this.#inboxes}`;
  }

  linksOf(name: string): SimulatedLink[] {
    return [...this.#links].filter((link) => link.name === name);
  }

  /** Every connection ends, and can be made again after `downMs`. */
  restart(downMs: number): void {
    const { loop, dice } = this.options;
    this.#isUp = false;
    for (const link of this.#links) link.lose(dice.scaled(0.1, 50), downMs + dice.scaled(1, 500));
    loop.after(downMs, () => {
      this.#isUp = true;
    });
  }

  /** What a connection said has arrived. */
  subscribe(subscription: Subscription): void {
    this.#subscriptions.push(subscription);
    this.#forgetMatches();
  }

  unsubscribe(subscription: Subscription): void {
    this.#subscriptions = this.#subscriptions.filter((one) => one !== subscription);
    this.#forgetMatches();
  }

  /** All that a connection had subscribed to is gone, for the time being. */
  forget(link: SimulatedLink): void {
    this.#subscriptions = this.#subscriptions.filter((one) => one.link !== link);
    this.#forgetMatches();
  }

  /** The connection has ended for good. */
  remove(link: SimulatedLink): void {
    this.forget(link);
    if (this.#links.has(link)) this.tellEnded(link.connection);
    this.#links.delete(link);
  }

  publish(from: SimulatedLink, subject: string, bytes: Uint8Array, reply: string): void {
    const { subject: known, all, hasQueues } = this.#subscribedTo(subject);
    const frame = { subject: known, bytes, reply, isNoResponders: false };
    let receivers = 0;
    for (const receiver of hasQueues ? this.#chosen(all, from) : all) {
      if (receiver.link === from) continue;
      receivers += 1;
      this.#route(from, receiver, frame);
    }
    if (receivers === 0 && reply !== "") this.#noResponders(from, reply);
  }

  /** Of each queue group one. */
  #chosen(all: readonly Subscription[], from: SimulatedLink): readonly Subscription[] {
    const matching = all.filter((one) => one.link !== from);
    const queues = new Set(matching.flatMap(({ queue }) => (queue === null ? [] : [queue])));
    const picked = [...queues].map((name) => this.options.dice.pick(matching.filter(({ queue }) => queue === name)));
    return [...matching.filter(({ queue }) => queue === null), ...picked];
  }

  #subscribedTo(subject: string): Matching {
    const known = this.#matches.get(subject);
    if (known !== undefined) return known;
    const tokens = subject.split(".");
    const all = this.#likelyFor(tokens[0] ?? "").filter((one) => matches(one.subject, tokens));
    const hasQueues = all.some(({ queue }) => queue !== null);
    if (tokens[0] !== "graft") return { subject, all, hasQueues };
    const matching = { subject: interned(subject), all, hasQueues };
    this.#matches.set(subject, matching);
    return matching;
  }

  #likelyFor(first: string): readonly Subscription[] {
    const known = this.#likely.get(first);
    if (known !== undefined) return known;
    const likely = this.#subscriptions.filter(
      ({ subject: [token] }) => token === first || token === "*" || token === ">",
    );
    this.#likely.set(first, likely);
    return likely;
  }

  /** After each change of the subscriptions. */
  #forgetMatches(): void {
    this.#matches.clear();
    this.#likely.clear();
  }

  #route(from: SimulatedLink, { link, onFrame }: Subscription, frame: LinkFrame): void {
    if (this.options.intercept?.({ from: from.name, to: link.name, frame }) === true) return;
    for (const { extraMs } of this.options.weather.copies(from.name, link.name, frame.bytes.length))
      link.deliver(extraMs, () => {
        this.options.onDelivery(from.name, link.name, frame.bytes);
        onFrame(frame);
      });
  }

  /** Sends on what was intercepted, to whoever has the receiver's name and subscriptions by now. */
  pass({ from, to, frame }: Passing): void {
    for (const { link, onFrame } of this.#subscribedTo(frame.subject).all.filter((one) => one.link.name === to))
      link.deliver(null, () => {
        this.options.onDelivery(from, to, frame.bytes);
        onFrame(frame);
      });
  }

  #noResponders(to: SimulatedLink, reply: string): void {
    for (const { link, onFrame } of this.#subscribedTo(reply).all)
      if (link === to)
        link.deliver(null, () => onFrame({ subject: reply, bytes: EMPTY, reply: "", isNoResponders: true }));
  }
}

/** As a name of a property: only of such strings does Node remember how they are split. */
const interned = (text: string): string => Object.keys({ [text]: null })[0] ?? text;
