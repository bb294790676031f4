/**
 * What is wrong with a node's surroundings: plain values, told to the worker of a node by its supervisor. Law: each telling is
 * the whole of it; what is not in it is well again.
 */
import type { Body } from "../core/message.ts";
import type { NodeId } from "../core/types.ts";

export interface NodeFaults {
  readonly links: readonly LinkFault[];
  /** It has no connection to NATS, and gets none. */
  readonly disconnected: boolean;
  /** Nothing passes to or from NATS; later all of it does, in order. */
  readonly clogged: boolean;
  /** null: the disk is well. */
  readonly disk: BadDisk | null;
  /** The next write to the log is cut in the middle, and the thread ends there. */
  readonly tornWrite: boolean;
  /** How fast its clock runs; 1: as it should. */
  readonly clockRate: number;
  /** By so much its calendar is ahead. */
  readonly wallAheadMs: number;
  /** null: its event loop is its own. */
  readonly busy: { readonly busyMs: number; readonly everyMs: number } | null;
}

export interface LinkFault {
  /** null: anybody. */
  readonly from: NodeId | null;
  readonly to: NodeId | null;
  /** null: of any kind. */
  readonly types: readonly Body["type"][] | null;
  readonly effect: LinkEffect;
}

export type LinkEffect =
  | { readonly type: "cut" }
  | { readonly type: "drop" | "duplicate" | "corrupt"; readonly chance: number }
  /** reorder: each by a time of its own; delay: those behind wait too. */
  | { readonly type: "delay" | "reorder"; readonly minMs: number; readonly maxMs: number };

export type BadDisk =
  /** A sync takes so much longer. */
  | { readonly type: "slow"; readonly ms: number }
  /** stuck: writes and syncs are not answered; full: nothing more has room; failsFsync: a sync is an error. */
  | { readonly type: "stuck" | "full" | "failsFsync" };
