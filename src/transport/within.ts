/** Waiting, with an end to it. */
import type { Clock } from "../ports/clock.ts";

/** The same by a clock that may be a simulator's. */
export async function withinOf<T>(clock: Clock, promise: Promise<T>, waitMs: number): Promise<T | "late"> {
  let settle: (late: "late") => void = () => undefined;
  const late = new Promise<"late">((resolve) => {
    settle = resolve;
  });
  const timer = clock.at(clock.nowMs() + waitMs, () => settle("late"));
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.cancel();
  }
}

/** What `promise` settles to, or "late" after `waitMs`. A rejection after that is nobody's concern any more. */
export async function within<T>(promise: Promise<T>, waitMs: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), waitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
