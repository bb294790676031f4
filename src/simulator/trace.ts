/**
 * What happened, a line an event. Law: two runs whose traces have the same hash were the same run. The hash is of every line;
 * the lines are kept only where somebody wants to read them.
 */
import { createHash, type Hash } from "node:crypto";

export class Trace {
  readonly #hash: Hash = createHash("sha256");
  readonly #nowMs: () => number;
  readonly #keep: ((line: string) => void) | null;

  constructor(nowMs: () => number, keep: ((line: string) => void) | null) {
    this.#nowMs = nowMs;
    this.#keep = keep;
  }

  say(line: string): void {
    const stamped = `${this.#nowMs().toFixed(3)} ${line}`;
    this.#hash.update(`${stamped}\n`);
    this.#keep?.(stamped);
  }

  /** In hex; ends the trace. */
  digest(): string {
    return this.#hash.digest("hex").slice(0, 32);
  }
}
