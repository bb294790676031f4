/**
 * The two messages of which there is one for each commit, read by hand: a proposal, and the answer to one that was executed.
 *
 * Law: what is understood here is understood as protobufjs would; and only what stands in the order in which it writes its
 * fields, with nothing else in between or behind. To all the rest these say null, and it goes the long way. What they yield is
 * a copy.
 */
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";

/** Tags: field number * 8 + wire type. */
const PROPOSE = 0x12;
const CLIENT_ID = 0x08;
const SEQUENCE = 0x10;
const COMMAND = 0x1a;
const DONE = 0x42;
const INDEX = 0x08;
const RESULT = 0x12;

const NOT_UNDERSTOOD = -1;
const NOTHING = new Uint8Array();

/** Reads the fields of one message, each at most once, in order. */
class Fields {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Whether `tag` is next; then it is behind us. */
  takes(tag: number): boolean {
    if (this.#bytes[this.#at] !== tag) return false;
    this.#at += 1;
    return true;
  }

  /** The field's number, 0 where it is absent; NOT_UNDERSTOOD where it is cut short or no safe integer. */
  count(tag: number): number {
    return this.takes(tag) ? this.varint() : 0;
  }

  /** A field that reaches to the end, as a copy, empty where it is absent; null where it does not end there. */
  rest(tag: number): Uint8Array | null {
    if (!this.takes(tag)) return NOTHING;
    if (this.varint() !== this.#bytes.length - this.#at) return null;
    const from = this.#at;
    this.#at = this.#bytes.length;
    return copyOf(this.#bytes.subarray(from));
  }

  /** Whether a length is next that reaches to the end. */
  isWhole(): boolean {
    return this.varint() === this.#bytes.length - this.#at;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return NOT_UNDERSTOOD;
      this.#at += 1;
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

export function proposalFrom(bytes: Uint8Array): Extract<ClientRequest, { type: "propose" }> | null {
  const fields = new Fields(bytes);
  if (!fields.takes(PROPOSE) || !fields.isWhole()) return null;
  const clientId = fields.count(CLIENT_ID);
  const sequence = fields.count(SEQUENCE);
  if (clientId < 0 || sequence < 0 || (clientId === 0) !== (sequence === 0)) return null;
  const command = fields.rest(COMMAND);
  return command === null || !fields.isAtEnd ? null : { type: "propose", clientId, sequence, command };
}

export function doneFrom(bytes: Uint8Array): Extract<ClientResponse, { type: "ok" }> | null {
  const fields = new Fields(bytes);
  if (!fields.takes(DONE) || !fields.isWhole()) return null;
  const index = fields.count(INDEX);
  if (index < 0) return null;
  const result = fields.rest(RESULT);
  return result === null || !fields.isAtEnd ? null : { type: "ok", index, result };
}
