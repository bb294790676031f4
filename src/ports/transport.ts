/**
 * How messages reach other servers. Law: nothing is promised. A message may be lost, late, repeated or out of order; what
 * arrives has passed the codec's checks and came from the sender that it names. While disconnected nothing is sent and
 * nothing is kept for later.
 */
import type { Message } from "../core/message.ts";
import type { NodeId } from "../core/types.ts";

export interface TransportHandlers {
  onMessage(message: Message): void;
  /** `connection`: NATS' name for it, or "": there is none, and nobody can be asked after. */
  onConnected(connection: string): void;
  onDisconnected(reason: string): void;
  /** Frames that name this very node and its incarnation come from somewhere else: two machines share one data folder. */
  onDuplicateId(): void;
  /** Hints, which may be wrong: nobody listens where `id` would; a connection has ended, whosever it was. */
  onPeerGone(id: NodeId): void;
  onConnectionEnded(connection: string): void;
}

/** By what a node learns from NATS that a peer is gone; without either, by its timeouts alone. */
export interface HintSources {
  /** A server says that a connection has ended. */
  readonly connectionEnds: boolean;
  /** Nobody listens where a living peer does (503). */
  readonly noResponders: boolean;
}

export const ALL_HINTS: HintSources = { connectionEnds: true, noResponders: true };

/** What came of asking NATS after others, since the start. */
export interface DetectorReport {
  /** Connections, of anybody, of which the server said that they had ended. */
  readonly connectionsEnded: number;
  readonly probes: number;
  /** Probes that were answered by "no responders". */
  readonly missed: number;
  /**
   * Whether such an answer is believed of the present leader: proven, where none came while it was heard; broken, where one
   * came though it was.
   */
  readonly noResponders: "unproven" | "proven" | "broken";
}

/** What a node counts of its traffic, all since its start. */
export interface TransportCounters {
  framesSent: number;
  framesReceived: number;
  bytesSent: number;
  bytesReceived: number;
  /** Not sent, because NATS was not connected. */
  droppedDisconnected: number;
  /** Not decodable, too large, or with a number out of range. */
  malformed: number;
  /** Not signed with a key of this cluster, or altered since. Always 0 where the cluster has no key. */
  unauthenticated: number;
  /** Subject and body name different senders or receivers. */
  misaddressed: number;
  /** Of another cluster id: two clusters of one name on one server. */
  otherCluster: number;
  /** Times that the connection came back. */
  reconnects: number;
}

/** The address of a node's frames. */
export interface TransportIdentity {
  readonly clusterName: string;
  readonly clusterId: string;
  readonly nodeId: NodeId;
  readonly incarnation: string;
}

/** Connected already when it is handed over; until `start` it neither sends nor hears. */
export interface Transport {
  /** Subscribes; resolves once the server knows of it, and then calls `onConnected`. Called once. */
  start(identity: TransportIdentity, handlers: TransportHandlers): Promise<void>;
  /** Dropped, and counted, while disconnected. */
  send(message: Message): void;
  /** Finds out whether anybody listens where `id` would: `onPeerGone`, if nobody does. */
  probe(id: NodeId): void;
  /** null: this transport knows of no such thing. */
  readonly detector: DetectorReport | null;
  readonly counters: Readonly<TransportCounters>;
  /** Sends what is buffered, then closes. No handler is called afterwards. */
  close(): Promise<void>;
}
