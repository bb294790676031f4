/**
 * The way to the disk. Law: what a write releases leaves after the sync that covers it, in the order of the writes; one write
 * is under way at a time, and all that gathers behind it goes with the next, under one sync (group commit). A write that
 * failed is the last: nothing is released after it, nor once the node stops. What the world is told waits in the same queue,
 * so nobody hears of a term or a vote that a crash could still take back.
 */
import type { Effect } from "../core/effect.ts";
import type { Message } from "../core/message.ts";
import type { HardState } from "../core/types.ts";
import type { Storage } from "../ports/storage.ts";

export type PersistEffect = Extract<Effect, { type: "persist" }>;

/** In the order of the core's effects. */
type Waiting = PersistEffect | { readonly type: "tell"; readonly tell: () => void };

export interface PersistHandlers {
  /** Durable now: may leave. */
  release(message: Message): void;
  persisted(writeId: number): void;
  failed(error: Error): void;
}

export class Persister {
  readonly #storage: Storage;
  readonly #handlers: PersistHandlers;
  #waiting: Waiting[] = [];
  #writing = false;
  #over = false;
  /** Syncs done since the start. */
  syncs = 0;
  /** The last that is on disk. */
  durable: HardState;

  constructor(storage: Storage, durable: HardState, handlers: PersistHandlers) {
    this.#storage = storage;
    this.durable = durable;
    this.#handlers = handlers;
  }

  add(effect: PersistEffect): void {
    this.#waiting.push(effect);
  }

  /** Calls `tell` once all that was added before is durable: at once where it is. */
  tellWhenDurable(tell: () => void): void {
    if (this.#writing || this.#waiting.length > 0) this.#waiting.push({ type: "tell", tell });
    else tell();
  }

  /** Starts on what waits, unless a write is under way: then that one's end does. */
  flush(): void {
    if (this.#writing || this.#over || this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    const hardState = lastHardState(batch);
    if (hardState === null) return this.#confirm(batch);
    this.#writing = true;
    this.#storage.append({ formation: null, hardState }, (error) => this.#written(batch, hardState, error));
  }

  /** For good: a write under way may still become durable, but nobody hears of it, and none follows it. */
  stop(): void {
    this.#over = true;
  }

  #written(batch: readonly Waiting[], hardState: HardState, error: Error | null): void {
    this.#writing = false;
    if (this.#over) return;
    if (error !== null) {
      this.#over = true;
      this.#handlers.failed(error);
      return;
    }
    this.syncs += 1;
    this.durable = hardState;
    this.#confirm(batch);
    this.flush();
  }

  #confirm(batch: readonly Waiting[]): void {
    let writeId = 0;
    for (const waiting of batch) {
      if (waiting.type === "tell") waiting.tell();
      else {
        for (const message of waiting.release) this.#handlers.release(message);
        writeId = waiting.writeId;
      }
    }
    if (writeId > 0) this.#handlers.persisted(writeId);
  }
}

/** Later states contain the earlier ones: a term only grows, and a vote stands within it. */
function lastHardState(batch: readonly Waiting[]): HardState | null {
  const states = batch.flatMap((waiting) => (waiting.type === "persist" ? [waiting.hardState] : []));
  return states.findLast((hardState) => hardState !== null) ?? null;
}
