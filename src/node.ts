#!/usr/bin/env node
/**
 * `graft-node`: one node as a process of its own. Law: this file only connects `cli/` to the process it runs in; it decides
 * nothing.
 */
import { runNodeCommand } from "./cli/node-command.ts";
import { startNode } from "./start-node.ts";
import { exitWith, thisProcess } from "./this-process.ts";

const exitCode = await runNodeCommand({
  ...thisProcess,
  async startNode({ raft, name, size, nats, dataDir, id, timing }, { signal, onWait, onWhy }) {
    const own = { cluster: { name, size }, nats, dataDir, timing, ...(id === null ? {} : { id }) };
    if (raft === null) return startNode({ protocol: "graft", ...own });
    const { clusterKeyFile, ...more } = raft;
    const key = clusterKeyFile === null ? {} : { clusterKeyFile };
    const node = await startNode({ ...own, ...more, ...key, signal, onWait });
    return node.on("why", onWhy);
  },
});
await exitWith(exitCode);
