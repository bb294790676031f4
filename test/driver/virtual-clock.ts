/**
 * Time in the hands of the test. Law: nothing runs but at the test's word. `pass` is a thread that is awake: each timer fires
 * at its time, then what waits for input. `freeze` is one that is not: time goes by, nothing runs.
 */
import type { Clock, Timer, WallClock } from "../../src/ports/clock.ts";

interface Alarm {
  readonly atMs: number;
  readonly callback: () => void;
}

const ROUNDS_MAX = 10_000;

export class VirtualClock implements Clock, WallClock {
  #nowMs = 5_000;
  /** The calendar less the clock. */
  #wallAheadMs = 1_700_000_000_000;
  #alarms: Alarm[] = [];
  #afterInput: (() => void)[] = [];
  /** Called after the time has been read, before the reader goes on. */
  onReading: () => void = () => undefined;

  nowMs(): number {
    const nowMs = this.#nowMs;
    this.onReading();
    return nowMs;
  }

  wallMs(): number {
    return this.#nowMs + this.#wallAheadMs;
  }

  at(atMs: number, callback: () => void): Timer {
    const alarm = { atMs, callback };
    this.#alarms.push(alarm);
    return { cancel: () => this.#forget(alarm) };
  }

  afterInput(callback: () => void): void {
    this.#afterInput.push(callback);
  }

  get alarms(): number {
    return this.#alarms.length;
  }

  /** How many wait for input to be read. */
  get waiting(): number {
    return this.#afterInput.length;
  }

  /** The time of the first alarm; Infinity: there is none. */
  get nextAlarmMs(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#alarms.map(({ atMs }) => atMs));
  }

  get now(): number {
    return this.#nowMs;
  }

  /** The input that is ready has been read: runs who waited for that, and who does so because of it. */
  settle(): void {
    for (let rounds = 0; this.#afterInput.length > 0; rounds++) {
      if (rounds > ROUNDS_MAX) throw new Error("never settles");
      for (const callback of this.#afterInput.splice(0)) callback();
    }
  }

  /** The machine sleeps, or its calendar is set: the clock stands still. */
  sleep(forMs: number): void {
    this.#wallAheadMs += forMs;
  }

  freeze(forMs: number): void {
    this.#nowMs += forMs;
  }

  /** Fires what is due, as the event loop does before it reads its sockets. */
  fireDue(): void {
    for (const alarm of this.#alarms.filter(({ atMs }) => atMs <= this.#nowMs)) {
      this.#forget(alarm);
      alarm.callback();
    }
  }

  pass(forMs: number): void {
    const untilMs = this.#nowMs + forMs;
    this.settle();
    for (let rounds = 0; this.nextAlarmMs <= untilMs; rounds++) {
      if (rounds > ROUNDS_MAX) throw new Error("an alarm is set anew for ever");
      this.#nowMs = Math.max(this.#nowMs, this.nextAlarmMs);
      this.fireDue();
      this.settle();
    }
    this.#nowMs = untilMs;
  }

  #forget(alarm: Alarm): void {
    this.#alarms = this.#alarms.filter((one) => one !== alarm);
  }
}
