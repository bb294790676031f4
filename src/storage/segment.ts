/**
 * The form of a segment on disk.
 *
 * Law: nothing is believed that its checksum does not cover, and a batch is believed only at the place, in the segment's
 * life (generation) and in the order (sequence) for which it was written. That keeps a reused file's former life out, and
 * bytes that merely look like a batch because somebody stored a log inside a log.
 *
 *   segment        header | batch | batch | ... | end mark | zeros, or remains of a former life
 *                  of a fixed size, written and synced once before use, so that a sync need not change the file's length
 *
 *   header         0  magic "GRAFTLOG"
 *   (32 bytes)     8  version u32
 *                 12  size u32         of the whole segment in bytes; a shorter file has lost something
 *                 16  generation u64   1 for the first segment of a log, and higher with each new one
 *                 24  zero u32
 *                 28  crc32 u32        over bytes 0-27. This header keeps its form in every version.
 *
 *   batch          0  magic u32
 *   (32 bytes +    4  crc32 u32        over bytes 8 to the end of the records
 *    records)      8  generation u64
 *                 16  sequence u64     one more than the batch before, also from segment to segment
 *                 24  position u32     of this batch in its segment, in bytes
 *                 28  length u32       of the records in bytes
 *                 32  records          see record.ts
 *
 *   end mark       32 zero bytes, written with each batch and overwritten by the next; none where the segment ends
 *
 * The first batch of a segment is a checkpoint; the last batch of one that has a successor is a seal, which names it, and
 * for which SEAL_BYTES are kept free. Assumed of the disk: a write that was cut short leaves each byte old or
 * new, in any mixture, and touches no byte outside it. Not assumed: that sectors are atomic, or that they land in order.
 */
import { crc32 } from "node:zlib";
import { readU64, writeU64 } from "./bytes.ts";

/** 1 knew elections only, and is still read: its records are among those of 2. */
export const FORMAT_VERSION = 2;
const VERSION_MIN = 1;
export const SEGMENT_HEADER_BYTES = 32;
export const BATCH_HEADER_BYTES = 32;
export const END_MARK_BYTES = 32;
/** A batch of one seal record. */
export const SEAL_BYTES = BATCH_HEADER_BYTES + 13;
const LENGTH_AT = 28;

const SEGMENT_MAGIC = Buffer.from("GRAFTLOG");
const BATCH_MAGIC = 0xf15247b7;
const BATCH_MAGIC_BYTES = Buffer.from([0xb7, 0x47, 0x52, 0xf1]);

export type SegmentHeader =
  | { readonly type: "valid"; readonly version: number; readonly generation: number; readonly size: number }
  | { readonly type: "otherVersion"; readonly version: number }
  /** Zeros, torn, damaged, or retired. */
  | { readonly type: "none" };

export interface Batch {
  readonly generation: number;
  readonly sequence: number;
  readonly position: number;
  readonly records: Buffer;
  /** Where the next batch begins. */
  readonly end: number;
}

export const batchBytes = (records: Buffer): number => BATCH_HEADER_BYTES + records.length;

export function encodeSegmentHeader(generation: number, size: number): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  SEGMENT_MAGIC.copy(bytes);
  bytes.writeUInt32LE(FORMAT_VERSION, 8);
  bytes.writeUInt32LE(size, 12);
  writeU64(bytes, generation, 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
  return bytes;
}

export function decodeSegmentHeader(bytes: Buffer): SegmentHeader {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, 8).equals(SEGMENT_MAGIC)) return { type: "none" };
  if (crc32(bytes.subarray(0, 28)) !== bytes.readUInt32LE(28)) return { type: "none" };
  const version = bytes.readUInt32LE(8);
  if (version < VERSION_MIN || version > FORMAT_VERSION) return { type: "otherVersion", version };
  const generation = readU64(bytes, 16);
  if (generation === null) return { type: "none" };
  return { type: "valid", version, generation, size: bytes.readUInt32LE(12) };
}

export interface BatchPlace {
  readonly generation: number;
  readonly sequence: number;
  readonly position: number;
  /** Of the segment. */
  readonly size: number;
}

/** How much of an end mark fits behind a batch of `length` bytes. */
export const markBytes = (at: BatchPlace, length: number): number =>
  Math.max(0, Math.min(END_MARK_BYTES, at.size - at.position - length));

/** Fills in the header of the batch that `bytes` holds: BATCH_HEADER_BYTES of room, then its records. */
export function finishBatch(bytes: Buffer, at: BatchPlace): void {
  bytes.writeUInt32LE(BATCH_MAGIC, 0);
  writeU64(bytes, at.generation, 8);
  writeU64(bytes, at.sequence, 16);
  bytes.writeUInt32LE(at.position, 24);
  bytes.writeUInt32LE(bytes.length - BATCH_HEADER_BYTES, LENGTH_AT);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
}

/** The batch and, as far as the segment has room for it, the end mark behind it: one write. */
export function encodeBatch(at: BatchPlace, records: Buffer): Buffer {
  const length = batchBytes(records);
  const bytes = Buffer.alloc(length + markBytes(at, length));
  records.copy(bytes, BATCH_HEADER_BYTES);
  finishBatch(bytes.subarray(0, length), at);
  return bytes;
}

/** The batch that stands whole at `position`, of whatever generation, or null. */
export function batchAt(segment: Buffer, position: number): Batch | null {
  const recordsAt = position + BATCH_HEADER_BYTES;
  if (recordsAt > segment.length || segment.readUInt32LE(position) !== BATCH_MAGIC) return null;
  if (segment.readUInt32LE(position + 24) !== position) return null;
  const end = recordsAt + segment.readUInt32LE(position + LENGTH_AT);
  if (end > segment.length) return null;
  if (crc32(segment.subarray(position + 8, end)) !== segment.readUInt32LE(position + 4)) return null;
  const generation = readU64(segment, position + 8);
  const sequence = readU64(segment, position + 16);
  if (generation === null || sequence === null) return null;
  return { generation, sequence, position, records: segment.subarray(recordsAt, end), end };
}

/** Every whole batch from `from` on, wherever it begins and whatever stands before it. */
export function* findBatches(segment: Buffer, from: number): Generator<Batch> {
  for (let at = segment.indexOf(BATCH_MAGIC_BYTES, from); at !== -1; at = segment.indexOf(BATCH_MAGIC_BYTES, at + 1)) {
    const batch = batchAt(segment, at);
    if (batch !== null) yield batch;
  }
}

/**
 * How many bytes a batch that was cut short left at `position`; 0 where the end mark stands. A batch whose length can still
 * be read counts whole, otherwise what is left of its head.
 */
export function tornBytesAt(segment: Buffer, position: number, generation: number): number {
  const head = segment.subarray(position, position + BATCH_HEADER_BYTES);
  const used = usedBytes(head);
  if (used <= LENGTH_AT) return used;
  const legible = readU64(head, 8) === generation && head.readUInt32LE(24) === position;
  const whole = BATCH_HEADER_BYTES + head.readUInt32LE(LENGTH_AT);
  return legible && position + whole <= segment.length ? whole : used;
}

const ZEROS = Buffer.alloc(64 * 1024);

/** Compared in large pieces: most of a segment is often blank. */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const piece = bytes.subarray(at, at + ZEROS.length);
    if (!piece.equals(ZEROS.subarray(0, piece.length))) return false;
  }
  return true;
}

/** Bytes up to the last that is not zero. */
function usedBytes(bytes: Buffer): number {
  let used = bytes.length;
  while (used > 0 && bytes[used - 1] === 0) used--;
  return used;
}
