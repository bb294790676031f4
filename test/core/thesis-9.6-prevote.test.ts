/** §9.6 of Ongaro's thesis, a test a sentence: ask before you campaign. */
import { describe, expect, test } from "vitest";
import { deadlineMs } from "../../src/core/turn.ts";
import {
  a,
  b,
  c,
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
  on,
  persisted,
  preCandidate,
  preVoteGranted,
  preVoteRefused,
  preVoteRequest,
  said,
  TIMING,
  voteRequest,
  written,
} from "./unit.ts";

const FIVE = [a, b, c, d, e];
const ANSWER_GRANTED = { type: "preVoteResponse", granted: true };
const ANSWER_REFUSED = { type: "preVoteResponse", granted: false };

describe("thesis 9.6: PreVote, the one who asks", () => {
  test("PreVote: it raises its term only once it has learnt that a majority would vote for it", () => {
    const { state, nowMs } = preCandidate({ voters: FIVE });
    expect(state).toMatchObject({ term: 0, votedFor: null });
    hear(state, b, 0, preVoteGranted(1), nowMs);
    expect(state).toMatchObject({ term: 0, role: { name: "preCandidate" } });
    hear(state, c, 0, preVoteGranted(1), nowMs);
    expect(state).toMatchObject({ term: 1, role: { name: "candidate" } });
  });

  test("PreVote: asking writes nothing, and asks for the next term in the name of the present one", () => {
    const state = follower({ hardState: { term: 4, votedFor: b } });
    const { effects } = expire(state);
    expect(written(effects)).toEqual([]);
    expect(said(effects)).toMatchObject([{ to: null, term: 4, body: preVoteRequest(5) }]);
    expect(state.votedFor).toEqual(b);
  });

  test("PreVote: a server cut off from the others never raises its term, however long it asks", () => {
    const state = followerOf(b, 3, 0);
    for (let wakes = 0; wakes < 1000; wakes += 1) expire(state);
    expect(state).toMatchObject({ term: 3, role: { name: "preCandidate" } });
  });

  test("it forgets its leader as it begins to ask", () => {
    const state = followerOf(b, 3, 0);
    const { nowMs } = expire(state);
    expect(said(hear(state, c, 3, preVoteRequest(4), nowMs))).toMatchObject([{ body: ANSWER_GRANTED }]);
  });

  test("it follows a leader that it hears after all", () => {
    const state = followerOf(b, 3, 0);
    const { nowMs } = expire(state);
    hear(state, b, 3, heartbeat(9), nowMs);
    expect(state).toMatchObject({ term: 3, role: { name: "follower", leader: b } });
  });

  test("answers are counted by named voter", () => {
    const { state, nowMs } = preCandidate({ voters: FIVE });
    for (let copy = 0; copy < 5; copy += 1) hear(state, b, 0, preVoteGranted(1), nowMs);
    hear(state, member("x"), 0, preVoteGranted(1), nowMs);
    hear(state, member("c", "c-disk-2"), 0, preVoteGranted(1), nowMs);
    expect(state).toMatchObject({ term: 0, role: { name: "preCandidate" } });
  });

  test("an answer to an earlier question counts for nothing", () => {
    const { state, nowMs } = preCandidate({ hardState: { term: 4, votedFor: null } });
    hear(state, b, 3, preVoteGranted(4), nowMs);
    hear(state, b, 4, preVoteGranted(6), nowMs);
    expect(state).toMatchObject({ term: 4, role: { name: "preCandidate" } });
    hear(state, b, 3, preVoteGranted(5), nowMs);
    expect(state).toMatchObject({ term: 5, role: { name: "candidate" } });
  });

  test("an answer counts for nothing to one who does not ask", () => {
    const state = follower();
    for (const voter of [b, c]) hear(state, voter, 0, preVoteGranted(1), 10);
    expect(state).toMatchObject({ term: 0, role: { name: "follower" } });
  });

  test("refused by so many that no majority is left, it waits a whole timeout", () => {
    const { state, nowMs } = preCandidate();
    hear(state, b, 0, preVoteRefused(1), nowMs);
    expect(state.role.name).toBe("preCandidate");
    hear(state, c, 0, preVoteRefused(1), nowMs);
    expect(state.role.name).toBe("follower");
    expect(deadlineMs(state)).toBeGreaterThanOrEqual(nowMs + TIMING.electionTimeoutMinMs);
  });

  test("who refused at first may grant when asked again", () => {
    const { state, nowMs } = preCandidate();
    hear(state, b, 0, preVoteRefused(1), nowMs);
    hear(state, b, 0, preVoteGranted(1), nowMs + 100);
    expect(state.role.name).toBe("candidate");
  });

  test("a refusal tells it a newer term, and it takes that up", () => {
    const { state, nowMs } = preCandidate();
    hear(state, b, 7, preVoteRefused(1), nowMs);
    expect(state).toMatchObject({ term: 7, votedFor: null, role: { name: "follower" } });
  });

  test("a server without others need not ask", () => {
    const state = follower({ voters: [a] });
    expire(state);
    expect(state).toMatchObject({ term: 1, role: { name: "candidate" } });
  });
});

describe("thesis 9.6: PreVote, the one who is asked", () => {
  test("it would vote if it has no leader and the asker's log is as good as its own", () => {
    expect(said(hear(follower(), b, 0, preVoteRequest(1), 10))).toMatchObject([{ to: "b", body: ANSWER_GRANTED }]);
  });

  test("it would not vote while it has heard a leader within the least election timeout", () => {
    const state = followerOf(b, 1, 0);
    expect(said(hear(state, c, 1, preVoteRequest(2), 499))).toMatchObject([{ body: ANSWER_REFUSED }]);
    expect(said(hear(state, c, 1, preVoteRequest(2), 500))).toMatchObject([{ body: ANSWER_GRANTED }]);
  });

  test("a leader would not vote for another", () => {
    const { state, nowMs } = leader();
    expect(said(hear(state, c, 1, preVoteRequest(2), nowMs))).toMatchObject([{ body: ANSWER_REFUSED }]);
    expect(state.role.name).toBe("leader");
  });

  test("it would not vote in a term that it has reached itself, whether it voted in it or not", () => {
    const state = follower({ hardState: { term: 4, votedFor: null } });
    expect(said(hear(state, b, 3, preVoteRequest(4), 10))).toMatchObject([{ term: 4, body: ANSWER_REFUSED }]);
  });

  test("it would not vote as a server that has no vote", () => {
    const state = follower({ self: member("a", "a-disk-2") });
    expect(said(hear(state, b, 0, preVoteRequest(1), 10))).toMatchObject([{ body: ANSWER_REFUSED }]);
  });

  test("a grant changes neither its term, nor its vote, nor its timeout", () => {
    const state = follower({ hardState: { term: 1, votedFor: c } });
    const before = structuredClone(state);
    hear(state, b, 5, preVoteRequest(6), 10);
    expect(state).toEqual(before);
  });

  test("it may grant to any number: only votes are promised", () => {
    const state = follower();
    for (const asker of [b, c]) {
      const [answer] = said(hear(state, asker, 0, preVoteRequest(1), 10));
      expect(answer).toMatchObject({ to: asker.id, body: ANSWER_GRANTED });
    }
  });

  test("it repeats the question in its answer", () => {
    expect(said(hear(follower(), b, 5, preVoteRequest(6), 10))[0]?.body).toMatchObject({ nextTerm: 6 });
  });

  test("a term in its answer that is not yet on disk waits for the disk", () => {
    const state = follower();
    hear(state, b, 3, voteRequest(), 10);
    expect(held(hear(state, c, 3, preVoteRequest(4), 11))).toMatchObject([{ to: "c", term: 3 }]);
    persisted(state, 12);
    expect(said(hear(state, c, 3, preVoteRequest(4), 13))).toMatchObject([{ to: "c", term: 3 }]);
  });
});

describe("a start without a wait: PreVote cannot harm, so who has just connected asks early", () => {
  test.each([
    [a, 0],
    [b, 10],
    [c, 20],
  ])("%o asks after its rank times the step", (self, waitMs) => {
    const state = follower({ self });
    expect(deadlineMs(state)).toBe(waitMs);
    on(state, { type: "wake" }, waitMs);
    expect(state).toMatchObject({ term: 0, role: { name: "preCandidate" } });
  });
});
