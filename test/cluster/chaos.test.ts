/** Chaos on a live cluster: short, but whole. The long runs are `test/long/chaos.test.ts`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runChaos } from "../../src/supervisor/chaos/run-chaos.ts";
import { startCluster } from "../../src/supervisor/cluster.ts";

/** Its plan loses a disk and changes a member early. */
const MEMBERS_SEED = 381;
const TIMING = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

async function chaosCluster() {
  const cluster = await startCluster({ size: 3, timing: TIMING, logLevel: "silent" });
  onTestFinished(() => cluster.close());
  await cluster.waitForLeader();
  return cluster;
}

test("a few seconds of chaos find nothing, and everything watched", { timeout: 90_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "graft-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const historyFile = join(folder, "history.jsonl");
  const report = await runChaos(await chaosCluster(), { level: "rough", seed: 5, durationMs: 6_000, historyFile });
  expect(report).toMatchObject({ verdict: "ok", violations: [], seed: 5, level: "rough" });
  const { operations, faults, leases, sighted, timeline } = report;
  expect(operations).toBeGreaterThan(50);
  expect(Object.values(faults).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
  expect(leases.held).toBeGreaterThan(0);
  expect(sighted.committedIndex).toBeGreaterThan(20);
  expect(timeline.map(({ type }) => type)).toContain("calm");
  const lines = readFileSync(historyFile, "utf8").trimEnd().split("\n");
  expect(lines.length).toBe(operations);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ client: expect.any(String), outcome: expect.any(String) });
});

test("it can be ended at any time, and judges what it has seen", { timeout: 90_000 }, async () => {
  const cluster = await chaosCluster();
  const ending = new AbortController();
  const report = await runChaos(cluster, {
    level: "gentle",
    seed: 1,
    signal: ending.signal,
    onTimeline: ({ type }) => {
      if (type === "faultBegan") ending.abort();
    },
  });
  expect(report.verdict).toBe("ok");
  expect(cluster.faults).toEqual([]);
  expect(cluster.nodeIds.every((id) => cluster.node(id).running)).toBe(true);
});

test("a disk is lost, and members come and go, while clients write", { timeout: 90_000 }, async () => {
  const cluster = await startCluster({ size: 5, timing: TIMING, logLevel: "silent" });
  onTestFinished(() => cluster.close());
  await cluster.waitForLeader();
  const ending = new AbortController();
  const seen = new Set<string>();
  const forget = cluster.observe((event) => {
    if (event.type === "faultBegan" && event.statement.startsWith("wipe")) seen.add("wipe");
    if (event.type === "nodeRemoved") seen.add("removed");
    if (seen.size === 2) ending.abort();
  });
  const report = await runChaos(cluster, {
    level: "rough",
    seed: MEMBERS_SEED,
    durationMs: 60_000,
    signal: ending.signal,
  });
  forget();
  expect(report).toMatchObject({ verdict: "ok", violations: [] });
  expect([...seen].sort()).toEqual(["removed", "wipe"]);
  expect(cluster.nodeIds.length).toBeGreaterThanOrEqual(5);
});
