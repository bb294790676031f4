/**
 * Finds out that this node runs twice: a data folder was copied, and both copies were started (DESIGN 3.8).
 *
 * Law: a node that shares its id and incarnation with another running process hears of it, and so does the other; a node
 * that merely hears the last frames of its own former life does not take them for a double.
 *
 * Every run of a process has a random `boot`. A frame in our name with another boot was sent by a double, or by our former
 * self just before it crashed. The difference is time: the dead fall silent. So
 *
 * - each frame of a foreign boot is answered by our presence, at most one every 50 ms, which makes a silent double answer too;
 * - a boot that is heard again 50 ms or more after it was first heard is alive, and we are two;
 * - whoever has found out says so in three more presences, 60 ms apart, before it falls silent: the other has heard the first
 *   of them at the latest when it left, and so hears one of the next at least 50 ms later. Hence both find out.
 *
 * A stale frame draws one presence and no answer, so the exchange ends by itself. Frames can be lost, and then so is this
 * exchange: the next frame of either side begins it anew.
 */
import type { Clock, Timer } from "../ports/clock.ts";

export const PRESENCE_GAP_MS = 50;
export const ALIVE_AFTER_MS = 50;
export const FAREWELL_GAP_MS = 60;
const FAREWELLS = 3;

/** Former lives whose frames may still be under way. More than a node has in any network's memory; the oldest is forgotten. */
const BOOTS_MAX = 16;

export interface DoubleWatchOptions {
  readonly clock: Clock;
  readonly publishPresence: () => void;
  /** Called once. */
  readonly onDouble: () => void;
}

export class DoubleWatch {
  readonly #options: DoubleWatchOptions;
  readonly #firstHeardMs = new Map<string, number>();
  #presenceAtMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;
  #farewellsLeft = 0;
  #found = false;
  #stopped = false;
  #onSilent: () => void = () => {};

  constructor(options: DoubleWatchOptions) {
    this.#options = options;
  }

  /** A frame in our name, of our incarnation, with a boot that is not ours. */
  heard(boot: string): void {
    if (this.#found || this.#stopped) return;
    const nowMs = this.#options.clock.nowMs();
    const firstMs = this.#firstHeardMs.get(boot);
    if (firstMs === undefined) this.#remember(boot, nowMs);
    if (firstMs === undefined || nowMs - firstMs < ALIVE_AFTER_MS) this.#answer(nowMs);
    else this.#find();
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

  #remember(boot: string, nowMs: number): void {
    const oldest = this.#firstHeardMs.keys().next();
    if (this.#firstHeardMs.size >= BOOTS_MAX && oldest.done !== true) this.#firstHeardMs.delete(oldest.value);
    this.#firstHeardMs.set(boot, nowMs);
  }

  #answer(nowMs: number): void {
    if (this.#timer !== null) return;
    const dueMs = this.#presenceAtMs + PRESENCE_GAP_MS;
    if (dueMs <= nowMs) this.#publish();
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
    this.#options.publishPresence();
    this.presencePublished();
  }
}
