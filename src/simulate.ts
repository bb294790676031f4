#!/usr/bin/env node
/**
 * `npm run simulate`: runs the simulator; with `--mutants` hunts known bugs by it, with `--replay` takes again what a node has
 * recorded, with `--model` explores all that an election may come to, with `--scenario` plays a story, with `--sum` adds up what
 * campaigns have said. Law: this file only connects `simulator/` to the process
 * it runs in. The hunt builds the code anew, with a bug in it, and so needs the sources and what builds them; it is no part of
 * what is published.
 */
import { readFile, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { environmentLanguage } from "./cli/language.ts";
import { runScenarioCommand } from "./cli/scenario-command.ts";
import { runSimulateCommand } from "./simulator/command.ts";
import { runModelCommand, wantsModel } from "./simulator/model-command.ts";
import { runReplayCommand, wantsReplay } from "./simulator/replay-command.ts";
import { simulateScenario } from "./simulator/script.ts";
import { runSumCommand, wantsSum } from "./simulator/sum-command.ts";

const args = process.argv.slice(2);
const { stdout, stderr } = process;
const language = environmentLanguage(process.env);
const nowMs = (): number => performance.now();

/** Asked to end, a campaign does so with the worlds that are under way; asked again, at once. */
function stopOnSignal(): () => boolean {
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return () => isStopped;
}

async function readAtMost(path: string, bytesMax: number): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > bytesMax) throw new RangeError(`${size} bytes`);
  return readFile(path);
}

if (args.includes("--mutants")) await import(new URL("../.ci/mutants.mjs", import.meta.url).href);
else if (wantsModel(args)) process.exitCode = runModelCommand({ args, stdout, stderr, language, nowMs });
else if (wantsReplay(args))
  process.exitCode = await runReplayCommand({ args, stdout, stderr, language, readFile: readAtMost });
else if (wantsSum(args))
  process.exitCode = await runSumCommand({ args, stdout, stderr, readFile: (path) => readFile(path, "utf8") });
else if (args.some((word) => word === "--scenario" || word.startsWith("--scenario=")))
  process.exitCode = await runScenarioCommand({
    args,
    env: process.env,
    stdout,
    stderr,
    readFile: (path) => readFile(path, "utf8"),
    writeFile: (path, text) => writeFile(path, text),
    stage: "simulator",
    play: simulateScenario,
  });
else
  process.exitCode = await runSimulateCommand({
    args,
    stdout,
    stderr,
    language,
    nowMs,
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    cores: availableParallelism(),
    isStopped: stopOnSignal(),
    writeFile: (path, text) => writeFile(path, text),
  });
