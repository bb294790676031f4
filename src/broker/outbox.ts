/**
 * What is to be written to one client.
 *
 * Law: bytes leave in the order in which they were added, each once; and what is kept alive is at most about twice what is
 * counted. Small pieces are copied one behind the other into pages, so that a turn's messages leave in few pieces. A large
 * payload is not copied for each of its receivers, but referred to; only where it fills at least half of the memory that it
 * keeps alive.
 */
const PAGE_BYTES = 16 * 1024;
const REFER_FROM_BYTES = 16 * 1024;

export class Outbox {
  #chunks: Uint8Array[] = [];
  #page: Buffer | null = null;
  /** The part of the page in [sealed, filled) is not among the chunks yet; what lies before `sealed` has left. */
  #sealed = 0;
  #filled = 0;
  #bytes = 0;

  /** Added and not yet taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** One byte for each char. */
  addText(text: string): void {
    const page = this.#room(text.length);
    page.write(text, this.#filled, "latin1");
    this.#filled += text.length;
    this.#bytes += text.length;
  }

  /** `source` in [start, end), which must never change afterwards. */
  addBytes(source: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length === 0) return;
    if (length >= REFER_FROM_BYTES && length * 2 >= source.buffer.byteLength) {
      this.#seal();
      this.#chunks.push(source.subarray(start, end));
    } else {
      source.copy(this.#room(length), this.#filled, start, end);
      this.#filled += length;
    }
    this.#bytes += length;
  }

  /** All that was added since the last call, in order. */
  take(): Uint8Array[] {
    this.#seal();
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#bytes = 0;
    return chunks;
  }

  clear(): void {
    this.#chunks = [];
    this.#page = null;
    this.#bytes = 0;
  }

  /** The page, with room for `length` bytes at `#filled`. */
  #room(length: number): Buffer {
    if (this.#page !== null && this.#page.length - this.#filled >= length) return this.#page;
    this.#seal();
    // Not from Node's shared pool: a page belongs to one client.
    this.#page = Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, length));
    this.#sealed = 0;
    this.#filled = 0;
    return this.#page;
  }

  #seal(): void {
    if (this.#page === null || this.#sealed === this.#filled) return;
    this.#chunks.push(this.#page.subarray(this.#sealed, this.#filled));
    this.#sealed = this.#filled;
  }
}
