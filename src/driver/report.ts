/** What a node says of itself. Law: a plain value, cloneable, made anew for each who asks; term and vote are the durable ones. */
import type { Cause, RoleName, Standing } from "../core/effect.ts";
import { quorumContactMs } from "../core/leader.ts";
import { lastPosition } from "../core/log.ts";
import { configurationIn, type ServerState } from "../core/state.ts";
import type { HardState, Index, Member, NodeId, Term } from "../core/types.ts";
import type { TransportCounters, TransportIdentity } from "../ports/transport.ts";

export interface NodeReport {
  readonly id: NodeId;
  readonly incarnation: string;
  readonly clusterName: string;
  readonly clusterId: string;
  readonly voters: readonly Member[];
  /** Receive the log, and count for nothing yet. */
  readonly learners: readonly Member[];
  readonly role: RoleName;
  readonly term: Term;
  readonly votedFor: Member | null;
  /** null: it knows none. */
  readonly leader: NodeId | null;
  readonly connected: boolean;
  /** Heartbeat rounds sent while leading plus heartbeats heard, since the node's start. */
  readonly heartbeats: number;
  /** Since a leader was heard, or, on the leader, since a majority answered; null: never. */
  readonly lastContactMs: number | null;
  /** How often this node won an election since its start. */
  readonly electionsWon: number;
  readonly lastCause: Cause | null;
  readonly syncs: number;
  /** The disk has no room: commands are refused, or, on a follower, not taken; all else goes on. */
  readonly diskFull: boolean;
  /** What log and snapshots take on disk, in bytes. */
  readonly logBytes: number;
  readonly lastIndex: Index;
  readonly commitIndex: Index;
  readonly appliedIndex: Index;
  /** Of the last entry in the latest durable snapshot; 0: there is none. */
  readonly snapshotIndex: Index;
  /** Messages that counted for nothing: of no member, or of another incarnation of a member's id. */
  readonly ignored: { readonly notMember: number; readonly otherIncarnation: number };
  readonly traffic: Readonly<TransportCounters>;
  readonly uptimeMs: number;
}

/** Counts what the core does not keep. */
export class NodeTally {
  readonly #startedAtMs: number;
  heartbeats = 0;
  #electionsWon = 0;
  #lastCause: Cause | null = null;

  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  hear(from: Standing, to: Standing, cause: Cause): void {
    this.#lastCause = cause;
    if (to.role === "leader" && from.role !== "leader") this.#electionsWon += 1;
  }

  report(
    state: ServerState,
    { role, leader }: Standing,
    { term, votedFor }: HardState,
    identity: TransportIdentity,
    traffic: Readonly<TransportCounters>,
    syncs: number,
    disk: Pick<NodeReport, "diskFull" | "logBytes">,
    nowMs: number,
  ): NodeReport {
    return {
      id: state.self.id,
      incarnation: state.self.incarnation,
      clusterName: identity.clusterName,
      clusterId: identity.clusterId,
      voters: configurationIn(state).voters,
      learners: configurationIn(state).learners,
      role,
      term,
      votedFor,
      leader,
      connected: state.connected,
      heartbeats: this.heartbeats,
      lastContactMs: lastContactMs(state, nowMs),
      electionsWon: this.#electionsWon,
      lastCause: this.#lastCause,
      syncs,
      ...disk,
      lastIndex: lastPosition(state.log).index,
      commitIndex: state.commitIndex,
      appliedIndex: state.appliedIndex,
      snapshotIndex: state.snapshot?.last.index ?? 0,
      ignored: { ...state.ignored },
      traffic: { ...traffic },
      uptimeMs: nowMs - this.#startedAtMs,
    };
  }
}

function lastContactMs(state: ServerState, nowMs: number): number | null {
  const atMs = state.role.name === "leader" ? quorumContactMs(state, state.role, nowMs) : state.heardLeaderAtMs;
  return Number.isFinite(atMs) ? nowMs - atMs : null;
}
