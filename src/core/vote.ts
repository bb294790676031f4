/**
 * Giving votes. Laws: one vote a term, first come, first served (§5.2); none for a log behind our own (§5.4.1); none, and no
 * newer term either, while the leader we have is heard (stickiness, thesis 4.2.3), unless that leader asked for the election.
 */
import { becomeFollower, drawElectionDeadlineMs } from "./follower.ts";
import { probeLeader } from "./hint.ts";
import { diskIsStalled, sendHeartbeat } from "./leader.ts";
import { isEarly } from "./lease.ts";
import { isUpToDate, lastPosition } from "./log.ts";
import type { Message, PreVoteRequest, VoteRequest } from "./message.ts";
import { memberOf } from "./quorum.ts";
import { configurationIn, knownLeader, maySeekLead, type ServerState } from "./state.ts";
import { reply, type Turn } from "./turn.ts";
import { type Member, sameMember } from "./types.ts";

/** Whether a leader deserves protection: itself leads (CheckQuorum ends that), or one was heard within the least timeout. */
export function leaderIsAlive(state: ServerState, nowMs: number): boolean {
  if (state.role.name === "leader") return true;
  if (state.role.name !== "follower" || state.role.leader === null || state.role.isLeaderGone) return false;
  return nowMs - state.heardLeaderAtMs < state.timing.electionTimeoutMinMs;
}

/**
 * A server votes though it is no voter as far as it knows: the candidate may have heard of the change that made it one, and
 * could not win without it (thesis 4.1). Whether it counts is for the candidate's configuration to say. One that knows its
 * id under another incarnation has lost its disk, and with it the right (DESIGN 3.8).
 */
function mayVote(state: ServerState): boolean {
  const known = memberOf(configurationIn(state), state.self.id);
  return known === undefined || sameMember(known, state.self);
}

/** Changes nothing here but the answer (thesis 9.6). */
export function answerPreVote(turn: Turn, message: Message, request: PreVoteRequest): void {
  const { state, nowMs } = turn;
  const isDeserved =
    mayVote(state) && request.nextTerm > state.term && isUpToDate(request.last, lastPosition(state.log));
  const isAlive = leaderIsAlive(state, nowMs);
  if (request.isHinted && isDeserved && isAlive && state.connection !== "") return lookForLeader(turn);
  reply(turn, message.from.id, {
    type: "preVoteResponse",
    nextTerm: request.nextTerm,
    granted: isDeserved && !isAlive,
  });
}

/** Somebody was told that the leader is gone. Who leads says that it lives; others see for themselves, and are asked again. */
function lookForLeader(turn: Turn): void {
  const { role } = turn.state;
  if (role.name === "leader") sendHeartbeat(turn, role);
  else if (role.name === "follower") probeLeader(turn, role);
}

/** Whether a request of a newer term is to be met with silence, for the sake of the leader we have. */
export const isDisruptive = (state: ServerState, request: VoteRequest, nowMs: number): boolean =>
  !request.transfer && leaderIsAlive(state, nowMs);

/** A vote given before stands; a new one only where the term has neither a vote of ours nor a leader known to us. */
function isFree(state: ServerState, candidate: Member): boolean {
  if (state.votedFor !== null) return sameMember(state.votedFor, candidate);
  return knownLeader(state) === null;
}

/** A request of the current term; `step` has taken up a newer one before. */
export function answerVote(turn: Turn, message: Message, request: VoteRequest): void {
  const { state } = turn;
  const granted = isFree(state, message.from) && mayVote(state) && isUpToDate(request.last, lastPosition(state.log));
  if (granted) giveVote(turn, message.from);
  reply(turn, message.from.id, { type: "voteResponse", granted, early: isEarly(state, turn.nowMs) });
}

/** "…without receiving AppendEntries from current leader or granting vote to candidate" (§5.2): the wait starts anew. */
function giveVote(turn: Turn, candidate: Member): void {
  const { state } = turn;
  if (state.votedFor === null) {
    state.votedFor = candidate;
    turn.hardStateChanged = true;
  }
  if (state.role.name === "follower") state.role.electionDeadlineMs = drawElectionDeadlineMs(turn);
  if (state.role.name === "preCandidate") becomeFollower(turn, state.term, null, "votedForOther");
}

/** Takes up the newer term of a request that may be answered. */
export const takeUpTerm = (turn: Turn, message: Message): void =>
  becomeFollower(turn, message.term, null, "heardHigherTerm");

/** Whether "campaign now" is to be heeded: only the leader of this very term may ask, and only a voter that can write can follow. */
export const mayTakeOver = (state: ServerState, from: Member, nowMs: number): boolean =>
  !diskIsStalled(state, nowMs) &&
  state.role.name === "follower" &&
  state.role.leader !== null &&
  sameMember(state.role.leader, from) &&
  maySeekLead(state);
