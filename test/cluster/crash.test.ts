/**
 * The leader crashes, fifty times in a row: its worker is terminated where it stands, and started again on what its disk has
 * kept. Real threads, disks and NATS messages.
 */
import { expect, onTestFinished, test } from "vitest";
import type { NodeId, Term } from "../../src/core/types.ts";
import type { NodeReport } from "../../src/driver/report.ts";
import { startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";

const CRASHES = 50;
const TIMING = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

/** All that was ever heard, held against Raft's promises as it comes. */
class Witness {
  readonly leaders = new Map<Term, NodeId>();
  readonly violations: string[] = [];
  readonly #terms = new Map<NodeId, Term>();

  hear(event: ClusterEvent): void {
    if (event.type === "stateChange") this.#termGrows(event.node, event.term);
    if (event.type === "nodeStopped" && event.error !== null)
      this.violations.push(`${event.node} stopped: ${event.error.code}`);
    if (event.type !== "leaderChange") return;
    const other = this.leaders.get(event.term);
    if (other !== undefined) this.violations.push(`${other} and ${event.node} lead term ${event.term}`);
    this.leaders.set(event.term, event.node);
  }

  /** What was on disk before a crash, and what the node says after its restart. */
  compare(before: NodeReport, after: NodeReport): void {
    this.#termGrows(before.id, before.term);
    this.#termGrows(after.id, after.term);
    const [voted, votes] = [before.votedFor?.id, after.votedFor?.id];
    if (after.term === before.term && voted !== votes)
      this.violations.push(`${before.id} voted for ${voted} in term ${before.term}, and now for ${votes}`);
  }

  #termGrows(node: NodeId, term: Term): void {
    const before = this.#terms.get(node) ?? 0;
    if (term < before) this.violations.push(`${node} went from term ${before} back to ${term}`);
    this.#terms.set(node, Math.max(before, term));
  }
}

test("after each of fifty crashes of the leader there is a new one, one a term, and no vote is forgotten", {
  timeout: 120_000,
}, async () => {
  const witness = new Witness();
  const cluster = await startCluster({
    size: 5,
    timing: TIMING,
    logLevel: "silent",
    onEvent: (event) => witness.hear(event),
  });
  onTestFinished(() => cluster.close());
  for (let crash = 1; crash <= CRASHES; crash++) {
    const leader = await cluster.waitForLeader();
    const before = await cluster.node(leader).report();
    await cluster.node(leader).crash();
    const successor = await cluster.waitForLeader();
    const { term } = await cluster.node(successor).report();
    expect([crash, successor]).not.toEqual([crash, leader]);
    expect(term).toBeGreaterThan(before.term);
    await cluster.node(leader).restart();
    witness.compare(before, await cluster.node(leader).report());
    expect(witness.violations).toEqual([]);
  }
  const reports = await Promise.all(cluster.nodeIds.map((id) => cluster.node(id).report()));
  for (const report of reports) witness.compare(report, report);
  expect(witness.violations).toEqual([]);
  expect(witness.leaders.size).toBeGreaterThan(CRASHES);
});
