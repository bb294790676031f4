/** The machine's own time. Law: a timer never fires before its moment by `nowMs`, which Node's own can by a fraction. */
import type { Clock, Timer } from "../ports/clock.ts";

export const realClock: Clock = {
  nowMs: () => performance.now(),
  at: (atMs, callback) => new RealTimer(atMs, callback),
  afterInput: (callback) => {
    setImmediate(callback);
  },
};

class RealTimer implements Timer {
  readonly #atMs: number;
  readonly #callback: () => void;
  #handle: NodeJS.Timeout;

  constructor(atMs: number, callback: () => void) {
    this.#atMs = atMs;
    this.#callback = callback;
    this.#handle = this.#arm();
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }

  #arm(): NodeJS.Timeout {
    return setTimeout(() => this.#fire(), Math.max(0, Math.ceil(this.#atMs - performance.now())));
  }

  #fire(): void {
    if (performance.now() < this.#atMs) this.#handle = this.#arm();
    else this.#callback();
  }
}
