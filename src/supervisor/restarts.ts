/**
 * How often a node may die by itself before it is given up. Law: more than `max` restarts within any `withinMs` is too often; a
 * node that dies again and again is a fault that starting it anew only hides.
 */
import { GraftError } from "../errors.ts";
import type { RestartOptions } from "./options.ts";

/** Before the second restart within the time; doubled for each after it. */
const PAUSE_MS = 50;
const PAUSE_MS_MAX = 5_000;

export class Restarts {
  readonly #options: RestartOptions;
  readonly #atMs = new Map<string, number[]>();

  constructor(options: RestartOptions) {
    this.#options = options;
  }

  /** How long to wait before the node is started again; null: it is given up. */
  next(node: string, nowMs: number): number | null {
    const { max, withinMs } = this.#options;
    const recent = (this.#atMs.get(node) ?? []).filter((atMs) => nowMs - atMs < withinMs);
    this.#atMs.set(node, recent);
    if (recent.length >= max) return null;
    recent.push(nowMs);
    return recent.length === 1 ? 0 : Math.min(PAUSE_MS_MAX, PAUSE_MS * 2 ** (recent.length - 2));
  }

  exhausted(node: string): GraftError {
    const { max, withinMs } = this.#options;
    const message = `${node} has died more than ${max} times within ${withinMs} ms, and is not started again`;
    return new GraftError("RESTARTS_EXHAUSTED", message, { node, max, withinMs });
  }
}
