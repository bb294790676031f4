/**
 * A client that writes one value after the other, through whatever happens. Law: only a write that was acknowledged counts; one
 * whose outcome is not known is given up, and the next is begun at once.
 */
import { isGraftError } from "../src/errors.ts";
import type { KvClient } from "../src/kv/client.ts";
import { connectKv } from "../src/kv/connect.ts";
import { CLUSTER, pause } from "./harness.ts";
import { atShare } from "./summary.ts";

const VALUE = new Uint8Array(256).fill(7);
const KEYS = 64;
const AGAIN_AFTER_MS = 1;
/** Answers under the new leader, among which the longest wait has ended. */
const ANSWERS_AFTER = 3;

export interface Gap {
  readonly beganMs: number;
  readonly endedMs: number;
}

/**
 * Ascending moments of answers. The longest time between two of them that ends behind `fromMs` and begins before `untilMs`; null: there
 * is none. What begins later, a sync that takes its time, has nothing to do with what happened between these moments.
 */
export function longestGap(answersMs: readonly number[], fromMs: number, untilMs: number): Gap | null {
  let longest: Gap | null = null;
  for (const [place, endedMs] of answersMs.entries()) {
    const beganMs = answersMs[place - 1];
    if (beganMs === undefined || endedMs < fromMs || beganMs > untilMs) continue;
    if (longest === null || endedMs - beganMs > longest.endedMs - longest.beganMs) longest = { beganMs, endedMs };
  }
  return longest;
}

export class Writer {
  readonly #client: KvClient;
  readonly #close: () => Promise<void>;
  readonly #running: Promise<void>;
  #waits: (() => void)[] = [];
  #answersMs: number[] = [];
  #isStopped = false;
  /** Between two writes; null: it writes. */
  #rest: { readonly begun: () => void; readonly over: Promise<void>; readonly end: () => void } | null = null;

  static async open(servers: readonly string[]): Promise<Writer> {
    const { client, close } = await connectKv({ servers: [...servers], name: "bench", cluster: CLUSTER });
    return new Writer(client, close);
  }

  private constructor(client: KvClient, close: () => Promise<void>) {
    this.#client = client;
    this.#close = close;
    this.#running = this.#run();
  }

  /** Resolves at the next answer. What was answered before is forgotten, but for the last. */
  next(): Promise<void> {
    this.#answersMs = this.#answersMs.slice(-1);
    return this.#answered();
  }

  /** The longest wait of the client that ended behind `harmedMs` and began before `ledMs`, once it has had some answers behind that. */
  async gapAfter(harmedMs: number, ledMs: number): Promise<Gap> {
    for (;;) {
      const under = this.#answersMs.filter((atMs) => atMs >= ledMs).length;
      const gap = longestGap(this.#answersMs, harmedMs, ledMs);
      if (under >= ANSWERS_AFTER && gap !== null) return gap;
      await this.#answered();
    }
  }

  /** Resolves once the write that is under way is done; none is begun until `goOn`. */
  rest(): Promise<void> {
    return new Promise((begun) => {
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      this.#rest = { begun, over, end };
    });
  }

  goOn(): void {
    this.#rest?.end();
    this.#rest = null;
  }

  /** The median time between two answers before `untilMs`. */
  usualGap(untilMs: number): number {
    const before = this.#answersMs.filter((atMs) => atMs < untilMs);
    const gaps = before.slice(1).map((atMs, place) => atMs - (before[place] ?? atMs));
    return atShare(
      gaps.sort((a, b) => a - b),
      0.5,
    );
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    this.goOn();
    // One that waits for a leader gets no answer any more.
    await this.#close();
    await this.#running;
  }

  #answered(): Promise<void> {
    return new Promise((resolve) => this.#waits.push(resolve));
  }

  async #run(): Promise<void> {
    for (let count = 0; !this.#isStopped; count += 1) {
      this.#rest?.begun();
      await this.#rest?.over;
      try {
        await this.#client.put(`key-${count % KEYS}`, VALUE);
        this.#answersMs.push(performance.now());
        for (const resolve of this.#waits.splice(0)) resolve();
      } catch (error) {
        if (!isGraftError(error)) throw error;
        await pause(AGAIN_AFTER_MS);
      }
    }
  }
}
