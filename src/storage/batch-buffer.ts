/**
 * The memory in which batches are put together, one at a time.
 *
 * Law: what `batch` or `segment` gives is good until the next `encode`: an append is over before the next one begins, so one
 * buffer does for all of them and nothing is copied.
 *
 *   segment header | batch header | records | end mark
 */
import { ByteWriter } from "./bytes.ts";
import { type Facts, writeFacts } from "./record.ts";
import {
  BATCH_HEADER_BYTES,
  type BatchPlace,
  END_MARK_BYTES,
  encodeSegmentHeader,
  finishBatch,
  markBytes,
  SEGMENT_HEADER_BYTES,
} from "./segment.ts";

/** A batch that was larger gives its memory back. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;

export class BatchBuffer {
  readonly #writer = new ByteWriter();
  #length = 0;

  /** The length of the batch. Throws RangeError where it cannot be written. */
  encode(facts: Facts): number {
    this.#writer.reset(KEPT_BYTES_MAX);
    this.#writer.zeros(SEGMENT_HEADER_BYTES + BATCH_HEADER_BYTES);
    writeFacts(this.#writer, facts);
    this.#length = this.#writer.length - SEGMENT_HEADER_BYTES;
    this.#writer.zeros(END_MARK_BYTES);
    return this.#length;
  }

  /** The batch and its end mark, to be written at `at.position`. */
  batch(at: BatchPlace): Buffer {
    const end = SEGMENT_HEADER_BYTES + this.#length;
    finishBatch(this.#writer.bytes(SEGMENT_HEADER_BYTES, end), at);
    return this.#writer.bytes(SEGMENT_HEADER_BYTES, end + markBytes(at, this.#length));
  }

  /** The same behind the header of a new segment, to be written at its beginning. */
  segment(at: BatchPlace): Buffer {
    const batch = this.batch(at);
    const bytes = this.#writer.bytes();
    encodeSegmentHeader(at.generation, at.size).copy(bytes);
    return bytes.subarray(0, SEGMENT_HEADER_BYTES + batch.length);
  }
}
