/**
 * A clock that can be made to run fast or slow, and a calendar that leaps. Laws: the clock never goes back, nor leaps, also
 * when its rate changes; no timer fires before its moment by this clock; without a fault it is the machine's own.
 */
import type { Clock, Timer, WallClock } from "../ports/clock.ts";

export interface ClockFaults {
  readonly clockRate: number;
  readonly wallAheadMs: number;
}

export class FaultyClock implements Clock, WallClock {
  readonly #inner: Clock & WallClock;
  /** Where both clocks stood when the rate was last changed. */
  #innerBaseMs = 0;
  #baseMs = 0;
  #rate = 1;
  #wallAheadMs = 0;
  /** It has never had another rate. */
  #isTrue = true;

  constructor(inner: Clock & WallClock) {
    this.#inner = inner;
  }

  setFaults({ clockRate, wallAheadMs }: ClockFaults): void {
    this.#wallAheadMs = wallAheadMs;
    if (clockRate === this.#rate) return;
    const innerMs = this.#inner.nowMs();
    this.#baseMs = this.#at(innerMs);
    this.#innerBaseMs = innerMs;
    this.#rate = clockRate;
    this.#isTrue = false;
  }

  nowMs(): number {
    return this.#isTrue ? this.#inner.nowMs() : this.#at(this.#inner.nowMs());
  }

  /** One quartz drives both. */
  wallMs(): number {
    const wallMs = this.#inner.wallMs() + this.#wallAheadMs;
    if (this.#isTrue) return wallMs;
    const innerMs = this.#inner.nowMs();
    return wallMs + this.#at(innerMs) - innerMs;
  }

  at(atMs: number, callback: () => void): Timer {
    return this.#isTrue ? this.#inner.at(atMs, callback) : this.#timer(atMs, callback);
  }

  afterInput(callback: () => void): void {
    this.#inner.afterInput(callback);
  }

  #at(innerMs: number): number {
    return this.#baseMs + (innerMs - this.#innerBaseMs) * this.#rate;
  }

  #timer(atMs: number, callback: () => void): Timer {
    const arm = (): Timer => {
      const innerMs = this.#innerBaseMs + (atMs - this.#baseMs) / this.#rate;
      return this.#inner.at(innerMs, () => {
        if (this.nowMs() < atMs) timer = arm();
        else callback();
      });
    };
    let timer = arm();
    return { cancel: () => timer.cancel() };
  }
}
