/** §5.2 of the Raft paper, a test a sentence: how an election begins, and its three ends. */
import { describe, expect, test } from "vitest";
import { InvariantBroken } from "../../src/core/invariants.ts";
import { deadlineMs } from "../../src/core/turn.ts";
import {
  a,
  b,
  c,
  candidate,
  causes,
  d,
  e,
  expire,
  follower,
  followerOf,
  hear,
  heartbeat,
  held,
  leader,
  on,
  persisted,
  preVoteGranted,
  said,
  started,
  TIMING,
  voteGranted,
  voteRefused,
  voteRequest,
  written,
} from "./unit.ts";

const FIVE = [a, b, c, d, e];

describe("§5.2: followers, and how an election begins", () => {
  test("a server starts as a follower, whatever it was before", () => {
    expect(started({ hardState: { term: 4, votedFor: a } })).toMatchObject({
      role: { name: "follower", leader: null },
    });
  });

  test("a follower stays one for as long as it hears heartbeats", () => {
    const state = followerOf(b, 1, 0);
    for (let round = 2; round < 500; round += 1) {
      hear(state, b, 1, heartbeat(round), round * 400);
      expect(on(state, { type: "wake" }, round * 400 + 399)).toEqual([]);
    }
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: b } });
  });

  test("a follower that hears nothing for its election timeout seeks the lead", () => {
    const state = followerOf(b, 1, 0);
    const { effects } = expire(state);
    expect(state.role.name).toBe("preCandidate");
    expect(causes(effects)).toEqual(["electionTimeout"]);
  });

  test("a deadline that a heartbeat has moved is not due", () => {
    const state = followerOf(b, 1, 0);
    const firstDeadlineMs = deadlineMs(state);
    hear(state, b, 1, heartbeat(2), firstDeadlineMs - 1);
    expect(on(state, { type: "wake" }, firstDeadlineMs)).toEqual([]);
    expect(state.role.name).toBe("follower");
  });

  test("giving a vote lets the voter wait anew", () => {
    const state = follower({ self: b, hardState: { term: 1, votedFor: null } });
    const nowMs = deadlineMs(state) - 1;
    hear(state, c, 1, voteRequest(), nowMs);
    expect(deadlineMs(state)).toBeGreaterThanOrEqual(nowMs + TIMING.electionTimeoutMinMs);
  });

  test("refusing a vote in the voter's own term does not", () => {
    const state = follower({ hardState: { term: 1, votedFor: b } });
    const before = deadlineMs(state);
    hear(state, c, 1, voteRequest(), 1);
    expect(deadlineMs(state)).toBe(before);
  });
});

describe("§5.2: a candidate", () => {
  test("raises its term, votes for itself, and asks all others at once", () => {
    const { state, effects } = candidate();
    expect(state).toMatchObject({ term: 1, votedFor: a, role: { name: "candidate" } });
    expect(said(effects)).toMatchObject([{ to: null, term: 1, body: voteRequest() }]);
    expect(written(effects)).toEqual([{ term: 1, votedFor: a }]);
  });

  test("its own vote counts only once it is durable: with a majority of others it still waits", () => {
    const { state, nowMs } = candidate();
    hear(state, b, 1, voteGranted, nowMs);
    hear(state, c, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
    persisted(state, nowMs);
    expect(state.role.name).toBe("leader");
  });

  test("its own vote counts only once it is durable: it is not among those granted before", () => {
    const { state, nowMs } = candidate();
    if (state.role.name !== "candidate") throw new Error("not a candidate");
    expect([...state.role.granted]).toEqual([]);
    persisted(state, nowMs);
    expect([...state.role.granted]).toEqual(["a"]);
  });

  test("an earlier write of its disk does not make its own vote durable", () => {
    const { state, nowMs } = candidate();
    hear(state, b, 1, voteGranted, nowMs);
    on(state, { type: "persisted", writeId: state.writeId - 1 }, nowMs);
    expect(state.role.name).toBe("candidate");
  });

  test("a single server elects itself, once its vote is durable", () => {
    const state = follower({ voters: [a] });
    const { nowMs } = expire(state);
    expect(state).toMatchObject({ term: 1, role: { name: "candidate" } });
    persisted(state, nowMs);
    expect(state.role.name).toBe("leader");
  });
});

describe("§5.2: the winner", () => {
  test("sends heartbeats to all others at once", () => {
    const { state, effects } = leader();
    expect(state.role.name).toBe("leader");
    expect(said(effects)[0]).toMatchObject({ to: null, term: 1, body: heartbeat(1) });
  });

  test("and goes on sending them, each round with a new number", () => {
    const { state, nowMs } = leader();
    expect(deadlineMs(state)).toBe(nowMs + TIMING.heartbeatMs);
    expect(said(on(state, { type: "wake" }, nowMs + 100))).toMatchObject([{ to: null, body: heartbeat(2) }]);
    expect(said(on(state, { type: "wake" }, nowMs + 200))).toMatchObject([{ to: null, body: heartbeat(3) }]);
  });

  test("does not vote for another in its term", () => {
    const { state, nowMs } = leader();
    expect(said(hear(state, c, 1, voteRequest(), nowMs))).toMatchObject([{ to: "c", body: voteRefused }]);
  });

  test("late votes change nothing", () => {
    const { state, nowMs } = leader();
    expect(hear(state, c, 1, voteGranted, nowMs)).toEqual([]);
    expect(hear(state, c, 1, voteRefused, nowMs)).toEqual([]);
    expect(state.role.name).toBe("leader");
  });
});

describe("§5.2 (b): another server wins while it waits for votes", () => {
  test("a leader of its own term is recognised", () => {
    const { state, nowMs } = candidate();
    const effects = hear(state, c, 1, heartbeat(1), nowMs);
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: c } });
    expect(causes(effects)).toEqual(["heardLeader"]);
  });

  test("a leader of a newer term is recognised", () => {
    const { state, nowMs } = candidate();
    hear(state, c, 2, heartbeat(1), nowMs);
    expect(state).toMatchObject({ term: 2, votedFor: null, role: { name: "follower", leader: c } });
  });

  test("a leader of an older term is refused, and the candidacy goes on", () => {
    const { state, nowMs } = candidate({ hardState: { term: 4, votedFor: null } });
    expect(held(hear(state, c, 4, heartbeat(1), nowMs))).toMatchObject([{ to: "c", term: 5 }]);
    expect(state).toMatchObject({ term: 5, role: { name: "candidate" } });
  });
});

describe("§5.2 (c): nobody wins", () => {
  test("a candidate whose time runs out seeks the next term", () => {
    const { state, nowMs } = candidate();
    persisted(state, nowMs);
    on(state, { type: "wake" }, nowMs + TIMING.electionTimeoutMaxMs);
    hear(state, c, 1, preVoteGranted(2), nowMs + TIMING.electionTimeoutMaxMs);
    expect(state).toMatchObject({ term: 2, votedFor: a, role: { name: "candidate" } });
  });

  test("a candidate that is refused asks anew within two heartbeats; one that hears nothing waits for a whole timeout", () => {
    const { state, nowMs } = candidate({ voters: FIVE });
    persisted(state, nowMs);
    expect(state.role).toHaveProperty(
      "electionDeadlineMs",
      expect.toSatisfy((ms) => ms >= nowMs + TIMING.electionTimeoutMinMs),
    );
    hear(state, b, 1, voteRefused, nowMs + 10);
    const { electionDeadlineMs: soonMs } = state.role as { electionDeadlineMs: number };
    expect(soonMs).toBeGreaterThanOrEqual(nowMs + 10 + TIMING.heartbeatMs);
    expect(soonMs).toBeLessThan(nowMs + 10 + 2 * TIMING.heartbeatMs);
    hear(state, c, 1, voteRefused, nowMs + 20);
    expect(state.role).toMatchObject({ name: "candidate", electionDeadlineMs: soonMs });
    expect(causes(on(state, { type: "wake" }, soonMs))).toEqual(["electionLost"]);
    expect(state).toMatchObject({ term: 1, role: { name: "preCandidate" } });
  });

  test("a candidate that has lost asks anew as soon as one that may yet lose", () => {
    const { state, nowMs } = candidate();
    persisted(state, nowMs);
    for (const voter of [b, c]) hear(state, voter, 1, voteRefused, nowMs);
    expect(state.role.name).toBe("follower");
    expect(deadlineMs(state)).toBeLessThan(nowMs + 2 * TIMING.heartbeatMs);
  });

  test("a candidate refused by so many that it cannot win gives up", () => {
    const { state, nowMs } = candidate({ voters: FIVE });
    persisted(state, nowMs);
    hear(state, b, 1, voteRefused, nowMs);
    hear(state, c, 1, voteRefused, nowMs);
    expect(state.role.name).toBe("candidate");
    hear(state, d, 1, voteRefused, nowMs);
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: null } });
  });

  test("election timeouts are drawn anew, from [min, max), over the whole of it", () => {
    const waitsMs: number[] = [];
    const state = followerOf(b, 1, 0);
    for (let round = 1; round <= 1000; round += 1) {
      hear(state, b, 1, heartbeat(round), round);
      waitsMs.push(deadlineMs(state) - round);
    }
    expect(Math.min(...waitsMs)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...waitsMs)).toBeLessThan(1000);
    expect(Math.min(...waitsMs)).toBeLessThan(510);
    expect(Math.max(...waitsMs)).toBeGreaterThan(990);
    expect(new Set(waitsMs).size).toBeGreaterThan(990);
  });

  test("each candidacy draws its own timeout at its start", () => {
    const deadlines = [1, 2, 3, 4, 5].map((seed) => {
      const { state, nowMs } = candidate({ seed });
      if (state.role.name !== "candidate") throw new Error("not a candidate");
      return state.role.electionDeadlineMs - nowMs;
    });
    expect(new Set(deadlines).size).toBe(5);
    for (const waitMs of deadlines) expect(waitMs).toBeGreaterThanOrEqual(500);
  });
});

describe("§5.2: at most one leader in a term", () => {
  test("a leader that hears another of its own term stops loudly", () => {
    const { state, nowMs } = leader();
    expect(() => hear(state, c, 1, heartbeat(1), nowMs)).toThrow(InvariantBroken);
  });

  test("a follower that hears two leaders of one term stops loudly", () => {
    const state = followerOf(b, 1, 0);
    expect(() => hear(state, c, 1, heartbeat(1), 10)).toThrow("electionSafety");
  });
});
