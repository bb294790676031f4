#!/usr/bin/env node
/**
 * `graft-kv`: reads and writes the key-value machine of a running cluster. Law: this file only connects `cli/` to the process
 * it runs in; it decides nothing.
 */
import { readFile } from "node:fs/promises";
import { runKvCommand } from "./cli/kv-command.ts";
import { connectKv } from "./kv/connect.ts";

/** Also where the stream is broken. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write("", () => resolve());
  });

const exitCode = await runKvCommand({
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  nowMs: () => performance.now(),
  readFile: (path) => readFile(path),
  connect: (target) => connectKv({ ...target, name: "graft-kv" }),
});
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(exitCode);
