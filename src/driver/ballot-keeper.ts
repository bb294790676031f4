/**
 * Brings ballots to the disk, and lets go what waits for them.
 *
 * Laws: what is released, or told, waits for every ballot that was handed over before it; one write at a time, and what came
 * together is one write. Where a write fails, what waited for it is dropped, never released.
 */
import { isGraftError } from "../errors.ts";
import type { Ballot, BallotStore, ElectionMessage } from "../ports/election.ts";

export interface BallotHandlers {
  release(message: ElectionMessage): void;
  saved(writeId: number, ballot: Ballot): void;
  /** Nothing was saved, and another may be tried. */
  notSaved(error: unknown): void;
  /** Nothing is known of the disk: no other will be tried. */
  failed(error: unknown): void;
}

interface Waiting {
  readonly writeId: number;
  readonly ballot: Ballot | null;
  readonly letGo: () => void;
}

export class BallotKeeper {
  readonly #store: BallotStore;
  readonly #handlers: BallotHandlers;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #over = false;
  durable: Ballot;
  /** Since the start. */
  saves = 0;

  constructor(store: BallotStore, durable: Ballot, handlers: BallotHandlers) {
    this.#store = store;
    this.durable = durable;
    this.#handlers = handlers;
  }

  add(writeId: number, ballot: Ballot | null, release: readonly ElectionMessage[]): void {
    const letGo = (): void => {
      for (const message of release) this.#handlers.release(message);
    };
    this.#waiting.push({ writeId, ballot, letGo });
  }

  /** At once where nothing waits for the disk. */
  tellWhenDurable(tell: () => void): void {
    if (this.#writing === null && this.#waiting.length === 0) tell();
    else this.#waiting.push({ writeId: 0, ballot: null, letGo: tell });
  }

  /** Starts on what waits, unless a write is under way: then that one's end does. */
  flush(): void {
    if (this.#writing !== null || this.#over || this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#writing = this.#write(batch).finally(() => {
      this.#writing = null;
      this.flush();
    });
  }

  /** For good; resolves when no write is under way any more. */
  async stop(): Promise<void> {
    this.#over = true;
    await this.#writing;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const ballot = batch.findLast((one) => one.ballot !== null)?.ballot ?? null;
    try {
      if (ballot !== null) await this.#save(ballot);
    } catch (error) {
      if (this.#over) return;
      this.#dropWhatRestsOnIt();
      if (isGraftError(error) && error.code === "STATE_NOT_SAVED") return this.#handlers.notSaved(error);
      return this.#handlers.failed(error);
    }
    if (this.#over) return;
    for (const { letGo } of batch) letGo();
    if (ballot !== null) this.#handlers.saved(Math.max(...batch.map(({ writeId }) => writeId)), ballot);
  }

  /** A later ballot holds all of an earlier one, so what waits for a later write may go on waiting. */
  #dropWhatRestsOnIt(): void {
    const next = this.#waiting.findIndex(({ ballot }) => ballot !== null);
    this.#waiting = next < 0 ? [] : this.#waiting.slice(next);
  }

  async #save(ballot: Ballot): Promise<void> {
    await this.#store.save(ballot);
    this.saves += 1;
    this.durable = ballot;
  }
}
