/**
 * Bytes out and in, for the formats of this folder. Law: reading never throws. A reader that is asked for more than there is
 * gives zeros and empty bytes and remembers it, so that the caller asks once, at the end, whether all of it was true.
 *
 * Numbers are big-endian and unsigned; u64 must be a safe integer. Keys are texts in UTF-8 and are handled as *byte strings*,
 * one character a byte: two of them compare as their bytes do, which is the same on every machine and in every language.
 */
import { isUtf8 } from "node:buffer";

/** A key as a byte string: its UTF-8 bytes, each as one character from U+0000 to U+00FF. */
export type ByteString = string;

export const byteStringOf = (text: string): ByteString => Buffer.from(text, "utf8").toString("latin1");
export const textOf = (key: ByteString): string => Buffer.from(key, "latin1").toString("utf8");

const HIGH = 2 ** 32;

/** Room that a writer begins with: enough for all results but pages and values. */
const ROOM_BYTES = 32;

export class Writer {
  #bytes: Buffer;
  #length = 0;

  /** `bytesExpected`: where that is what comes, nothing is moved. */
  constructor(bytesExpected = ROOM_BYTES) {
    this.#bytes = Buffer.allocUnsafe(bytesExpected);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#bytes[at] = value;
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#bytes.writeUInt16BE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#bytes.writeUInt32BE(value, at);
    return this;
  }

  /** @throws RangeError where it is no safe integer: a bug must not travel as another number. */
  u64(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a safe unsigned integer`);
    return this.u32(Math.floor(value / HIGH)).u32(value % HIGH);
  }

  /** u16 length, then the bytes. */
  key(key: ByteString): this {
    this.u16(key.length);
    const at = this.#grow(key.length);
    this.#bytes.write(key, at, "latin1");
    return this;
  }

  /** u32 length, then the bytes. */
  value(value: Uint8Array): this {
    return this.u32(value.length).raw(value);
  }

  raw(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** All that was written; the writer is not used afterwards. */
  bytes(): Uint8Array {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  /** Gives back where `count` more bytes go. */
  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return at;
  }
}

/** Where small values are kept: each page holds several, and lives as long as one of them. */
const PAGE_BYTES = 8 * 1024;
const SMALL_BYTES_MAX = 1024;
let page = new ArrayBuffer(PAGE_BYTES);
let pageUsed = 0;

/** A copy of its own, of which nothing larger than a page is kept alive: memory for each would cost ten times as much. */
export function kept(bytes: Uint8Array): Uint8Array {
  if (bytes.length > SMALL_BYTES_MAX) return new Uint8Array(bytes);
  if (bytes.length > PAGE_BYTES - pageUsed) {
    page = new ArrayBuffer(PAGE_BYTES);
    pageUsed = 0;
  }
  const copy = new Uint8Array(page, pageUsed, bytes.length);
  copy.set(bytes);
  pageUsed += bytes.length;
  return copy;
}

/** Where a key is put together: a view of each command, only to read its key, would cost more than the key. */
const keyBytes = Buffer.alloc(2 ** 16);

export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #sound = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** All that was read was there, and nothing is left. */
  get finished(): boolean {
    return this.#sound && this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#has(1) ? this.#byte(this.#at++) : 0;
  }

  u16(): number {
    if (!this.#has(2)) return 0;
    this.#at += 2;
    return this.#byte(this.#at - 2) * 0x100 + this.#byte(this.#at - 1);
  }

  u32(): number {
    if (!this.#has(4)) return 0;
    const high = this.u16();
    return high * 0x10000 + this.u16();
  }

  u64(): number {
    const value = this.u32() * HIGH + this.u32();
    if (Number.isSafeInteger(value)) return value;
    this.#sound = false;
    return 0;
  }

  /** A flag: any other byte than 0 and 1 is unsound, so that one meaning has one spelling. */
  flag(): boolean {
    const value = this.u8();
    if (value > 1) this.#sound = false;
    return value === 1;
  }

  /** At most `bytesMax` bytes of UTF-8. */
  key(bytesMax: number): ByteString {
    const length = this.u16();
    if (length > bytesMax) this.#sound = false;
    if (!this.#sound || !this.#has(length)) return "";
    let isAscii = true;
    for (let place = 0; place < length; place += 1) {
      const byte = this.#byte(this.#at + place);
      keyBytes[place] = byte;
      if (byte >= 0x80) isAscii = false;
    }
    this.#at += length;
    if (!isAscii && !isUtf8(keyBytes.subarray(0, length))) this.#sound = false;
    return keyBytes.toString("latin1", 0, length);
  }

  /** A copy: the bytes that it was read from may be part of a much larger buffer. */
  value(bytesMax: number): Uint8Array {
    return kept(this.view(bytesMax));
  }

  /** As `value`, of the bytes themselves: what is kept of it has to be copied. */
  view(bytesMax: number): Uint8Array {
    const length = this.u32();
    if (!this.#has(length)) return new Uint8Array();
    if (length > bytesMax) this.#sound = false;
    this.#at += length;
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#at - length, length);
  }

  /** Whether there are `count` bytes more. */
  #has(count: number): boolean {
    if (count <= this.#bytes.length - this.#at) return true;
    this.#sound = false;
    return false;
  }

  #byte(at: number): number {
    return this.#bytes[at] ?? 0;
  }
}
