/**
 * A server of protocol `graft`: what it knows, and what roles it can be in. Law: plain values only, so that a state can be
 * cloned and compared; each role owns the fields that only it needs.
 */
import { DEFAULT_TIMING, type NodeId, type Term, type Timing, timingProblem } from "../core/types.ts";
import type { Ballot } from "../ports/election.ts";

export interface Follower {
  readonly name: "follower";
  /** null: none has been heard in this term. */
  leader: NodeId | null;
  electionAtMs: number;
}

/** The votes of one term. Those that name their voter are counted once; the others cannot be told apart. */
export interface Votes {
  /** This server's own vote is among them once it is durable. */
  readonly named: Set<NodeId>;
  anonymous: number;
}

export interface Candidate extends Votes {
  readonly name: "candidate";
  readonly electionAtMs: number;
  /** The write that makes its own vote durable. */
  ownVoteWriteId: number;
}

export interface Leader extends Votes {
  readonly name: "leader";
  heartbeatAtMs: number;
  heartbeatSentAtMs: number;
}

export interface Stopped {
  readonly name: "stopped";
}

export type Role = Follower | Candidate | Leader | Stopped;

export interface ElectionState {
  readonly self: NodeId;
  /** How many servers there are: a majority of them elects. The protocol knows no list of members. */
  readonly size: number;
  readonly timing: Timing;
  /** Whether its own messages may come back to it. */
  readonly echoes: boolean;
  term: Term;
  votedFor: NodeId | null;
  role: Role;
  connected: boolean;
  /** Of the latest write that was asked for, and of the latest that is on disk. */
  writeId: number;
  durableWriteId: number;
  durableTerm: Term;
  /** The latest write failed: what is in memory is ahead of the disk, until something has to be said. */
  unsaved: boolean;
  /** Who waits for a vote that is not durable yet. */
  awaitsVote: NodeId | null;
  /** The newest term that it has campaigned in since it started; 0: none. */
  ownTerm: Term;
  /** The newest term in which it has seen two leaders; 0: none. */
  rivalryTerm: Term;
  heardLeaderAtMs: number;
  /** Never 0. */
  random: number;
  /** When it next wants to be woken; Infinity: not at all. */
  wakeAtMs: number;
}

export interface ElectionOptions {
  readonly self: NodeId;
  readonly size: number;
  readonly ballot: Ballot;
  /** 32 bits. */
  readonly seed: number;
  readonly timing?: Timing;
  /** Default false. */
  readonly echoes?: boolean;
}

/** Disconnected, and so at rest until it is told otherwise. */
export function initialElection({
  self,
  size,
  ballot,
  seed,
  timing = DEFAULT_TIMING,
  echoes = false,
}: ElectionOptions) {
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`a cluster of ${size}`);
  if (timingProblem(timing) !== null) throw new RangeError(`timing: ${timingProblem(timing)}`);
  const state: ElectionState = {
    self,
    size,
    timing,
    echoes,
    term: ballot.term,
    votedFor: ballot.votedFor,
    role: { name: "follower", leader: null, electionAtMs: Number.POSITIVE_INFINITY },
    connected: false,
    writeId: 0,
    durableWriteId: 0,
    durableTerm: ballot.term,
    unsaved: false,
    awaitsVote: null,
    ownTerm: 0,
    rivalryTerm: 0,
    heardLeaderAtMs: Number.NEGATIVE_INFINITY,
    random: seed | 0 || 1,
    wakeAtMs: Number.POSITIVE_INFINITY,
  };
  return state;
}

/** More than half. */
export const quorumOf = (size: number): number => Math.floor(size / 2) + 1;

export const votesOf = ({ named, anonymous }: Votes): number => named.size + anonymous;

/** Uniform in [min, max) (xorshift, 32 bits). */
export function drawTimeoutMs(state: ElectionState): number {
  let bits = state.random;
  bits ^= bits << 13;
  bits ^= bits >>> 17;
  bits ^= bits << 5;
  state.random = bits;
  const { electionTimeoutMinMs: minMs, electionTimeoutMaxMs: maxMs } = state.timing;
  return minMs + ((bits >>> 0) / 2 ** 32) * (maxMs - minMs);
}

export const leaderKnownTo = ({ role, self }: ElectionState): NodeId | null => {
  if (role.name === "leader") return self;
  return role.name === "follower" ? role.leader : null;
};
