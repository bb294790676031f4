/**
 * A disk that does what the test says. Law: a batch is durable when `sync` says so, and not before; what the port forbids its
 * callers (two writes at once, a write after an error or a close) throws here.
 */
import type { Entry } from "../../src/core/entry.ts";
import type { HardState, LogPosition } from "../../src/core/types.ts";
import { GraftError } from "../../src/errors.ts";
import type { Recovered, Storage, StorageBatch } from "../../src/ports/storage.ts";
import { MemorySnapshots } from "./memory-snapshots.ts";

/** What a node starts from: a new folder's, or what a loss of power has left. */
export interface Disk {
  readonly hardState: HardState;
  readonly base: LogPosition;
  readonly entries: readonly Entry[];
  readonly snapshots: MemorySnapshots;
}

export const newDisk = (hardState: HardState = { term: 0, votedFor: null }): Disk => ({
  hardState,
  base: { index: 0, term: 0 },
  entries: [],
  snapshots: new MemorySnapshots(),
});

interface Write {
  readonly batch: StorageBatch;
  readonly done: (error: Error | null) => void;
}

export class FakeStorage implements Storage {
  readonly recovered: Recovered;
  readonly appended: StorageBatch[] = [];
  readonly snapshots: MemorySnapshots;
  /** Where the log was allowed to be cut, in order. */
  readonly forgotten: LogPosition[] = [];
  /** What a loss of power leaves. */
  durable: HardState;
  #base: LogPosition;
  #entries: readonly Entry[];
  closed = 0;
  /** Called when a write has begun. */
  onAppend: () => void = () => undefined;
  /** Rejects `close`. */
  closeError: Error | null = null;
  #write: Write | null = null;
  #failed = false;
  readonly #journal: string[];

  constructor(disk: Disk, journal: string[]) {
    const { hardState, base, entries } = disk;
    this.durable = hardState;
    this.#base = base;
    this.#entries = entries;
    this.snapshots = disk.snapshots;
    this.#journal = journal;
    const identity = { clusterName: "c", nodeId: "n1", incarnation: "n1-disk" };
    this.recovered = { identity, formation: null, hardState, base, entries, tornBytes: 0 };
  }

  readonly bytesOnDisk = 4096;
  full = false;
  /** How often room was asked for. */
  roomAskedFor = 0;

  /** The durable log, as (index, term) in words. */
  get log(): readonly string[] {
    return this.#entries.map(({ index, term }) => `${index}@${term}`);
  }

  /** What is there after a loss of power: a snapshot that the log does not reach, or contradicts, stands for all of it. */
  afterCrash(): Disk {
    const snapshots = this.snapshots.afterCrash();
    const last = snapshots.latest?.last ?? this.#base;
    const agrees =
      last.index <= this.#base.index ||
      this.#entries.some(({ index, term }) => index === last.index && term === last.term);
    const base = agrees ? this.#base : last;
    return { hardState: this.durable, base, entries: agrees ? this.#entries : [], snapshots };
  }

  get writing(): boolean {
    return this.#write !== null;
  }

  append(batch: StorageBatch, done: (error: Error | null) => void): void {
    if (this.#write !== null) throw new Error("append: a write is under way");
    if (this.#failed) throw new Error("append: the disk has failed");
    if (this.closed > 0) throw new Error("append: the storage is closed");
    this.appended.push(batch);
    this.#write = { batch, done };
    this.#journal.push(`append ${describe(batch)}`);
    this.onAppend();
  }

  /** The write under way is durable. False: there is none. */
  sync(): boolean {
    const write = this.#write;
    if (write === null) return false;
    this.#write = null;
    this.durable = write.batch.hardState ?? this.durable;
    this.#keep(write.batch);
    this.#journal.push(`synced ${describe(write.batch)}`);
    write.done(null);
    return true;
  }

  #keep({ entries, restartFrom }: StorageBatch): void {
    if (restartFrom !== null) {
      this.#base = restartFrom;
      this.#entries = [];
    }
    const [first] = entries;
    if (first === undefined) return;
    const kept = this.#entries.filter(({ index }) => index < first.index);
    const before = kept.at(-1)?.index ?? this.#base.index;
    if (first.index !== before + 1) throw new Error(`append: a gap between ${before} and ${first.index}`);
    this.#entries = [...kept, ...entries];
  }

  forget(base: LogPosition): void {
    this.forgotten.push(base);
    this.#entries = this.#entries.filter(({ index }) => index > base.index);
    this.#base = base;
  }

  /** The write under way is refused for want of room: it left no trace, and the disk goes on. */
  refuse(): void {
    const write = this.#write;
    if (write === null) throw new Error("nothing is being written");
    this.#write = null;
    this.full = true;
    this.#journal.push(`no room ${describe(write.batch)}`);
    write.done(new GraftError("DISK_FULL", "no space left", { reason: "no space left" }));
  }

  retryRoom(): void {
    this.roomAskedFor += 1;
  }

  fail(error: Error = new GraftError("STORAGE_FAILED", "no space left", { reason: "no space left" })): void {
    const write = this.#write;
    if (write === null) throw new Error("nothing is being written");
    this.#write = null;
    this.#failed = true;
    write.done(error);
  }

  async close(): Promise<void> {
    this.closed += 1;
    this.#journal.push("storage closed");
    if (this.closeError !== null) throw this.closeError;
  }
}

/** The term, then the entries: "1", "- 4..6". */
function describe({ hardState, entries }: StorageBatch): string {
  const term = String(hardState?.term ?? "-");
  return entries.length === 0 ? term : `${term} ${entries[0]?.index}..${entries.at(-1)?.index}`;
}
