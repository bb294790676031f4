/**
 * The process that a command line runs in, as `cli/` wants it. Law: here alone do commands touch it; nothing is decided here.
 *
 * `performance.now()` counts from the start of the process. The process is ended by `process.exit`, once both streams have
 * taken all that was written: after a second Ctrl-C there may be workers that would keep it alive.
 */
import type { Signal, Timers } from "./cli/world.ts";

const timers: Timers = {
  after(afterMs, callback) {
    const timer = setTimeout(callback, afterMs);
    return () => clearTimeout(timer);
  },
  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    return () => clearInterval(timer);
  },
};

export const thisProcess = {
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  timers,
  nowMs: (): number => performance.now(),
  onSignal(signal: Signal, listener: () => void): () => void {
    process.on(signal, listener);
    return () => process.off(signal, listener);
  },
};

/** Also where the stream is broken. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write("", () => resolve());
  });

export async function exitWith(exitCode: number): Promise<never> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}
