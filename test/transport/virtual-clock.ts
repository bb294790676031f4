/** A Clock that stands still until it is told to go on. */
import type { Clock, Timer } from "../../src/ports/clock.ts";

export class VirtualClock implements Clock {
  #nowMs = 1000;
  #order = 0;
  #due: { atMs: number; order: number; callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  at(atMs: number, callback: () => void): Timer {
    const entry = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, callback };
    this.#due.push(entry);
    return {
      cancel: () => {
        this.#due = this.#due.filter((other) => other !== entry);
      },
    };
  }

  afterInput(callback: () => void): void {
    this.at(this.#nowMs, callback);
  }

  get waiting(): number {
    return this.#due.length;
  }

  /** Goes on by `ms`, stopping at each timer that is due on the way. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#due
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((entry) => entry !== next);
      this.#nowMs = next.atMs;
      next.callback();
    }
    this.#nowMs = endMs;
  }
}
