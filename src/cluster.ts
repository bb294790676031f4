#!/usr/bin/env node
/**
 * `graft-cluster`: a cluster in one process. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 */
import { runCommand } from "./cli/command.ts";
import { startCluster } from "./supervisor/cluster.ts";
import { tuneGarbageCollection } from "./supervisor/memory.ts";
import { SIZE_DEFAULT } from "./supervisor/options.ts";
import { exitWith, thisProcess } from "./this-process.ts";

const exitCode = await runCommand({
  ...thisProcess,
  suspend: () => process.kill(process.pid, "SIGSTOP"),
  onExit: (callback) => process.on("exit", callback),
  startCluster(options) {
    tuneGarbageCollection(options.size ?? SIZE_DEFAULT);
    return startCluster(options);
  },
});
await exitWith(exitCode);
