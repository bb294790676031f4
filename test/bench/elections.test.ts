import { describe, expect, test } from "vitest";
import { ElectionCluster, goGraft, graftTs, SHORT_TIMEOUTS, withTimeouts } from "../../bench/peers/elections.ts";

const CONSTANTS = `package graft

const (
	// Election timeout MIN and MAX per RAFT spec suggestion.
	MIN_ELECTION_TIMEOUT = 500 * time.Millisecond
	MAX_ELECTION_TIMEOUT = 2 * MIN_ELECTION_TIMEOUT
	HEARTBEAT_INTERVAL = 100 * time.Millisecond
	NO_VOTE   = ""
)
`;
const CLUSTER_MS_MAX = 120_000;

describe("Go graft's timeouts", () => {
  test("are replaced, and nothing else", () => {
    const text = withTimeouts(CONSTANTS, { minMs: 12, maxMs: 24, heartbeatMs: 3 });
    expect(text).toContain("MIN_ELECTION_TIMEOUT = 12 * time.Millisecond\n");
    expect(text).toContain("MAX_ELECTION_TIMEOUT = 24 * time.Millisecond\n");
    expect(text).toContain("HEARTBEAT_INTERVAL = 3 * time.Millisecond\n");
    expect(text.split("\n").length).toBe(CONSTANTS.split("\n").length);
    expect(text).toContain('NO_VOTE   = ""');
  });

  test("are not taken for replaced where the library has none of that name", () => {
    expect(() => withTimeouts("package graft\n", SHORT_TIMEOUTS)).toThrow("no constant MIN_ELECTION_TIMEOUT");
  });
});

describe.each([["graft-ts", graftTs] as const, ["Go graft", goGraft] as const])("processes of %s", (_name, kind) => {
  test("elect another leader when theirs is killed, twice", { timeout: CLUSTER_MS_MAX }, async ({ skip }) => {
    const reason = kind.absent();
    skip(reason !== null, `${kind.name}: ${reason}`);
    const cluster = await ElectionCluster.start(kind, { minMs: 150, maxMs: 300, heartbeatMs: 30 }, 3);
    try {
      for (let time = 0; time < 2; time += 1) expect(await cluster.failOver()).toBeGreaterThan(0);
      expect(await cluster.idlePercent(200)).toBeLessThan(200);
    } finally {
      await cluster.close();
    }
  });
});
