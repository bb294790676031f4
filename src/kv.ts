#!/usr/bin/env node
/**
 * `graft-kv`: reads and writes the key-value machine of a running cluster. Law: this file only connects `cli/` to the process
 * it runs in; it decides nothing.
 */
import { readFile } from "node:fs/promises";
import { runKvCommand } from "./cli/kv-command.ts";
import { connectKv } from "./kv/connect.ts";
import { exitWith, thisProcess } from "./this-process.ts";

const exitCode = await runKvCommand({
  ...thisProcess,
  readFile: (path) => readFile(path),
  connect: (target) => connectKv({ ...target, name: "graft-kv" }),
});
await exitWith(exitCode);
