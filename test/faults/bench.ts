/** What tests of faults share: a cluster of real workers, a client, and waiting for what is to come. */
import { onTestFinished } from "vitest";
import type { NodeId } from "../../src/core/types.ts";
import type { NodeReport } from "../../src/driver/report.ts";
import type { KvClient } from "../../src/kv/client.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";

const TIMING = { electionTimeoutMinMs: 500, electionTimeoutMaxMs: 900, heartbeatMs: 50 };
const WAIT_MS = 15_000;

export interface Bench {
  readonly cluster: Cluster;
  readonly client: KvClient;
  readonly leader: NodeId;
  readonly followers: readonly NodeId[];
  readonly events: readonly ClusterEvent[];
  readonly logs: readonly string[];
  /** The first event from the `from`th on that matches, told already or yet to come. */
  event(matches: (event: ClusterEvent) => boolean, from?: number): Promise<ClusterEvent>;
  /** Asks the node until its report is as wanted; gives that back. */
  until(node: NodeId, isWanted: (report: NodeReport) => boolean): Promise<NodeReport>;
  /** How long a write takes, in ms. */
  putMs(bytes?: number): Promise<number>;
}

export const nobody = (): never => {
  throw new Error("there is no such node");
};

export async function faultBench(options: Partial<ClusterOptions> = {}): Promise<Bench> {
  const events: ClusterEvent[] = [];
  const logs: string[] = [];
  const looks = new Set<() => void>();
  const cluster = await startCluster({
    size: 3,
    timing: TIMING,
    onLog: (line) => logs.push(line),
    onEvent: (event) => {
      events.push(event);
      for (const look of [...looks]) look();
    },
    ...options,
  });
  onTestFinished(() => cluster.close());
  const started = events.find((event) => event.type === "clusterStarted");
  const servers = started?.type === "clusterStarted" ? started.nats.split(",") : nobody();
  const { client, close } = await connectKv({ servers, name: "test", cluster: "graft", callTimeoutMs: 10_000 });
  onTestFinished(close);
  const leader = await cluster.waitForLeader();
  await client.put("warm", new Uint8Array(1));
  const followers = cluster.nodeIds.filter((id) => id !== leader);
  return {
    cluster,
    client,
    leader,
    followers,
    events,
    logs,
    event: (matches, from = 0) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.slice(from).find(matches);
          if (found === undefined) return;
          looks.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => reject(new Error(`not told of: ${JSON.stringify(events)}`)), WAIT_MS);
        looks.add(look);
        look();
      }),
    until: (node, isWanted) => untilReport(cluster, node, isWanted),
    async putMs(bytes = 1) {
      const fromMs = performance.now();
      await client.put("key", new Uint8Array(bytes).fill(7));
      return performance.now() - fromMs;
    },
  };
}

async function untilReport(
  cluster: Cluster,
  node: NodeId,
  isWanted: (report: NodeReport) => boolean,
): Promise<NodeReport> {
  const untilMs = performance.now() + WAIT_MS;
  for (;;) {
    const report = await cluster.node(node).report();
    if (isWanted(report)) return report;
    if (performance.now() > untilMs) throw new Error(`${node} does not come to it: ${JSON.stringify(report)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export const leads = (event: ClusterEvent): boolean => event.type === "leaderChange";

export const becomes =
  (node: NodeId, to: string, cause?: string) =>
  (event: ClusterEvent): boolean =>
    event.type === "stateChange" &&
    event.node === node &&
    event.to === to &&
    (cause === undefined || event.cause === cause);

export const ended =
  (type: string) =>
  (event: ClusterEvent): boolean =>
    event.type === "faultEnded" && event.active.fault.type === type;
