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

/**
 * All that was ever heard, held against Raft's promises as it comes. Events and reports travel on ports of their own, so
 * neither says which of the two was first: they are compared over a crash only, which ends both.
 */
class Witness {
  readonly leaders = new Map<Term, NodeId>();
  readonly violations: string[] = [];
  /** The newest that each node has told of by events, over all its lives. */
  readonly #told = new Map<NodeId, Term>();

  hear(event: ClusterEvent): void {
    if (event.type === "stateChange") this.#tell(event.node, event.term);
    if (event.type === "nodeStopped" && event.error !== null)
      this.violations.push(`${event.node} stopped: ${event.error.code}`);
    if (event.type !== "leaderChange") return;
    const other = this.leaders.get(event.term);
    if (other !== undefined) this.violations.push(`${other} and ${event.node} lead term ${event.term}`);
    this.leaders.set(event.term, event.node);
  }

  toldBy(node: NodeId): Term {
    return this.#told.get(node) ?? 0;
  }

  /** What a node said before its crash, by report and by its last event, and what it says after its restart. */
  compare(before: NodeReport, told: Term, after: NodeReport): void {
    const known = Math.max(before.term, told);
    if (after.term < known) this.violations.push(`${after.id} knew term ${known}, and restarts in ${after.term}`);
    const [voted, votes] = [before.votedFor?.id, after.votedFor?.id];
    if (after.term === before.term && voted !== votes)
      this.violations.push(`${before.id} voted for ${voted} in term ${before.term}, and now for ${votes}`);
  }

  #tell(node: NodeId, term: Term): void {
    if (term < this.toldBy(node)) this.violations.push(`${node} went from term ${this.toldBy(node)} back to ${term}`);
    this.#told.set(node, Math.max(this.toldBy(node), term));
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
    const told = witness.toldBy(leader);
    const successor = await cluster.waitForLeader();
    const { term } = await cluster.node(successor).report();
    expect([crash, successor]).not.toEqual([crash, leader]);
    expect(term).toBeGreaterThan(before.term);
    await cluster.node(leader).restart();
    witness.compare(before, told, await cluster.node(leader).report());
    expect(witness.violations).toEqual([]);
  }
  expect(witness.leaders.size).toBeGreaterThan(CRASHES);
});
