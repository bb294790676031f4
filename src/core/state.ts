/**
 * What a server knows. Law: each role owns its fields, so a follower has no votes to count and a candidate no leader to
 * protect; what all roles share is few. The state is mutable (measured to be cheaper than a copy a step) and made of plain values,
 * Maps and Sets, so `structuredClone` copies it and two copies can be compared.
 */
import type { RoleName, Standing } from "./effect.ts";
import { emptyLog, type Log } from "./log.ts";
import type { RandomState } from "./random.ts";
import type { Configuration, HardState, LogPosition, Member, NodeId, Term, Timing } from "./types.ts";

/** Obeys. Also what a disconnected server is, and one that may not vote: then its deadline is Infinity. */
export interface Follower {
  readonly name: "follower";
  readonly leader: Member | null;
  electionDeadlineMs: number;
}

/** Asks whether an election could be won, before it disturbs anybody with a new term (thesis 9.6). It knows no leader. */
export interface PreCandidate {
  readonly name: "preCandidate";
  readonly granted: Set<NodeId>;
  readonly refused: Set<NodeId>;
  readonly electionDeadlineMs: number;
  /** When to ask those again who have not answered (§5.1: "servers retry RPCs"). */
  retryAtMs: number;
}

export interface Candidate {
  readonly name: "candidate";
  /** Holds its own id only once its own vote is durable (`ownVoteWriteId`). */
  readonly granted: Set<NodeId>;
  readonly refused: Set<NodeId>;
  readonly ownVoteWriteId: number;
  /** Campaigns at the wish of the leader, which voters need not protect then. */
  readonly transfer: boolean;
  readonly electionDeadlineMs: number;
  retryAtMs: number;
}

export interface HeartbeatRound {
  readonly round: number;
  readonly sentAtMs: number;
}

export interface Leader {
  readonly name: "leader";
  /** Who elected it: a majority, for the invariants. */
  readonly granted: ReadonlySet<NodeId>;
  /** The number of the last heartbeat round; counts up from 1 within the term. */
  round: number;
  /** Rounds whose answers still tell something, oldest first. */
  readonly rounds: HeartbeatRound[];
  heartbeatAtMs: number;
  /** For each other voter, when the newest round that it answered was *sent*; its election at first. */
  readonly answeredMs: Map<NodeId, number>;
  transfer: { readonly to: NodeId; readonly deadlineMs: number } | null;
}

/** Closed, or its disk failed (DESIGN 3.6): nothing more is done. */
export interface Stopped {
  readonly name: "stopped";
}

export type Role = Follower | PreCandidate | Candidate | Leader | Stopped;

export interface ServerState {
  readonly self: Member;
  readonly timing: Timing;
  configuration: Configuration;
  term: Term;
  votedFor: Member | null;
  log: Log;
  role: Role;
  connected: boolean;
  /** When a leader of the current term was last heard; -Infinity: never. */
  heardLeaderAtMs: number;
  /** The last write asked for, and the last known to be on disk; always durable <= asked. */
  writeId: number;
  durableWriteId: number;
  /** The deadline last asked for. */
  wakeAtMs: number;
  readonly random: RandomState;
  /** Messages that counted for nothing, by reason. */
  readonly ignored: { notMember: number; otherIncarnation: number };
}

export interface ServerOptions {
  readonly self: Member;
  readonly configuration: Configuration;
  readonly hardState: HardState;
  readonly timing: Timing;
  /** Any integer; servers of one cluster must differ in it, or they will keep meeting. */
  readonly seed: number;
  /** Where the log ends; by default it is empty. */
  readonly last?: LogPosition;
}

/** A server as it starts: a follower without a connection, whatever it was before (§5.2: "servers start up as followers"). */
export function initialState(options: ServerOptions): ServerState {
  return {
    self: options.self,
    timing: options.timing,
    configuration: options.configuration,
    term: options.hardState.term,
    votedFor: options.hardState.votedFor,
    log: options.last === undefined ? emptyLog() : { last: options.last },
    role: { name: "follower", leader: null, electionDeadlineMs: Number.POSITIVE_INFINITY },
    connected: false,
    heardLeaderAtMs: Number.NEGATIVE_INFINITY,
    writeId: 0,
    durableWriteId: 0,
    wakeAtMs: Number.POSITIVE_INFINITY,
    random: { seed: options.seed | 0 },
    ignored: { notMember: 0, otherIncarnation: 0 },
  };
}

/** The leader that this server knows of, itself included. */
export function knownLeader(state: ServerState): Member | null {
  if (state.role.name === "leader") return state.self;
  return state.role.name === "follower" ? state.role.leader : null;
}

export function standing(state: ServerState): Standing {
  const role: RoleName = state.role.name;
  return { role, term: state.term, leader: knownLeader(state)?.id ?? null };
}
