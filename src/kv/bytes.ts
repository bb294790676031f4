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

export class Writer {
  readonly #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    return this.#put(Buffer.of(value));
  }

  u16(value: number): this {
    const part = Buffer.allocUnsafe(2);
    part.writeUInt16BE(value);
    return this.#put(part);
  }

  u32(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeUInt32BE(value);
    return this.#put(part);
  }

  /** @throws RangeError where it is no safe integer: a bug must not travel as another number. */
  u64(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a safe unsigned integer`);
    return this.u32(Math.floor(value / HIGH)).u32(value % HIGH);
  }

  /** u16 length, then the bytes. */
  key(key: ByteString): this {
    return this.u16(key.length).#put(Buffer.from(key, "latin1"));
  }

  /** u32 length, then the bytes. */
  value(value: Uint8Array): this {
    return this.u32(value.length).raw(value);
  }

  raw(bytes: Uint8Array): this {
    return this.#put(bytes);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts, this.#length);
  }

  #put(part: Uint8Array): this {
    this.#parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    this.#length += part.length;
    return this;
  }
}

export class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  #sound = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** All that was read was there, and nothing is left. */
  get finished(): boolean {
    return this.#sound && this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#take(1).at(0) ?? 0;
  }

  u16(): number {
    const part = this.#take(2);
    return part.length === 2 ? part.readUInt16BE() : 0;
  }

  u32(): number {
    const part = this.#take(4);
    return part.length === 4 ? part.readUInt32BE() : 0;
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
    const part = this.#take(this.u16());
    if (part.length > bytesMax || !isUtf8(part)) this.#sound = false;
    return part.toString("latin1");
  }

  /** A copy: the bytes that it was read from may be part of a much larger buffer. */
  value(bytesMax: number): Uint8Array {
    const part = this.#take(this.u32());
    if (part.length > bytesMax) this.#sound = false;
    return Uint8Array.from(part);
  }

  #take(count: number): Buffer {
    if (count > this.#bytes.length - this.#at) {
      this.#sound = false;
      return Buffer.alloc(0);
    }
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}
