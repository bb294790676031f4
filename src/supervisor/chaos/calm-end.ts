/**
 * How chaos ends: all faults are healed, all nodes run, all that was acknowledged is read, and all machines are equal. Law: what
 * does not come back within a time that is long for it is a violation as well; a cluster that stays down is not safe, but useless.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Load } from "../../scenario/chaos/load.ts";
import type { Cluster } from "../cluster.ts";
import { withinMs } from "../within.ts";
import type { Members } from "./members.ts";
import type { Findings } from "./report.ts";

const RECOVERY_MS = 60_000;
const LOOK_EVERY_MS = 100;

interface CalmParts {
  readonly cluster: Cluster;
  readonly load: Load;
  readonly findings: Findings;
  readonly members: Members;
}

export async function calmEnd(
  { cluster, load, findings, members }: CalmParts,
  underWay: ReadonlySet<Promise<unknown>>,
): Promise<void> {
  const deadlineMs = performance.now() + RECOVERY_MS;
  await withinMs(RECOVERY_MS, Promise.allSettled([...underWay]));
  await withinMs(RECOVERY_MS, healed(cluster));
  await withinMs(RECOVERY_MS, members.settle(deadlineMs));
  const down = await untilAllRun(cluster, deadlineMs);
  if (down !== null) findings.violated("recovery", `${down} when all faults were healed`);
  await load.end(RECOVERY_MS);
  const differs = await untilEqual(cluster, performance.now() + RECOVERY_MS);
  if (differs !== null) findings.violated("machines", differs);
}

/** What one node has to say that does not come back is seen afterwards. */
const healed = (cluster: Cluster): Promise<void> => cluster.heal().catch(() => undefined);

/** null: all run. Otherwise who does not, and why. */
async function untilAllRun(cluster: Cluster, deadlineMs: number): Promise<string | null> {
  for (;;) {
    let problem: string | null = null;
    for (const id of cluster.nodeIds) {
      const node = cluster.node(id);
      if (node.running) continue;
      await node.restart().catch((error: unknown) => {
        problem = `${id} did not start: ${error instanceof Error ? error.message : String(error)}`;
      });
      if (!node.running) problem ??= `${id} did not start`;
    }
    if (problem === null || performance.now() > deadlineMs) return problem;
    await pause(LOOK_EVERY_MS);
  }
}

/** null: all nodes have applied the same, as far as the longest log goes. */
async function untilEqual(cluster: Cluster, deadlineMs: number): Promise<string | null> {
  for (;;) {
    const states = await Promise.all(cluster.nodeIds.map((id) => stateOf(cluster, id))).catch(() => null);
    if (states !== null) {
      const end = Math.max(...states.map(({ lastIndex }) => lastIndex));
      const hashes = new Set(states.map(({ hash }) => hash));
      const isThere = states.every(({ appliedIndex }) => appliedIndex === end);
      if (isThere && hashes.size === 1) return null;
      if (isThere)
        return `the machines differ at ${end}: ${states.map(({ id, hash }) => `${id} ${hash.slice(0, 8)}`).join(", ")}`;
      if (performance.now() > deadlineMs)
        return `${states.map((one) => `${one.id} applied ${one.appliedIndex}`).join(", ")} of ${end}`;
    } else if (performance.now() > deadlineMs) return "not all nodes answer";
    await pause(LOOK_EVERY_MS);
  }
}

async function stateOf(cluster: Cluster, id: string) {
  const node = cluster.node(id);
  const { lastIndex } = await node.report();
  return { id, lastIndex, ...(await node.stateHash()) };
}
