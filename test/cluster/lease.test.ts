/** The lease on real workers: one node at a time says that it leads, and none that hangs, is dead, or has lost NATS. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { Cluster } from "../../src/supervisor/cluster.ts";
import { startCluster } from "../../src/supervisor/cluster.ts";

const TIMING = { electionTimeoutMinMs: 500, electionTimeoutMaxMs: 1000, heartbeatMs: 100 };

async function cluster(options = {}): Promise<Cluster> {
  const running = await startCluster({ size: 3, timing: TIMING, logLevel: "silent", ...options });
  onTestFinished(() => running.close());
  return running;
}

const holders = (running: Cluster): string[] => running.nodeIds.filter((id) => running.node(id).isLeader());

/** Resolves under the lease of any node, with its id and token; what runs there is ended with the test. */
function anyLead(running: Cluster, ids: readonly string[] = running.nodeIds) {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  return new Promise<{ id: string; fencingToken: number; lost: Promise<void> }>((resolve) => {
    for (const id of ids)
      running
        .node(id)
        .lead(
          ({ signal, fencingToken }) =>
            new Promise<void>((over) => {
              const lost = new Promise<void>((tell) => signal.addEventListener("abort", () => tell()));
              ended.signal.addEventListener("abort", () => over());
              resolve({ id, fencingToken, lost });
            }),
          { signal: ended.signal },
        )
        .catch(() => undefined);
  });
}

describe("the lease", () => {
  test("is held by the leader alone, and goes on for as long as it leads", async () => {
    const running = await cluster();
    const { id, fencingToken } = await anyLead(running);
    expect(holders(running)).toEqual([id]);
    expect((await running.node(id).report()).term).toBe(fencingToken);
    const seen = new Set<string>();
    const untilMs = performance.now() + 3 * TIMING.electionTimeoutMinMs;
    while (performance.now() < untilMs) {
      for (const holder of holders(running)) seen.add(holder);
      await new Promise(setImmediate);
    }
    expect([...seen]).toEqual([id]);
  });

  test("passes to another after a crash, with a larger token, and never to two", async () => {
    const running = await cluster();
    const { id, fencingToken, lost } = await anyLead(running);
    const others = running.nodeIds.filter((other) => other !== id);
    const next = anyLead(running, others);
    await running.node(id).crash();
    await lost;
    expect(running.node(id).isLeader()).toBe(false);
    const successor = await next;
    expect(successor.fencingToken).toBeGreaterThan(fencingToken);
    expect(holders(running)).toEqual([successor.id]);
  });

  test("after a transfer begins only when the old one must be over", async () => {
    const running = await cluster();
    const { id, lost } = await anyLead(running);
    const [heir = ""] = running.nodeIds.filter((other) => other !== id);
    const next = anyLead(running, [heir]);
    const askedMs = performance.now();
    await running.node(id).transferLeadership(heir);
    await lost;
    await next;
    expect(performance.now() - askedMs).toBeGreaterThan(TIMING.electionTimeoutMinMs * 0.6);
    expect(holders(running)).toEqual([heir]);
  });

  test("does not exist where the cluster was formed without, and lead() waits", async () => {
    const running = await cluster({ leaseMs: 0 });
    await running.waitForLeader();
    const waiting = new AbortController();
    const led = running.nodeIds.map((id) => running.node(id).lead(() => id, { signal: waiting.signal }));
    expect(holders(running)).toEqual([]);
    waiting.abort(new Error("enough"));
    for (const one of led) await expect(one).rejects.toThrow("enough");
  });

  test("is refused to a node that is down", async () => {
    const running = await cluster();
    await running.node("n1").crash();
    await expect(running.node("n1").lead(() => undefined)).rejects.toMatchObject({ code: "NODE_STOPPED" });
  });

  test("goes to the node of the highest priority", async () => {
    const running = await cluster({ priorities: { n2: 3 } });
    expect((await anyLead(running, ["n2"])).id).toBe("n2");
  });
});
