/**
 * Virtual time. Law: one thing happens at a time, in the order of its moment and, within a moment, of its being asked for;
 * and every promise that can settle has settled before the next. So a run is a function of what was asked for, and of nothing
 * else.
 *
 * Promises are drained by Node itself, which does so between any two immediates. A batch of immediates is asked for at once,
 * since a round of Node's event loop costs more than most of our events. What touches no promise (`hop`) needs none of its
 * own: the next event follows at once.
 */
export interface Scheduled {
  readonly atMs: number;
  readonly order: number;
  readonly isHop: boolean;
  /** null: called off. */
  run: (() => void) | null;
}

const BATCH = 512;
const macrotask = setImmediate;

export class EventLoop {
  #nowMs = 0;
  #order = 0;
  readonly #heap: Scheduled[] = [];
  /** What is due in this very moment, in its order: all of it was asked for after what the heap holds for this moment. */
  #due: Scheduled[] = [];
  #dueAt = 0;
  /** Told after each event, all promises settled. */
  afterEvent: () => void = () => undefined;
  events = 0;

  /** In ms since the world began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Runs `run` at `atMs`, or now where that has passed, behind what is due at the same time. */
  at(atMs: number, run: () => void): Scheduled {
    return this.#schedule(atMs, run, false);
  }

  /**
   * As `at`, for what only asks for other events: it settles no promise, touches no process, and nobody need look afterwards.
   */
  hop(atMs: number, run: () => void): void {
    this.#schedule(atMs, run, true);
  }

  after(delayMs: number, run: () => void): Scheduled {
    return this.at(this.#nowMs + delayMs, run);
  }

  /** Lets time pass until `untilMs`, or until `isOver`. Rejects with what an event throws. */
  run(untilMs: number, isOver: () => boolean = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      let running = true;
      const end = (): void => {
        running = false;
        resolve();
      };
      const turn = (): void => {
        if (!running) return;
        try {
          this.afterEvent();
          if (isOver() || !this.#next(untilMs)) end();
        } catch (error) {
          running = false;
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const batch = (): void => {
        for (let count = 0; count < BATCH; count++) macrotask(turn);
        if (running) macrotask(batch);
      };
      macrotask(batch);
    });
  }

  #schedule(atMs: number, run: () => void, isHop: boolean): Scheduled {
    this.#order += 1;
    const scheduled: Scheduled = { atMs: Math.max(atMs, this.#nowMs), order: this.#order, isHop, run };
    if (scheduled.atMs === this.#nowMs) this.#due.push(scheduled);
    else push(this.#heap, scheduled);
    return scheduled;
  }

  /** All hops that are due, and what is due behind them. False: nothing more is due until then. */
  #next(untilMs: number): boolean {
    for (;;) {
      const next = this.#take(untilMs);
      if (next === null) {
        this.#nowMs = Math.max(this.#nowMs, untilMs);
        return false;
      }
      this.#nowMs = next.atMs;
      if (next.run === null) continue;
      this.events += 1;
      next.run();
      if (!next.isHop) return true;
    }
  }

  /** null: nothing is due until then. */
  #take(untilMs: number): Scheduled | null {
    const first = this.#heap[0];
    const due = this.#due[this.#dueAt];
    if (due !== undefined && (first === undefined || first.atMs > due.atMs)) {
      this.#dueAt += 1;
      if (this.#dueAt < this.#due.length) return due;
      this.#due = [];
      this.#dueAt = 0;
      return due;
    }
    if (first === undefined || first.atMs > untilMs) return null;
    pop(this.#heap);
    return first;
  }
}

const isBefore = (a: Scheduled, b: Scheduled): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** A binary heap: the first is at 0, the children of `at` are at 2 at + 1 and 2 at + 2. */
function push(heap: Scheduled[], scheduled: Scheduled): void {
  let at = heap.length;
  heap.push(scheduled);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || !isBefore(scheduled, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = scheduled;
}

function pop(heap: Scheduled[]): void {
  const moved = heap.pop();
  if (moved === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const useRight = right !== undefined && isBefore(right, left);
    const child = useRight ? right : left;
    if (!isBefore(child, moved)) break;
    heap[at] = child;
    at = 2 * at + (useRight ? 2 : 1);
  }
  heap[at] = moved;
}
