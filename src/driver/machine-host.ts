/**
 * The state machine's keeper. Law: committed entries reach the machine in the order of their indexes, each once; while a
 * snapshot is being taken up, they wait; those that it holds already are not applied again. What an exception in the machine means for its state nobody knows, so the node
 * stops, and names the entry.
 */
import type { Entry } from "../core/entry.ts";
import type { Index } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";
import type { ClientResponse } from "../ports/client-door.ts";
import type { AppliedBlocks } from "./applied-blocks.ts";
import { type Command, failure, type RequestDesk } from "./request-desk.ts";
import type { Sessions } from "./sessions.ts";

const NOTHING = new Uint8Array();

export class MachineHost {
  readonly #machine: Sessions;
  readonly #requests: RequestDesk;
  readonly #blocks: AppliedBlocks | null;
  #appliedIndex: Index;
  /** Snapshots still to be taken up, and the entries that wait for that. */
  #restores = 0;
  #waiting: Entry[] = [];

  /** `blocks` null: nobody is told what was applied. */
  constructor(machine: Sessions, requests: RequestDesk, appliedIndex: Index, blocks: AppliedBlocks | null = null) {
    this.#blocks = blocks;
    this.#machine = machine;
    this.#requests = requests;
    this.#appliedIndex = appliedIndex;
  }

  get appliedIndex(): Index {
    return this.#appliedIndex;
  }

  /** @throws GraftError APPLY_FAILED */
  apply(entries: readonly Entry[]): void {
    if (this.#restores > 0) {
      this.#waiting.push(...entries);
      return;
    }
    for (const entry of entries) if (entry.index > this.#appliedIndex) this.#applyOne(entry);
    this.#requests.applied(this.#appliedIndex);
  }

  /** What became of a command that comes again, where that is known. */
  outcomeOf(request: Command): ClientResponse | null {
    return request.type === "propose" ? this.#machine.outcomeOf(request.clientId, request.sequence) : null;
  }

  query(query: Uint8Array): ClientResponse {
    try {
      return { type: "ok", index: this.#appliedIndex, result: this.#machine.query(query) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return failure("INVALID_REQUEST", message, false, null);
    }
  }

  /** The state as of `appliedIndex`, whatever is applied while it is read. */
  snapshot(): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
    return this.#machine.snapshot();
  }

  /** A snapshot is going to be taken up: from now on entries wait, until as many were restored as were announced. */
  awaitRestore(): void {
    this.#restores += 1;
  }

  /** Replaces the state by that of a snapshot which ends at `index`, then applies what came meanwhile. */
  async restore(index: Index, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#machine.restore(chunks);
    this.#appliedIndex = index;
    this.#restores -= 1;
    if (this.#restores > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.apply(waiting);
  }

  #applyOne(entry: Entry): void {
    const { index, term } = entry;
    this.#appliedIndex = index;
    this.#blocks?.applied(entry);
    if (entry.type !== "command") return this.#requests.executed(index, term, { type: "ok", index, result: NOTHING });
    this.#requests.executed(index, term, this.#execute(entry.command, index));
  }

  #execute(command: Uint8Array, index: Index): ClientResponse {
    try {
      return this.#machine.apply(command, index);
    } catch (cause) {
      if (isGraftError(cause) && cause.code === "APPLY_FAILED") throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new GraftError("APPLY_FAILED", `entry ${index}: ${reason}`, { index, reason }, { cause });
    }
  }
}
