/**
 * How long the own thread stood still, and why. A timer that is due `periodMs` after the last look fires late by as much as the event
 * loop was kept; what the machine says of the thread in that time tells whether it ran something else, waited for a core, or neither:
 * then it was frozen.
 *
 * Laws: it costs next to nothing (two system calls a look), and wakes no thread that has heartbeats to send or to hear: that is a
 * look, too (`beat`). A stop is known also before the timer has had its turn: who looks at the stops looks at the clock first.
 */
import type { Clock, Timer } from "../ports/clock.ts";
import type { ThreadMeter, ThreadUse } from "../ports/thread-meter.ts";

export interface PulseStop {
  readonly kind: "paused" | "blocked" | "starved" | "stood";
  readonly untilMs: number;
  readonly forMs: number;
}

const STOPS_MAX = 32;
/** A shorter one is no stop. */
const STOP_MIN_MS = 20;
const KEPT_MS = 60_000;
const PERIOD_MIN_MS = 5;
const PERIOD_MAX_MS = 125;
/** A heartbeat comes before the timer, also where it comes a little late. */
const PERIOD_HEARTBEATS = 1.25;

export class Pulse {
  readonly #clock: Clock;
  readonly #meter: ThreadMeter;
  readonly #periodMs: number;
  #stops: PulseStop[] = [];
  #timer: Timer | null = null;
  #lastMs: number;
  #lastUse: ThreadUse | null;

  constructor(clock: Clock, meter: ThreadMeter, heartbeatMs: number) {
    this.#clock = clock;
    this.#meter = meter;
    this.#periodMs = Math.min(PERIOD_MAX_MS, Math.max(PERIOD_MIN_MS, PERIOD_HEARTBEATS * heartbeatMs));
    this.#lastMs = clock.nowMs();
    this.#lastUse = meter.read();
    this.#arm();
  }

  /** Those that ended at or after `sinceMs`, in order. */
  stopsSince(sinceMs: number): readonly PulseStop[] {
    if (this.#lateMs() >= STOP_MIN_MS) this.#look();
    return this.#stops.filter(({ untilMs }) => untilMs >= sinceMs);
  }

  /** The thread has its turn for something else. Asked for often, it looks no more than twice a period. */
  beat(nowMs: number): void {
    if (this.#timer === null || nowMs - this.#lastMs < this.#periodMs / 2) return;
    this.#timer.cancel();
    this.#look();
    this.#arm();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#meter.close();
  }

  #arm(): void {
    this.#timer = this.#clock.at(this.#lastMs + this.#periodMs, () => {
      this.#look();
      this.#arm();
    });
  }

  #lateMs(): number {
    return this.#clock.nowMs() - this.#lastMs - this.#periodMs;
  }

  #look(): void {
    const forMs = this.#lateMs();
    const use = this.#meter.read();
    const before = this.#lastUse;
    this.#lastMs += forMs + this.#periodMs;
    this.#lastUse = use;
    if (forMs < STOP_MIN_MS) return;
    this.#stops = this.#stops.filter(({ untilMs }) => untilMs >= this.#lastMs - KEPT_MS);
    this.#stops.push({ kind: kindOf(forMs, before, use), untilMs: this.#lastMs, forMs });
    if (this.#stops.length > STOPS_MAX) this.#forgetShortest();
  }

  /** A long one is worth more than a late one. */
  #forgetShortest(): void {
    const shortest = this.#stops.reduce((a, b) => (b.forMs < a.forMs ? b : a));
    this.#stops = this.#stops.filter((stop) => stop !== shortest);
  }
}

function kindOf(forMs: number, before: ThreadUse | null, after: ThreadUse | null): PulseStop["kind"] {
  if (before === null || after === null) return "stood";
  const ranMs = after.ranMs - before.ranMs;
  const waitedMs = after.waitedMs - before.waitedMs;
  if (ranMs + waitedMs < forMs / 2) return "paused";
  return waitedMs > ranMs ? "starved" : "blocked";
}
