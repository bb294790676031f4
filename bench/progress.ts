/** How far a benchmark is: one line on a terminal, written over; in a pipe, nothing. Law: not more often than an eye can follow. */

export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const GAP_MS = 100;

export class Progress {
  readonly #stream: ProgressStream;
  readonly #nowMs: () => number;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(stream: ProgressStream, nowMs: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#nowMs = nowMs;
  }

  show(done: number, of: number): void {
    const nowMs = this.#nowMs();
    if (this.#stream.isTTY !== true || (nowMs - this.#shownAtMs < GAP_MS && done < of)) return;
    this.#shownAtMs = nowMs;
    this.#isShown = true;
    this.#stream.write(`\r${done}/${of}\u001b[K`);
  }

  /** Takes the line away, so that others can be written. */
  clear(): void {
    if (this.#isShown) this.#stream.write("\r\u001b[K");
    this.#isShown = false;
  }
}
