/**
 * Takes, sends and receives snapshots, beside the drain and never in it.
 *
 * Laws: one snapshot is being written at a time; one that arrives goes before one of our own, since a node that needs it has
 * nothing worth taking. A piece is written only where the last one ended; the answer always says where that is. Pieces of two
 * leaders are never put together: their snapshots of one position hold the same state, but need not be the same bytes. A
 * snapshot for which the disk has no room is given up, and nothing else is: the one before it stays, the log is not cut. One of
 * our own is tried again after some more entries, or when there is room; one that was arriving, when its leader sends again.
 * A snapshot whose pieces go out is not replaced for a while: under load the next would come before the last piece has left,
 * and the receiver would begin anew for ever. The latest is never replaced by one that ends before it: the log may have begun
 * anew behind it, and could not be read without it.
 */
import type { Event } from "../core/event.ts";
import { configurationAt } from "../core/log.ts";
import type { InstallSnapshot, Message } from "../core/message.ts";
import { positionAt } from "../core/snapshot.ts";
import type { ServerState } from "../core/state.ts";
import type { Configuration, Index, LogPosition, NodeId, SnapshotMeta, Term } from "../core/types.ts";
import { isGraftError } from "../errors.ts";
import type { SnapshotSink, SnapshotStore } from "../ports/snapshots.ts";
import type { MachineHost } from "./machine-host.ts";

export const PIECE_BYTES = 64 * 1024;
/** A snapshot that found no room is tried again after this part of the entries between two. */
const RETRY_PART = 1 / 8;
/** A snapshot that is being sent stays the latest for so many times the entries between two, but no longer: the log grows. */
const SENT_TIMES = 4;

export interface SnapshotHandlers {
  push(event: Event): void;
  send(message: Message): void;
  failed(error: unknown): void;
}

export class SnapshotKeeper {
  readonly #state: ServerState;
  readonly #store: SnapshotStore;
  readonly #host: MachineHost;
  readonly #every: number;
  readonly #pieceBytes: number;
  readonly #handlers: SnapshotHandlers;
  #lastIndex: Index;
  /** Applied when a piece was last sent; -Infinity: never. */
  #sentAtIndex: Index = Number.NEGATIVE_INFINITY;
  #taking = false;
  #arriving: { readonly term: Term; readonly last: LogPosition; readonly sink: SnapshotSink } | null = null;
  /** Work on the store, one after the other. */
  #queue: Promise<void> = Promise.resolve();

  /** `every`: entries between two snapshots. `pieceBytes`: of a piece that is sent. */
  constructor(
    state: ServerState,
    store: SnapshotStore,
    host: MachineHost,
    every: number,
    handlers: SnapshotHandlers,
    pieceBytes = PIECE_BYTES,
  ) {
    this.#state = state;
    this.#store = store;
    this.#host = host;
    this.#every = every;
    this.#pieceBytes = pieceBytes;
    this.#handlers = handlers;
    this.#lastIndex = state.snapshot?.last.index ?? 0;
  }

  /** More has been applied: perhaps enough for a snapshot. */
  applied(): void {
    const index = this.#host.appliedIndex;
    if (this.#arriving !== null && this.#arriving.last.index <= index) this.#arriving = null; // the log was quicker
    if (index - this.#lastIndex >= this.#due(index)) this.takeNow();
  }

  /** Of all that is applied, whether one is due or not; none while another is on its way. */
  takeNow(): void {
    const index = this.#host.appliedIndex;
    if (this.#taking || this.#arriving !== null) return;
    const last = positionAt(this.#state, index);
    if (last === null) return;
    this.#taking = true;
    this.#lastIndex = index;
    const configuration = configurationAt(this.#state.log, index);
    const chunks = this.#host.snapshot();
    this.#do(async () => {
      try {
        if (this.#arriving !== null || (this.#store.latest?.last.index ?? 0) >= index) return;
        const snapshot = await this.#takeIn(last, configuration, chunks);
        this.#handlers.push({ type: "snapshotSaved", snapshot });
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        this.#lastIndex = index - Math.floor(this.#every * (1 - RETRY_PART));
      } finally {
        this.#taking = false;
      }
    });
  }

  /** How many entries after the last snapshot the next is due. */
  #due(index: Index): number {
    return index - this.#sentAtIndex < this.#every ? SENT_TIMES * this.#every : this.#every;
  }

  /** The disk has room again: what is due and found none is taken now. */
  retry(): void {
    if (this.#taking) return;
    this.#lastIndex = this.#store.latest?.last.index ?? 0;
    this.applied();
  }

  async #takeIn(
    last: LogPosition,
    configuration: Configuration,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<SnapshotMeta> {
    const sink = await this.#store.begin(last, configuration);
    try {
      for await (const chunk of chunks) await sink.write(chunk);
      return await sink.commit();
    } catch (error) {
      if (isDiskFull(error)) await sink.abort();
      throw error;
    }
  }

  /** Sends a piece, unless another snapshot has taken its place, or this node leads no more. */
  sendPiece(to: NodeId, last: LogPosition, offset: number): void {
    const { term } = this.#state;
    this.#sentAtIndex = this.#host.appliedIndex;
    this.#do(async () => {
      const { latest } = this.#store;
      if (latest === null || latest.last.index !== last.index) return;
      const data = await this.#store.read(offset, this.#pieceBytes);
      if (this.#state.role.name !== "leader" || this.#state.term !== term) return;
      const { configuration, bytes } = latest;
      const body = { type: "installSnapshot", last, configuration, totalBytes: bytes, offset, data } as const;
      this.#handlers.send({ from: this.#state.self, to, term, body });
    });
  }

  savePiece(piece: InstallSnapshot): void {
    const { term } = this.#state;
    this.#do(async () => {
      const { latest } = this.#store;
      // Of another leader, heard before the latest was here.
      if (latest !== null && latest.last.index > piece.last.index) return;
      if (latest?.last.index === piece.last.index) {
        this.#handlers.push({ type: "snapshotReceived", snapshot: latest }); // the last piece once more
        return;
      }
      try {
        await this.#take(term, piece);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        const arriving = this.#arriving;
        this.#arriving = null;
        await arriving?.sink.abort();
      }
    });
  }

  async #take(term: Term, piece: InstallSnapshot): Promise<void> {
    const sink = await this.#sinkFor(term, piece);
    if (piece.offset === sink.offset) await sink.write(piece.data);
    if (sink.offset < piece.totalBytes) {
      this.#handlers.push({ type: "snapshotChunkSaved", last: piece.last, offset: sink.offset });
      return;
    }
    const snapshot = await sink.commit();
    this.#arriving = null;
    this.#lastIndex = snapshot.last.index;
    this.#handlers.push({ type: "snapshotReceived", snapshot });
  }

  /** The machine takes up the latest snapshot; then it has applied all up to its end. */
  restore(): void {
    this.#host.awaitRestore();
    this.#do(async () => {
      const { latest } = this.#store;
      if (latest === null) throw new Error("the snapshot to be taken up is gone");
      await this.#host.restore(latest.last.index, latestChunks(this.#store));
      this.#handlers.push({ type: "applied", index: this.#host.appliedIndex });
    });
  }

  async #sinkFor(term: Term, { last, configuration }: InstallSnapshot): Promise<SnapshotSink> {
    const arriving = this.#arriving;
    if (arriving !== null && arriving.term === term && arriving.last.index === last.index) return arriving.sink;
    const sink = await this.#store.begin(last, configuration);
    this.#arriving = { term, last, sink };
    return sink;
  }

  #do(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#handlers.failed(error));
  }
}

const isDiskFull = (error: unknown): boolean => isGraftError(error) && error.code === "DISK_FULL";

/** The data of the latest snapshot, from its beginning. */
export async function* latestChunks(store: SnapshotStore): AsyncIterable<Uint8Array> {
  for (let offset = 0; ; ) {
    const chunk = await store.read(offset, PIECE_BYTES);
    if (chunk.length === 0) return;
    yield chunk;
    offset += chunk.length;
  }
}
