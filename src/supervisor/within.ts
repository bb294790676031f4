/** Waits with an end: "late" when `work` is not settled after `timeoutMs`. Rejects where `work` does. Leaves no timer behind. */
export async function withinMs<T>(timeoutMs: number, work: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, timeoutMs, "late");
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
