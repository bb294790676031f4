/**
 * A disk that does what the test says. Law: a batch is durable when `sync` says so, and not before; what the port forbids its
 * callers (two writes at once, a write after an error or a close) throws here.
 */
import type { HardState } from "../../src/core/types.ts";
import { GraftError } from "../../src/errors.ts";
import type { Recovered, Storage, StorageBatch } from "../../src/ports/storage.ts";

interface Write {
  readonly batch: StorageBatch;
  readonly done: (error: Error | null) => void;
}

export class FakeStorage implements Storage {
  readonly recovered: Recovered;
  readonly appended: StorageBatch[] = [];
  /** What a loss of power leaves. */
  durable: HardState;
  closed = 0;
  /** Called when a write has begun. */
  onAppend: () => void = () => undefined;
  /** Rejects `close`. */
  closeError: Error | null = null;
  #write: Write | null = null;
  #failed = false;
  readonly #journal: string[];

  constructor(hardState: HardState, journal: string[]) {
    this.durable = hardState;
    this.#journal = journal;
    const identity = { clusterName: "c", nodeId: "n1", incarnation: "n1-disk" };
    this.recovered = { identity, formation: null, hardState, tornBytes: 0 };
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
    this.#journal.push(`append ${batch.hardState?.term ?? "-"}`);
    this.onAppend();
  }

  /** The write under way is durable. False: there is none. */
  sync(): boolean {
    const write = this.#write;
    if (write === null) return false;
    this.#write = null;
    this.durable = write.batch.hardState ?? this.durable;
    this.#journal.push(`synced ${write.batch.hardState?.term ?? "-"}`);
    write.done(null);
    return true;
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
