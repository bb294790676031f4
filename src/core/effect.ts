/**
 * All that a server asks of the world, one union.
 *
 * The driver's duties, in this order: `send` at once; `persist` to disk, with one sync for all that came together; then its
 * `release`, which must never leave before that sync; then the event `persisted`. Writes are performed in the order of their
 * ids. `apply` in the order given, each entry once; then the event `applied`.
 */
import type { Entry } from "./entry.ts";
import type { InstallSnapshot, Message } from "./message.ts";
import type { HardState, Index, LogPosition, NodeId, SnapshotMeta, Term } from "./types.ts";

/** Why the role, term or leader changed: what this server itself saw. */
export type Cause =
  | "started"
  | "connected"
  | "disconnected"
  | "electionTimeout"
  | "leaderGone"
  | "preVoteWon"
  | "electionWon"
  | "electionLost"
  | "heardLeader"
  | "heardHigherTerm"
  | "votedForOther"
  | "lostQuorum"
  | "timeoutNow"
  | "removed"
  | "diskFailed"
  | "diskStalled"
  | "closed";

export type RoleName = "follower" | "preCandidate" | "candidate" | "leader" | "stopped";

/** What a server takes itself for. `leader` is null where it knows none. */
export interface Standing {
  readonly role: RoleName;
  readonly term: Term;
  readonly leader: NodeId | null;
}

/** To lead exclusively in [fromMs, untilMs) of the clock that steps are told the time by. `term` fences what is done under it. */
export interface Lease {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly term: Term;
  /** A wall clock that has outrun the other by more than this since tells that the machine has slept. */
  readonly marginMs: number;
}

/** Why a request was not taken. Nothing of it was or will be executed. */
export type Refusal =
  | "notLeader"
  | "unknownMember"
  | "nobodyToTakeOver"
  | "transferring"
  | "overloaded"
  | "changeUnderWay"
  | "noOwnCommitYet"
  | "alreadyMember"
  | "lastVoter"
  | "notAVoter";

export type Answer =
  /** The command stands in the leader's log at this position: executed if that entry is committed, and only then. */
  | { readonly type: "accepted"; readonly index: Index; readonly term: Term }
  /** Serve the read from a state that has applied all up to `index`. */
  | { readonly type: "readAt"; readonly index: Index }
  /** A hand-over is under way: over when this server leads no more. */
  | { readonly type: "started" }
  /** Nothing had to be done. */
  | { readonly type: "done" }
  | { readonly type: "refused"; readonly refusal: Refusal };

export type Effect =
  /** Promises nothing: may leave at once, and may be lost. */
  | { readonly type: "send"; readonly message: Message }
  /**
   * `hardState` null and no entries: nothing to write, but `release` waits for all earlier writes. The first entry's index
   * says where the entries begin: what the disk holds from there on is replaced. `restartFrom`: the log begins anew behind the
   * snapshot that ends there.
   */
  | {
      readonly type: "persist";
      readonly writeId: number;
      readonly hardState: HardState | null;
      readonly entries: readonly Entry[];
      readonly restartFrom: LogPosition | null;
      readonly release: readonly Message[];
    }
  /** Send the piece from `offset` on of the snapshot that ends at `last`, if it is still the latest. */
  | { readonly type: "sendSnapshot"; readonly to: NodeId; readonly last: LogPosition; readonly offset: number }
  /** Keep a piece, if it is the next one; answered by `snapshotChunkSaved`, or by `snapshotReceived` when it is the last. */
  | { readonly type: "saveSnapshotChunk"; readonly chunk: InstallSnapshot }
  /** The state machine takes up the latest snapshot, before it applies anything more; then the event `applied`. */
  | { readonly type: "restoreSnapshot"; readonly snapshot: SnapshotMeta }
  /** Entries up to `base` are not needed any more. */
  | { readonly type: "compactLog"; readonly base: LogPosition }
  /** Committed entries, next in order. */
  | { readonly type: "apply"; readonly entries: readonly Entry[] }
  | { readonly type: "answer"; readonly requestId: number; readonly answer: Answer }
  /** null: none any more, which must be known before anything else of this step is done. */
  | { readonly type: "setLease"; readonly lease: Lease | null }
  | { readonly type: "announce"; readonly from: Standing; readonly to: Standing; readonly cause: Cause }
  /** Find out whether anybody listens where `to` would; the event `peerGone`, if nobody does. */
  | { readonly type: "probePeer"; readonly to: NodeId }
  /** Replaces the deadline asked for before; Infinity: none. */
  | { readonly type: "wakeAt"; readonly atMs: number };
