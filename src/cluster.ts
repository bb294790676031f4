#!/usr/bin/env node
/**
 * `graft-cluster`: a cluster in one process. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 */
import { readFile, writeFile } from "node:fs/promises";
import { runCommand } from "./cli/command.ts";
import { runScenarioCommand } from "./cli/scenario-command.ts";
import { runSentinelCommand, wantsSentinel } from "./cli/sentinel-command.ts";
import { connectKv } from "./kv/connect.ts";
import { type ChaosOptions, runChaos } from "./supervisor/chaos/run-chaos.ts";
import { startCluster } from "./supervisor/cluster.ts";
import { playLive } from "./supervisor/live-stage.ts";
import { tuneGarbageCollection } from "./supervisor/memory.ts";
import { SIZE_DEFAULT } from "./supervisor/options.ts";
import { exitWith, thisProcess } from "./this-process.ts";

const runCluster = (): Promise<number> =>
  runCommand({
    ...thisProcess,
    stdin: process.stdin,
    suspend: () => process.kill(process.pid, "SIGSTOP"),
    onExit: (callback) => process.on("exit", callback),
    async startCluster(options) {
      tuneGarbageCollection(options.size ?? SIZE_DEFAULT);
      const cluster = await startCluster(options);
      return Object.assign(cluster, {
        chaos: (asked: ChaosOptions) => runChaos(cluster, asked),
        async keyValue(callTimeoutMs: number) {
          const { nats } = await cluster.access();
          return connectKv({ ...nats, name: "graft-prompt", cluster: cluster.name, callTimeoutMs });
        },
      });
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
const run = isStory ? playScenarios : runCluster;
await exitWith(await (wantsSentinel(thisProcess.args) ? runSentinelCommand(thisProcess) : run()));
