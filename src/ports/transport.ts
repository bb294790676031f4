/**
 * How messages reach other servers. Law: nothing is promised. A message may be lost, late, repeated or out of order; what
 * arrives has passed the codec's checks and came from the sender that it names. While disconnected nothing is sent and
 * nothing is kept for later.
 */
import type { Message } from "../core/message.ts";
import type { NodeId } from "../core/types.ts";

export interface TransportHandlers {
  onMessage(message: Message): void;
  onConnected(): void;
  onDisconnected(reason: string): void;
  /** Frames that name this very node and its incarnation come from somewhere else: two machines share one data folder. */
  onDuplicateId(): void;
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
  readonly counters: Readonly<TransportCounters>;
  /** Sends what is buffered, then closes. No handler is called afterwards. */
  close(): Promise<void>;
}
