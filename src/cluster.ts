#!/usr/bin/env node
/**
 * `graft-cluster`: a cluster in one process. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 */
import { readFile, writeFile } from "node:fs/promises";
import { runCommand } from "./cli/command.ts";
import { runScenarioCommand } from "./cli/scenario-command.ts";
import { startCluster } from "./supervisor/cluster.ts";
import { playLive } from "./supervisor/live-stage.ts";
import { tuneGarbageCollection } from "./supervisor/memory.ts";
import { SIZE_DEFAULT } from "./supervisor/options.ts";
import { exitWith, thisProcess } from "./this-process.ts";

const runCluster = (): Promise<number> =>
  runCommand({
    ...thisProcess,
    suspend: () => process.kill(process.pid, "SIGSTOP"),
    onExit: (callback) => process.on("exit", callback),
    startCluster(options) {
      tuneGarbageCollection(options.size ?? SIZE_DEFAULT);
      return startCluster(options);
    },
  });

/** What a story has begun ends with the process: the broker and the folder see to that themselves. */
function playScenarios(): Promise<number> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) thisProcess.onSignal(signal, () => void exitWith(130));
  return runScenarioCommand({
    ...thisProcess,
    stage: "live",
    readFile: (path) => readFile(path, "utf8"),
    writeFile: (path, text) => writeFile(path, text),
    play: playLive,
  });
}

const isStory = thisProcess.args.some((word) => word === "--scenario" || word.startsWith("--scenario="));
await exitWith(await (isStory ? playScenarios() : runCluster()));
