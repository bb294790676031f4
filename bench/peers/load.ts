/**
 * Keeps so many operations under way at a peer, spread evenly over its connections, and notes how long each took.
 *
 * Law: an operation's time runs from the call to its answer, and the next one starts in the call that brings the answer; no
 * promise and no timer lies in between. One that fails ends the run: what it counted would not be comparable.
 */
import { performance } from "node:perf_hooks";
import { type Done, KEYS, type Peer, type PeerConnection } from "./peer.ts";

export type Operation = "put" | "get";

export interface Load {
  readonly operation: Operation;
  readonly outstanding: number;
  /** Of the peer's, how many are used. */
  readonly connections: number;
  readonly count: number;
}

export interface Driven {
  /** One for each operation that was answered. */
  readonly tookMs: Float64Array;
  readonly elapsedMs: number;
  /** Of servers and clients together. */
  readonly cpuUs: number;
  /** Of that, in this process: the clients, and whoever serves in it. */
  readonly ownCpuUs: number;
}

/** Nothing is answered for this long: the peer has failed. */
const SILENCE_MS_MAX = 15_000;

/** Until all is done, or `signal` is aborted. */
export async function drive(peer: Peer, load: Load, signal: AbortSignal): Promise<Driven> {
  const cpuBeforeUs = peer.cpuUs();
  const ownBefore = process.cpuUsage();
  const startedMs = performance.now();
  const tookMs = await new Run(peer, load, signal).done;
  const elapsedMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(ownBefore);
  return { tookMs, elapsedMs, cpuUs: peer.cpuUs() - cpuBeforeUs, ownCpuUs: user + system };
}

class Run {
  readonly done: Promise<Float64Array>;
  readonly #load: Load;
  readonly #tookMs: Float64Array;
  readonly #signal: AbortSignal;
  #asked = 0;
  #answered = 0;
  #answeredAtLastLook = 0;
  #isOver = false;
  #end: (error: Error | null) => void = () => {};

  constructor(peer: Peer, load: Load, signal: AbortSignal) {
    this.#signal = signal;
    this.#load = load;
    this.#tookMs = new Float64Array(load.count);
    this.done = this.#run(peer);
  }

  async #run(peer: Peer): Promise<Float64Array> {
    const watch = setInterval(() => this.#look(peer), SILENCE_MS_MAX);
    const stop = (): void => this.#end(null);
    this.#signal.addEventListener("abort", stop);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#end = (error) => (error === null ? resolve() : reject(error));
        if (this.#signal.aborted) return resolve();
        for (let slot = 0; slot < this.#load.outstanding; slot += 1) {
          const connection = peer.connections[slot % this.#load.connections];
          if (connection !== undefined) this.#next(connection);
        }
      });
    } finally {
      this.#isOver = true;
      clearInterval(watch);
      this.#signal.removeEventListener("abort", stop);
    }
    return this.#tookMs.subarray(0, this.#answered);
  }

  #next(connection: PeerConnection): void {
    if (this.#asked === this.#load.count) return;
    const key = this.#asked % KEYS;
    this.#asked += 1;
    const startedMs = performance.now();
    const done: Done = (error) => {
      if (this.#isOver) return;
      if (error !== null) return this.#end(error);
      this.#tookMs[this.#answered] = performance.now() - startedMs;
      this.#answered += 1;
      if (this.#answered === this.#load.count) this.#end(null);
      else this.#next(connection);
    };
    if (this.#load.operation === "put") connection.put(key, done);
    else connection.get(key, done);
  }

  #look(peer: Peer): void {
    if (this.#answered === this.#answeredAtLastLook)
      this.#end(new Error(`${peer.name} has not answered for ${SILENCE_MS_MAX / 1000} s`));
    this.#answeredAtLastLook = this.#answered;
  }
}
