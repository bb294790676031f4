/** Waiting, with an end to it. */

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
