/**
 * More threads than cores: a cluster in one process has one for each node, the broker's and its own, and V8 would add to them
 * helpers of each one's garbage collection. Where cores are few, those take from the nodes more than they give: without them a
 * cluster of three on two cores commits about a tenth more (bench commit, 1024 outstanding).
 *
 * Law: for the programs of this project, which own their process. A library does not change the flags of somebody else's.
 */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

/** To be called before the workers are spawned. */
export function collectGarbageAlone(nodes: number): void {
  const threads = nodes + 2;
  if (threads > availableParallelism()) setFlagsFromString("--no-parallel-scavenge");
}
