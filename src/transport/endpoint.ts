/**
 * One node's place on a network, whatever the network is: who it is, what it takes from others, what it counts.
 *
 * Law: a message reaches the node only if it decodes, belongs to its cluster, is for it, and was sent by whom it names: the
 * subject, which a server's permissions vouch for, and the body must agree. Everything else is counted and dropped. Nothing
 * is sent while the network is away.
 *
 * A frame in our own name is never a message. With our boot it is our echo; with another, our double or our former life
 * (`double-watch`); with another incarnation, another member that took our id, which the cluster's configuration must sort
 * out and not we.
 */
import type { Message } from "../core/message.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec, DecodeProblem, Frame } from "../ports/codec.ts";
import type { TransportCounters, TransportHandlers, TransportIdentity } from "../ports/transport.ts";
import { DoubleWatch } from "./double-watch.ts";
import { KnownSubjects } from "./known-subjects.ts";
import { type OnceLog, onceLog, type TransportLog } from "./log.ts";
import type { Addresses } from "./subjects.ts";

/** Kept apart from the endpoint, since a transport can be asked for them before it is started. */
export interface Tally {
  readonly counters: TransportCounters;
  /** `counters.malformed` and `counters.unauthenticated`, taken apart. */
  readonly problems: Record<DecodeProblem, number>;
}

export const newTally = (): Tally => ({
  counters: {
    framesSent: 0,
    framesReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    droppedDisconnected: 0,
    malformed: 0,
    unauthenticated: 0,
    misaddressed: 0,
    otherCluster: 0,
    reconnects: 0,
  },
  problems: { tooLarge: 0, malformed: 0, unknownVersion: 0, unknownBody: 0, outOfRange: 0, unauthenticated: 0 },
});

export interface EndpointOptions {
  readonly tally: Tally;
  readonly codec: Codec;
  /** Random for each run of the process. */
  readonly boot: string;
  readonly clock: Clock;
  readonly log: TransportLog;
  /** False: the network is away, and nothing was sent. */
  readonly publish: (subject: string, bytes: Uint8Array) => boolean;
}

/** What an endpoint has to tell. */
export type EndpointHandlers = Omit<TransportHandlers, "onPeerGone" | "onConnectionEnded">;

const SILENT: EndpointHandlers = {
  onMessage: () => {},
  onConnected: () => {},
  onDisconnected: () => {},
  onDuplicateId: () => {},
};

export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #counters: TransportCounters;
  readonly #identity: TransportIdentity;
  readonly #subjects: KnownSubjects;
  readonly #logOnce: OnceLog;
  readonly #watch: DoubleWatch;
  #handlers: EndpointHandlers;
  #isUp = false;

  constructor(options: EndpointOptions, identity: TransportIdentity, handlers: EndpointHandlers) {
    this.#options = options;
    this.#counters = options.tally.counters;
    this.#identity = identity;
    this.#subjects = new KnownSubjects(identity.clusterName, identity.nodeId);
    this.#handlers = handlers;
    this.#logOnce = onceLog(options.log);
    this.#watch = new DoubleWatch({
      clock: options.clock,
      publishPresence: (answers) => this.#publish(null, answers),
      onDouble: () => this.#onDouble(),
    });
  }

  /** The network is there, and knows what we subscribe to. Says that we are here, then tells the node. */
  connected(connection: string): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#publish(null);
    this.#watch.presencePublished();
    this.#handlers.onConnected(connection);
  }

  disconnected(reason: string): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#handlers.onDisconnected(reason);
  }

  send(message: Message): void {
    this.#publish(message);
  }

  receive(subject: string, bytes: Uint8Array): void {
    this.#counters.framesReceived += 1;
    this.#counters.bytesReceived += bytes.length;
    const decoded = this.#options.codec.decode(bytes);
    if (!decoded.ok) return this.#malformed(decoded.problem, subject);
    const addresses = this.#subjects.addressesOf(subject);
    if (addresses === null || !this.#agree(addresses, decoded.frame)) return this.#misaddressed(subject);
    if (decoded.frame.clusterId !== this.#identity.clusterId) return this.#otherCluster(decoded.frame);
    if (addresses.from === this.#identity.nodeId) return this.#ownName(decoded.frame);
    if (addresses.to !== null && addresses.to !== this.#identity.nodeId) return this.#misaddressed(subject);
    if (decoded.frame.message !== null) this.#handlers.onMessage(decoded.frame.message);
  }

  /** Tells the node nothing more. Resolves once the other of two doubles had its chance to learn that it is one. */
  async close(): Promise<void> {
    this.#handlers = SILENT;
    if (!this.#isUp) this.#watch.stop();
    await this.#watch.silent();
    this.#isUp = false;
  }

  /** A subject to all carries what is to nobody by name: a broadcast or a presence. */
  #agree(addresses: Addresses, frame: Frame): boolean {
    const to = frame.message === null ? null : frame.message.to;
    return addresses.cluster === this.#identity.clusterName && addresses.from === frame.from.id && addresses.to === to;
  }

  #ownName(frame: Frame): void {
    if (frame.from.incarnation !== this.#identity.incarnation) {
      this.#counters.misaddressed += 1;
      this.#logOnce("another member uses this node's id", frame.from.incarnation, {
        id: frame.from.id,
        incarnation: frame.from.incarnation,
      });
    } else if (frame.boot !== this.#options.boot) {
      this.#watch.heard(frame.boot, frame.message === null && frame.answers === this.#options.boot);
    }
  }

  #onDouble(): void {
    this.#logOnce("this node's id and data are in use elsewhere", "", { id: this.#identity.nodeId });
    this.#handlers.onDuplicateId();
  }

  #malformed(problem: DecodeProblem, subject: string): void {
    if (problem === "unauthenticated") this.#counters.unauthenticated += 1;
    else this.#counters.malformed += 1;
    this.#options.tally.problems[problem] += 1;
    this.#logOnce("a frame was not understood", problem, { problem, subject });
  }

  #misaddressed(subject: string): void {
    this.#counters.misaddressed += 1;
    this.#logOnce("a frame's subject and body disagree, or it is for another", subject, { subject });
  }

  #otherCluster(frame: Frame): void {
    this.#counters.otherCluster += 1;
    this.#logOnce("another cluster of this name is on this server", frame.clusterId, {
      cluster: this.#identity.clusterName,
      clusterId: frame.clusterId,
    });
  }

  /** `message` null: a presence, that `answers` a frame of that boot or nobody. */
  #publish(message: Message | null, answers: string | null = null): void {
    const { clusterId, nodeId, incarnation } = this.#identity;
    const { boot } = this.#options;
    const to = message === null ? null : message.to;
    if (!this.#isUp) return this.#dropped();
    const from = message === null ? { id: nodeId, incarnation } : message.from;
    if (from.id !== nodeId || from.incarnation !== incarnation)
      throw new TypeError(`${nodeId} cannot speak as ${from.id}`);
    const bytes = this.#options.codec.encode({
      clusterId,
      boot,
      from,
      message,
      ...(answers === null ? {} : { answers }),
    });
    if (!this.#options.publish(this.#subjects.to(to), bytes)) return this.#dropped();
    this.#counters.framesSent += 1;
    this.#counters.bytesSent += bytes.length;
  }

  #dropped(): void {
    this.#counters.droppedDisconnected += 1;
  }
}
