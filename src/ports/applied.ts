/**
 * What a node tells of the entries that it has applied, so that nodes can be compared by whoever listens. Law: two nodes of
 * one cluster that tell of the same block tell the same digest, or one of them has applied what the other has not.
 */
import type { Index, Member } from "../core/types.ts";

/** How many entries a block has; blocks begin behind a multiple of it, on all nodes. */
export const BLOCK_ENTRIES = 256;

/** The entries `from` to `to`, both included. */
export interface AppliedBlock {
  readonly from: Index;
  readonly to: Index;
  /** Of their indexes, terms, kinds and contents, in hex. */
  readonly digest: string;
}

export interface AppliedWord {
  readonly clusterId: string;
  readonly member: Member;
  readonly block: AppliedBlock;
}
