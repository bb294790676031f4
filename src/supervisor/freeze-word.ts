/**
 * Freezes a thread with its sockets open, by one word of shared memory: until when, by the clock that all threads share. Law: it
 * thaws by itself at that moment, also where whoever froze it has forgotten it; and earlier where it is told so.
 */
const UNTIL_NS = 0;
const AWAKE = 0n;
/** Longer than any process lives. */
const FOR_EVER_MS = 1e12;

export const newFreezeBuffer = (): SharedArrayBuffer => new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);

export class FreezeWord {
  readonly #words: BigInt64Array;

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new BigInt64Array(buffer);
  }

  get isFrozen(): boolean {
    return this.#leftMs() > 0;
  }

  /** What `freeze` waits for, from now on. null: for ever. */
  set(forMs: number | null): void {
    const untilNs = process.hrtime.bigint() + BigInt(Math.round((forMs ?? FOR_EVER_MS) * 1e6));
    this.#put(untilNs);
  }

  thaw(): void {
    this.#put(AWAKE);
  }

  /** Called in the thread that is to stand still. */
  freeze(): void {
    for (let leftMs = this.#leftMs(); leftMs > 0; leftMs = this.#leftMs()) {
      const untilNs = Atomics.load(this.#words, UNTIL_NS);
      Atomics.wait(this.#words, UNTIL_NS, untilNs, leftMs);
    }
  }

  #leftMs(): number {
    return Number(Atomics.load(this.#words, UNTIL_NS) - process.hrtime.bigint()) / 1e6;
  }

  #put(untilNs: bigint): void {
    Atomics.store(this.#words, UNTIL_NS, untilNs);
    Atomics.notify(this.#words, UNTIL_NS);
  }
}
