/**
 * The fields of one protobuf message, read by hand, in order. Law: nothing is read beyond the message's end, and no number
 * that is not a safe integer; who is told NOT_UNDERSTOOD or null has the decoder look instead.
 */
export const NOT_UNDERSTOOD = -1;

const NOTHING = new Uint8Array();

export class Fields {
  readonly bytes: Uint8Array;
  /** The place of the next byte. */
  at: number;

  /** Of `bytes` from `at` on. */
  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** Whether `tag` is next; then it is behind us. */
  takes(tag: number): boolean {
    if (this.bytes[this.at] !== tag) return false;
    this.at += 1;
    return true;
  }

  /** The field's number, 0 where it is absent; NOT_UNDERSTOOD where it is cut short or no safe integer. */
  count(tag: number): number {
    return this.takes(tag) ? this.varint() : 0;
  }

  /** The bytes of a field that must be there; null where it is not, or is cut short. */
  view(tag: number): Uint8Array | null {
    if (!this.takes(tag)) return null;
    const end = this.end();
    if (end < 0) return null;
    const from = this.at;
    this.at = end;
    return this.bytes.subarray(from, end);
  }

  /** A field that reaches to the end, as a view, empty where it is absent; null where it does not end there. */
  rest(tag: number): Uint8Array | null {
    if (!this.takes(tag)) return NOTHING;
    if (!this.isWhole()) return null;
    const from = this.at;
    this.at = this.bytes.length;
    return this.bytes.subarray(from);
  }

  /** Whether a length is next that reaches to the end. */
  isWhole(): boolean {
    return this.end() === this.bytes.length;
  }

  /** Reads a length; gives the place where what has it ends, NOT_UNDERSTOOD where that is not here. */
  end(): number {
    const length = this.varint();
    return length < 0 || length > this.bytes.length - this.at ? NOT_UNDERSTOOD : this.at + length;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.bytes[this.at];
      if (byte === undefined) return NOT_UNDERSTOOD;
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return Number.isSafeInteger(value) ? value : NOT_UNDERSTOOD;
    }
    return NOT_UNDERSTOOD;
  }
}

/** In Node's pool where it is small: memory of its own costs ten times as much, and most requests do not live long. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(bytes);
  return new Uint8Array(buffer, byteOffset, length);
}
