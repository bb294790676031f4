/**
 * What servers say to each other: one union (RPCs of Figure 2 and thesis 3.10, 9.6, each request and answer a message).
 *
 * Law: a message is a plain value; `from` names one member, `term` is that member's current term when it spoke.
 * Requests may be repeated and answers may be duplicated or late: each answer says enough to be recognised.
 */
import type { LogPosition, Member, NodeId, Term } from "./types.ts";

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
}

/** The leader of `term` lives. Verifies nothing about the log. */
export interface Heartbeat {
  readonly type: "heartbeat";
  /** Counts up within the term and is never used twice, so a replayed answer proves nothing new. */
  readonly round: number;
}

export interface HeartbeatAck {
  readonly type: "heartbeatAck";
  readonly round: number;
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
  | TimeoutNow;

export interface Message extends Envelope {
  readonly body: Body;
}
