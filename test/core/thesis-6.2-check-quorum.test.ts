/** §6.2 of Ongaro's thesis, a test a sentence: a leader that no majority answers is none (CheckQuorum). */
import { describe, expect, test } from "vitest";
import { quorumContactMs } from "../../src/core/leader.ts";
import type { ServerState } from "../../src/core/state.ts";
import {
  a,
  b,
  c,
  causes,
  d,
  e,
  expire,
  follower,
  hear,
  heartbeat,
  heartbeatAck,
  leader,
  member,
  on,
  persisted,
  said,
  TIMING,
} from "./unit.ts";

const FIVE = [a, b, c, d, e];
const LIMIT_MS = TIMING.electionTimeoutMaxMs;

/**
 * Wakes the leader at each of its deadlines until `untilMs`; `heard` says whose answers come back, at once. Its disk is
 * prompt.
 */
function lead(state: ServerState, untilMs: number, heard: readonly (typeof a)[] = []): void {
  while (state.role.name === "leader" && state.wakeAtMs <= untilMs) {
    const { nowMs } = expire(state);
    if (state.role.name !== "leader") return;
    persisted(state, nowMs);
    for (const voter of heard) hear(state, voter, state.term, heartbeatAck(state.role.round), nowMs);
  }
}

describe("thesis 6.2: CheckQuorum", () => {
  test("CheckQuorum: a leader that nobody answers steps down after the longest election timeout, and not before", () => {
    const { state, nowMs } = leader();
    lead(state, nowMs + LIMIT_MS);
    expect(state.role.name).toBe("leader");
    lead(state, nowMs + LIMIT_MS + TIMING.heartbeatMs);
    expect(state).toMatchObject({ term: 1, votedFor: a, role: { name: "follower", leader: null } });
  });

  test("it says why", () => {
    const { state, nowMs } = leader();
    expect(causes(on(state, { type: "wake" }, nowMs + LIMIT_MS + 1))).toEqual(["lostQuorum"]);
  });

  test("CheckQuorum: a minority's answers do not keep it up", () => {
    const { state, nowMs } = leader({ voters: FIVE });
    lead(state, nowMs + 2 * LIMIT_MS, [b]);
    expect(state.role.name).toBe("follower");
  });

  test("CheckQuorum: many answers of one voter are no majority", () => {
    const { state, nowMs } = leader({ voters: FIVE });
    lead(state, nowMs + 2 * LIMIT_MS, [b, b, b, b]);
    expect(state.role.name).toBe("follower");
  });

  test("a majority's answers keep it up, for as long as they come", () => {
    const { state, nowMs } = leader({ voters: FIVE });
    lead(state, nowMs + 100 * LIMIT_MS, [b, e]);
    expect(state).toMatchObject({ term: 1, role: { name: "leader" } });
  });

  test("a single server leads for ever", () => {
    const state = follower({ voters: [a] });
    const { nowMs } = expire(state);
    persisted(state, nowMs);
    lead(state, nowMs + 100 * LIMIT_MS);
    expect(state).toMatchObject({ term: 1, role: { name: "leader" } });
  });

  test("answers of other incarnations and of strangers do not keep it up", () => {
    const { state, nowMs } = leader();
    lead(state, nowMs + 2 * LIMIT_MS, [member("b", "b-disk-2"), member("c", "c-disk-2"), member("x")]);
    expect(state.role.name).toBe("follower");
  });

  test("an answer counts from when its round was sent, not from when it came", () => {
    const { state, nowMs } = leader();
    on(state, { type: "wake" }, nowMs + 100);
    hear(state, b, 1, heartbeatAck(1), nowMs + 900);
    if (state.role.name !== "leader") throw new Error("not a leader");
    expect(quorumContactMs(state, state.role, nowMs + 900)).toBe(nowMs);
    hear(state, b, 1, heartbeatAck(2), nowMs + 901);
    expect(quorumContactMs(state, state.role, nowMs + 901)).toBe(nowMs + 100);
  });

  test("late answers to early rounds do not put the leader back", () => {
    const { state, nowMs } = leader();
    on(state, { type: "wake" }, nowMs + 100);
    hear(state, b, 1, heartbeatAck(2), nowMs + 150);
    hear(state, b, 1, heartbeatAck(1), nowMs + 160);
    if (state.role.name !== "leader") throw new Error("not a leader");
    expect(quorumContactMs(state, state.role, nowMs + 160)).toBe(nowMs + 100);
  });

  test("an answer to a round that was never sent counts for nothing", () => {
    const { state, nowMs } = leader();
    lead(state, nowMs + 500);
    hear(state, b, 1, heartbeatAck(99), nowMs + 500);
    lead(state, nowMs + 2 * LIMIT_MS);
    expect(state.role.name).toBe("follower");
  });

  test("answers kept back through a pause do not revive its lead: what they prove is too old", () => {
    const { state, nowMs } = leader();
    const lateMs = nowMs + 5 * LIMIT_MS;
    hear(state, b, 1, heartbeatAck(1), lateMs);
    hear(state, c, 1, heartbeatAck(1), lateMs);
    on(state, { type: "wake" }, lateMs);
    expect(state.role.name).toBe("follower");
  });

  test("it leads its term never again: the next lead has a newer one", () => {
    const { state, nowMs } = leader();
    on(state, { type: "wake" }, nowMs + LIMIT_MS + 1);
    hear(state, b, 1, heartbeatAck(1), nowMs + LIMIT_MS + 2);
    expect(state.role.name).toBe("follower");
    persisted(state, nowMs + LIMIT_MS + 3);
    const { effects } = expire(state);
    expect(said(effects)).toMatchObject([{ body: { type: "preVoteRequest", nextTerm: 2 } }]);
  });

  test("its memory of rounds is bounded", () => {
    const { state, nowMs } = leader();
    lead(state, nowMs + 100 * LIMIT_MS, [b]);
    if (state.role.name !== "leader") throw new Error("not a leader");
    expect(state.role.rounds.length).toBeLessThanOrEqual(LIMIT_MS / TIMING.heartbeatMs + 2);
  });

  test("while it leads, it sends one round a heartbeat's time", () => {
    const { state, nowMs } = leader();
    expect(said(on(state, { type: "wake" }, nowMs + 50))).toEqual([]);
    expect(said(on(state, { type: "wake" }, nowMs + 100))).toMatchObject([{ to: null, body: heartbeat(2) }]);
    expect(said(on(state, { type: "wake" }, nowMs + 150))).toEqual([]);
  });
});
