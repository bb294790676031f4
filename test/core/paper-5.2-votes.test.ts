/** §5.2 of the Raft paper, a test a sentence: whose votes count, and how often a server votes. */
import { describe, expect, test } from "vitest";
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
  member,
  messages,
  on,
  persisted,
  preCandidate,
  said,
  voteGranted,
  voteRefused,
  voteRequest,
  written,
} from "./unit.ts";

const FIVE = [a, b, c, d, e];

describe("§5.2 (a): it wins with the votes of a majority of the whole cluster for its term", () => {
  test("two of five are not enough, three are", () => {
    const { state, nowMs } = candidate({ voters: FIVE });
    persisted(state, nowMs);
    hear(state, b, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
    hear(state, d, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("leader");
  });

  test("two of four are not enough", () => {
    const { state, nowMs } = candidate({ voters: [a, b, c, d] });
    persisted(state, nowMs);
    hear(state, b, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
  });

  test("votes are counted by named voter: many copies of one vote are one vote", () => {
    const { state, nowMs } = candidate({ voters: FIVE });
    persisted(state, nowMs);
    for (let copy = 0; copy < 10; copy += 1) hear(state, b, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
  });

  test("votes are counted by named voter: refusals of one voter do not lose the election", () => {
    const { state, nowMs } = candidate({ voters: FIVE });
    persisted(state, nowMs);
    for (let copy = 0; copy < 10; copy += 1) hear(state, b, 1, voteRefused, nowMs);
    expect(state.role.name).toBe("candidate");
  });

  test("a stranger's vote counts for nothing", () => {
    const { state, nowMs } = candidate();
    persisted(state, nowMs);
    hear(state, member("x"), 1, voteGranted, nowMs);
    expect(state).toMatchObject({ role: { name: "candidate" }, ignored: { notMember: 1 } });
  });

  test("the vote of another incarnation of a voter counts for nothing", () => {
    const { state, nowMs } = candidate();
    persisted(state, nowMs);
    hear(state, member("b", "b-disk-2"), 1, voteGranted, nowMs);
    expect(state).toMatchObject({ role: { name: "candidate" }, ignored: { otherIncarnation: 1 } });
  });

  test("another incarnation of a voter is no voter itself: it gives no vote and never campaigns", () => {
    const state = follower({ self: member("a", "a-disk-2") });
    expect(deadlineMs(state)).toBe(Number.POSITIVE_INFINITY);
    expect(held(hear(state, b, 1, voteRequest(), 10))).toMatchObject([{ body: voteRefused }]);
    hear(state, b, 1, heartbeat(1), 20);
    expect(deadlineMs(state)).toBe(Number.POSITIVE_INFINITY);
  });

  test("another incarnation of a voter may have taken its place, unheard of here: it is followed, and may be elected", () => {
    const successor = member("c", "c-disk-2");
    const state = followerOf(b, 1, 0);
    expect(messages(hear(state, successor, 9, heartbeat(1), 900))).toMatchObject([{ to: "c", body: { round: 1 } }]);
    expect(state).toMatchObject({ term: 9, role: { name: "follower", leader: successor } });
    const other = followerOf(b, 1, 0);
    expect(held(hear(other, successor, 9, voteRequest(), 900))).toMatchObject([{ to: "c", body: voteGranted }]);
  });

  test("votes for an earlier term of its own do not count in this one", () => {
    const { state, nowMs } = candidate({ hardState: { term: 4, votedFor: null } });
    persisted(state, nowMs);
    hear(state, b, 4, voteGranted, nowMs);
    hear(state, c, 3, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
  });
});

describe("§5.2: each server votes for at most one candidate in a term, first come, first served", () => {
  test("the first who asks gets the vote, the second does not", () => {
    const state = follower();
    expect(held(hear(state, b, 1, voteRequest(), 10))).toMatchObject([{ to: "b", body: voteGranted }]);
    expect(held(hear(state, c, 1, voteRequest(), 11))).toMatchObject([{ to: "c", body: voteRefused }]);
    expect(state.votedFor).toEqual(b);
  });

  test("the vote is durable before it leaves", () => {
    const effects = hear(follower(), b, 1, voteRequest(), 10);
    expect(said(effects)).toEqual([]);
    expect(written(effects)).toEqual([{ term: 1, votedFor: b }]);
    expect(held(effects)).toMatchObject([{ to: "b", body: voteGranted }]);
  });

  test("one vote a term outlives a restart", () => {
    const state = follower({ hardState: { term: 1, votedFor: b } });
    expect(said(hear(state, c, 1, voteRequest(), 10))).toMatchObject([{ to: "c", body: voteRefused }]);
    expect(said(hear(state, b, 1, voteRequest(), 11))).toMatchObject([{ to: "b", body: voteGranted }]);
  });

  test("one vote a term outlives the heartbeats of that term's leader", () => {
    const state = follower();
    hear(state, b, 1, voteRequest(), 10);
    hear(state, c, 1, heartbeat(1), 20);
    expect(state).toMatchObject({ votedFor: b, role: { name: "follower", leader: c } });
  });

  test("one vote a term: a candidate that hears the leader of its term keeps its vote for itself", () => {
    const { state, nowMs } = candidate();
    hear(state, b, 1, heartbeat(1), nowMs);
    expect(state).toMatchObject({ votedFor: a, role: { name: "follower", leader: b } });
    expect(messages(hear(state, c, 1, voteRequest(), nowMs + 5000))).toMatchObject([{ to: "c", body: voteRefused }]);
  });

  test("one vote a term: a lost election, a lost PreVote and a lost quorum clear no vote", () => {
    const lost = candidate();
    for (const voter of [b, c]) hear(lost.state, voter, 1, voteRefused, lost.nowMs);
    expect(lost.state).toMatchObject({ term: 1, votedFor: a, role: { name: "follower" } });
    expire(lost.state);
    expect(lost.state).toMatchObject({ term: 1, votedFor: a, role: { name: "preCandidate" } });

    const { state, nowMs } = leader();
    on(state, { type: "wake" }, nowMs + 5000);
    expect(state).toMatchObject({ term: 1, votedFor: a, role: { name: "follower" } });
  });

  test("the same id with another disk is another candidate", () => {
    const voters = [a, b, c];
    const state = follower({ voters, hardState: { term: 1, votedFor: member("b", "b-disk-0") } });
    expect(said(hear(state, b, 1, voteRequest(), 10))).toMatchObject([{ body: voteRefused }]);
  });

  test("a voter that knows the leader of the term votes for nobody else in it", () => {
    const state = followerOf(b, 1, 0);
    expect(said(hear(state, c, 1, voteRequest(), 5000))).toMatchObject([{ to: "c", body: voteRefused }]);
    expect(state.votedFor).toBeNull();
  });

  test("a pre-candidate without a vote in its term gives it, and waits", () => {
    const { state, nowMs } = preCandidate({ hardState: { term: 3, votedFor: null } });
    const effects = hear(state, b, 3, voteRequest(), nowMs);
    expect(held(effects)).toMatchObject([{ to: "b", body: voteGranted }]);
    expect(state).toMatchObject({ votedFor: b, role: { name: "follower" } });
    expect(causes(effects)).toEqual(["votedForOther"]);
  });
});
