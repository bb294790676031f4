/**
 * Seeking the lead: first ask (PreVote, thesis 9.6), then campaign (§5.2).
 *
 * Laws: only a quorum that would vote lets a server raise its term, so a server cut off, or behind, disturbs nobody when it
 * returns. Votes are counted by distinct, named voter; the candidate's own is one of them only once it is durable
 * (DESIGN 3.1), or a crash would let it vote again in a term that it has won.
 *
 * A candidate that is refused shares the votes with another, and perhaps nobody wins (§5.2). It asks anew after a heartbeat or
 * two, by lot: a PreVote harms nobody, so that need not take a whole timeout. Sooner, and answers on their way would be lost.
 */
import type { Cause } from "./effect.ts";
import { becomeFollower, drawElectionDeadlineMs } from "./follower.ts";
import { becomeLeader } from "./leader.ts";
import { isEarly } from "./lease.ts";
import { lastPosition } from "./log.ts";
import type { Message, PreVoteResponse, VoteResponse } from "./message.ts";
import { isLost, isQuorum, isVoter } from "./quorum.ts";
import { nextBetween } from "./random.ts";
import { type Candidate, configurationIn, type PreCandidate } from "./state.ts";
import { say, type Turn, writeIdOfThisTurn } from "./turn.ts";

/** Soon where a hint made it ask: others may have to look for the leader first. */
function askAgainAtMs({ nowMs, state }: Turn, isHinted = false, asked = 0): number {
  const { heartbeatMs, earlyStartStepMs } = state.timing;
  return nowMs + (isHinted ? Math.min(heartbeatMs, earlyStartStepMs * (1 << Math.min(asked, 20))) : heartbeatMs);
}

/** The timeout has run out: would anybody vote for us? The leader known so far is forgotten. */
export function startPreVote(turn: Turn, cause: Cause): void {
  const { state } = turn;
  state.role = {
    name: "preCandidate",
    granted: new Set([state.self.id]),
    refused: new Set(),
    isHinted: cause === "leaderGone",
    electionDeadlineMs: drawElectionDeadlineMs(turn),
    retryAtMs: Number.POSITIVE_INFINITY,
    asked: 0,
  };
  turn.cause = cause;
  if (isQuorum(configurationIn(state), state.role.granted)) campaign(turn, "preVoteWon");
  else askForPreVotes(turn, state.role);
}

function askForPreVotes(turn: Turn, role: PreCandidate): void {
  const { state } = turn;
  const { isHinted } = role;
  role.retryAtMs = askAgainAtMs(turn, isHinted, role.asked);
  role.asked += 1;
  say(turn, null, { type: "preVoteRequest", nextTerm: state.term + 1, last: lastPosition(state.log), isHinted });
}

/** "A follower increments its current term and transitions to candidate state. It votes for itself…" (§5.2). */
export function campaign(turn: Turn, cause: Cause): void {
  const { state } = turn;
  state.term += 1;
  state.votedFor = state.self;
  state.verifiedIndex = 0;
  turn.hardStateChanged = true;
  turn.cause = cause;
  const candidate: Candidate = {
    name: "candidate",
    granted: new Set(),
    refused: new Set(),
    early: new Set(isEarly(state, turn.nowMs) ? [state.self.id] : []),
    ownVoteWriteId: writeIdOfThisTurn(turn),
    transfer: cause === "timeoutNow",
    electionDeadlineMs: drawElectionDeadlineMs(turn),
    retryAtMs: askAgainAtMs(turn),
  };
  state.role = candidate;
  askForVotes(turn, candidate);
}

const askForVotes = (turn: Turn, { transfer }: Candidate): void =>
  say(turn, null, { type: "voteRequest", last: lastPosition(turn.state.log), transfer });

/** Requests may be lost: ask again; who has answered answers the same (§5.1). */
export function askAgain(turn: Turn, role: PreCandidate | Candidate): void {
  if (role.name === "preCandidate") return askForPreVotes(turn, role);
  role.retryAtMs = askAgainAtMs(turn);
  askForVotes(turn, role);
}

/** By distinct, named voter: an answer that comes twice counts once, another incarnation's not at all. */
function count(turn: Turn, role: PreCandidate | Candidate, message: Message, granted: boolean): void {
  if (!isVoter(configurationIn(turn.state), message.from)) return;
  const { id } = message.from;
  if (granted) role.refused.delete(id);
  (granted || role.granted.has(id) ? role.granted : role.refused).add(id);
}

export function countPreVote(turn: Turn, message: Message, response: PreVoteResponse): void {
  const { state } = turn;
  const { role } = state;
  if (role.name !== "preCandidate" || response.nextTerm !== state.term + 1) return;
  count(turn, role, message, response.granted);
  if (isQuorum(configurationIn(state), role.granted)) campaign(turn, "preVoteWon");
  else if (isLost(configurationIn(state), role.refused)) becomeFollower(turn, state.term, null, "electionLost");
}

/** An answer of the current term to our candidacy in it. */
export function countVote(turn: Turn, message: Message, response: VoteResponse): void {
  const { role } = turn.state;
  if (role.name !== "candidate") return;
  const wasRefused = role.refused.size > 0;
  count(turn, role, message, response.granted);
  if (!wasRefused && role.refused.size > 0) role.electionDeadlineMs = soonMs(turn, role.electionDeadlineMs);
  // Of several answers the last counts: it left later, and nothing was acknowledged since to any leader of an older term.
  if (response.early) role.early.add(message.from.id);
  else role.early.delete(message.from.id);
  decide(turn, role);
}

/** When to ask anew after a refusal, where that was to be at `deadlineMs`; Infinity: not at all. */
function soonMs({ state, nowMs }: Turn, deadlineMs: number): number {
  if (deadlineMs === Number.POSITIVE_INFINITY) return deadlineMs;
  const { heartbeatMs } = state.timing;
  return Math.min(deadlineMs, nowMs + nextBetween(state.random, heartbeatMs, 2 * heartbeatMs));
}

/** The disk has confirmed writes: perhaps our own vote. */
export function countOwnVote(turn: Turn): void {
  const { state } = turn;
  const { role } = state;
  if (role.name !== "candidate" || state.durableWriteId < role.ownVoteWriteId) return;
  if (role.granted.has(state.self.id)) return;
  role.granted.add(state.self.id);
  decide(turn, role);
}

/** A quorum without our own vote waits for it: a leader's own promise to its term is durable before it leads. */
function decide(turn: Turn, role: Candidate): void {
  const { state } = turn;
  const own = role.granted.has(state.self.id);
  if (own && isQuorum(configurationIn(state), role.granted)) becomeLeader(turn, role);
  else if (isLost(configurationIn(state), role.refused)) loseElection(turn, role);
}

function loseElection(turn: Turn, { electionDeadlineMs }: Candidate): void {
  const { state } = turn;
  becomeFollower(turn, state.term, null, "electionLost");
  if (state.role.name === "follower") state.role.electionDeadlineMs = electionDeadlineMs;
}
