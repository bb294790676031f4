#!/usr/bin/env node
/**
 * `graft-node`: one node as a process of its own. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 */
import { runNodeCommand } from "./cli/node-command.ts";
import { startNode } from "./start-node.ts";

/** Also where the stream is broken. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write("", () => resolve());
  });

const exitCode = await runNodeCommand({
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  timers: {
    after(afterMs, callback) {
      const timer = setTimeout(callback, afterMs);
      return () => clearTimeout(timer);
    },
    every(periodMs, callback) {
      const timer = setInterval(callback, periodMs);
      return () => clearInterval(timer);
    },
  },
  nowMs: () => performance.now(),
  onSignal(signal, listener) {
    process.on(signal, listener);
    return () => process.off(signal, listener);
  },
  startNode({ raft, name, size, nats, dataDir, id, timing }, { signal, onWait }) {
    const own = { cluster: { name, size }, nats, dataDir, timing, ...(id === null ? {} : { id }) };
    if (raft === null) return startNode({ protocol: "graft", ...own });
    const { clusterKeyFile, ...more } = raft;
    const key = clusterKeyFile === null ? {} : { clusterKeyFile };
    return startNode({ ...own, ...more, ...key, signal, onWait });
  },
});
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(exitCode);
