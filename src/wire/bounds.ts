/**
 * Bounds, checked on the bytes, before anything is made of them.
 *
 * Law: what passes here holds no name longer than a name may be, no list longer than a list may be, and no number that a
 * decoder would have to cut. protobufjs keeps the low 64 bits of a varint that has more, so 2^64 would read as 0; and rounds
 * to a double what lies between 2^53 and 2^64. The rounding is monotone and so seen afterwards (`Number.isSafeInteger`), the
 * cutting is not: it is found here.
 *
 * The scan walks a message and those inside it that it knows (`shapes`), and steps over the rest. It judges only sizes; what
 * the fields mean is left to the decoder. Groups (wire types 3 and 4) do not occur in proto3 and are refused. Lists are
 * counted over all parts of a message, since a decoder joins the parts of one that comes in several.
 */
import type { DecodeProblem } from "../ports/codec.ts";
import { type Bound, COUNTERS, ENTRIES, ENVELOPE, FIRST_MEMBERS, type Shape } from "./shapes.ts";

export const PROTOCOL_VERSION = 1;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** What a 64-bit varint has at most: nine bytes of 7 bits, and one of 1 bit. */
const VARINT_BYTES_MAX = 10;

/** What the bytes of an envelope, or of its fields from some on, tell before they are decoded. */
export interface EnvelopeSigns {
  /** What is wrong with the size of something, or null. Another version outweighs every other complaint. */
  readonly problem: DecodeProblem | null;
  /** It says who sends it. */
  readonly hasHead: boolean;
  /** It has bytes that are kept beyond its own time. */
  readonly holdsBytes: boolean;
}

export function signsOf(envelope: Uint8Array): EnvelopeSigns {
  const scan = new Scan(envelope);
  const problem = scan.message(ENVELOPE, envelope.length);
  const { version, hasHead, holdsBytes } = scan;
  return {
    problem: version === null || version === PROTOCOL_VERSION ? problem : "unknownVersion",
    hasHead,
    holdsBytes,
  };
}

/** The same of a message without a version. */
export const boundsProblem = (bytes: Uint8Array, shape: Shape): DecodeProblem | null =>
  new Scan(bytes).message(shape, bytes.length);

class Scan {
  readonly #bytes: Uint8Array;
  /** Made when the first is counted: most messages have no lists. */
  #counts: number[] | null = null;
  #position = 0;
  /** The last one read, as protobuf has it; null while there is none, -1 where it is no uint32. */
  version: number | null = null;
  hasHead = false;
  holdsBytes = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  message(shape: Shape, end: number): DecodeProblem | null {
    while (this.#position < end) {
      const tag = this.#uint32(end);
      if (tag < 8) return "malformed";
      const number = tag >>> 3;
      const bound = number < shape.length ? shape[number] : undefined;
      const problem = bound === undefined ? this.#skip(tag & 7, end) : this.#field(bound, tag & 7, end);
      if (problem !== null) return problem;
    }
    return null;
  }

  #field(bound: Bound, wireType: number, end: number): DecodeProblem | null {
    if (wireType === VARINT) return this.#number(bound, end);
    if (wireType !== LENGTH_DELIMITED) return this.#skip(wireType, end);
    const length = this.#uint32(end);
    if (length < 0 || length > end - this.#position) return "malformed";
    const fieldEnd = this.#position + length;
    if (bound.kind === "message") {
      this.holdsBytes ||= bound.holdsBytes;
      return this.#counted(bound.counter, bound.countMax) ?? this.message(bound.shape, fieldEnd);
    }
    if (bound.kind === "text") {
      this.hasHead ||= bound.ofHead;
      if (length > bound.bytesMax) return "malformed";
    }
    this.#position = fieldEnd;
    return null;
  }

  #counted(counter: number, countMax: number): DecodeProblem | null {
    if (counter < 0) return null;
    this.#counts ??= new Array<number>(COUNTERS).fill(0);
    const counts = this.#counts;
    const count = (counts[counter] ?? 0) + 1;
    if (count > countMax) return "outOfRange";
    counts[counter] = count;
    if (counter === ENTRIES) counts.fill(0, FIRST_MEMBERS);
    return null;
  }

  #number(bound: Bound, end: number): DecodeProblem | null {
    if (bound.kind !== "version" && bound.kind !== "short") return this.#varint(end);
    const start = this.#position;
    const value = this.#uint32(end);
    this.#position = start;
    if (bound.kind === "version") {
      this.version = value;
      this.hasHead = true;
    }
    const problem = this.#varint(end);
    return problem === null && bound.kind === "short" && value < 0 ? "outOfRange" : problem;
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
