/**
 * What protocol `graft` needs of the world, as interfaces. Law: what a transport hands over has passed the codec's checks;
 * nothing is promised of delivery. A state that was saved survives a loss of power.
 */
import type { NodeId, Term } from "../core/types.ts";

/** What a node must not forget. */
export interface Ballot {
  readonly term: Term;
  /** Once set, never changed within the term. */
  readonly votedFor: NodeId | null;
}

/** The three messages of nats-io/graft. Who speaks stands in each, save in a vote of a Go node, which is anonymous. */
export type ElectionMessage =
  /** `position`: where the candidate's state machine stands, opaque here. */
  | { readonly type: "voteRequest"; readonly term: Term; readonly candidate: NodeId; readonly position: Uint8Array }
  /** `candidate`: whom it answers. `voter` null: it does not say. */
  | {
      readonly type: "voteResponse";
      readonly term: Term;
      readonly candidate: NodeId;
      readonly granted: boolean;
      readonly voter: NodeId | null;
    }
  | { readonly type: "heartbeat"; readonly term: Term; readonly leader: NodeId };

export interface ElectionHandlers {
  onMessage(message: ElectionMessage): void;
  onConnected(): void;
  onDisconnected(reason: string): void;
}

/** All since the node's start. */
export interface ElectionCounters {
  sent: number;
  received: number;
  /** Not sent, because NATS was not connected. */
  droppedDisconnected: number;
  /** Not decodable, too large, or with a number or a name out of range. */
  malformed: number;
  /** Times that the connection came back. */
  reconnects: number;
}

export interface ElectionTransport {
  /** Subscribes; resolves once the server knows of it, and then calls `onConnected`. Called once. */
  start(handlers: ElectionHandlers): Promise<void>;
  /** Dropped, and counted, while disconnected. */
  send(message: ElectionMessage): void;
  readonly counters: Readonly<ElectionCounters>;
  /** What brings our own messages back to us: a connection that is not ours may. */
  readonly echoes: boolean;
  /** Sends what is buffered, then lets go. No handler is called afterwards. */
  close(): Promise<void>;
}

/** Where a node keeps its ballot. */
export interface BallotStore {
  /**
   * Resolves once it is durable. One at a time. Rejects with GraftError STATE_NOT_SAVED where it surely was not saved, and
   * another may be tried; STORAGE_FAILED where nothing is known, and nothing more may be tried.
   */
  save(ballot: Ballot): Promise<void>;
  /** Gives up the lock; deletes nothing. */
  close(): Promise<void>;
}
