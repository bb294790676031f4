/**
 * A node's snapshots. Law: a snapshot counts only when it is whole, checked and durable under its name; the one before it is
 * kept until then. What goes wrong has the code STORAGE_FAILED, after which nothing is known; or DISK_FULL, after which the one
 * being written is to be given up, and no more.
 */
import type { Configuration, LogPosition, SnapshotMeta } from "../core/types.ts";

export type { SnapshotMeta } from "../core/types.ts";

/** A snapshot being received, a chunk at a time. */
export interface SnapshotSink {
  /** Bytes taken so far: where to go on after a break. */
  readonly offset: number;
  write(chunk: Uint8Array): Promise<void>;
  /** Makes it the latest, durably. */
  commit(): Promise<SnapshotMeta>;
  abort(): Promise<void>;
}

export interface SnapshotStore {
  /** The newest whole one; null: none. */
  readonly latest: SnapshotMeta | null;
  /** Begins a new one; an unfinished one before it is dropped. */
  begin(last: LogPosition, configuration: Configuration): Promise<SnapshotSink>;
  /** Up to `length` bytes of the latest's data from `offset` on; empty at its end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}
