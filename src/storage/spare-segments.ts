/**
 * The segment that the next roll will take, made ahead of it.
 *
 * Law: at most one spare is kept; a roll waits for one that is being made rather than making another. A disk that is full
 * while a spare is made in the background fails nothing: it shows in `full`, and what is left of the segment in use is the
 * reserve. Any other failure there is one of the disk, as if an append had met it.
 */
import { join } from "node:path";
import { isGraftError } from "../errors.ts";
import type { FileSystem } from "../ports/file-system.ts";
import { createSegment, type SegmentFile, segmentName } from "./segment-file.ts";

export class SpareSegments {
  readonly #fileSystem: FileSystem;
  readonly #folder: string;
  /** Names that are taken: of segments in use, of the spare, and of what is being made. */
  readonly #names: Set<string>;
  #spare: SegmentFile | null;
  #making: Promise<void> | null = null;
  /** Removals under way. */
  #removing: Promise<void> = Promise.resolve();
  #full = false;
  #failure: unknown = null;

  constructor(fileSystem: FileSystem, folder: string, names: Iterable<string>, spare: SegmentFile | null) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
    this.#names = new Set(names);
    this.#spare = spare;
  }

  /** A disk that has failed is not full: or nobody would write to it any more, and learn of that. */
  get full(): boolean {
    return this.#full && this.#failure === null;
  }

  /** What a segment that was made in the background failed with, other than for want of room; null: nothing. */
  get failure(): unknown {
    return this.#failure;
  }

  get bytes(): number {
    return this.#spare?.size ?? 0;
  }

  /** Makes one of `size` in the background, unless there is one. */
  prepare(size: number): void {
    if (this.#making !== null) return;
    if (this.#spare !== null) {
      this.#full = false; // the disk refused another write: the next one finds out
      return;
    }
    this.#making = this.#create(size).then(
      (spare) => {
        this.#making = null;
        this.offer(spare);
      },
      (error: unknown) => {
        this.#making = null;
        if (!isGraftError(error)) this.#failure = error;
      },
    );
  }

  /** One of at least `sizeMin`; where none is ready, a new one of `size`. */
  async take(sizeMin: number, size: number): Promise<SegmentFile> {
    await this.#making;
    const spare = this.#spare;
    if (spare === null || spare.size < sizeMin) return this.#create(Math.max(size, sizeMin));
    this.#spare = null;
    return spare;
  }

  /** One that was taken and could not be written to: the disk has no room. */
  giveBack(segment: SegmentFile): void {
    this.offer(segment);
    this.#full = true;
  }

  /** A segment that the log does not need any more. Of two, the larger is kept. */
  offer(segment: SegmentFile): void {
    const other = this.#spare;
    this.#full = false;
    if (other === null) {
      this.#spare = segment;
      return;
    }
    const [kept, surplus] = segment.size > other.size ? [segment, other] : [other, segment];
    this.#spare = kept;
    this.#removing = this.#removing.then(() => this.#remove(surplus));
  }

  /** A write was refused for want of room. */
  ranOut(): void {
    this.#full = true;
  }

  async close(): Promise<void> {
    await this.#making;
    await this.#removing;
    await this.#spare?.file.close().catch(() => undefined);
  }

  async #create(size: number): Promise<SegmentFile> {
    let slot = 0;
    while (this.#names.has(segmentName(slot))) slot += 1;
    const name = segmentName(slot);
    this.#names.add(name);
    try {
      const segment = await createSegment(this.#fileSystem, this.#folder, name, size, Buffer.alloc(0));
      this.#full = false;
      return segment;
    } catch (error) {
      this.#names.delete(name);
      if (isGraftError(error)) this.#full = true;
      throw error;
    }
  }

  /** A file that cannot be removed costs room and no more: the next opening tries again. */
  async #remove({ name, file }: SegmentFile): Promise<void> {
    await file.close().catch(() => undefined);
    const removed = await this.#fileSystem.remove(join(this.#folder, name)).then(
      () => true,
      () => false,
    );
    if (removed) this.#names.delete(name);
  }
}
