/**
 * Finds out that this node runs twice: a data folder was copied, and both copies were started (DESIGN 3.8).
 *
 * Law: a node that shares its id and incarnation with another running process hears of it, and so does the other; a node
 * that merely hears what its own former life has left on its way does not take that for a double, however late it comes.
 *
 * Every run of a process has a random `boot`. A frame in our name with another boot was sent by a double, or by our former
 * self before it crashed: a network that was clogged may bring that in any number of pieces, at any time. But the dead do not
 * hear. So
 *
 * - each frame of a foreign boot is answered by our presence, which names that boot, at most one every 50 ms;
 * - who is named by a presence in its own name was heard by somebody after it had started: that one was alive then, and they
 *   are two;
 * - whoever has found out says so in three presences, 60 ms apart, before it falls silent: any one of them tells the other.
 *
 * A stale frame draws one presence and no answer, so the exchange ends by itself. Frames can be lost, and then so is this
 * exchange: the next frame of either side begins it anew.
 */
import type { Clock, Timer } from "../ports/clock.ts";

export const PRESENCE_GAP_MS = 50;
export const FAREWELL_GAP_MS = 60;
const FAREWELLS = 3;

export interface DoubleWatchOptions {
  readonly clock: Clock;
  /** `answers`: the boot of the frame that it answers. */
  readonly publishPresence: (answers: string) => void;
  /** Called once. */
  readonly onDouble: () => void;
}

export class DoubleWatch {
  readonly #options: DoubleWatchOptions;
  #presenceAtMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;
  #farewellsLeft = 0;
  #found = false;
  #stopped = false;
  #onSilent: () => void = () => {};
  /** Who was heard last. */
  #foreignBoot = "";

  constructor(options: DoubleWatchOptions) {
    this.#options = options;
  }

  /** A frame in our name, of our incarnation, with a boot that is not ours. `namesUs`: it is a presence that answers us. */
  heard(boot: string, namesUs: boolean): void {
    if (this.#found || this.#stopped) return;
    this.#foreignBoot = boot;
    if (namesUs) this.#find();
    else this.#answer();
  }

  /** The caller published our presence on an occasion of its own. */
  presencePublished(): void {
    this.#presenceAtMs = this.#options.clock.nowMs();
  }

  /** Resolves once the farewell is out; at once where there is none. Nothing is published or called afterwards. */
  async silent(): Promise<void> {
    if (this.#farewellsLeft > 0) {
      await new Promise<void>((resolve) => {
        this.#onSilent = resolve;
      });
    }
    this.stop();
  }

  /** Falls silent now, farewell or not. */
  stop(): void {
    this.#stopped = true;
    this.#farewellsLeft = 0;
    this.#timer?.cancel();
    this.#timer = null;
    this.#onSilent();
  }

  /** Whoever was heard last by then: a double is heard again, a former life need not be answered. */
  #answer(): void {
    if (this.#timer !== null) return;
    const dueMs = this.#presenceAtMs + PRESENCE_GAP_MS;
    if (dueMs <= this.#options.clock.nowMs()) this.#publish();
    else this.#schedule(dueMs, () => this.#publish());
  }

  #find(): void {
    this.#found = true;
    this.#timer?.cancel();
    this.#farewellsLeft = FAREWELLS;
    this.#sayFarewell();
    this.#options.onDouble();
  }

  #sayFarewell(): void {
    this.#publish();
    this.#farewellsLeft -= 1;
    if (this.#farewellsLeft === 0) this.#onSilent();
    else this.#schedule(this.#presenceAtMs + FAREWELL_GAP_MS, () => this.#sayFarewell());
  }

  #schedule(atMs: number, action: () => void): void {
    this.#timer = this.#options.clock.at(atMs, () => {
      this.#timer = null;
      action();
    });
  }

  #publish(): void {
    this.#options.publishPresence(this.#foreignBoot);
    this.presencePublished();
  }
}
