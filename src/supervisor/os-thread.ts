/**
 * Threads as the operating system knows them. Law: priority is only ever taken from a thread that is about to end, since nobody but
 * an administrator could give it back.
 *
 * V8 takes the heap of a thread that ends apart page by page, for 10 ms and more. The threads that live on have an election to
 * hold meanwhile, and should not share the cores with that.
 */
import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";

/** Of the calling thread; null where the system does not tell (Linux does). */
export function ownThreadId(): number | null {
  try {
    const id = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    return Number.isSafeInteger(id) && id > 0 ? id : null;
  } catch {
    return null;
  }
}

/** From now on it runs when nobody else wants to. No effect where the system does not allow it. */
export function makeWayForOthers(threadId: number | null): void {
  if (threadId === null) return;
  try {
    setPriority(threadId, constants.priority.PRIORITY_LOW);
  } catch {
    // it has ended already, or may not be touched: then it ends as it would have
  }
}
