/**
 * What a server knows. Law: each role owns its fields, so a follower has no votes to count and a candidate no leader to
 * protect; what all roles share is few. The state is mutable (measured to be cheaper than a copy a step) and made of plain values,
 * Maps and Sets, so `structuredClone` copies it and two copies can be compared.
 */
import type { Lease, RoleName, Standing } from "./effect.ts";
import type { Entry } from "./entry.ts";
import { configurationIndex, configurationOf, type Log, recoveredLog } from "./log.ts";
import type { Progress } from "./progress.ts";
import { isVoter } from "./quorum.ts";
import type { RandomState } from "./random.ts";
import {
  type Configuration,
  type HardState,
  type Index,
  type LogPosition,
  type Member,
  type NodeId,
  type SnapshotMeta,
  sameMember,
  type Term,
  type Timing,
} from "./types.ts";

/** Obeys. Also what a disconnected server is, and one that may not vote: then its deadline is Infinity. */
export interface Follower {
  readonly name: "follower";
  readonly leader: Member | null;
  electionDeadlineMs: number;
  /** When to look whether the leader is still there, unless it is heard before. */
  probeAtMs: number;
  /** A hint says that the leader is gone, and it has not been heard since. */
  isLeaderGone: boolean;
  /** Who should follow the leader, and the leader's connection to NATS, as its last heartbeat has them; "": not said. */
  heir: NodeId | null;
  leaderConnection: string;
}

/** Asks whether an election could be won, before it disturbs anybody with a new term (thesis 9.6). It knows no leader. */
export interface PreCandidate {
  readonly name: "preCandidate";
  readonly granted: Set<NodeId>;
  readonly refused: Set<NodeId>;
  /** Asks because of a hint that its leader is gone. */
  readonly isHinted: boolean;
  readonly electionDeadlineMs: number;
  /** When to ask those again who have not answered (§5.1: "servers retry RPCs"). */
  retryAtMs: number;
  /** How often it has asked. */
  asked: number;
}

export interface Candidate {
  readonly name: "candidate";
  /** Holds its own id only once its own vote is durable (`ownVoteWriteId`). */
  readonly granted: Set<NodeId>;
  readonly refused: Set<NodeId>;
  /** Whose vote was given less than a lease after it had acknowledged a leader. */
  readonly early: Set<NodeId>;
  readonly ownVoteWriteId: number;
  /** Campaigns at the wish of the leader, which voters need not protect then. */
  readonly transfer: boolean;
  electionDeadlineMs: number;
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
  /** The term's no-op: until it is committed, nothing is known of what else is (§5.4.2, §8). */
  readonly firstIndex: Index;
  /** Of every other member. */
  readonly progress: Map<NodeId, Progress>;
  /** Bytes of the entries in its log that are not committed, whoever appended them. */
  uncommittedBytes: number;
  /** Reads to be confirmed, oldest first; `round` null: none has been sent for them yet. */
  reads: Read[];
  transfer: Transfer | null;
  /** When it was elected. */
  readonly electedAtMs: number;
  /** Before this, another leader's lease may run. */
  readonly leaseFromMs: number;
  lease: Lease | null;
  /** Not before this is the lead offered to a server of higher priority. */
  offerAtMs: number;
  /** When the next entries are due to a learner that is held to its pace; Infinity: none is. */
  learnersAtMs: number;
}

/** A linearizable read under way (thesis 6.4). */
export interface Read {
  readonly requestId: number;
  /** The follower that asked, or null: a client of this server's own. */
  readonly from: NodeId | null;
  /** commitIndex when it arrived; null while the leader has not committed in its term. */
  index: Index | null;
  /** The heartbeat round that a majority must answer, sent after the read arrived. */
  round: number | null;
}

export interface Transfer {
  readonly to: NodeId;
  readonly deadlineMs: number;
  /** Whether TimeoutNow has gone out: not before the heir has the whole log (thesis 3.10). */
  asked: boolean;
}

/** Closed, or its disk failed (DESIGN 3.6): nothing more is done. */
export interface Stopped {
  readonly name: "stopped";
}

export type Role = Follower | PreCandidate | Candidate | Leader | Stopped;

export interface ServerState {
  readonly self: Member;
  readonly timing: Timing;
  term: Term;
  votedFor: Member | null;
  readonly log: Log;
  /** Entries kept behind a snapshot for those who lag. */
  readonly trailingEntries: number;
  /** Entries in one AppendEntries, at most. */
  readonly batchEntries: number;
  /** The latest, durable; null: none. */
  snapshot: SnapshotMeta | null;
  /** Known to be committed; never goes back. */
  commitIndex: Index;
  /** The highest index that an AppendEntries of this term has matched; 0 at the start and in every new term (DESIGN 3.4). */
  verifiedIndex: Index;
  /** Handed to the state machine, and applied by it: applied <= handed <= min(commitIndex, durableIndex). */
  handedIndex: Index;
  appliedIndex: Index;
  role: Role;
  connected: boolean;
  /** NATS' name for this server's connection; "": there is none, and NATS cannot be asked whether others are there. */
  connection: string;
  /** When a leader of the current term was last heard; -Infinity: never. */
  heardLeaderAtMs: number;
  /**
   * No leader was acknowledged later than this, itself included while it leads; never goes back. -Infinity: none ever.
   * Infinity until it has its first connection: it may have acknowledged one in a former life, up to its start.
   */
  lastAckAtMs: number;
  /** The lease that was told last. */
  lease: Lease | null;
  readonly priority: number;
  /** The last write asked for, and the last known to be on disk; always durable <= asked. */
  writeId: number;
  durableWriteId: number;
  /** The last write that held a term or vote. */
  hardStateWriteId: number;
  /** Since when the disk owes an answer: from the first write after a rest, or from its last answer on. Infinity: it rests. */
  diskBusySinceMs: number;
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
  /** What the snapshot has replaced; {0, 0} without one. `configuration` is the one in force there. */
  readonly base?: LogPosition;
  /** Where the state machine stands. It ends at the base or behind it. Default: none. */
  readonly snapshot?: SnapshotMeta | null;
  /** All of them durable. */
  readonly entries?: readonly Entry[];
  /** This incarnation has never run: it has acknowledged nobody. Default false. */
  readonly isNew?: boolean;
  /** Default 0. */
  readonly priority?: number;
  /** Default TRAILING_ENTRIES. */
  readonly trailingEntries?: number;
  /** Default BATCH_ENTRIES_MAX. */
  readonly batchEntries?: number;
}

export const BATCH_ENTRIES_MAX = 2048;

/** Entries kept behind a snapshot for those who lag, so that a short absence costs no snapshot. */
export const TRAILING_ENTRIES = 4_096;

export const following = (leader: Member | null, electionDeadlineMs: number): Follower => ({
  name: "follower",
  leader,
  electionDeadlineMs,
  probeAtMs: Number.POSITIVE_INFINITY,
  isLeaderGone: false,
  heir: null,
  leaderConnection: "",
});

/** A server as it starts: a follower without a connection, whatever it was before (§5.2: "servers start up as followers"). */
export function initialState(options: ServerOptions): ServerState {
  const base = options.base ?? { index: 0, term: 0 };
  const snapshot = options.snapshot ?? null;
  const appliedIndex = snapshot?.last.index ?? base.index;
  return {
    self: options.self,
    timing: options.timing,
    term: options.hardState.term,
    votedFor: options.hardState.votedFor,
    log: recoveredLog(base, options.configuration, options.entries ?? []),
    trailingEntries: options.trailingEntries ?? TRAILING_ENTRIES,
    batchEntries: options.batchEntries ?? BATCH_ENTRIES_MAX,
    snapshot,
    commitIndex: appliedIndex,
    verifiedIndex: 0,
    handedIndex: appliedIndex,
    appliedIndex,
    role: following(null, Number.POSITIVE_INFINITY),
    connected: false,
    connection: "",
    heardLeaderAtMs: Number.NEGATIVE_INFINITY,
    lastAckAtMs: options.isNew === true ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    lease: null,
    priority: options.priority ?? 0,
    writeId: 0,
    durableWriteId: 0,
    hardStateWriteId: 0,
    diskBusySinceMs: Number.POSITIVE_INFINITY,
    wakeAtMs: Number.POSITIVE_INFINITY,
    random: { seed: options.seed | 0 },
    ignored: { notMember: 0, otherIncarnation: 0 },
  };
}

/** The members as of the latest entry in the log, committed or not. */
export const configurationIn = (state: ServerState): Configuration => configurationOf(state.log);

/**
 * Whether this server may seek the lead: a voter as of the latest configuration or, while that is not known to be committed,
 * of the one before. It may be the only one that has the newest configuration: who must win it over is still short of it, and
 * gets no vote for a shorter log (thesis 4.2.2).
 */
export function maySeekLead({ log, self, commitIndex }: ServerState): boolean {
  if (isVoter(configurationOf(log), self)) return true;
  const before = log.configurations.at(-2);
  return before !== undefined && configurationIndex(log) > commitIndex && isVoter(before.configuration, self);
}

/** How far the leader sees this very incarnation of a member; undefined: not at all. */
export function progressOf(leader: Leader, member: Member): Progress | undefined {
  const progress = leader.progress.get(member.id);
  return progress !== undefined && sameMember(progress.member, member) ? progress : undefined;
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
