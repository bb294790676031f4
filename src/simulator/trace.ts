/**
 * What happened, a line an event. Law: two runs whose traces have the same hash were the same run. The hash is of all that the
 * lines say, and of the exact moment of each; the lines themselves are made only where somebody wants to read them.
 *
 * Most events are frames that arrive. They are hashed as they are, not as text: a record of fixed length, and the frame.
 */
import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Hashed at once; a hash costs as much for a few bytes as for a few hundred. */
const BUFFER_BYTES = 64 * 1024;

/** Moment, the names' lengths, and that of what follows. */
const RECORD_BYTES = 8 + 1 + 1 + 4;

export class Trace {
  readonly #hash: Hash = createHash("sha256");
  readonly #nowMs: () => number;
  readonly #keep: ((line: string) => void) | null;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  readonly #view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, BUFFER_BYTES);
  #length = 0;

  constructor(nowMs: () => number, keep: ((line: string) => void) | null) {
    this.#nowMs = nowMs;
    this.#keep = keep;
  }

  say(line: string): void {
    this.#record("", "", Buffer.from(line));
    this.#keep?.(`${this.#nowMs().toFixed(3)} ${line}`);
  }

  /** A frame arrives. */
  frame(from: string, to: string, bytes: Uint8Array): void {
    this.#record(from, to, bytes);
    if (this.#keep === null) return;
    this.#keep(`${this.#nowMs().toFixed(3)} ${from} > ${to} ${bytes.length} ${crc32(bytes).toString(16)}`);
  }

  /** In hex; ends the trace. */
  digest(): string {
    this.#flush();
    return this.#hash.digest("hex").slice(0, 32);
  }

  /** Little-endian, whatever the machine. Names are ASCII. */
  #record(from: string, to: string, bytes: Uint8Array): void {
    const recordBytes = RECORD_BYTES + from.length + to.length;
    if (this.#length + recordBytes + bytes.length > BUFFER_BYTES) this.#flush();
    this.#view.setFloat64(this.#length, this.#nowMs(), true);
    this.#view.setUint8(this.#length + 8, from.length);
    this.#view.setUint8(this.#length + 9, to.length);
    this.#view.setUint32(this.#length + 10, bytes.length, true);
    this.#length += RECORD_BYTES;
    this.#name(from);
    this.#name(to);
    if (this.#length + bytes.length > BUFFER_BYTES) {
      this.#flush();
      this.#hash.update(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #name(name: string): void {
    for (let at = 0; at < name.length; at += 1) this.#buffer[this.#length + at] = name.charCodeAt(at);
    this.#length += name.length;
  }

  #flush(): void {
    this.#hash.update(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
  }
}
