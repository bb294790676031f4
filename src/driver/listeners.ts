/**
 * Tells an application what happens, without waiting for it.
 *
 * Laws: a listener is called later than whatever it is told of, so that it cannot disturb it; each gets every event in order,
 * the next one once it has done with the last, a promise that it gives included. One that never ends holds up nobody else. What
 * a listener throws is the application's own: it ends as an uncaught exception, and the listener is told of the next event.
 *
 * What waits for one listener is bounded: of more than that the oldest go, and are counted.
 */
export type Listener<E> = (event: E) => unknown;

const WAITING_MAX = 10_000;

interface Queue<E> {
  readonly listener: Listener<E>;
  readonly waiting: E[];
  busy: boolean;
}

export class Listeners<E> {
  readonly #queues: Queue<E>[] = [];
  /** Events that a listener missed, since it was too far behind. */
  dropped = 0;

  get count(): number {
    return this.#queues.length;
  }

  add(listener: Listener<E>): void {
    this.#queues.push({ listener, waiting: [], busy: false });
  }

  /** It hears nothing more, not even what waits. */
  remove(listener: Listener<E>): void {
    const at = this.#queues.findIndex((queue) => queue.listener === listener);
    if (at >= 0) for (const queue of this.#queues.splice(at, 1)) queue.waiting.length = 0;
  }

  tell(event: E): void {
    for (const queue of this.#queues) {
      queue.waiting.push(event);
      if (queue.waiting.length > WAITING_MAX) {
        queue.waiting.shift();
        this.dropped += 1;
      }
      if (!queue.busy) void this.#serve(queue);
    }
  }

  async #serve(queue: Queue<E>): Promise<void> {
    queue.busy = true;
    await Promise.resolve();
    for (let event = queue.waiting.shift(); event !== undefined; event = queue.waiting.shift()) {
      try {
        await queue.listener(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    queue.busy = false;
  }
}
