#!/usr/bin/env node
/**
 * `npm run simulate`: runs the simulator, or with `--mutants` hunts known bugs by it. Law: this file only connects
 * `simulator/` to the process it runs in. The hunt builds the code anew, with a bug in it, and so needs the sources and what
 * builds them; it is no part of what is published.
 */
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { runScenarioCommand } from "./cli/scenario-command.ts";
import { runSimulateCommand } from "./simulator/command.ts";
import { simulateScenario } from "./simulator/script.ts";

const args = process.argv.slice(2);
if (args.includes("--mutants")) await import(new URL("../.ci/mutants.mjs", import.meta.url).href);
else if (args.some((word) => word === "--scenario" || word.startsWith("--scenario=")))
  process.exitCode = await runScenarioCommand({
    args,
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    readFile: (path) => readFile(path, "utf8"),
    writeFile: (path, text) => writeFile(path, text),
    play: simulateScenario,
  });
else
  process.exitCode = await runSimulateCommand({
    args,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: () => performance.now(),
    cores: availableParallelism(),
    writeFile: (path, text) => writeFile(path, text),
  });
