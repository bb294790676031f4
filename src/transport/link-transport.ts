/**
 * A Transport over a link to NATS.
 *
 * Law: `onConnected` is called when the server surely knows of every subscription, so that a node never campaigns deaf; and
 * `onDisconnected` as soon as the link says so. Between the two nothing is sent.
 *
 * Each rise of the link begins an epoch; a fall, the next rise or closing ends it. What was awaited in an epoch that has ended
 * is of no interest.
 */
import type { Message } from "../core/message.ts";
import type { NodeId } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import {
  ALL_HINTS,
  type DetectorReport,
  type HintSources,
  type Transport,
  type TransportCounters,
  type TransportHandlers,
  type TransportIdentity,
} from "../ports/transport.ts";
import { Endpoint, newTally, type Tally } from "./endpoint.ts";
import { FailureDetector } from "./failure-detector.ts";
import type { TransportLog } from "./log.ts";
import { subscriptionToAll, subscriptionToOne, subscriptionToOwnName } from "./subjects.ts";

export interface LinkWatcher {
  onDown(reason: string): void;
  /** Connected again; the server may not have read the subscriptions yet. */
  onUp(): void;
}

/** What arrives at a subscription. Its bytes are part of the socket's chunk: who keeps them copies them. */
export interface LinkFrame {
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** Where an answer is wanted; "": nowhere. */
  readonly reply: string;
  /** NATS' own answer to a request that nobody subscribes to (status 503). */
  readonly isNoResponders: boolean;
}

export interface LinkSubscription {
  /** Ends it. What the server sends until it has heard of that still arrives, so that it can be answered. */
  drain(): void;
}

/** A connection to NATS, whichever client holds it. */
export interface NatsLink {
  /** Without credentials. */
  readonly servers: readonly string[];
  readonly isUp: boolean;
  /** The server's name for this connection (`failure-detector`); "" while there is none. */
  readonly connection: string;
  /** The largest publication that the server takes. */
  readonly payloadBytesMax: number;
  /** False: not connected; nothing was sent, and nothing will be. Keeps `bytes` until they are sent. */
  publish(subject: string, bytes: Uint8Array, reply?: string): boolean;
  /** `onRefused`: the server does not let us. `queue`: of those who name the same one, one gets each message. */
  subscribe(
    subject: string,
    onFrame: (frame: LinkFrame) => void,
    onRefused: (reason: string) => void,
    queue?: string,
  ): LinkSubscription;
  /** A subject that nobody else has; more tokens may follow it. */
  newInbox(): string;
  /** Resolves once the server has read all that was sent; rejects, or never settles, if the connection goes first. */
  flush(): Promise<void>;
  watch(watcher: LinkWatcher): void;
  /** Sends what is buffered and closes; within two seconds, whatever has become of the server. */
  close(): Promise<void>;
}

export interface LinkTransportOptions {
  readonly link: NatsLink;
  readonly codec: Codec;
  /** Random for each run of the process. */
  readonly boot: string;
  readonly log: TransportLog;
  readonly clock: Clock;
  /** The largest frame that is ever sent: a server that takes less is as good as none. Default 0. */
  readonly frameBytesMax?: number;
  /** Default: both. */
  readonly hints?: HintSources;
}

interface Started {
  resolve(): void;
  reject(error: GraftError): void;
}

export class LinkTransport implements Transport {
  readonly #options: LinkTransportOptions;
  readonly #tally: Tally = newTally();
  #endpoint: Endpoint | null = null;
  #detector: FailureDetector | null = null;
  #started: Started | null = null;
  #refused: GraftError | null = null;
  #epoch = 0;
  #closed: Promise<void> | null = null;

  constructor(options: LinkTransportOptions) {
    this.#options = options;
  }

  get counters(): Readonly<TransportCounters> {
    return this.#tally.counters;
  }

  /** `counters.malformed`, taken apart. */
  get problems(): Readonly<Tally["problems"]> {
    return this.#tally.problems;
  }

  start(identity: TransportIdentity, handlers: TransportHandlers): Promise<void> {
    if (this.#endpoint !== null || this.#closed !== null) throw new Error("a transport is started once");
    const { link } = this.#options;
    const endpoint = new Endpoint(
      { ...this.#options, tally: this.#tally, publish: link.publish.bind(link) },
      identity,
      {
        onMessage: (message) => this.#receive(message, handlers),
        onConnected: (connection) => handlers.onConnected(connection),
        onDisconnected: (reason) => handlers.onDisconnected(reason),
        onDuplicateId: () => handlers.onDuplicateId(),
      },
    );
    this.#endpoint = endpoint;
    this.#detector = this.#detect(identity, handlers);
    this.#subscribe(endpoint, identity);
    link.watch({ onDown: (reason) => this.#down(reason), onUp: () => this.#up() });
    const started = new Promise<void>((resolve, reject) => {
      this.#started = { resolve, reject };
    });
    if (link.isUp) void this.#establish(endpoint);
    return started;
  }

  send(message: Message): void {
    if (this.#endpoint === null) throw new Error("a transport is started before it sends");
    this.#endpoint.send(message);
  }

  probe(id: NodeId): void {
    this.#detector?.probe(id);
  }

  get detector(): DetectorReport | null {
    return this.#detector?.report ?? null;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #detect({ clusterName, nodeId }: TransportIdentity, handlers: TransportHandlers): FailureDetector {
    const { link, clock, log, hints: sources = ALL_HINTS } = this.#options;
    const whileOpen =
      <T>(tell: (what: T) => void) =>
      (what: T): void => {
        if (this.#closed === null) tell(what);
      };
    return new FailureDetector({
      ...{ link, clock, log, clusterName, nodeId, sources },
      onPeerGone: whileOpen((id: NodeId) => handlers.onPeerGone(id)),
      onConnectionEnded: whileOpen((connection: string) => handlers.onConnectionEnded(connection)),
    });
  }

  #receive(message: Message, handlers: TransportHandlers): void {
    if (message.body.type === "heartbeat") this.#detector?.heard(message.from.id);
    handlers.onMessage(message);
  }

  /** What `from.*` brings in our own name is left to the third subscription, which has all of it. */
  #subscribe(endpoint: Endpoint, { clusterName, nodeId }: TransportIdentity): void {
    const { link } = this.#options;
    const ownPrefix = subscriptionToOwnName(clusterName, nodeId).slice(0, -1);
    const receive = ({ subject, bytes }: LinkFrame): void => endpoint.receive(subject, bytes);
    const receiveOthers = ({ subject, bytes }: LinkFrame): void => {
      if (!subject.startsWith(ownPrefix)) endpoint.receive(subject, bytes);
    };
    const refused = (reason: string): void => this.#onRefused(reason);
    link.subscribe(subscriptionToAll(clusterName), receiveOthers, refused);
    link.subscribe(subscriptionToOne(clusterName, nodeId), receiveOthers, refused);
    link.subscribe(subscriptionToOwnName(clusterName, nodeId), receive, refused);
  }

  async #establish(endpoint: Endpoint): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    try {
      await this.#options.link.flush();
    } catch {
      return;
    }
    if (epoch !== this.#epoch || this.#refused !== null) return;
    const problem = this.#payloadProblem();
    if (problem !== null) {
      this.#options.log(problem.message, problem.values);
      return this.#failStart(problem);
    }
    endpoint.connected(this.#options.link.connection);
    this.#started?.resolve();
    this.#started = null;
  }

  #up(): void {
    if (this.#endpoint === null || this.#closed !== null) return;
    this.#tally.counters.reconnects += 1;
    this.#detector?.reset();
    void this.#establish(this.#endpoint);
  }

  #down(reason: string): void {
    this.#epoch += 1;
    this.#detector?.reset();
    this.#endpoint?.disconnected(reason);
  }

  /** To publish more than the server takes ends the connection; to leave it out would leave a follower behind for ever. */
  #payloadProblem(): GraftError | null {
    const { link, frameBytesMax: neededBytes = 0 } = this.#options;
    const { payloadBytesMax: allowedBytes } = link;
    if (allowedBytes >= neededBytes) return null;
    const servers = link.servers.join(", ");
    const message = `NATS at ${servers} takes messages of ${allowedBytes} bytes, but a node sends up to ${neededBytes}`;
    return new GraftError("NATS_PAYLOAD_TOO_SMALL", message, { servers, allowedBytes, neededBytes });
  }

  #failStart(error: GraftError): void {
    this.#started?.reject(error);
    this.#started = null;
  }

  /** A node that may not hear what it must hear is as good as disconnected. */
  #onRefused(reason: string): void {
    const servers = this.#options.link.servers.join(", ");
    this.#refused = new GraftError("NATS_REFUSED", `NATS at ${servers} refused a subscription: ${reason}`, {
      servers,
      reason,
    });
    this.#options.log("NATS refused a subscription", { servers, reason });
    this.#failStart(this.#refused);
    this.#down(reason);
  }

  async #close(): Promise<void> {
    this.#epoch += 1;
    const servers = this.#options.link.servers.join(", ");
    this.#started?.reject(new GraftError("NATS_UNREACHABLE", `closed before NATS at ${servers} answered`, { servers }));
    this.#started = null;
    await this.#endpoint?.close();
    await this.#options.link.close();
  }
}
