/**
 * What happens to a node, gathered until it is looked at: one drain for all that has arrived together, and one timer.
 *
 * Laws: the time of a drain is sampled after its events are taken, so none of them is younger. A deadline is for whoever drains
 * to look at last, once all that had arrived has been heard: a pause must not start an election. And it counts only if it had
 * come when the timer fired (`firedAtMs`): a pause may also strike between that and the look, and what arrived since then may
 * still be unread.
 */
import type { Clock, Timer } from "../ports/clock.ts";

export interface Drained<Event> {
  readonly events: readonly Event[];
  readonly nowMs: number;
  /** When a timer fired on whose deadline nobody has looked yet; null: none did. */
  readonly firedAtMs: number | null;
}

export class Inbox<Event> {
  readonly #clock: Clock;
  readonly #drain: (drained: Drained<Event>) => void;
  #events: Event[] = [];
  #isDrainAsked = false;
  #firedAtMs: number | null = null;
  #timer: Timer | null = null;
  #timerAtMs = Number.POSITIVE_INFINITY;
  /** What the timer is for: at the same time, or later. */
  #deadlineMs = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(clock: Clock, drain: (drained: Drained<Event>) => void) {
    this.#clock = clock;
    this.#drain = drain;
  }

  push(event: Event): void {
    if (this.#isStopped) return;
    this.#events.push(event);
    this.askForDrain();
  }

  askForDrain(): void {
    if (this.#isDrainAsked) return;
    this.#isDrainAsked = true;
    this.#clock.afterInput(() => this.#take());
  }

  /** One timer. It is left alone while the deadline only moves away, since it looks again when it fires. */
  wakeAt(atMs: number, nowMs: number): void {
    this.#deadlineMs = atMs;
    if (this.#timer !== null && this.#timerAtMs <= atMs) return;
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#isStopped && atMs !== Number.POSITIVE_INFINITY) this.#arm(Math.max(atMs, nowMs));
  }

  /** Nothing is drained any more. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #take(): void {
    this.#isDrainAsked = false;
    if (this.#isStopped) return;
    const events = this.#events;
    this.#events = [];
    const nowMs = this.#clock.nowMs();
    const firedAtMs = this.#firedAtMs;
    this.#firedAtMs = null;
    this.#drain({ events, nowMs, firedAtMs });
  }

  #arm(atMs: number): void {
    this.#timerAtMs = atMs;
    this.#timer = this.#clock.at(atMs, () => this.#timerFired());
  }

  /** Where the deadline has moved away meanwhile, nobody need look. */
  #timerFired(): void {
    this.#timer = null;
    if (this.#isStopped) return;
    const nowMs = this.#clock.nowMs();
    if (this.#deadlineMs > nowMs) {
      if (this.#deadlineMs !== Number.POSITIVE_INFINITY) this.#arm(this.#deadlineMs);
      return;
    }
    this.#firedAtMs = nowMs;
    this.askForDrain();
  }
}
