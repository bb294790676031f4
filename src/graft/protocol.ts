/**
 * What can happen to a server of protocol `graft`, and what it asks of the world: two unions.
 *
 * The driver's duties, in this order: `send` at once; `persist`, and its `release` never before that is on disk; then the
 * event `persisted`, or `persistFailed`, after which what was to be released is dropped. A `voteRequest` leaves with the
 * position that the application gives when it leaves: the one it carries here is empty. `announce` is told once the term that
 * it names is durable.
 */
import type { Cause, Standing } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import type { Ballot, ElectionMessage } from "../ports/election.ts";

export type ElectionEvent =
  /** The deadline `wakeAtMs` has come. The driver drains its inbox first. */
  | { readonly type: "wake" }
  /** `acceptable`: of a vote request, whether the application finds the candidate's position good enough; else true. */
  | { readonly type: "receive"; readonly message: ElectionMessage; readonly acceptable: boolean }
  | { readonly type: "connected" }
  | { readonly type: "disconnected" }
  /** Every write up to this id is on disk. */
  | { readonly type: "persisted"; readonly writeId: number; readonly ballot: Ballot }
  /** The last write did not happen; others may. */
  | { readonly type: "persistFailed" }
  | { readonly type: "stop" };

export type ElectionEffect =
  | { readonly type: "send"; readonly message: ElectionMessage }
  /** `ballot` null: nothing to write, but `release` waits for all earlier writes. */
  | {
      readonly type: "persist";
      readonly writeId: number;
      readonly ballot: Ballot | null;
      readonly release: readonly ElectionMessage[];
    }
  | { readonly type: "announce"; readonly from: Standing; readonly to: Standing; readonly cause: Cause }
  /** Two servers claim to lead one term: somebody has voted twice, or there are more servers than the size says. */
  | { readonly type: "twoLeaders"; readonly term: Term; readonly leader: NodeId; readonly other: NodeId }
  /** Somebody else speaks as this server: it must stop. */
  | { readonly type: "duplicateId" };
