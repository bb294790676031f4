/**
 * The log while it is open: appends, the roll from one segment to the next, and letting go of old ones.
 *
 * Law: `done` without an error is called only when the batch is durable (DESIGN 3.1); a write or sync that failed is not
 * tried again, and nothing is written after it (DESIGN 3.6): what the kernel says of those pages afterwards proves nothing.
 *
 * An append is one write of [batch, end mark] behind the last one, and one sync. A batch that no longer fits begins another
 * segment, behind a checkpoint of the state: (1) header, checkpoint with the batch, and end mark in one write, one sync;
 * (2) the full segment is sealed, one sync, or retired where nothing in it is needed; then `done`. Cut before (1) is durable,
 * the old segment is found complete; after it, the new one is newer and complete. After (2) there is nothing to fall back
 * to by mistake.
 *
 * What `forget` was told is written with the next append, and a segment that it frees is used again only once that is
 * durable. Two segments are made when the folder is; larger ones follow in the background once entries fill them, so that an
 * append seldom waits, and votes alone never need more than the two.
 *
 * A disk without room stops nothing. An append that finds none has written nothing that counts, says DISK_FULL, and the log
 * is as it was. Commands leave the end of each segment to votes, terms and a leader's no-op, which so find room for long
 * after. Only what the kernel refused to take is tried again, never what it took and could not sync.
 */
import type { LogPosition } from "../core/types.ts";
import { type GraftError, isGraftError } from "../errors.ts";
import type { FileLock } from "../ports/file-system.ts";
import type { Recovered, Storage, StorageBatch } from "../ports/storage.ts";
import { BatchBuffer } from "./batch-buffer.ts";
import { LogShape, NO_ENTRIES, oldestNeeded, spanned } from "./log-shape.ts";
import { applyBatch, type Facts, type LogState } from "./record.ts";
import type { FoundLog, FoundSegment } from "./recovery.ts";
import { needingRoom, storageFailed } from "./refusals.ts";
import { SEAL_BYTES, SEGMENT_HEADER_BYTES } from "./segment.ts";
import { retire, type SegmentFile, sealSegment } from "./segment-file.ts";
import type { SnapshotFiles } from "./snapshots.ts";
import type { SpareSegments } from "./spare-segments.ts";

const GROWTH = 8;
/** A roll leaves at least this much room behind its checkpoint, or as much as that takes where it is less. */
const ROOM_BYTES_MIN = 4096;
const RESERVE_BYTES_MAX = 64 * 1024;

/** To go on later, as `queueMicrotask` does, which makes an async resource each time and costs far more. */
const SETTLED = Promise.resolve();

/** What commands leave free at the end of a segment: some 700 votes, in a small segment its sixteenth. */
const reserveBytes = (size: number): number => Math.min(RESERVE_BYTES_MAX, size >>> 4);

/** A segment of the chain, with its file. */
export type LogSegment = FoundSegment & SegmentFile;

export interface OpenLog {
  readonly lock: FileLock;
  readonly log: FoundLog;
  readonly segments: readonly LogSegment[];
  readonly nextGeneration: number;
  /** The snapshot is ahead of what the log on disk holds: the log begins there, and is yet to be told so. */
  readonly restartFrom: LogPosition | null;
  readonly spares: SpareSegments;
  readonly segmentBytesMax: number;
  readonly snapshots: SnapshotFiles;
}

/** What an append is going to do, settled before anything is written or changed. */
interface Plan {
  readonly state: LogState;
  readonly batch: StorageBatch;
  readonly base: LogPosition;
  /** As they will be; in a roll, the new one is the last. */
  readonly segments: readonly LogSegment[];
  readonly oldest: number;
  readonly rolls: boolean;
  /** Of the batch, from its header on. */
  readonly length: number;
}

export class Wal implements Storage {
  readonly snapshots: SnapshotFiles;
  readonly #lock: FileLock;
  readonly #spares: SpareSegments;
  readonly #segmentBytesMax: number;
  readonly #buffer = new BatchBuffer();
  readonly #shape: LogShape;
  #recovered: Recovered;
  #state: LogState;
  /** The chain; the last one is written to. */
  #segments: readonly LogSegment[];
  #nextGeneration: number;
  #forgettable: LogPosition | null = null;
  #restartFrom: LogPosition | null;
  #inFlight: Promise<void> | null = null;
  #failure: GraftError | null = null;
  #closing: Promise<void> | null = null;

  constructor(open: OpenLog) {
    const { log } = open;
    const { base, entries, tornBytes } = log;
    this.#recovered = { ...log.state, base, entries, tornBytes };
    this.#shape = new LogShape(base, entries);
    this.#lock = open.lock;
    this.#spares = open.spares;
    this.#segmentBytesMax = open.segmentBytesMax;
    this.#state = log.state;
    this.#segments = open.segments;
    this.#nextGeneration = open.nextGeneration;
    this.#restartFrom = open.restartFrom;
    this.snapshots = open.snapshots;
  }

  /** Less what was forgotten since. */
  get recovered(): Recovered {
    return this.#recovered;
  }

  get bytesOnDisk(): number {
    const inUse = this.#segments.reduce((sum, { size }) => sum + size, 0);
    return inUse + this.#spares.bytes + this.snapshots.bytesOnDisk;
  }

  get full(): boolean {
    return this.#spares.full;
  }

  retryRoom(): void {
    if (this.#closing === null && this.#failure === null) this.#spares.prepare(this.#nextSize());
  }

  append(batch: StorageBatch, done: (error: Error | null) => void): void {
    if (this.#closing !== null) throw new Error("append: the storage is closed");
    if (this.#inFlight !== null) throw new Error("append: an earlier batch is still being written");
    if (this.#spares.failure !== null) this.#failure ??= storageFailed(this.#spares.failure);
    const failure = this.#failure;
    if (failure !== null) return queueMicrotask(() => done(failure));
    const plan = this.#plan({ ...batch, restartFrom: batch.restartFrom ?? this.#restartFrom });
    const write = plan.rolls ? this.#roll(plan) : this.#write(plan);
    // `done` is called outside the chain: what it throws is its own, and not taken for a failure of the disk.
    this.#inFlight = write.then(
      () => void SETTLED.then(() => this.#settle(null, done)),
      (error: unknown) => void SETTLED.then(() => this.#settle(error, done)),
    );
  }

  forget(base: LogPosition): void {
    if (base.index <= (this.#forgettable ?? this.#shape.base).index) return;
    this.#forgettable = base;
    const { entries } = this.#recovered;
    if ((entries[0]?.index ?? Number.POSITIVE_INFINITY) > base.index) return;
    const kept = entries.filter(({ index }) => index > base.index);
    this.#recovered = { ...this.#recovered, base, entries: kept };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #settle(error: unknown, done: (error: Error | null) => void): void {
    this.#inFlight = null;
    if (isGraftError(error)) return done(error); // no room, and nothing is changed
    if (error !== null) this.#failure = storageFailed(error);
    done(this.#failure);
  }

  get #active(): LogSegment {
    const active = this.#segments.at(-1);
    if (active === undefined) throw new Error("a log has a segment");
    return active;
  }

  #nextSize(): number {
    return Math.max(this.#active.size, Math.min(this.#active.size * GROWTH, this.#segmentBytesMax));
  }

  /** Throws RangeError, with nothing changed, where the batch cannot be written. */
  #plan(batch: StorageBatch): Plan {
    this.#shape.check(batch);
    const active = this.#active;
    const outline = this.#outline(batch, this.#segments, false);
    const kept = batch.entries.some(({ type }) => type === "command") ? reserveBytes(active.size) : 0;
    if (active.end + outline.length + kept + SEAL_BYTES <= active.size) return outline;
    const begun: LogSegment = {
      ...active,
      generation: this.#nextGeneration,
      sequence: active.sequence,
      end: SEGMENT_HEADER_BYTES,
      lastIndex: NO_ENTRIES,
    };
    return this.#outline(batch, [...this.#segments, begun], true);
  }

  #outline(batch: StorageBatch, segments: readonly LogSegment[], rolls: boolean): Plan {
    const { entries, restartFrom } = batch;
    const base = restartFrom ?? this.#baseAfter(batch);
    const kept = restartFrom === null ? segments : segments.map((each) => ({ ...each, lastIndex: NO_ENTRIES }));
    const spans = spanned(kept, kept.length - 1, entries);
    const oldest = oldestNeeded(spans, base);
    const state = applyBatch(this.#state, batch);
    const shrinks = base.index > this.#shape.base.index || oldest !== this.#segments[0]?.generation;
    const extent = rolls || shrinks || restartFrom !== null ? { base, oldest } : null;
    const { formation, hardState } = rolls ? state : batch;
    const identity = rolls ? state.identity : null;
    const facts: Facts = { identity, formation, hardState, extent, restartFrom, entries, sealedBy: null };
    return { state, batch, base, segments: spans, oldest, rolls, length: this.#buffer.encode(facts) };
  }

  #baseAfter(batch: StorageBatch): LogPosition {
    const base = this.#forgettable;
    return base !== null && this.#shape.canForget(base, batch) ? base : this.#shape.base;
  }

  async #write(plan: Plan): Promise<void> {
    const { file, generation, sequence, end, size } = this.#active;
    const at = { generation, sequence: sequence + 1, position: end, size };
    await this.#put(file, this.#buffer.batch(at), end);
    await file.sync();
    this.#written(plan, { end: end + plan.length, sequence: sequence + 1 });
  }

  async #roll(plan: Plan): Promise<void> {
    const full = this.#active;
    const generation = this.#nextGeneration;
    const sequence = full.sequence + 1;
    const end = SEGMENT_HEADER_BYTES + plan.length;
    const { name, file, size } = await this.#spares.take(end + Math.min(end, ROOM_BYTES_MIN) + SEAL_BYTES, full.size);
    const at = { generation, sequence, position: SEGMENT_HEADER_BYTES, size };
    // Whatever becomes of it, no later one has its number: what a write that failed has left can then not pass for it.
    this.#nextGeneration = generation + 1;
    try {
      await this.#put(file, this.#buffer.segment(at), 0);
    } catch (error) {
      if (!isGraftError(error)) throw error;
      // A newer segment with a whole checkpoint would be believed, and what the old one takes from now on would not.
      await retire(file);
      this.#spares.giveBack({ name, file, size });
      throw error;
    }
    await file.sync();
    const needed = plan.oldest <= full.generation;
    if (needed) await sealSegment(full, generation);
    else await retire(full.file);
    this.#written(plan, { name, file, size, end, sequence });
    if (needed) this.#spares.prepare(this.#nextSize());
  }

  /** A write that is refused for want of room is no failure: the bytes behind the last batch count for nothing. */
  async #put(file: LogSegment["file"], bytes: Buffer, position: number): Promise<void> {
    try {
      await needingRoom(file.write(bytes, position));
    } catch (error) {
      if (isGraftError(error)) this.#spares.ranOut();
      throw error;
    }
  }

  /** `active`: what is new about the last segment. */
  #written({ state, batch, base, segments, oldest }: Plan, active: Partial<LogSegment>): void {
    this.#state = state;
    if (batch.restartFrom !== null) this.#shape.restart(batch.restartFrom);
    else if (base.index > this.#shape.base.index) this.#shape.forget(base);
    this.#shape.take(batch.entries);
    this.#restartFrom = null;
    if ((this.#forgettable?.index ?? 0) <= this.#shape.base.index) this.#forgettable = null;
    const chain = segments.map((each, i) => (i === segments.length - 1 ? { ...each, ...active } : each));
    this.#segments = chain;
    if ((chain[0]?.generation ?? oldest) >= oldest) return;
    this.#segments = chain.filter(({ generation }) => generation >= oldest);
    for (const segment of chain) if (segment.generation < oldest) this.#spares.offer(segment);
  }

  async #close(): Promise<void> {
    await this.#inFlight;
    await this.#spares.close();
    await Promise.allSettled([...this.#segments.map(({ file }) => file.close()), this.snapshots.close()]);
    await this.#lock.release();
  }
}
