/**
 * The machine's clock. Laws: a timer never fires before its moment by `nowMs`, which Node's own can by up to a ms: a short one then
 * looks again, and a long one is asked for a ms later, since a thread that wakes up twice costs more than that ms.
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

/** From here on a ms more is nothing. */
const LONG_MS = 50;

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
    const restMs = Math.max(0, Math.ceil(this.#atMs - performance.now()));
    return setTimeout(() => this.#fire(), restMs < LONG_MS ? restMs : restMs + 1);
  }

  #fire(): void {
    if (performance.now() < this.#atMs) this.#handle = this.#arm();
    else this.#callback();
  }
}
