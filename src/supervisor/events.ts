/** What a cluster tells whoever watches it. Law: plain values, in the order in which the supervisor learnt of them. */
import type { Cause, RoleName } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import type { ErrorCode, ErrorValues } from "../errors.ts";
import type { Why } from "../why/explain.ts";
import type { ActiveFault } from "./faults/active-fault.ts";

export interface EventError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly values: ErrorValues;
  /** Where it was thrown, where a worker died of it. */
  readonly stack?: string;
}

export type ClusterEvent =
  /** `nats`: the address that the nodes use. */
  | { readonly type: "clusterStarted"; readonly size: number; readonly name: string; readonly nats: string }
  | { readonly type: "nodeStarted"; readonly node: NodeId }
  | {
      readonly type: "stateChange";
      readonly node: NodeId;
      readonly from: RoleName;
      readonly to: RoleName;
      readonly term: Term;
      readonly cause: Cause;
    }
  /** `node` leads from now on: once per term, when the leader itself says so. */
  | { readonly type: "leaderChange"; readonly node: NodeId; readonly term: Term }
  /** Why the lead has passed on. `refined`: told before, and known better now. */
  | { readonly type: "why"; readonly why: Why; readonly refined: boolean }
  /** It has not answered for `silentMs`, though its worker is there. */
  | { readonly type: "nodeHung"; readonly node: NodeId; readonly silentMs: number }
  /** It answers again. */
  | { readonly type: "nodeAnswers"; readonly node: NodeId; readonly hungMs: number }
  /** It has died by itself too often, and is not started again: RESTARTS_EXHAUSTED. */
  | { readonly type: "nodeGivenUp"; readonly node: NodeId; readonly error: EventError }
  /** `error` null: it was closed or crashed on request. */
  | {
      readonly type: "nodeStopped";
      readonly node: NodeId;
      readonly error: EventError | null;
    }
  /** It is not a member, or not any more, and does not run. Also said of a folder of such a node when the cluster comes back. */
  | { readonly type: "nodeRemoved"; readonly node: NodeId }
  /** It came back with an empty folder, and votes again; `error`: why it does not, or not yet. */
  | { readonly type: "nodeReadmitted"; readonly node: NodeId; readonly error: EventError | null }
  /** `statement`: the fault as the scenario language writes it. */
  | { readonly type: "faultBegan" | "faultEnded"; readonly statement: string; readonly active: ActiveFault }
  | { readonly type: "clusterStopped" };
