/**
 * The machine's clock. Law: `afterInput` runs in the event loop's check phase, which follows the phase in which sockets
 * are read; so a timer that fires late, after a pause, looks again once the frames that waited meanwhile have been read.
 */
import { performance } from "node:perf_hooks";
import type { Clock } from "../ports/clock.ts";

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  at(atMs, callback) {
    const timer = setTimeout(callback, Math.max(0, Math.ceil(atMs - performance.now())));
    return { cancel: () => clearTimeout(timer) };
  },
  afterInput(callback) {
    setImmediate(callback);
  },
};
