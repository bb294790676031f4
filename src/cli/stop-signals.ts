/**
 * When to stop, and how hard. Law: the first request stops in good order, a second one at once; what has been asked for is
 * never taken back.
 *
 * npm passes a Ctrl-C on to a script that has already had it from the terminal, so one key press may arrive twice: a signal
 * within `ECHO_MS` of the first is the same request.
 */
import type { World } from "./world.ts";

const ECHO_MS = 100;

export class StopSignals {
  readonly #nowMs: () => number;
  readonly #release: (() => void)[];
  readonly #onSignal: () => void;
  #firstAtMs: number | null = null;
  #resolveStop = () => {};
  #resolveKill = () => {};
  /** Resolves when the run should end in good order. */
  readonly stop: Promise<void>;
  /** Resolves when it should end at once. */
  readonly kill: Promise<void>;

  /** `onSignal` is called for the first signal only. */
  constructor(world: Pick<World, "nowMs" | "onSignal">, onSignal: () => void) {
    this.#nowMs = world.nowMs;
    this.stop = new Promise((resolve) => {
      this.#resolveStop = resolve;
    });
    this.kill = new Promise((resolve) => {
      this.#resolveKill = resolve;
    });
    this.#onSignal = onSignal;
    const listener = () => this.interrupt();
    this.#release = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => world.onSignal(signal, listener));
  }

  /** Asked for by something other than a signal: the time is up, nobody reads the output any more. */
  requestStop(): void {
    this.#resolveStop();
  }

  close(): void {
    for (const release of this.#release) release();
  }

  /** As a signal does: a key may be one, or a word. */
  interrupt(): void {
    const nowMs = this.#nowMs();
    if (this.#firstAtMs === null) {
      this.#firstAtMs = nowMs;
      this.#resolveStop();
      this.#onSignal();
    } else if (nowMs - this.#firstAtMs >= ECHO_MS) {
      this.#resolveKill();
    }
  }
}
