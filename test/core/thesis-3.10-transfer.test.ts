/** §3.10 of Ongaro's thesis, a test a sentence: handing over the lead. */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { ServerState } from "../../src/core/state.ts";
import type { NodeId } from "../../src/core/types.ts";
import {
  a,
  answers,
  appendAck,
  b,
  c,
  candidate,
  causes,
  follower,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  leader,
  member,
  messages,
  NO_LOG,
  on,
  persisted,
  preCandidate,
  said,
  TIMING,
  timeoutNow,
  voteGranted,
  voteRequest,
  written,
} from "./unit.ts";

const handOver = (state: ServerState, to: NodeId | null, nowMs: number): Effect[] =>
  on(state, { type: "transferLeadership", requestId: 7, to }, nowMs);

describe("thesis 3.10: the leader", () => {
  test("tells the heir, and only the heir, to campaign, and answers the one who asked for it", () => {
    const { state, nowMs } = leader();
    hear(state, c, 1, appendAck(1), nowMs);
    const effects = handOver(state, "c", nowMs);
    expect(said(effects)).toMatchObject([{ to: "c", term: 1, body: timeoutNow }]);
    expect(effects).toContainEqual({ type: "answer", requestId: 7, answer: { type: "started" } });
  });

  test("just elected and free to choose, takes one that voted for it: the others may be down", () => {
    const { state, nowMs } = candidate();
    persisted(state, nowMs);
    hear(state, c, 1, voteGranted, nowMs);
    handOver(state, null, nowMs);
    expect(state.role).toMatchObject({ name: "leader", transfer: { to: "c" } });
  });

  test("leads on until another has won, and gives the wish up after an election timeout", () => {
    const { state, nowMs } = leader();
    handOver(state, "c", nowMs);
    expect(state.role).toMatchObject({ name: "leader", transfer: { to: "c" } });
    for (let waitedMs = 100; waitedMs <= TIMING.electionTimeoutMinMs; waitedMs += 100)
      on(state, { type: "wake" }, nowMs + waitedMs);
    expect(state.role).toMatchObject({ name: "leader", transfer: null });
  });

  test("sends the rest first: the heir is told only once it has the whole log", () => {
    const { state, nowMs } = leader();
    expect(said(handOver(state, "c", nowMs))).toEqual([]);
    on(state, { type: "wake" }, nowMs + 100);
    hear(state, b, 1, appendAck(1), nowMs + 101);
    expect(said(hear(state, c, 1, appendAck(0), nowMs + 102)).map(({ body }) => body)).not.toContainEqual(timeoutNow);
    expect(said(hear(state, c, 1, appendAck(1), nowMs + 103))).toMatchObject([{ to: "c", body: timeoutNow }]);
    expect(said(hear(state, c, 1, appendAck(1), nowMs + 104))).toEqual([]);
  });

  test("takes no command and no change of members while it hands over, and takes them again once that is given up", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    handOver(state, "c", nowMs);
    const propose = { type: "propose", proposals: [{ requestId: 8, command: new Uint8Array(1) }] } as const;
    const remove = { type: "changeMembers", requestId: 9, change: { type: "remove", id: "b" } } as const;
    expect(answers(on(state, propose, nowMs + 1))).toEqual(["transferring"]);
    expect(answers(on(state, remove, nowMs + 1))).toEqual(["transferring"]);
    expect(state.log.entries).toHaveLength(1);
    for (let waitedMs = 100; waitedMs <= TIMING.electionTimeoutMinMs; waitedMs += 100)
      on(state, { type: "wake" }, nowMs + waitedMs);
    expect(answers(on(state, propose, nowMs + 501))).toEqual(["accepted at 2:t1"]);
  });

  test("votes for the heir when asked, though it leads itself", () => {
    const { state, nowMs } = leader();
    handOver(state, "c", nowMs);
    const effects = hear(state, c, 2, voteRequest({ index: 1, term: 1 }, true), nowMs + 5);
    expect(messages(effects)).toMatchObject([{ to: "c", term: 2, body: voteGranted }]);
    expect(state).toMatchObject({ term: 2, votedFor: c, role: { name: "follower" } });
  });

  test("chooses the voter that it has heard of last, where none is named", () => {
    const { state, nowMs } = leader();
    on(state, { type: "wake" }, nowMs + 100);
    hear(state, c, 1, heartbeatAck(2, 1), nowMs + 101);
    expect(said(handOver(state, null, nowMs + 102))).toMatchObject([{ to: "c" }]);
  });

  test("chooses nobody whom it has not heard of within the least timeout", () => {
    const { state, nowMs } = leader();
    const effects = handOver(state, null, nowMs + TIMING.electionTimeoutMinMs);
    expect(answers(effects)).toEqual(["nobodyToTakeOver"]);
    expect(said(effects)).toEqual([]);
  });

  test("has nobody to hand over to where it is alone", () => {
    const { state, nowMs } = leader({ voters: [a] });
    expect(answers(handOver(state, null, nowMs))).toEqual(["nobodyToTakeOver"]);
  });

  test("refuses what cannot be: itself, and whom it does not know", () => {
    const { state, nowMs } = leader();
    expect(answers(handOver(state, "a", nowMs))).toEqual(["done"]);
    expect(answers(handOver(state, "x", nowMs))).toEqual(["unknownMember"]);
    expect(state.role).toMatchObject({ name: "leader", transfer: null });
  });

  test.each([
    ["follower", () => followerOf(b, 1, 0)],
    ["pre-candidate", () => preCandidate().state],
    ["candidate", () => candidate().state],
  ])("only it can hand over: a %s refuses", (_, make) => {
    const effects = handOver(make(), "c", 2000);
    expect(answers(effects)).toEqual(["notLeader"]);
    expect(said(effects)).toEqual([]);
  });
});

describe("thesis 3.10: the heir", () => {
  test("campaigns at once, without asking first, and says that it was told to", () => {
    const state = followerOf(b, 1, 0);
    const effects = hear(state, b, 1, timeoutNow, 10);
    expect(state).toMatchObject({ term: 2, votedFor: a, role: { name: "candidate" } });
    expect(said(effects)).toMatchObject([{ to: null, term: 2, body: voteRequest(NO_LOG, true) }]);
    expect(written(effects)).toEqual([{ term: 2, votedFor: a }]);
    expect(causes(effects)).toEqual(["timeoutNow"]);
  });

  test("asks again in the same way", () => {
    const state = followerOf(b, 1, 0);
    hear(state, b, 1, timeoutNow, 10);
    expect(said(on(state, { type: "wake" }, 110))).toMatchObject([{ body: voteRequest(NO_LOG, true) }]);
  });

  test("does not listen to one who is not its leader", () => {
    const state = followerOf(b, 1, 0);
    hear(state, c, 1, timeoutNow, 10);
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: b } });
  });

  test("does not listen to a leader of an older term", () => {
    const state = followerOf(b, 2, 0);
    hear(state, b, 1, timeoutNow, 10);
    expect(state).toMatchObject({ term: 2, role: { name: "follower", leader: b } });
  });

  test("does not listen where it knows no leader, or seeks the lead already", () => {
    for (const state of [follower(), preCandidate().state]) {
      hear(state, b, 0, timeoutNow, 1);
      expect(state.term).toBe(0);
    }
    const { state, nowMs } = candidate();
    hear(state, b, 1, timeoutNow, nowMs);
    expect(state.term).toBe(1);
  });

  test("does not listen to one of a newer term that it has not heard lead", () => {
    const state = followerOf(b, 1, 0);
    hear(state, c, 5, timeoutNow, 10);
    expect(state).toMatchObject({ term: 5, role: { name: "follower", leader: null } });
  });

  test("is no heir where it has no vote", () => {
    const state = follower({ self: member("a", "a-disk-2") });
    hear(state, b, 1, heartbeat(1), 5);
    hear(state, b, 1, timeoutNow, 10);
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: b } });
  });

  test("told twice, it campaigns once", () => {
    const state = followerOf(b, 1, 0);
    hear(state, b, 1, timeoutNow, 10);
    hear(state, b, 1, timeoutNow, 11);
    expect(state.term).toBe(2);
  });
});
