/** §4.2.3 of Ongaro's thesis, a test a sentence: a living leader is protected from servers that cannot know that it lives. */
import { describe, expect, test } from "vitest";
import {
  a,
  appendAck,
  appendRefusal,
  b,
  c,
  candidate,
  causes,
  follower,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  held,
  leader,
  member,
  messages,
  on,
  persisted,
  preCandidate,
  preVoteGranted,
  said,
  voteGranted,
  voteRequest,
} from "./unit.ts";

describe("thesis 4.2.3: stickiness", () => {
  test("stickiness: within the least timeout of hearing a leader, a vote request is met with silence and its term not taken up", () => {
    const state = followerOf(b, 1, 0);
    expect(hear(state, c, 2, voteRequest(), 499)).toEqual([]);
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: b } });
  });

  test("after it, the request is considered", () => {
    const state = followerOf(b, 1, 0);
    expect(held(hear(state, c, 2, voteRequest(), 500))).toMatchObject([{ to: "c", term: 2, body: voteGranted }]);
  });

  test("stickiness is counted from the last heartbeat, not from the first", () => {
    const state = followerOf(b, 1, 0);
    hear(state, b, 1, heartbeat(2), 400);
    expect(hear(state, c, 2, voteRequest(), 899)).toEqual([]);
    expect(state.term).toBe(1);
  });

  test("stickiness of the leader itself: it is not unseated by a vote request", () => {
    const { state, nowMs } = leader();
    expect(hear(state, c, 2, voteRequest(), nowMs + 10)).toEqual([]);
    expect(state).toMatchObject({ term: 1, role: { name: "leader" } });
  });

  test("stickiness protects from vote requests only: a newer leader's heartbeat is obeyed", () => {
    const state = followerOf(b, 1, 0);
    hear(state, c, 2, heartbeat(1), 10);
    expect(state).toMatchObject({ term: 2, role: { name: "follower", leader: c } });
  });

  test("a leader learns of a newer term from the answers to its heartbeats", () => {
    const { state, nowMs } = leader();
    hear(state, c, 5, heartbeatAck(1), nowMs + 10);
    expect(state).toMatchObject({ term: 5, role: { name: "follower", leader: null } });
  });

  test("who has no leader to protect considers every request: a follower without one, a pre-candidate, a candidate", () => {
    for (const state of [follower(), preCandidate().state, candidate().state]) {
      hear(state, c, 9, voteRequest(), 1);
      expect(state).toMatchObject({ term: 9, votedFor: c });
    }
  });

  test("who has lost its connection has no leader to protect when it is back", () => {
    const state = followerOf(b, 1, 0);
    on(state, { type: "disconnected" }, 10);
    on(state, { type: "connected" }, 11);
    hear(state, c, 2, voteRequest(), 12);
    expect(state).toMatchObject({ term: 2, votedFor: c });
  });

  test("an election that the leader asked for is let through", () => {
    const state = followerOf(b, 1, 0);
    expect(held(hear(state, c, 2, voteRequest({ index: 0, term: 0 }, true), 10))).toMatchObject([
      { body: voteGranted },
    ]);
    const { state: old, nowMs } = leader();
    hear(old, c, 2, voteRequest({ index: 1, term: 1 }, true), nowMs + 10);
    expect(old).toMatchObject({ term: 2, votedFor: c, role: { name: "follower" } });
  });

  test("a server that is no member disturbs nobody who hears a leader: its requests meet silence", () => {
    const state = followerOf(b, 1, 0);
    expect(messages(hear(state, member("x"), 99, voteRequest({ index: 9, term: 9 }), 10))).toEqual([]);
    expect(state).toMatchObject({ term: 1, ignored: { notMember: 1 }, role: { leader: b } });
  });

  test("nor does it by its answers, whatever their term", () => {
    const { state, nowMs } = leader();
    const bodies = [heartbeatAck(1), appendAck(1), appendRefusal(0), voteGranted, preVoteGranted(2)];
    for (const body of bodies) expect(messages(hear(state, member("x"), 99, body, nowMs + 10))).toEqual([]);
    expect(state).toMatchObject({ term: 1, commitIndex: 0, role: { name: "leader" } });
  });

  test("but one that is not known yet may ask and may lead: this server may not have heard of the change", () => {
    const state = followerOf(b, 1, 0);
    const x = member("x");
    expect(held(hear(state, x, 2, voteRequest(), 5000))).toMatchObject([{ to: "x", body: voteGranted }]);
    hear(state, x, 2, heartbeat(1), 5010);
    expect(state).toMatchObject({ term: 2, role: { leader: x } });
  });
});

describe("DESIGN 3.9: without a connection", () => {
  test("a leader leads no longer", () => {
    const { state, nowMs } = leader();
    on(state, { type: "disconnected" }, nowMs + 1);
    expect(state).toMatchObject({ term: 1, votedFor: a, role: { name: "follower", leader: null } });
  });

  test("nobody is followed, nothing is said, and no deadline is waited for", () => {
    const state = followerOf(b, 1, 0);
    const effects = on(state, { type: "disconnected" }, 10);
    expect(messages(effects)).toEqual([]);
    expect(effects).toContainEqual({ type: "wakeAt", atMs: Number.POSITIVE_INFINITY });
    expect(on(state, { type: "wake" }, 60_000)).toEqual([]);
  });

  test("what still comes in counts for nothing", () => {
    const state = followerOf(b, 1, 0);
    on(state, { type: "disconnected" }, 10);
    expect(hear(state, c, 9, voteRequest(), 20)).toEqual([]);
    expect(hear(state, b, 1, heartbeat(2), 20)).toEqual([]);
    expect(state).toMatchObject({ term: 1, role: { name: "follower", leader: null } });
  });

  test("a candidate whose vote becomes durable only then does not lead by it", () => {
    const { state, nowMs } = candidate();
    hear(state, b, 1, voteGranted, nowMs);
    on(state, { type: "disconnected" }, nowMs + 1);
    expect(said(persisted(state, nowMs + 2))).toEqual([]);
    expect(state.role.name).toBe("follower");
  });
});

describe("DESIGN 3.6: a server whose disk has failed, or that is closed", () => {
  test.each([
    ["persistFailed", "diskFailed"],
    ["stop", "closed"],
  ] as const)("%s: it stops, whatever it was, and nothing is said or done by it again", (type, cause) => {
    for (const state of [follower(), candidate().state, leader().state]) {
      expect(causes(on(state, { type }, 5000))).toEqual([cause]);
      expect(state.role.name).toBe("stopped");
      expect(hear(state, b, 9, voteRequest(), 5001)).toEqual([]);
      expect(on(state, { type: "wake" }, 9000)).toEqual([]);
      expect(on(state, { type: "connected" }, 9001)).toEqual([]);
      expect(state.role.name).toBe("stopped");
    }
  });
});
