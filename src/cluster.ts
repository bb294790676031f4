#!/usr/bin/env node
/**
 * `graft-cluster`: a cluster in one process. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 */
import { runCommand } from "./cli/command.ts";
import { runSentinelCommand, wantsSentinel } from "./cli/sentinel-command.ts";
import { type ChaosOptions, runChaos } from "./supervisor/chaos/run-chaos.ts";
import { startCluster } from "./supervisor/cluster.ts";
import { tuneGarbageCollection } from "./supervisor/memory.ts";
import { SIZE_DEFAULT } from "./supervisor/options.ts";
import { exitWith, thisProcess } from "./this-process.ts";

const run = () =>
  runCommand({
    ...thisProcess,
    suspend: () => process.kill(process.pid, "SIGSTOP"),
    onExit: (callback) => process.on("exit", callback),
    async startCluster(options) {
      tuneGarbageCollection(options.size ?? SIZE_DEFAULT);
      const cluster = await startCluster(options);
      return Object.assign(cluster, { chaos: (asked: ChaosOptions) => runChaos(cluster, asked) });
    },
  });

await exitWith(await (wantsSentinel(thisProcess.args) ? runSentinelCommand(thisProcess) : run()));
