/**
 * Work that only the leader may do: begun while the lease is held, told to stop when it is over.
 *
 * Law: work begins only under a lease, and its signal is aborted when that lease is not renewed in time, even where the node
 * says nothing any more: a timer of this thread looks at the shared word. What the work does outside carries its fencing token,
 * since no signal reaches a machine that sleeps.
 */
import { GraftError } from "../errors.ts";
import type { LeaseNow, LeaseWord } from "./lease-word.ts";

export interface Lead {
  /** Aborted when the lease is lost, with a GraftError LEAD_LOST as its reason. */
  readonly signal: AbortSignal;
  /** The leader's term: grows with every leader. Hand it to whatever is changed, and let that refuse a smaller one. */
  readonly fencingToken: number;
}

export interface LeadOptions {
  /** Ends the waiting; work that has begun goes on. */
  readonly signal?: AbortSignal;
}

/** A word that is being written is looked at again after so long. */
const AGAIN_MS = 1;

interface Waiting {
  readonly begin: (lease: LeaseNow) => void;
  readonly giveUp: (reason: unknown) => void;
}

interface Running {
  readonly term: number;
  readonly controller: AbortController;
}

export class LeadDesk {
  readonly #nodeId: string;
  readonly #word: LeaseWord;
  readonly #waiting = new Set<Waiting>();
  readonly #running = new Set<Running>();
  #timer: NodeJS.Timeout | null = null;
  #over = false;

  constructor(nodeId: string, word: LeaseWord) {
    this.#nodeId = nodeId;
    this.#word = word;
  }

  isLeader(): boolean {
    return !this.#over && this.#held() !== null;
  }

  /**
   * Waits until the node holds the lease, then does `work`; settles as that does, also where the lease is lost meanwhile.
   * @throws GraftError NODE_STOPPED where the node stops before; the reason of `signal` where that is aborted before.
   */
  async lead<T>(work: (lead: Lead) => Promise<T> | T, { signal }: LeadOptions = {}): Promise<T> {
    const { term } = await this.#lease(signal);
    const running = { term, controller: new AbortController() };
    this.#running.add(running);
    this.look();
    try {
      return await work({ signal: running.controller.signal, fencingToken: term });
    } finally {
      this.#running.delete(running);
      this.look();
    }
  }

  /** The lease may have begun or ended. */
  look(): void {
    const held = this.#over ? null : this.#held();
    for (const running of [...this.#running]) if (running.term !== held?.term) this.#abort(running);
    if (held !== null) for (const { begin } of [...this.#waiting]) begin(held);
    this.#setTimer();
  }

  /** The node's worker is gone. */
  close(): void {
    this.#over = true;
    this.look();
    const error = new GraftError("NODE_STOPPED", `${this.#nodeId} is not running`, { node: this.#nodeId });
    for (const { giveUp } of [...this.#waiting]) giveUp(error);
  }

  #held(): LeaseNow | null {
    const lease = this.#word.read();
    return lease === null || lease.beginsInMs > 0 ? null : lease;
  }

  #lease(signal: AbortSignal | undefined): Promise<LeaseNow> {
    return new Promise((resolve, reject) => {
      const abort = (): void => waiting.giveUp(signal?.reason);
      const settle = (): void => {
        this.#waiting.delete(waiting);
        signal?.removeEventListener("abort", abort);
      };
      const waiting: Waiting = {
        begin: (lease) => {
          settle();
          resolve(lease);
        },
        giveUp: (reason) => {
          settle();
          reject(reason);
        },
      };
      this.#waiting.add(waiting);
      signal?.addEventListener("abort", abort);
      if (signal?.aborted === true) abort();
      else if (this.#over) this.close();
      else this.look();
    });
  }

  #abort(running: Running): void {
    this.#running.delete(running);
    const node = this.#nodeId;
    running.controller.abort(new GraftError("LEAD_LOST", `${node} has lost its lease of the lead`, { node }));
  }

  /** At the next moment at which a lease begins for those who wait, or may have ended for those who work. */
  #setTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#over || this.#waiting.size + this.#running.size === 0) return;
    const lease = this.#word.read();
    if (lease === null && this.#word.isBeingWritten) this.#timer = setTimeout(() => this.look(), AGAIN_MS);
    if (lease === null) return;
    const inMs = lease.beginsInMs > 0 ? lease.beginsInMs : lease.endsInMs;
    this.#timer = setTimeout(() => this.look(), Math.ceil(inMs));
  }
}
