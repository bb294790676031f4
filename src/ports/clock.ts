/**
 * Time, as the driver may use it. Law: `nowMs` is monotonic and says nothing about the calendar; nothing else in a node
 * asks for the time, so that a simulator can own it.
 */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Monotonic, in ms with fractions; the origin is arbitrary. */
  nowMs(): number;
  /** Calls `callback` once, not before `atMs` of this clock. */
  at(atMs: number, callback: () => void): Timer;
  /** Calls `callback` after the input that is ready now has been read. */
  afterInput(callback: () => void): void;
}

export interface WallClock {
  /** The calendar's, which may jump: asked only to notice that the machine has slept while `nowMs` stood still. */
  wallMs(): number;
}
