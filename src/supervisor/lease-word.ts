/**
 * A node's lease, in memory that threads share: the node's own thread writes it, every other reads it without asking.
 *
 * Law: it fails closed. A deadline that is not renewed passes by itself, also where the writer hangs or is gone; a word that is
 * being written, or never was written to the end, holds no lease; and so does one whose reader finds that the wall clock
 * has outrun the monotonic one since it was written, for then the machine has slept, and nobody knows how long.
 *
 * The threads of a process share the clock of `hrtime`, but not the origin of `performance.now`, so deadlines are kept by
 * the former. What could be measured in between only shortens the lease.
 */
import type { Lease } from "../core/effect.ts";

const VERSION = 0;
const FROM_NS = 1;
const UNTIL_NS = 2;
const TERM = 3;
const WALL_AHEAD_US = 4;
const ASLEEP_US = 5;
const WORDS = 6;

const READ_TRIES = 100;
/** By so much at most, between two looks at a clock, a reader may find a lease over before its writer does. */
const LOOK_MS = 5;
/** The wall clock is read in whole ms, twice. */
const WALL_STEP_MS = 2;

export interface SharedClocks {
  /** The same for all threads of the process. */
  monotonicNs(): bigint;
  wallMs(): number;
}

const CLOCKS: SharedClocks = { monotonicNs: () => process.hrtime.bigint(), wallMs: () => Date.now() };

export const newLeaseBuffer = (): SharedArrayBuffer => new SharedArrayBuffer(WORDS * BigInt64Array.BYTES_PER_ELEMENT);

/** What stands in the word, as of now. */
export interface LeaseNow {
  readonly term: number;
  /** 0: it has begun. */
  readonly beginsInMs: number;
  /** Above 0. */
  readonly endsInMs: number;
}

const nsOf = (ms: number): bigint => BigInt(Math.floor(ms * 1e6));
const msOf = (ns: bigint): number => Number(ns) / 1e6;
const wallAheadUs = ({ monotonicNs, wallMs }: SharedClocks): bigint =>
  BigInt(Math.round(wallMs() * 1000)) - monotonicNs() / 1000n;

export class LeaseWord {
  readonly #words: BigInt64Array;
  readonly #clocks: SharedClocks;
  /** By this side. */
  #written: Lease | null = null;

  constructor(buffer: SharedArrayBuffer, clocks: SharedClocks = CLOCKS) {
    this.#words = new BigInt64Array(buffer);
    this.#clocks = clocks;
  }

  /**
   * `nowMs`: the clock that the lease is told by. True: a reader may have found none where there is one now, or the reverse, and
   * has to be told. A lease that is renewed too late has lapsed meanwhile, and who found that out waits for a word.
   */
  write(lease: Lease | null, nowMs: () => number): boolean {
    const before = this.#written;
    const wasHeld = this.read() !== null;
    this.#written = lease;
    Atomics.add(this.#words, VERSION, 1n);
    Atomics.store(this.#words, UNTIL_NS, 0n);
    if (lease !== null) this.#put(lease, nowMs);
    Atomics.add(this.#words, VERSION, 1n);
    if (before === null || lease === null) return before !== lease;
    return !wasHeld || before.untilMs - LOOK_MS <= nowMs();
  }

  /** null: none, now or later. One that is yet to begin may have to be renewed before it does. */
  read(): LeaseNow | null {
    for (let tries = 0; tries < READ_TRIES; tries += 1) {
      const version = Atomics.load(this.#words, VERSION);
      const [fromNs, untilNs, term, aheadUs, asleepUs] = [FROM_NS, UNTIL_NS, TERM, WALL_AHEAD_US, ASLEEP_US].map(
        (word) => Atomics.load(this.#words, word),
      );
      if (version % 2n !== 0n || version !== Atomics.load(this.#words, VERSION)) continue;
      if (fromNs === undefined || untilNs === undefined || aheadUs === undefined || asleepUs === undefined) return null;
      if (wallAheadUs(this.#clocks) - aheadUs > asleepUs) return null;
      const nowNs = this.#clocks.monotonicNs();
      if (untilNs <= nowNs) return null;
      return { term: Number(term), beginsInMs: Math.max(0, msOf(fromNs - nowNs)), endsInMs: msOf(untilNs - nowNs) };
    }
    return null;
  }

  /** What was read meanwhile holds nothing, and is worth another look. */
  get isBeingWritten(): boolean {
    return Atomics.load(this.#words, VERSION) % 2n !== 0n;
  }

  #put({ fromMs, untilMs, term, marginMs }: Lease, nowMs: () => number): void {
    const beforeNs = this.#clocks.monotonicNs();
    const atMs = nowMs();
    const afterNs = this.#clocks.monotonicNs();
    Atomics.store(this.#words, FROM_NS, afterNs + nsOf(fromMs - atMs));
    Atomics.store(this.#words, TERM, BigInt(term));
    Atomics.store(this.#words, WALL_AHEAD_US, wallAheadUs(this.#clocks));
    Atomics.store(this.#words, ASLEEP_US, nsOf(marginMs + WALL_STEP_MS) / 1000n);
    Atomics.store(this.#words, UNTIL_NS, beforeNs + nsOf(untilMs - atMs));
  }
}
