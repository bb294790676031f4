#!/usr/bin/env node
/**
 * `npm run simulate`: runs the simulator. Law: this file only connects `simulator/` to the process it runs in; it decides
 * nothing.
 */
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { runSimulateCommand } from "./simulator/command.ts";

process.exitCode = await runSimulateCommand({
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
  nowMs: () => performance.now(),
  cores: availableParallelism(),
  writeFile: (path, text) => writeFile(path, text),
});
