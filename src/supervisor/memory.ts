/**
 * How much memory the threads of a cluster take beyond what lives in them.
 *
 * Law: nothing here bounds what a node may hold; it only says when garbage is looked for. Most of what a node allocates
 * lives until the next snapshot cuts the log, and so is looked at by the collector of the old generation alone. On a
 * machine with much memory V8 lets a heap grow to four times what was found alive before it looks again, in each thread.
 */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import type { ResourceLimits } from "node:worker_threads";

/** V8 makes two halves of 4 MB of it, used in turn. What outlives them is the log, whatever their size. */
export const WORKER_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 12 };

/** By how much a heap grows beyond what was alive, in percent, before it is collected again. */
const HEAP_GROWTH_PERCENT = 80;

/**
 * For all threads of this process, so it is for its owner to call, before workers are spawned: a program, not a library.
 *
 * A cluster in one process has a thread for each node, the broker's and its own. Where these are more than the cores, V8's
 * helpers for each one's collection take from the nodes more than they give: three nodes on two cores commit about a tenth
 * more without (bench commit, 1024 outstanding).
 */
export function tuneGarbageCollection(nodes: number): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  if (nodes + 2 > availableParallelism()) setFlagsFromString("--no-parallel-scavenge");
}
