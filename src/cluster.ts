#!/usr/bin/env node
/**
 * `graft-cluster`: a cluster in one process. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 *
 * `performance.now()` counts from the start of the process. The process is ended by `process.exit`, once both streams have
 * taken all that was written: after a second Ctrl-C there may be workers that would keep it alive.
 */
import { runCommand } from "./cli/command.ts";
import type { Timers } from "./cli/world.ts";
import { startCluster } from "./supervisor/cluster.ts";
import { tuneGarbageCollection } from "./supervisor/memory.ts";
import { SIZE_DEFAULT } from "./supervisor/options.ts";

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

/** Also where the stream is broken. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write("", () => resolve());
  });

const exitCode = await runCommand({
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  timers,
  nowMs: () => performance.now(),
  onSignal(signal, listener) {
    process.on(signal, listener);
    return () => process.off(signal, listener);
  },
  suspend: () => process.kill(process.pid, "SIGSTOP"),
  onExit: (callback) => process.on("exit", callback),
  startCluster(options) {
    tuneGarbageCollection(options.size ?? SIZE_DEFAULT);
    return startCluster(options);
  },
});
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(exitCode);
