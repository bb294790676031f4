/**
 * Values to bytes and back, little-endian, every number and length checked.
 *
 * Law: a number that is not a safe integer is neither written nor believed. Writing one is a broken invariant and throws
 * RangeError; reading one throws `MalformedBytes`, which the caller turns into a verdict on the file.
 */
import { isUtf8 } from "node:buffer";

/** The bytes do not say what their kind promises. */
export class MalformedBytes extends Error {}

const HIGH = 2 ** 32;
const TEXT_BYTES_MAX = 0xffff;

export class ByteWriter {
  #buffer: Buffer = Buffer.alloc(256);
  #length = 0;

  /** Begins anew in the same memory: what `bytes` gave before is overwritten. Memory beyond `keepBytesMax` is given back. */
  reset(keepBytesMax: number): void {
    this.#length = 0;
    if (this.#buffer.length > keepBytesMax) this.#buffer = Buffer.alloc(keepBytesMax);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    const at = this.#grow(1);
    this.#buffer.writeUInt8(value, at);
  }

  u16(value: number): void {
    const at = this.#grow(2);
    this.#buffer.writeUInt16LE(value, at);
  }

  u32(value: number): void {
    const at = this.#grow(4);
    this.#buffer.writeUInt32LE(value, at);
  }

  u64(value: number): void {
    const at = this.#grow(8);
    writeU64(this.#buffer, value, at);
  }

  /** u16 length, then UTF-8. */
  text(value: string): void {
    const length = Buffer.byteLength(value);
    if (length > TEXT_BYTES_MAX) throw new RangeError(`a text of ${length} bytes is too long to store`);
    this.u16(length);
    const at = this.#grow(length);
    this.#buffer.write(value, at, "utf8");
  }

  raw(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#buffer.set(bytes, at);
  }

  zeros(count: number): void {
    const at = this.#grow(count);
    this.#buffer.fill(0, at, at + count);
  }

  /** Overwrites the u32 at `at`, for a length that is known only afterwards. */
  patchU32(value: number, at: number): void {
    this.#buffer.writeUInt32LE(value, at);
  }

  /** A view of what was written, from `from` on. */
  bytes(from = 0, to = this.#length): Buffer {
    return this.#buffer.subarray(from, to);
  }

  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    return at;
  }
}

export class ByteReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get left(): number {
    return this.#buffer.length - this.#at;
  }

  u8(): number {
    return this.#buffer.readUInt8(this.#take(1));
  }

  u16(): number {
    return this.#buffer.readUInt16LE(this.#take(2));
  }

  u32(): number {
    return this.#buffer.readUInt32LE(this.#take(4));
  }

  u64(): number {
    const value = readU64(this.#buffer, this.#take(8));
    if (value === null) throw new MalformedBytes("a number beyond the safe integers");
    return value;
  }

  text(): string {
    const bytes = this.view(this.u16());
    if (!isUtf8(bytes)) throw new MalformedBytes("a text that is not UTF-8");
    return bytes.toString("utf8");
  }

  /** The next `count` bytes, not copied. */
  view(count: number): Buffer {
    const at = this.#take(count);
    return this.#buffer.subarray(at, at + count);
  }

  #take(count: number): number {
    if (count > this.left) throw new MalformedBytes("a value longer than its frame");
    const at = this.#at;
    this.#at += count;
    return at;
  }
}

export function writeU64(buffer: Buffer, value: number, at: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a safe unsigned integer`);
  buffer.writeUInt32LE(value % HIGH, at);
  buffer.writeUInt32LE(Math.floor(value / HIGH), at + 4);
}

/** null: beyond the safe integers. */
export function readU64(buffer: Buffer, at: number): number | null {
  const value = buffer.readUInt32LE(at + 4) * HIGH + buffer.readUInt32LE(at);
  return Number.isSafeInteger(value) ? value : null;
}
