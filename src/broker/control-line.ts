/**
 * The arguments behind a verb: cut into words, and words into numbers.
 *
 * Law: bytes stand for themselves. A word becomes a string of one char a byte (latin1) and goes out as it came in, so a
 * subject in UTF-8 survives without ever being decoded.
 */
const TAB = 9;
const CR = 13;
const SPACE = 32;
const ZERO = 48;
const SIZE_DIGITS_MAX = 9;
const NOTHING: Buffer = Buffer.alloc(0);

/** No verb takes more; a fifth is noticed, not kept. */
const WORDS_MAX = 5;

/** A blank between words: nats-server takes a carriage return for one, too. */
export const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB || byte === CR;

/** The words of one control line; the object is used again for the next. */
export class Words {
  count = 0;
  #bytes: Buffer = NOTHING;
  readonly #starts = new Int32Array(WORDS_MAX);
  readonly #ends = new Int32Array(WORDS_MAX);

  /** Looks at `bytes` in [start, end) without copying: valid only as long as they are. */
  split(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.count = 0;
    let at = start;
    while (at < end && this.count < WORDS_MAX) {
      while (at < end && isBlank(bytes[at])) at++;
      if (at === end) return;
      this.#starts[this.count] = at;
      while (at < end && !isBlank(bytes[at])) at++;
      this.#ends[this.count++] = at;
    }
  }

  text(word: number): string {
    return this.#bytes.toString("latin1", this.#starts[word], this.#ends[word]);
  }

  /** `known`, where it is the same text: spares the copy where one subject comes again and again. */
  textLike(word: number, known: string): string {
    const start = this.#starts[word] ?? 0;
    if ((this.#ends[word] ?? 0) - start !== known.length) return this.text(word);
    for (let i = 0; i < known.length; i++) {
      if (this.#bytes[start + i] !== known.charCodeAt(i)) return this.text(word);
    }
    return known;
  }

  /** A size in decimal, at most nine digits; -1 where the word is anything else. */
  size(word: number): number {
    const start = this.#starts[word] ?? 0;
    const end = this.#ends[word] ?? 0;
    if (end - start > SIZE_DIGITS_MAX || end === start) return -1;
    let value = 0;
    for (let i = start; i < end; i++) {
      const digit = (this.#bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** Lets go of the bytes. */
  clear(): void {
    this.#bytes = NOTHING;
    this.count = 0;
  }
}
