/**
 * The elections of nats-io/graft: its messages, without its faults.
 *
 * A follower that hears no leader for a random time becomes a candidate of the next term, votes for itself and asks the
 * others. A majority of `size` elects; the leader then sends heartbeats. There is no log: an application may give its position
 * along with the request, and refuse its vote to whoever is behind.
 *
 * Laws, each where the original errs:
 * - a vote is never taken back within its term, neither by a heartbeat of that term nor by a write that failed;
 * - a vote, and the candidate's own, is on disk before anybody hears of it; so is the term of whatever is said;
 * - a voter grants once a term, in one message: two copies of a request get no two votes from us, and so a candidate that
 *   cannot tell voters apart counts ours once. For the same reason a candidate asks once a term;
 * - a vote that names its voter is counted once. Those of Go nodes do not; they are counted as they come, and `Votes` keeps
 *   them apart, so that it is known what the lead rests on;
 * - the first heartbeat leaves with the election, not an interval later;
 * - who loses NATS stops leading, and campaigns only when it is back; who hears another leader of its own term gives way;
 * - a higher term is taken from whatever message brings it, also from a candidate whose position is refused (5.1).
 *
 * Not here, since the messages of the protocol cannot carry them: PreVote, CheckQuorum, leases. A leader that is cut off by
 * the network behind a living connection does not find out.
 */
import type { Cause, Standing } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import type { Ballot, ElectionMessage } from "../ports/election.ts";
import type { ElectionEffect, ElectionEvent } from "./protocol.ts";
import {
  type Candidate,
  drawTimeoutMs,
  type ElectionState,
  leaderKnownTo,
  quorumOf,
  type Votes,
  votesOf,
} from "./state.ts";

interface Turn {
  readonly state: ElectionState;
  readonly nowMs: number;
  readonly effects: ElectionEffect[];
  /** Said in this turn; whether at once or behind a write is decided at its end. */
  readonly said: ElectionMessage[];
  ballotChanged: boolean;
  cause: Cause;
}

/** Changes `state`, and says what is to be done. */
export function step(state: ElectionState, event: ElectionEvent, nowMs: number): readonly ElectionEffect[] {
  if (state.role.name === "stopped") return [];
  const before = standingOf(state);
  const turn: Turn = { state, nowMs, effects: [], said: [], ballotChanged: false, cause: "started" };
  hear(turn, event);
  speak(turn);
  const after = standingOf(state);
  if (!sameStanding(before, after)) turn.effects.push({ type: "announce", from: before, to: after, cause: turn.cause });
  state.wakeAtMs = wakeAtMs(state);
  return turn.effects;
}

export const standingOf = (state: ElectionState): Standing => ({
  role: state.role.name,
  term: state.term,
  leader: leaderKnownTo(state),
});

const sameStanding = (a: Standing, b: Standing): boolean =>
  a.role === b.role && a.term === b.term && a.leader === b.leader;

function wakeAtMs({ role, connected }: ElectionState): number {
  if (role.name === "stopped" || !connected) return Number.POSITIVE_INFINITY;
  return role.name === "leader" ? role.heartbeatAtMs : role.electionAtMs;
}

function hear(turn: Turn, event: ElectionEvent): void {
  switch (event.type) {
    case "wake":
      return wake(turn);
    case "receive":
      return receive(turn, event.message, event.acceptable);
    case "connected":
      turn.state.connected = true;
      return follow(turn, turn.state.term, null, "connected");
    case "disconnected":
      turn.state.connected = false;
      return follow(turn, turn.state.term, null, "disconnected");
    case "persisted":
      return persisted(turn, event.writeId, event.ballot);
    case "persistFailed":
      return persistFailed(turn);
    case "stop":
      turn.state.role = { name: "stopped" };
      turn.cause = "closed";
  }
}

function wake(turn: Turn): void {
  const { state, nowMs } = turn;
  const { role } = state;
  if (nowMs < state.wakeAtMs) return;
  if (role.name === "leader") beat(turn);
  else if (state.connected) campaign(turn);
}

function beat({ state, said, nowMs }: Turn): void {
  if (state.role.name !== "leader") return;
  state.role.heartbeatSentAtMs = nowMs;
  state.role.heartbeatAtMs = nowMs + state.timing.heartbeatMs;
  said.push({ type: "heartbeat", term: state.term, leader: state.self });
}

const electionAtMs = ({ state, nowMs }: Turn): number => nowMs + drawTimeoutMs(state);

function campaign(turn: Turn): void {
  const { state, said } = turn;
  setBallot(turn, state.term + 1, state.self);
  state.ownTerm = state.term;
  state.role = {
    name: "candidate",
    named: new Set(),
    anonymous: 0,
    electionAtMs: electionAtMs(turn),
    ownVoteWriteId: state.writeId + 1,
  };
  turn.cause = "electionTimeout";
  said.push({ type: "voteRequest", term: state.term, candidate: state.self, position: new Uint8Array() });
}

function setBallot(turn: Turn, term: Term, votedFor: NodeId | null): void {
  turn.state.term = term;
  turn.state.votedFor = votedFor;
  turn.state.awaitsVote = null;
  turn.ballotChanged = true;
}

/** Of this or a higher term. A vote of this term stays. */
function follow(turn: Turn, term: Term, leader: NodeId | null, cause: Cause): void {
  const { state } = turn;
  if (term > state.term) setBallot(turn, term, null);
  state.role = { name: "follower", leader, electionAtMs: electionAtMs(turn) };
  turn.cause = cause;
  if (leader !== null) state.heardLeaderAtMs = turn.nowMs;
}

function receive(turn: Turn, message: ElectionMessage, acceptable: boolean): void {
  const { state } = turn;
  if (!state.connected) return;
  if (message.type !== "voteResponse" && speakerOf(message) === state.self) return hearOwnName(turn, message.term);
  const leader = message.type === "heartbeat" ? message.leader : null;
  if (message.term > state.term) follow(turn, message.term, leader, "heardHigherTerm");
  switch (message.type) {
    case "voteRequest":
      return decideVote(turn, message.term, message.candidate, acceptable);
    case "voteResponse":
      return count(turn, message);
    case "heartbeat":
      return hearLeader(turn, message.term, message.leader);
  }
}

const speakerOf = (message: Exclude<ElectionMessage, { type: "voteResponse" }>): NodeId =>
  message.type === "heartbeat" ? message.leader : message.candidate;

/**
 * A term above ours was never ours, since a term is on disk before it is spoken of. One that we campaigned in comes back to us
 * only where the connection echoes. Anything else may be late word of our former life.
 */
function hearOwnName({ state, effects }: Turn, term: Term): void {
  if (term > state.term || (!state.echoes && term === state.ownTerm)) effects.push({ type: "duplicateId" });
}

function decideVote(turn: Turn, term: Term, candidate: NodeId, acceptable: boolean): void {
  const { state, said } = turn;
  // The vote was sent when it was given. The candidate may be one that counts each copy.
  if (term === state.term && state.votedFor === candidate) return;
  const { role } = state;
  if (term < state.term || role.name !== "follower" || state.votedFor !== null || !acceptable) {
    said.push(answer(state, candidate, state.term, false));
    return;
  }
  setBallot(turn, term, candidate);
  state.awaitsVote = candidate;
  role.electionAtMs = electionAtMs(turn);
  said.push(answer(state, candidate, term, true));
}

const answer = ({ self }: ElectionState, candidate: NodeId, term: Term, granted: boolean): ElectionMessage => ({
  type: "voteResponse",
  term,
  candidate,
  granted,
  voter: self,
});

function count(turn: Turn, { term, granted, voter }: Extract<ElectionMessage, { type: "voteResponse" }>): void {
  const { state } = turn;
  const { role } = state;
  if (role.name !== "candidate" || term !== state.term || !granted || voter === state.self) return;
  if (voter === null) role.anonymous += 1;
  else role.named.add(voter);
  decide(turn, role);
}

/** A majority without our own vote waits for it. */
function decide(turn: Turn, candidate: Candidate): void {
  const { state, nowMs } = turn;
  const { named, anonymous } = candidate;
  if (!named.has(state.self) || votesOf(candidate) < quorumOf(state.size)) return;
  state.role = { name: "leader", named, anonymous, heartbeatAtMs: nowMs, heartbeatSentAtMs: nowMs };
  turn.cause = "electionWon";
  beat(turn);
}

function hearLeader(turn: Turn, term: Term, leader: NodeId): void {
  const { state, nowMs } = turn;
  const { role } = state;
  if (term < state.term) return;
  if (role.name !== "follower") {
    if (role.name === "leader") tellRivals(turn, state.self, leader);
    return follow(turn, term, leader, "heardLeader");
  }
  if (role.leader !== null && role.leader !== leader) return tellRivals(turn, role.leader, leader);
  if (role.leader === null) turn.cause = "heardLeader";
  role.leader = leader;
  role.electionAtMs = electionAtMs(turn);
  state.heardLeaderAtMs = nowMs;
}

/** Once a term. Whom we follow stays the one that we heard first. */
function tellRivals({ state, effects }: Turn, leader: NodeId, other: NodeId): void {
  if (state.rivalryTerm === state.term) return;
  state.rivalryTerm = state.term;
  effects.push({ type: "twoLeaders", term: state.term, leader, other });
}

function persisted(turn: Turn, writeId: number, ballot: Ballot): void {
  const { state } = turn;
  state.durableWriteId = Math.max(state.durableWriteId, writeId);
  state.durableTerm = ballot.term;
  if (state.durableWriteId < state.writeId) return;
  state.unsaved = false;
  state.awaitsVote = null;
  if (state.role.name !== "candidate") return;
  state.role.named.add(state.self);
  decide(turn, state.role);
}

/** What was promised in that write was not said. The vote stays given in memory: to take it back would be to vote twice. */
function persistFailed(turn: Turn): void {
  const { state, effects } = turn;
  state.unsaved = true;
  const { awaitsVote: candidate } = state;
  state.awaitsVote = null;
  if (candidate !== null) effects.push({ type: "send", message: answer(state, candidate, state.durableTerm, false) });
  if (state.role.name !== "follower") follow(turn, state.term, null, "diskFailed");
}

/** What was said leaves at once where all that it may rest on is on disk, else behind a write. */
function speak(turn: Turn): void {
  const { state, said, effects } = turn;
  const writes = turn.ballotChanged || (state.unsaved && said.length > 0);
  if (!writes && state.durableWriteId === state.writeId) {
    for (const message of said) effects.push({ type: "send", message });
    return;
  }
  if (!writes && said.length === 0) return;
  if (writes) state.writeId += 1;
  if (writes) state.unsaved = false;
  const ballot = writes ? { term: state.term, votedFor: state.votedFor } : null;
  effects.push({ type: "persist", writeId: state.writeId, ballot, release: said });
}

/** Whether a leader's votes suffice without those that name nobody: then no second leader of its term can exist among `size`. */
export const restsOnNamedVotes = (size: number, { named }: Votes): boolean => named.size >= quorumOf(size);
