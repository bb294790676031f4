/**
 * A node's memory across crashes. Law: when `append` calls back without an error, all of the batch and of every batch
 * before it survives a loss of power; after an error nothing is known, and the store refuses all further work. A disk that is
 * full is no such error: nothing was written, and the store goes on.
 */
import type { Entry } from "../core/entry.ts";
import type { Configuration, HardState, LogPosition, NodeId } from "../core/types.ts";
import type { SnapshotStore } from "./snapshots.ts";

/** Made with the data folder and never changed. */
export interface Identity {
  readonly clusterName: string;
  readonly nodeId: NodeId;
  /** 16 random bytes in hex. */
  readonly incarnation: string;
}

/** The cluster that this node belongs to: agreed when the cluster is formed. */
export interface Formation {
  /** 16 random bytes in hex. */
  readonly clusterId: string;
  readonly configuration: Configuration;
}

/** Null fields are left as they are. */
export interface StorageBatch {
  readonly formation: Formation | null;
  readonly hardState: HardState | null;
  /** In order, without a gap. What the log held from the first one's index on is replaced; empty: the log is left as it is. */
  readonly entries: readonly Entry[];
  /**
   * The snapshot that ends here is installed: the log begins anew behind it, with `entries`. Null: it goes on. Other than
   * `forget`, it drops entries behind the position as well.
   */
  readonly restartFrom: LogPosition | null;
}

export interface Recovered {
  readonly identity: Identity;
  /** null: the folder is new, its cluster not formed yet. */
  readonly formation: Formation | null;
  /** {0, null} in a new folder. */
  readonly hardState: HardState;
  /** The position before the first entry: where the latest snapshot ends or before; {0, 0} without one. */
  readonly base: LogPosition;
  /** The log behind `base`, in order, without a gap. */
  readonly entries: readonly Entry[];
  /** Bytes of a torn batch cut from the end of the log; 0 after a clean stop. */
  readonly tornBytes: number;
}

export interface Storage {
  readonly recovered: Recovered;
  /**
   * Writes the batch and syncs once. One at a time: call again only from, or after, `done`. `done` is always called later,
   * never from within `append`. `error` has the code STORAGE_FAILED, or DISK_FULL: then the batch left no trace, and it or
   * another may be tried. Throws RangeError where the entries would leave a gap.
   */
  append(batch: StorageBatch, done: (error: Error | null) => void): void;
  /** Entries up to `base` are no longer needed: a durable snapshot holds them. Takes effect with the next `append`. */
  forget(base: LogPosition): void;
  readonly snapshots: SnapshotStore;
  /** The disk has no room for more entries. There is some set aside for votes and terms. */
  readonly full: boolean;
  /** Looks again, in the background, whether there is room; `full` tells. */
  retryRoom(): void;
  /** Bytes that the log and the snapshots take on disk. */
  readonly bytesOnDisk: number;
  /** Gives up the lock; deletes nothing. */
  close(): Promise<void>;
}
