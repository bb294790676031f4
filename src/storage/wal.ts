/**
 * The log while it is open: appends, and the roll from one segment to the other.
 *
 * Law: `done` without an error is called only when the batch is durable (DESIGN 3.1); a write or sync that failed is not
 * tried again, and nothing is written after it (DESIGN 3.6): what the kernel says of those pages afterwards proves nothing.
 *
 * An append is one write of [batch, end mark] behind the last one, and one sync. A batch that no longer fits begins the
 * other segment, as a checkpoint of the state that includes it: (1) header, checkpoint and end mark in one write, one sync;
 * (2) the full segment is retired, one sync; then `done`. Cut before (1) is durable, the old segment is found complete;
 * after it, the new one is newer and complete. After (2) there is nothing older to fall back to by mistake.
 * Both segments are made when the folder is, so a disk that fills up later does not stop a vote. A log that outgrows half a
 * segment gets one twice its size; so what a roll writes again is, over time, no more than what the appends wrote, and
 * `forget` bounds it by what snapshots leave.
 */

import type { LogPosition } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { FileLock, FileSystem } from "../ports/file-system.ts";
import type { Recovered, Storage, StorageBatch } from "../ports/storage.ts";
import { applyBatch, encodeFacts, type LogState } from "./record.ts";
import type { FoundLog } from "./recovery.ts";
import { batchBytes, encodeBatch, encodeSegmentHeader, SEGMENT_HEADER_BYTES } from "./segment.ts";
import { createSegment, retire, type SegmentFile, writeDurably } from "./segment-file.ts";
import type { SnapshotFiles } from "./snapshots.ts";

export interface OpenLog {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly lock: FileLock;
  readonly log: FoundLog;
  readonly active: SegmentFile;
  /** Retired or blank: the next roll takes it. */
  readonly spare: SegmentFile;
  readonly nextGeneration: number;
  readonly snapshots: SnapshotFiles;
  /** The log begins anew here, though the disk does not say so yet: the first batch does. */
  readonly restartFrom: LogPosition | null;
}

/** Header and checkpoint of a new segment: `content` is all that it says, `size` what must be set aside for it. */
export function beginSegment(
  state: LogState,
  at: { readonly generation: number; readonly sequence: number; readonly sizeMin: number },
): { readonly content: Buffer; readonly size: number; readonly end: number } {
  const records = encodeFacts({ ...state, restartFrom: state.base });
  const end = SEGMENT_HEADER_BYTES + batchBytes(records);
  // At least half of a segment is left for batches, or every append would be a roll.
  const size = Math.max(at.sizeMin, 2 * end);
  const batch = encodeBatch({ ...at, position: SEGMENT_HEADER_BYTES, size }, records);
  return { content: Buffer.concat([encodeSegmentHeader(at.generation, size), batch]), size, end };
}

export class Wal implements Storage {
  readonly recovered: Recovered;
  readonly snapshots: SnapshotFiles;
  readonly #fileSystem: FileSystem;
  readonly #folder: string;
  readonly #lock: FileLock;
  #state: LogState;
  #active: SegmentFile;
  #spare: SegmentFile;
  #generation: number;
  #nextGeneration: number;
  /** Where the next batch goes in `#active`. */
  #end: number;
  /** Of the last batch; the next has one more. */
  #sequence: number;
  #inFlight: Promise<void> | null = null;
  #restartFrom: LogPosition | null;
  #failure: GraftError | null = null;
  #closing: Promise<void> | null = null;

  constructor(open: OpenLog) {
    const { log } = open;
    this.recovered = { ...log.state, entries: [...log.state.entries], tornBytes: log.tornBytes };
    this.snapshots = open.snapshots;
    this.#restartFrom = open.restartFrom;
    this.#fileSystem = open.fileSystem;
    this.#folder = open.folder;
    this.#lock = open.lock;
    this.#state = log.state;
    this.#active = open.active;
    this.#spare = open.spare;
    this.#generation = log.generation;
    this.#nextGeneration = open.nextGeneration;
    this.#end = log.end;
    this.#sequence = log.sequence;
  }

  append(batch: StorageBatch, done: (error: Error | null) => void): void {
    if (this.#closing !== null) throw new Error("append: the storage is closed");
    if (this.#inFlight !== null) throw new Error("append: an earlier batch is still being written");
    const failure = this.#failure;
    if (failure !== null) return queueMicrotask(() => done(failure));
    refuseGap(this.#state, batch);
    const restartFrom = batch.restartFrom ?? this.#restartFrom;
    this.#restartFrom = null;
    const records = encodeFacts({ identity: null, ...batch, restartFrom });
    const write = this.#write(records, applyBatch(this.#state, { ...batch, restartFrom }));
    // `done` is called outside the chain: what it throws is its own, and not taken for a failure of the disk.
    this.#inFlight = write.then(
      () => queueMicrotask(() => this.#settle(null, done)),
      (error: unknown) => queueMicrotask(() => this.#settle(error, done)),
    );
  }

  /** The room is used again when the log next rolls, to a segment that holds no more than what is left. */
  forget(base: LogPosition): void {
    const { entries } = this.#state;
    const forgotten = Math.min(entries.length, base.index - this.#state.base.index);
    if (forgotten <= 0) return;
    entries.splice(0, forgotten);
    this.#state = { ...this.#state, base };
  }

  get bytesOnDisk(): number {
    return this.#active.size + this.#spare.size + this.snapshots.bytesOnDisk;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #settle(error: unknown, done: (error: Error | null) => void): void {
    this.#inFlight = null;
    if (error !== null) this.#failure = storageFailed(error);
    done(this.#failure);
  }

  async #write(records: Buffer, state: LogState): Promise<void> {
    const end = this.#end + batchBytes(records);
    if (end > this.#active.size) return this.#roll(state);
    const at = {
      generation: this.#generation,
      sequence: this.#sequence + 1,
      position: this.#end,
      size: this.#active.size,
    };
    await writeDurably(this.#active.file, encodeBatch(at, records), this.#end);
    this.#sequence += 1;
    this.#end = end;
    this.#state = state;
  }

  async #roll(state: LogState): Promise<void> {
    const generation = this.#nextGeneration;
    const sequence = this.#sequence + 1;
    const full = this.#active;
    const begun = beginSegment(state, { generation, sequence, sizeMin: Math.max(full.size, this.#spare.size) });
    if (begun.size > this.#spare.size) {
      await this.#spare.file.close();
      this.#spare = await createSegment(this.#fileSystem, this.#folder, this.#spare.name, begun.size, begun.content);
    } else {
      await writeDurably(this.#spare.file, begun.content, 0);
    }
    await retire(full.file);
    this.#active = this.#spare;
    this.#spare = full;
    this.#generation = generation;
    this.#nextGeneration = generation + 1;
    this.#sequence = sequence;
    this.#end = begun.end;
    this.#state = state;
  }

  async #close(): Promise<void> {
    await this.#inFlight;
    await Promise.allSettled([this.#active.file.close(), this.#spare.file.close(), this.snapshots.close()]);
    await this.#lock.release();
  }
}

/** A log with a gap could not be recovered: whoever asks for one has a bug. */
function refuseGap(state: LogState, { entries, restartFrom }: StorageBatch): void {
  const [first] = entries;
  if (first === undefined) return;
  const after = restartFrom?.index ?? state.base.index + state.entries.length;
  const before = restartFrom?.index ?? state.base.index;
  if (first.index <= before || first.index > after + 1)
    throw new RangeError(`entries from ${first.index} on do not fit a log from ${before + 1} to ${after}`);
}

function storageFailed(cause: unknown): GraftError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GraftError("STORAGE_FAILED", `a write to the log failed: ${reason}`, { reason }, { cause });
}
