/**
 * What servers say to each other: one union (RPCs of Figure 2 and thesis 3.10, 9.6, each request and answer a message).
 *
 * Law: a message is a plain value; `from` names one member, `term` is that member's current term when it spoke.
 * Requests may be repeated and answers may be duplicated or late: each answer says enough to be recognised.
 */
import type { Entry } from "./entry.ts";
import type { Configuration, Index, LogPosition, Member, NodeId, Term } from "./types.ts";

export interface Envelope {
  readonly from: Member;
  /** null: to all. */
  readonly to: NodeId | null;
  readonly term: Term;
}

/** "Would you vote for me in `nextTerm`?" Changes nothing at whoever answers (thesis 9.6). */
export interface PreVoteRequest {
  readonly type: "preVoteRequest";
  readonly nextTerm: Term;
  readonly last: LogPosition;
  /** A hint has told the asker that its leader is gone: who has not got it may look for itself. */
  readonly isHinted: boolean;
}

export interface PreVoteResponse {
  readonly type: "preVoteResponse";
  /** Echoed, so that an answer to an earlier question counts for nothing. */
  readonly nextTerm: Term;
  readonly granted: boolean;
}

export interface VoteRequest {
  readonly type: "voteRequest";
  readonly last: LogPosition;
  /** Campaigning at the leader's own wish: voters need not protect that leader (thesis 4.2.3). */
  readonly transfer: boolean;
}

/** For the candidate and the term of the envelope. */
export interface VoteResponse {
  readonly type: "voteResponse";
  readonly granted: boolean;
  /** Who answers has acknowledged a leader, perhaps another one, less than a lease ago: one may still run. */
  readonly early: boolean;
}

/** The leader of `term` lives. Carries no `prev`, so it verifies nothing about the log. */
export interface Heartbeat {
  readonly type: "heartbeat";
  /** Counts up within the term and is never used twice, so a replayed answer proves nothing new. */
  readonly round: number;
  /** The leader's commitIndex; the follower takes no more of it than it has verified. */
  readonly commitIndex: Index;
  /** Who should follow this leader; absent: nobody in particular. */
  readonly heir?: NodeId;
  /** NATS' name for the leader's connection; absent: it has none. */
  readonly connection?: string;
}

export interface HeartbeatAck {
  readonly type: "heartbeatAck";
  readonly round: number;
  /** The highest index that an AppendEntries of this term has matched; 0 in an answer to an older term. */
  readonly verifiedIndex: Index;
  /** As much of that as is durable: makes up for an AppendAck that was lost. */
  readonly matchIndex: Index;
  /** How much this server would rather lead than others; a whole number from 0. */
  readonly priority: number;
}

/** Figure 2, AppendEntries RPC. `entries` follow `prev` without a gap. */
export interface AppendEntries {
  readonly type: "appendEntries";
  readonly prev: LogPosition;
  readonly entries: readonly Entry[];
  readonly commitIndex: Index;
}

/** All up to `matchIndex` is durable here and the same as the leader's. */
export interface AppendAck {
  readonly type: "appendAck";
  readonly matchIndex: Index;
}

/** There is no `prev` here. `hint`: the last position that may match, by what `prev` tells (§5.3, "can be optimized"). */
export interface AppendRefusal {
  readonly type: "appendRefusal";
  readonly prevIndex: Index;
  readonly hint: LogPosition;
}

/**
 * A piece of a snapshot, for a follower that needs what the log no longer holds (§7). One is sent at a time, and the next when
 * it is answered, so that a snapshot starves neither heartbeats nor others.
 */
export interface InstallSnapshot {
  readonly type: "installSnapshot";
  /** The last entry that the snapshot holds: names the snapshot within the term. */
  readonly last: LogPosition;
  /** The configuration in force there. */
  readonly configuration: Configuration;
  readonly totalBytes: number;
  readonly offset: number;
  /** Never empty, unless the snapshot is. */
  readonly data: Uint8Array;
}

/** `offset`: how much of that snapshot is here, so where to go on. `installed`: all up to `lastIndex` is durable here. */
export interface SnapshotAck {
  readonly type: "snapshotAck";
  readonly lastIndex: Index;
  readonly offset: number;
  readonly installed: boolean;
}

/** A follower asks up to where it must have applied before it may answer a linearizable read (thesis 6.4). */
export interface ReadIndexRequest {
  readonly type: "readIndexRequest";
  readonly requestId: number;
}

export interface ReadIndexResponse {
  readonly type: "readIndexResponse";
  readonly requestId: number;
  readonly index: Index;
}

/** "Campaign now": leadership transfer (thesis 3.10). */
export interface TimeoutNow {
  readonly type: "timeoutNow";
}

export type Body =
  | PreVoteRequest
  | PreVoteResponse
  | VoteRequest
  | VoteResponse
  | Heartbeat
  | HeartbeatAck
  | AppendEntries
  | AppendAck
  | AppendRefusal
  | InstallSnapshot
  | SnapshotAck
  | ReadIndexRequest
  | ReadIndexResponse
  | TimeoutNow;

export interface Message extends Envelope {
  readonly body: Body;
}
