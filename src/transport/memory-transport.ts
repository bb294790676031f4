/**
 * A network in memory, for tests and for the simulator: what nodes say to each other passes through the codec's bytes and
 * the same checks as on NATS, and arrives when, and if, its owner says so.
 *
 * Law: nothing happens by itself. A frame waits in flight until `deliverNext`, `flush` or `release` takes it, or, where the
 * network was given a schedule, until its clock comes to it. The same calls in the same order give the same deliveries.
 *
 * Links are directions between node ids; every new one is open. What is sent into a cut link, or is in flight on it
 * when it is cut, is lost. What is held waits until it is released, and loses its place in the order. A node that is disconnected
 * loses what is in flight to it, as a subscriber of NATS does, and sends nothing.
 */
import type { Message } from "../core/message.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { Transport, TransportCounters, TransportHandlers, TransportIdentity } from "../ports/transport.ts";
import { Endpoint, newTally } from "./endpoint.ts";
import { noLog, type TransportLog } from "./log.ts";
import { type Addresses, parseSubject } from "./subjects.ts";

export interface InFlight {
  /** Counts up over the network. */
  readonly sequence: number;
  readonly from: string;
  /** Who would hear it. A broadcast is in flight once for each. */
  readonly to: string;
  readonly subject: string;
  readonly bytes: Uint8Array;
}

export interface Schedule {
  readonly clock: Clock;
  /** Infinity: lost. */
  delayMs(frame: InFlight): number;
}

export interface MemoryNetworkOptions {
  readonly codec: Codec;
  /** Used by the transports to tell doubles from echoes. */
  readonly clock: Clock;
  /** Default: frames wait for `deliverNext`, `flush` or `release`. */
  readonly schedule?: Schedule;
  readonly log?: TransportLog;
}

export interface MemoryTransport extends Transport {
  /** The node's connection goes, and comes back. */
  disconnect(reason?: string): void;
  connect(): void;
}

interface Pending {
  readonly frame: InFlight;
  readonly receiver: Node;
}

/** `flush` ends with an error rather than never, where frames beget frames for ever. */
const FLUSH_FRAMES_MAX = 100_000;

const link = (from: string, to: string): string => `${from} > ${to}`;

export const createMemoryNetwork = (options: MemoryNetworkOptions): MemoryNetwork => new MemoryNetwork(options);

export class MemoryNetwork {
  readonly options: MemoryNetworkOptions;
  readonly #nodes: Node[] = [];
  readonly #cut = new Set<string>();
  readonly #holding = new Set<string>();
  #pending: Pending[] = [];
  #held: Pending[] = [];
  #sequence = 0;

  constructor(options: MemoryNetworkOptions) {
    this.options = options;
  }

  /** Another process on the network. Two of one id are two machines. */
  transport(boot: string): MemoryTransport {
    const node = new Node(this, boot);
    this.#nodes.push(node);
    return node;
  }

  cut(from: string, to: string): void {
    this.#cut.add(link(from, to));
    this.#lose(({ frame }) => frame.from === from && frame.to === to);
  }

  heal(from: string, to: string): void {
    this.#cut.delete(link(from, to));
  }

  /** From now on, frames of this link wait for `release`. */
  hold(from: string, to: string): void {
    this.#holding.add(link(from, to));
  }

  unhold(from: string, to: string): void {
    this.#holding.delete(link(from, to));
  }

  get held(): readonly InFlight[] {
    return this.#held.map(({ frame }) => frame);
  }

  /** In the order in which they will be delivered; empty where there is a schedule. */
  get inFlight(): readonly InFlight[] {
    return this.#pending.map(({ frame }) => frame);
  }

  /** Delivers, now, the held frames that `chosen` picks. Returns how many. */
  release(chosen: (frame: InFlight) => boolean = () => true): number {
    const released = this.#held.filter(({ frame }) => chosen(frame));
    this.#held = this.#held.filter((pending) => !released.includes(pending));
    for (const pending of released) this.#deliver(pending);
    return released.length;
  }

  /** False: nothing is in flight. */
  deliverNext(): boolean {
    const next = this.#pending.shift();
    if (next === undefined) return false;
    this.#deliver(next);
    return true;
  }

  /** Delivers until nothing is in flight. Returns how many. */
  flush(): number {
    for (let count = 0; count < FLUSH_FRAMES_MAX; count += 1) {
      if (!this.deliverNext()) return count;
    }
    throw new Error(`more than ${FLUSH_FRAMES_MAX} frames, and still no end: do two nodes answer each other for ever?`);
  }

  /** For the transports: takes a frame to everybody who listens. */
  publish(sender: Node, from: string, subject: string, bytes: Uint8Array): void {
    const addresses = parseSubject(subject);
    if (addresses === null) return;
    for (const receiver of this.#nodes) {
      const to = receiver.nodeId;
      if (to === null || receiver === sender || !receiver.hears(addresses) || this.#cut.has(link(from, to))) continue;
      this.#sequence += 1;
      this.#take({ frame: { sequence: this.#sequence, from, to, subject, bytes: bytes.slice() }, receiver });
    }
  }

  /** For the transports: what was on its way to one that went. */
  loseAllTo(receiver: Node): void {
    this.#lose((pending) => pending.receiver === receiver);
  }

  #take(pending: Pending): void {
    const { frame } = pending;
    const { schedule } = this.options;
    if (this.#holding.has(link(frame.from, frame.to))) this.#held.push(pending);
    else if (schedule === undefined) this.#pending.push(pending);
    else this.#deliverLater(pending, schedule);
  }

  #deliverLater(pending: Pending, schedule: Schedule): void {
    const delayMs = schedule.delayMs(pending.frame);
    const { era } = pending.receiver;
    if (delayMs === Number.POSITIVE_INFINITY) return;
    schedule.clock.at(schedule.clock.nowMs() + delayMs, () => {
      const { from, to } = pending.frame;
      if (pending.receiver.era === era && !this.#cut.has(link(from, to))) this.#deliver(pending);
    });
  }

  #deliver({ frame, receiver }: Pending): void {
    receiver.receive(frame.subject, frame.bytes);
  }

  #lose(lost: (pending: Pending) => boolean): void {
    this.#pending = this.#pending.filter((pending) => !lost(pending));
    this.#held = this.#held.filter((pending) => !lost(pending));
  }
}

class Node implements MemoryTransport {
  readonly #network: MemoryNetwork;
  readonly #boot: string;
  readonly #tally = newTally();
  #endpoint: Endpoint | null = null;
  #identity: TransportIdentity | null = null;
  #isConnected = true;
  #isClosed = false;
  /** Counts disconnects, so that a scheduled frame of an earlier connection is known for one. */
  era = 0;

  constructor(network: MemoryNetwork, boot: string) {
    this.#network = network;
    this.#boot = boot;
  }

  get counters(): Readonly<TransportCounters> {
    return this.#tally.counters;
  }

  get nodeId(): string | null {
    return this.#identity?.nodeId ?? null;
  }

  /** The three subscriptions of a node on NATS. */
  hears(addresses: Addresses): boolean {
    const identity = this.#identity;
    if (identity === null || !this.#isConnected || addresses.cluster !== identity.clusterName) return false;
    return addresses.to === null || addresses.to === identity.nodeId || addresses.from === identity.nodeId;
  }

  async start(identity: TransportIdentity, handlers: TransportHandlers): Promise<void> {
    if (this.#endpoint !== null || this.#isClosed) throw new Error("a transport is started once");
    const { codec, clock, log = noLog } = this.#network.options;
    const publish = (subject: string, bytes: Uint8Array): boolean => {
      if (!this.#isConnected) return false;
      this.#network.publish(this, identity.nodeId, subject, bytes);
      return true;
    };
    this.#identity = identity;
    this.#endpoint = new Endpoint(
      { codec, boot: this.#boot, clock, log, publish, tally: this.#tally },
      identity,
      handlers,
    );
    if (this.#isConnected) this.#endpoint.connected("");
  }

  /** There is no server here that could be asked. */
  probe(): void {}

  readonly detector = null;

  send(message: Message): void {
    if (this.#endpoint === null) throw new Error("a transport is started before it sends");
    this.#endpoint.send(message);
  }

  receive(subject: string, bytes: Uint8Array): void {
    this.#endpoint?.receive(subject, bytes);
  }

  disconnect(reason = "disconnected"): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.era += 1;
    this.#network.loseAllTo(this);
    this.#endpoint?.disconnected(reason);
  }

  connect(): void {
    if (this.#isConnected || this.#isClosed) return;
    this.#isConnected = true;
    this.#tally.counters.reconnects += 1;
    this.#endpoint?.connected("");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#endpoint?.close();
    this.disconnect("closed");
  }
}
