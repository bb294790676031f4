/**
 * All that a server asks of the world, one union.
 *
 * The driver's duties, in this order: `send` at once; `persist` to disk, with one sync for all that came together; then its
 * `release`, which must never leave before that sync; then the event `persisted`. Writes are performed in the order of their ids.
 */
import type { Message } from "./message.ts";
import type { HardState, NodeId, Term } from "./types.ts";

/** Why the role, term or leader changed: what this server itself saw. */
export type Cause =
  | "started"
  | "connected"
  | "disconnected"
  | "electionTimeout"
  | "preVoteWon"
  | "electionWon"
  | "electionLost"
  | "heardLeader"
  | "heardHigherTerm"
  | "votedForOther"
  | "lostQuorum"
  | "timeoutNow"
  | "diskFailed"
  | "closed";

export type RoleName = "follower" | "preCandidate" | "candidate" | "leader" | "stopped";

/** What a server takes itself for. `leader` is null where it knows none. */
export interface Standing {
  readonly role: RoleName;
  readonly term: Term;
  readonly leader: NodeId | null;
}

export type TransferAnswer = "started" | "notLeader" | "unknownMember" | "alreadyLeader" | "nobodyToTakeOver";

export type Effect =
  /** Promises nothing: may leave at once, and may be lost. */
  | { readonly type: "send"; readonly message: Message }
  /** `hardState` null: nothing to write, but `release` waits for all earlier writes. */
  | {
      readonly type: "persist";
      readonly writeId: number;
      readonly hardState: HardState | null;
      readonly release: readonly Message[];
    }
  | { readonly type: "answer"; readonly requestId: number; readonly result: TransferAnswer }
  | { readonly type: "announce"; readonly from: Standing; readonly to: Standing; readonly cause: Cause }
  /** Replaces the deadline asked for before; Infinity: none. */
  | { readonly type: "wakeAt"; readonly atMs: number };
