/** The benchmarks by name. Law: one that is not here is none; a new one stands here and in the help. */
import type { Bench } from "./bench.ts";
import { commit } from "./commit.ts";
import { election } from "./election.ts";
import { endurance } from "./endurance.ts";
import { serve } from "./endurance-cluster.ts";
import { failover } from "./failover.ts";
import { figure16 } from "./figure16.ts";
import { heartbeat } from "./heartbeat.ts";
import { runOwnNode } from "./own-node.ts";
import { MODEL_NODE, runModelNode } from "./peers/model-node.ts";
import { scale } from "./scale.ts";
import { SCALE_CLUSTER, serveScale } from "./scale-cluster.ts";
import { transfer } from "./transfer.ts";

export const BENCHES: Readonly<Record<string, Bench>> = {
  election,
  failover,
  transfer,
  heartbeat,
  commit,
  figure16,
  scale,
  endurance,
};

/** What a benchmark starts as a process of its own: `bench.js NAME JSON`. */
export const BENCH_PROCESSES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  "own-node": ([json = "{}"]) => runOwnNode(JSON.parse(json)),
  "endurance-cluster": ([json = "{}"]) => serve(JSON.parse(json)),
  [SCALE_CLUSTER]: ([json = "{}"]) => serveScale(JSON.parse(json)),
  [MODEL_NODE]: runModelNode,
};
