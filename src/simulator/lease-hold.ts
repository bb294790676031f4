/**
 * When a node's program could have heard "you lead, by a lease", in true time. Law: as the word that the threads of a node
 * share has it: from when it is written, within its deadlines by the machine's own clock, and not once the calendar has
 * outrun that clock by more than the margin since. A machine that sleeps asks nobody, so nobody is told there.
 */
import type { Lease } from "../core/effect.ts";
import type { Host } from "./host.ts";

/** The calendar is read in whole ms, twice. */
const WALL_STEP_MS = 2;

export class LeaseHold {
  readonly #host: Host;
  readonly #nowMs: () => number;
  readonly #held: (fromMs: number, untilMs: number) => void;
  #lease: Lease | null = null;
  #openedMs = 0;
  /** By how much the calendar was ahead of the clock at the last pause. */
  #wallAheadMs = 0;
  /** By how much it has jumped ahead since the lease was told; that clocks drift is in the margin. */
  #jumpedMs = 0;

  /** `nowMs`: of the world. `held`: told of each stretch of it, once it is over. */
  constructor(host: Host, nowMs: () => number, held: (fromMs: number, untilMs: number) => void) {
    this.#host = host;
    this.#nowMs = nowMs;
    this.#held = held;
  }

  /** Whether it could be told now. */
  get isHeld(): boolean {
    const nowMs = this.#nowMs();
    const lease = this.#lease;
    return lease !== null && this.#host.worldMs(lease.fromMs) <= nowMs && nowMs < this.#host.worldMs(lease.untilMs);
  }

  set(lease: Lease | null): void {
    this.pause();
    this.#lease = lease;
    this.#openedMs = this.#nowMs();
    this.#jumpedMs = 0;
  }

  /** Before the machine sleeps, or its calendar is set; the life may also be over. */
  pause(): void {
    this.#wallAheadMs = this.#aheadMs();
    if (this.#lease === null) return;
    const fromMs = Math.max(this.#openedMs, this.#host.worldMs(this.#lease.fromMs));
    const untilMs = Math.min(this.#nowMs(), this.#host.worldMs(this.#lease.untilMs));
    this.#held(fromMs, untilMs);
    this.#openedMs = this.#nowMs();
  }

  /** The machine is awake again, or its calendar is set. */
  resume(): void {
    this.#openedMs = this.#nowMs();
    this.#jumpedMs += this.#aheadMs() - this.#wallAheadMs;
    if (this.#lease !== null && this.#jumpedMs > this.#lease.marginMs + WALL_STEP_MS) this.#lease = null;
  }

  #aheadMs(): number {
    const { clock } = this.#host;
    return clock.wallMs() - clock.nowMs();
  }
}
