/**
 * A process on a machine: it has a clock and a calendar of its own, does one thing at a time, and can stop doing anything for
 * a while: paused, its clock goes on; suspended with its machine, its clock stands still, and its calendar goes on.
 *
 * Laws: what is due while it is paused happens when it goes on, in the order in which Node's event loop does: timers that
 * have run out, then input, then what waits for the input to have been read. A dead process does nothing more, ever.
 */
import type { Clock, Timer, WallClock } from "../ports/clock.ts";
import type { EventLoop, Scheduled } from "./event-loop.ts";

/** A monotonic clock begins at an arbitrary number. */
const CLOCK_BEGINS_MS = 1_000;
const WALL_BEGAN_MS = 1_700_000_000_000;

const PHASES = ["timer", "input", "afterInput"] as const;
type Phase = (typeof PHASES)[number];

export interface HostOptions {
  readonly loop: EventLoop;
  /** Seconds that its clock counts in a second: 1 less or plus the drift. */
  readonly clockRate: number;
  /**
   * Told after each thing that it has done with what had come in: input itself only waits to be read, and changes nothing of
   * what a server knows. Promises may not have settled yet.
   */
  readonly onTurn: () => void;
}

export class Host {
  readonly #options: HostOptions;
  /** Where the clock's present rate began: in ms of the world, less what it has slept, and by the clock. */
  #rateFrom: { readonly worldMs: number; readonly clockMs: number };
  #clockRate: number;
  readonly #waiting: Record<Phase, (() => void)[]> = { timer: [], input: [], afterInput: [] };
  #isAlive = true;
  #isPaused = false;
  /** In ms of the world; null: it is awake. */
  #asleepSinceMs: number | null = null;
  /** How long it has been asleep so far. */
  #sleptMs = 0;
  /** By how much the calendar is off. */
  #wallOffMs = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#rateFrom = { worldMs: options.loop.nowMs, clockMs: CLOCK_BEGINS_MS };
    this.#clockRate = options.clockRate;
  }

  readonly clock: Clock & WallClock = {
    nowMs: () => this.#nowMs(),
    wallMs: () => Math.floor(WALL_BEGAN_MS + this.#options.loop.nowMs + this.#wallOffMs),
    at: (atMs, callback) => this.#timer(atMs, callback),
    afterInput: (callback) => {
      const { loop } = this.#options;
      loop.at(loop.nowMs, () => this.#run("afterInput", callback));
    },
  };

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Something has come in from outside: a frame, an answer of the disk. */
  input(callback: () => void): void {
    this.#run("input", callback);
  }

  /** Something will come in. */
  inputAfter(delayMs: number, callback: () => void): void {
    this.#options.loop.after(delayMs, () => this.#run("input", callback));
  }

  get isSuspended(): boolean {
    return this.#asleepSinceMs !== null;
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** With the machine. */
  suspend(): void {
    this.#isPaused = true;
    this.#asleepSinceMs ??= this.#options.loop.nowMs;
  }

  /** Somebody sets the calendar. */
  setWall(aheadMs: number): void {
    this.#wallOffMs += aheadMs;
  }

  /** The moment of the world at which the clock shows `atMs`, if it does not sleep any more. */
  worldMs(atMs: number): number {
    return this.#rateFrom.worldMs + this.#sleptMs + (atMs - this.#rateFrom.clockMs) / this.#clockRate;
  }

  /** The clock goes faster or slower from now on. What waits for a moment may be late by as much as it was too fast for. */
  setClockRate(clockRate: number): void {
    const clockMs = this.#nowMs();
    this.#rateFrom = { worldMs: this.#awakeMs(), clockMs };
    this.#clockRate = clockRate;
  }

  /** Also from suspension. */
  resume(): void {
    if (!this.#isPaused) return;
    if (this.#asleepSinceMs !== null) this.#sleptMs += this.#options.loop.nowMs - this.#asleepSinceMs;
    this.#asleepSinceMs = null;
    this.#isPaused = false;
    const { loop } = this.#options;
    for (const phase of PHASES)
      for (const callback of this.#waiting[phase].splice(0)) loop.at(loop.nowMs, () => this.#run(phase, callback));
  }

  die(): void {
    this.#isAlive = false;
    for (const phase of PHASES) this.#waiting[phase].length = 0;
  }

  #run(phase: Phase, callback: () => void): void {
    if (!this.#isAlive) return;
    if (this.#isPaused) {
      this.#waiting[phase].push(callback);
      return;
    }
    callback();
    if (phase !== "input") this.#options.onTurn();
  }

  #nowMs(): number {
    return this.#rateFrom.clockMs + (this.#awakeMs() - this.#rateFrom.worldMs) * this.#clockRate;
  }

  /** Now, in ms of the world, less what it has slept. */
  #awakeMs(): number {
    return (this.#asleepSinceMs ?? this.#options.loop.nowMs) - this.#sleptMs;
  }

  #timer(atMs: number, callback: () => void): Timer {
    let isCancelled = false;
    const fire = (): void => {
      if (isCancelled) return;
      if (this.#nowMs() < atMs) arm();
      else callback();
    };
    // Rounding may bring it a hair before its moment, and a timer never fires early; nor where it has slept meanwhile.
    let scheduled: Scheduled | null = null;
    const arm = (): void => {
      scheduled = this.#options.loop.at(this.worldMs(atMs) + 1e-6, () => this.#run("timer", fire));
    };
    arm();
    return {
      cancel: () => {
        isCancelled = true;
        if (scheduled !== null) scheduled.run = null;
      },
    };
  }
}
