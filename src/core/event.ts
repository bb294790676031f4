/** All that can happen to a server, one union. Time is not an event: each step is told `nowMs`. */
import type { Message } from "./message.ts";
import type { Index, LogPosition, Member, NodeId, SnapshotMeta } from "./types.ts";

export interface Proposal {
  readonly requestId: number;
  readonly command: Uint8Array;
}

/**
 * One change of membership (§6). `add`: as a learner, made a voter once it has caught up; where the id is a member under
 * another incarnation, that one is removed by the same change.
 */
export type MemberChange =
  | { readonly type: "add"; readonly member: Member }
  | { readonly type: "remove"; readonly id: NodeId };

export type Event =
  /** The deadline of the last `wakeAt` has come. The driver drains its inbox first, then wakes the core. */
  | { readonly type: "wake" }
  | { readonly type: "receive"; readonly message: Message }
  /** NATS is reachable: messages can be sent and will arrive. `connection`: its name for the connection, where it has one. */
  | { readonly type: "connected"; readonly connection?: string }
  | { readonly type: "disconnected" }
  /** Hints, which may be wrong (DESIGN 4): nobody listens where this member would; this connection of somebody's has ended. */
  | { readonly type: "peerGone"; readonly id: NodeId }
  | { readonly type: "connectionEnded"; readonly connection: string }
  /** Every write up to this id is on disk. */
  | { readonly type: "persisted"; readonly writeId: number }
  /** The machine slept, and the clock with it: how much time has passed since is not known. */
  | { readonly type: "suspended" }
  /** The disk failed. It is not asked again: the server stops (DESIGN 3.6). */
  | { readonly type: "persistFailed" }
  /** The server is being closed: it takes no further part. */
  | { readonly type: "stop" }
  /** In the order in which they are to stand in the log. Each is answered at once: accepted, or refused and not executed. */
  | { readonly type: "propose"; readonly proposals: readonly Proposal[] }
  /** Linearizable reads: answered with the index to have applied first, or refused. */
  | { readonly type: "readIndex"; readonly requestIds: readonly number[] }
  | { readonly type: "changeMembers"; readonly requestId: number; readonly change: MemberChange }
  /** The state machine has applied all up to `index`. */
  | { readonly type: "applied"; readonly index: Index }
  /** A snapshot of what this server had applied is durable: the log need not hold the same (§7). */
  | { readonly type: "snapshotSaved"; readonly snapshot: SnapshotMeta }
  /** Of the snapshot that ends at `last`, `offset` bytes are here. */
  | { readonly type: "snapshotChunkSaved"; readonly last: LogPosition; readonly offset: number }
  /** A leader's snapshot is here, whole and durable. */
  | { readonly type: "snapshotReceived"; readonly snapshot: SnapshotMeta }
  /** Hand the lead to `to`, or to the voter heard of last (thesis 3.10). Answered by an `answer` effect at once. */
  | { readonly type: "transferLeadership"; readonly requestId: number; readonly to: NodeId | null };
