/**
 * State machine safety, of the machine (Figure 3): "if a server has applied a log entry at a given index to its state
 * machine, no other server will ever apply a different log entry for the same index". Here more: the machine executes the same
 * commands at the same indexes everywhere, skips the same ones (those whose session has had its answer), and gives the same
 * results. So a session that one server has and another lost is seen.
 */
import { crc32 } from "node:zlib";
import type { Index } from "../../core/types.ts";
import type { Report } from "../server-view.ts";

const UNKNOWN = -1;

interface Executed {
  /** null: nothing. */
  readonly command: Uint8Array | null;
  readonly result: Uint8Array;
  readonly by: string;
}

export class SameMachines {
  readonly #report: Report;
  /** executed[i]: at the index i. */
  readonly #executed: (Executed | undefined)[] = [];
  /** Up to where each machine has executed, or skipped. */
  readonly #reached = new Map<string, Index>();

  constructor(report: Report) {
    this.#report = report;
  }

  /** All commands that were ever executed, anywhere, in the order of the log. */
  *commands(): Iterable<{ readonly index: Index; readonly command: Uint8Array; readonly result: Uint8Array }> {
    for (const [index, executed] of this.#executed.entries())
      if (executed !== undefined && executed.command !== null)
        yield { index, command: executed.command, result: executed.result };
  }

  executes(life: string, index: Index, command: Uint8Array, result: Uint8Array): void {
    const reached = this.#reached.get(life) ?? 0;
    if (reached !== UNKNOWN && index <= reached) this.#report(`${life} executes ${index} after ${reached}`);
    if (reached !== UNKNOWN) this.#skip(life, reached + 1, index);
    this.#compare(index, { command, result, by: life });
    this.#reached.set(life, index);
  }

  /** The machine has taken up a snapshot; how far that reaches shows by what comes next. */
  restored(life: string): void {
    this.#reached.set(life, UNKNOWN);
  }

  /** All up to `index` has been applied there. */
  applied(life: string, index: Index): void {
    const reached = this.#reached.get(life) ?? 0;
    if (reached === UNKNOWN || index <= reached) return;
    this.#skip(life, reached + 1, index + 1);
    this.#reached.set(life, index);
  }

  #skip(life: string, from: Index, to: Index): void {
    for (let index = from; index < to; index++) this.#compare(index, { command: null, result: NOTHING, by: life });
  }

  #compare(index: Index, executed: Executed): void {
    const known = this.#executed[index];
    if (known === undefined) {
      this.#executed[index] = executed;
      return;
    }
    const same = Buffer.compare(known.command ?? NOTHING, executed.command ?? NOTHING) === 0;
    if (same && Buffer.compare(known.result, executed.result) === 0) return;
    this.#report(`${executed.by} ${textOf(executed)} at ${index}, and ${known.by} ${textOf(known)}`);
  }
}

const NOTHING = new Uint8Array();

const textOf = ({ command, result }: Executed): string =>
  command === null
    ? "executed nothing"
    : `executed ${crc32(command).toString(16)} with the result ${crc32(result).toString(16)}`;
