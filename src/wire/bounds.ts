/**
 * Bounds, checked on the bytes, before anything is made of them.
 *
 * Law: what passes here holds no name longer than a name may be and no number that a decoder would have to cut. protobufjs
 * keeps the low 64 bits of a varint that has more, so 2^64 would read as 0; and rounds to a double what lies between 2^53
 * and 2^64. The rounding is monotone and so seen afterwards (`Number.isSafeInteger`), the cutting is not: it is found here.
 *
 * The scan walks the envelope and the bodies it knows, one level deep, and steps over the rest. It judges only sizes; what
 * the fields mean is left to the decoder. Groups (wire types 3 and 4) do not occur in proto3 and are refused.
 */
import type { DecodeProblem } from "../ports/codec.ts";
import { NAME_BYTES_MAX } from "./names.ts";

export const PROTOCOL_VERSION = 1;

/** Numbers in raft.proto. */
const VERSION = 1;
const FIRST_NAME = 2;
const LAST_NAME = 6;
const FIRST_BODY = 16;
const LAST_BODY = 23;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** What a 64-bit varint has at most: nine bytes of 7 bits, and one of 1 bit. */
const VARINT_BYTES_MAX = 10;

/** What is wrong with the size of something in `envelope`, or null. Another version outweighs every other complaint. */
export function boundsProblem(envelope: Uint8Array): DecodeProblem | null {
  const scan = new Scan(envelope);
  const problem = scan.envelope();
  return scan.version === null || scan.version === PROTOCOL_VERSION ? problem : "unknownVersion";
}

class Scan {
  readonly #bytes: Uint8Array;
  #position = 0;
  /** The last one read, as protobuf has it; null while there is none, -1 where it is no uint32. */
  version: number | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  envelope(): DecodeProblem | null {
    const end = this.#bytes.length;
    while (this.#position < end) {
      const tag = this.#uint32(end);
      if (tag < 8) return "malformed";
      const problem = this.#envelopeField(tag >>> 3, tag & 7, end);
      if (problem !== null) return problem;
    }
    return null;
  }

  #envelopeField(number: number, wireType: number, end: number): DecodeProblem | null {
    if (wireType === VARINT && number === VERSION) return this.#versionField(end);
    if (wireType !== LENGTH_DELIMITED) return this.#skip(wireType, end);
    const length = this.#uint32(end);
    if (length < 0 || length > end - this.#position) return "malformed";
    if (number >= FIRST_NAME && number <= LAST_NAME && length > NAME_BYTES_MAX) return "malformed";
    const fieldEnd = this.#position + length;
    if (number >= FIRST_BODY && number <= LAST_BODY) return this.#body(fieldEnd);
    this.#position = fieldEnd;
    return null;
  }

  #versionField(end: number): DecodeProblem | null {
    const start = this.#position;
    this.version = this.#uint32(end);
    this.#position = start;
    return this.#varint(end);
  }

  #body(end: number): DecodeProblem | null {
    while (this.#position < end) {
      const tag = this.#uint32(end);
      if (tag < 8) return "malformed";
      const problem = this.#skip(tag & 7, end);
      if (problem !== null) return problem;
    }
    return null;
  }

  #skip(wireType: number, end: number): DecodeProblem | null {
    if (wireType === VARINT) return this.#varint(end);
    let length = -1;
    if (wireType === LENGTH_DELIMITED) length = this.#uint32(end);
    else if (wireType === FIXED64) length = 8;
    else if (wireType === FIXED32) length = 4;
    if (length < 0 || length > end - this.#position) return "malformed";
    this.#position += length;
    return null;
  }

  /** Steps over a varint; "outOfRange" where it holds more than 64 bits. */
  #varint(end: number): DecodeProblem | null {
    for (let count = 1; count <= VARINT_BYTES_MAX && this.#position < end; count += 1) {
      const byte = this.#bytes[this.#position] ?? 0;
      this.#position += 1;
      if (byte >= 0x80) continue;
      return count === VARINT_BYTES_MAX && byte > 1 ? "outOfRange" : null;
    }
    return "malformed";
  }

  /** A varint of at most five bytes and 32 bits, or -1. */
  #uint32(end: number): number {
    let value = 0;
    for (let shift = 0; shift < 35 && this.#position < end; shift += 7) {
      const byte = this.#bytes[this.#position] ?? 0;
      this.#position += 1;
      if (shift === 28 && byte > 0x0f) return -1;
      value = (value | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) return value;
    }
    return -1;
  }
}
