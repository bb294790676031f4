/** §8 and thesis 6.4: linearizable reads by ReadIndex, a test a rule. */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { ServerState } from "../../src/core/state.ts";
import {
  a,
  answers,
  appendAck,
  b,
  c,
  follower,
  followerOf,
  hear,
  heartbeatAck,
  leader,
  member,
  on,
  persisted,
  said,
} from "./unit.ts";

const read = (state: ServerState, nowMs: number, ...requestIds: number[]): Effect[] =>
  on(state, { type: "readIndex", requestIds }, nowMs);

/** It has committed the no-op of its term; its first heartbeat is round 1. */
function settled(): { readonly state: ServerState; readonly nowMs: number } {
  const { state, nowMs } = leader();
  persisted(state, nowMs);
  hear(state, b, 1, appendAck(1), nowMs);
  return { state, nowMs };
}

describe("thesis 6.4: the leader", () => {
  test("answers once a majority has answered a round that was sent after the read came", () => {
    const { state, nowMs } = settled();
    const effects = read(state, nowMs, 7);
    expect(answers(effects)).toEqual([]);
    expect(said(effects)).toMatchObject([{ to: null, body: { type: "heartbeat", round: 2 } }]);
    expect(answers(hear(state, b, 1, heartbeatAck(1, 1), nowMs))).toEqual([]);
    expect(answers(hear(state, b, 1, heartbeatAck(2, 1), nowMs))).toEqual(["read at 1"]);
  });

  test("lets no other incarnation and no stranger confirm a round (scenario 8)", () => {
    const { state, nowMs } = settled();
    read(state, nowMs, 7);
    for (const from of [member("b", "b-disk-2"), member("x")])
      expect(answers(hear(state, from, 1, heartbeatAck(2, 1), nowMs))).toEqual([]);
  });

  test("serves nothing before it has committed in its own term (§8)", () => {
    const { state, nowMs } = leader();
    expect(said(read(state, nowMs, 7))).toEqual([]);
    on(state, { type: "wake" }, nowMs + 100);
    expect(answers(hear(state, b, 1, heartbeatAck(2), nowMs + 101))).toEqual([]);
    persisted(state, nowMs + 102);
    expect(answers(hear(state, b, 1, appendAck(1), nowMs + 103))).toEqual([]);
    expect(answers(hear(state, b, 1, heartbeatAck(3, 1), nowMs + 104))).toEqual(["read at 1"]);
  });

  test("reads that come while a round is out share the next", () => {
    const { state, nowMs } = settled();
    read(state, nowMs, 7);
    expect(said(read(state, nowMs, 8, 9))).toEqual([]);
    const effects = hear(state, b, 1, heartbeatAck(2, 1), nowMs);
    expect(answers(effects)).toHaveLength(1);
    expect(said(effects)).toMatchObject([{ body: { type: "heartbeat", round: 3 } }]);
    expect(answers(hear(state, c, 1, heartbeatAck(3, 1), nowMs))).toEqual(["read at 1", "read at 1"]);
  });

  test("deposed, it never serves what waited", () => {
    const { state, nowMs } = settled();
    read(state, nowMs, 7);
    hear(state, c, 2, heartbeatAck(2), nowMs);
    expect(state.role.name).toBe("follower");
    expect(answers(hear(state, b, 1, heartbeatAck(2, 1), nowMs))).toEqual([]);
  });

  test("alone, it answers at once", () => {
    const { state, nowMs } = leader({ voters: [a] });
    persisted(state, nowMs);
    expect(answers(read(state, nowMs, 7))).toEqual(["read at 1"]);
  });
});

describe("thesis 6.4: a follower", () => {
  test("asks its leader, which tells it the index after a round", () => {
    const { state, nowMs } = settled();
    hear(state, c, 1, { type: "readIndexRequest", requestId: 7 }, nowMs);
    const effects = hear(state, b, 1, heartbeatAck(2, 1), nowMs);
    expect(said(effects)).toMatchObject([{ to: "c", body: { type: "readIndexResponse", requestId: 7, index: 1 } }]);
  });

  test("passes the question on, and the answer back", () => {
    const state = followerOf(b, 1, 0);
    expect(said(read(state, 10, 7))).toMatchObject([{ to: "b", body: { type: "readIndexRequest", requestId: 7 } }]);
    const effects = hear(state, b, 1, { type: "readIndexResponse", requestId: 7, index: 4 }, 11);
    expect(effects).toContainEqual({ type: "answer", requestId: 7, answer: { type: "readAt", index: 4 } });
  });

  test("refuses where it knows no leader", () => {
    expect(answers(read(follower(), 1, 7))).toEqual(["notLeader"]);
  });
});
