#!/usr/bin/env node
/**
 * `npm run simulate`: runs the simulator, or with `--mutants` hunts known bugs by it. Law: this file only connects
 * `simulator/` to the process it runs in. The hunt builds the code anew, with a bug in it, and so needs the sources and what
 * builds them; it is no part of what is published.
 */
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { runSimulateCommand } from "./simulator/command.ts";

const args = process.argv.slice(2);
if (args.includes("--mutants")) await import(new URL("../.ci/mutants.mjs", import.meta.url).href);
else
  process.exitCode = await runSimulateCommand({
    args,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: () => performance.now(),
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    cores: availableParallelism(),
    writeFile: (path, text) => writeFile(path, text),
  });
