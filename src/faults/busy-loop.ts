/** Work that nobody asked for, so that a thread's event loop is late. Law: between two pieces of it the loop turns. */
export interface Busy {
  readonly busyMs: number;
  readonly everyMs: number;
}

export class BusyLoop {
  #busy: Busy | null = null;
  #timer: NodeJS.Timeout | undefined;

  set(busy: Busy | null): void {
    clearTimeout(this.#timer);
    this.#busy = busy;
    if (busy !== null) this.#work(busy);
  }

  #work(busy: Busy): void {
    this.#timer = setTimeout(
      () => {
        const untilMs = performance.now() + busy.busyMs;
        while (performance.now() < untilMs);
        if (this.#busy === busy) this.#work(busy);
      },
      Math.max(0, busy.everyMs - busy.busyMs),
    ).unref();
  }
}
