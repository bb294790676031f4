/**
 * The machine's clock. Laws: a timer never fires before its moment by `nowMs`, which Node's own can by a fraction.
 * `afterInput` runs in the event loop's check phase, which follows the phase in which sockets are read; so a timer that fires
 * late, after a pause, looks again once the frames that waited meanwhile have been read.
 */
import { performance } from "node:perf_hooks";
import type { Clock, Timer, WallClock } from "../ports/clock.ts";

export const realClock: Clock & WallClock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  at: (atMs, callback) => new RealTimer(atMs, callback),
  afterInput(callback) {
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
