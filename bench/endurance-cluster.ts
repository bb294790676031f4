/** The cluster of the endurance benchmark, in a process of its own, so that its memory is nobody else's. Led by messages. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Cluster, startCluster } from "../src/supervisor/cluster.ts";
import { tuneGarbageCollection } from "../src/supervisor/memory.ts";

export interface ServeOptions {
  readonly nodes: number;
  readonly snapshotEvery: number;
  readonly dataDir: string;
}

export type Order = "lose a follower" | "replace it" | "reports" | "close";

export type Word =
  | { readonly type: "started"; readonly nats: string }
  /** It hears the others: what it lacks is about to be sent to it. */
  | { readonly type: "nodeStarted" }
  | { readonly type: "lost"; readonly node: string }
  | { readonly type: "replaced"; readonly node: string; readonly tookMs: number; readonly lastIndex: number }
  | { readonly type: "reports"; readonly logBytes: readonly number[]; readonly snapshotIndexes: readonly number[] }
  | { readonly type: "failed"; readonly message: string };

/** A follower crashes, and its folder is emptied, as on a new disk. */
async function loseFollower(cluster: Cluster, dataDir: string): Promise<Word> {
  const leader = await cluster.waitForLeader();
  const node = cluster.nodeIds.find((id) => id !== leader) ?? leader;
  await cluster.node(node).crash();
  await rm(join(dataDir, node), { recursive: true });
  return { type: "lost", node };
}

async function replaceFollower(cluster: Cluster): Promise<Word> {
  const node = cluster.nodeIds.find((id) => !cluster.node(id).running) ?? "";
  const startedMs = performance.now();
  await cluster.replace(node);
  const tookMs = performance.now() - startedMs;
  const { lastIndex } = await cluster.node(node).report();
  return { type: "replaced", node, tookMs, lastIndex };
}

async function reports(cluster: Cluster): Promise<Word> {
  const all = await Promise.all(cluster.nodeIds.map((id) => cluster.node(id).report()));
  return {
    type: "reports",
    logBytes: all.map(({ logBytes }) => logBytes),
    snapshotIndexes: all.map(({ snapshotIndex }) => snapshotIndex),
  };
}

/** Runs until told to close. */
export async function serve({ nodes, snapshotEvery, dataDir }: ServeOptions): Promise<void> {
  tuneGarbageCollection(nodes);
  const say = (word: Word): void => void process.send?.(word);
  let nats = "";
  const cluster = await startCluster({
    size: nodes,
    name: "bench",
    dataDir,
    snapshotEvery,
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
      if (event.type === "nodeStarted") say({ type: "nodeStarted" });
    },
  });
  await cluster.waitForLeader();
  const failed = (error: unknown): void => say({ type: "failed", message: String(error) });
  process.on("message", (order: Order) => {
    if (order === "lose a follower") loseFollower(cluster, dataDir).then(say, failed);
    if (order === "replace it") replaceFollower(cluster).then(say, failed);
    if (order === "reports") reports(cluster).then(say, failed);
    if (order === "close") void cluster.close().finally(() => process.disconnect());
  });
  say({ type: "started", nats });
}
