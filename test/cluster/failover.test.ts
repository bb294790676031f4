/** Failover on what NATS tells, on real workers: who is gone is followed at once; who only stands still is not taken for gone. */
import { expect, onTestFinished, test } from "vitest";
import { type Cluster, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";

/** No timeout of these runs out in a test. */
const NEVER = { electionTimeoutMinMs: 60_000, electionTimeoutMaxMs: 120_000, heartbeatMs: 100 };

async function cluster(size: number, events: ClusterEvent[]): Promise<Cluster> {
  const started = await startCluster({
    size,
    timing: NEVER,
    logLevel: "silent",
    onEvent: (event) => events.push(event),
  });
  onTestFinished(() => started.close());
  await started.waitForLeader();
  return started;
}

test("a leader that crashes is followed without any timeout, as often as it happens", async () => {
  const events: ClusterEvent[] = [];
  const nodes = await cluster(3, events);
  for (let crash = 0; crash < 5; crash += 1) {
    const leader = await nodes.waitForLeader();
    const term = await heardByAll(nodes);
    events.length = 0;
    await nodes.node(leader).crash();
    const successor = await nodes.waitForLeader();
    expect(successor).not.toBe(leader);
    const causes = events.flatMap((event) => (event.type === "stateChange" ? [event.cause] : []));
    expect(causes).toContain("leaderGone");
    expect(causes).not.toContain("electionTimeout");
    await nodes.node(leader).restart();
    expect(await heardByAll(nodes)).toBeGreaterThan(term);
  }
});

/** All follow the leader, and know its connection by a heartbeat; resolves to its term. */
async function heardByAll(nodes: Cluster): Promise<number> {
  for (;;) {
    const reports = await Promise.all(nodes.nodeIds.map((id) => nodes.node(id).report()));
    const terms = new Set(reports.map(({ term }) => term));
    const [term = 0] = terms;
    if (terms.size === 1 && reports.every(({ leader, heartbeats }) => leader !== null && heartbeats > 0)) return term;
  }
}
