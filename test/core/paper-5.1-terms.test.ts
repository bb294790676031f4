/** §5.1 of the Raft paper, a test a sentence: terms, how they spread, and what is done about a stale one. */
import { describe, expect, test } from "vitest";
import type { Body } from "../../src/core/message.ts";
import {
  a,
  b,
  c,
  candidate,
  expire,
  follower,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  held,
  leader,
  messages,
  on,
  persisted,
  preCandidate,
  preVoteGranted,
  preVoteRefused,
  preVoteRequest,
  said,
  started,
  timeoutNow,
  voteGranted,
  voteRefused,
  voteRequest,
  written,
} from "./unit.ts";

describe("§5.1: terms are consecutive integers, and a server's term only grows", () => {
  test("a campaign raises the term by exactly one", () => {
    expect(candidate({ hardState: { term: 6, votedFor: null } }).state.term).toBe(7);
  });

  test("a server starts in the term of its disk", () => {
    expect(started({ hardState: { term: 6, votedFor: b } }).term).toBe(6);
  });

  test.each<[string, Body]>([
    ["vote request", voteRequest()],
    ["vote", voteGranted],
    ["heartbeat", heartbeat(1)],
    ["heartbeat's answer", heartbeatAck(1)],
    ["PreVote request", preVoteRequest(3)],
    ["PreVote answer", preVoteRefused(3)],
    ["TimeoutNow", timeoutNow],
  ])("a %s of an older term takes nobody back to it", (_, body) => {
    const state = followerOf(c, 5, 0);
    hear(state, b, 4, body, 10);
    expect(state).toMatchObject({ term: 5, role: { name: "follower", leader: c } });
  });
});

describe("§5.1: terms are exchanged whenever servers speak", () => {
  test("every message carries the current term of its sender", () => {
    const { state, nowMs, effects } = candidate({ hardState: { term: 3, votedFor: null } });
    expect(said(effects).map(({ term }) => term)).toEqual([4]);
    const { effects: elected } = leader({ hardState: { term: 3, votedFor: null } });
    expect(new Set(said(elected).map(({ term }) => term))).toEqual(new Set([4]));
    const [refusal] = messages(hear(state, c, 2, voteRequest(), nowMs));
    expect(refusal).toMatchObject({ to: "c", term: 4 });
  });

  test.each<[string, Body]>([
    ["vote request", voteRequest()],
    ["refused vote", voteRefused],
    ["heartbeat", heartbeat(1)],
    ["heartbeat's answer", heartbeatAck(1)],
    ["refused PreVote", preVoteRefused(2)],
  ])("a server with a smaller term takes up the larger one of a %s", (_, body) => {
    const state = follower({ hardState: { term: 1, votedFor: c } });
    hear(state, b, 8, body, 10);
    expect(state.term).toBe(8);
    expect(state.votedFor).toEqual(body.type === "voteRequest" ? b : null);
  });

  test("the larger term is on disk before anything is answered in it", () => {
    const effects = hear(follower(), b, 8, heartbeat(1), 10);
    expect(said(effects)).toEqual([]);
    expect(held(effects)).toMatchObject([{ to: "b", term: 8, body: heartbeatAck(1) }]);
    expect(written(effects)).toEqual([{ term: 8, votedFor: null }]);
  });

  test("an answer that changes nothing waits as well, while an earlier write is under way", () => {
    const state = follower();
    hear(state, b, 8, heartbeat(1), 10);
    const effects = hear(state, b, 8, heartbeat(2), 20);
    expect(said(effects)).toEqual([]);
    expect(held(effects)).toMatchObject([{ term: 8, body: heartbeatAck(2) }]);
    persisted(state, 25);
    expect(said(hear(state, b, 8, heartbeat(3), 30))).toMatchObject([{ term: 8, body: heartbeatAck(3) }]);
  });
});

describe("§5.1: a candidate or leader whose term is out of date becomes a follower at once", () => {
  const seekers = [
    ["preCandidate", () => preCandidate().state],
    ["candidate", () => candidate().state],
    ["leader", () => leader().state],
  ] as const;
  const newer: readonly Body[] = [heartbeat(1), heartbeatAck(1), voteRefused, preVoteRefused(9)];

  for (const [name, make] of seekers)
    test.each(newer.map((body) => [body.type, body] as const))(`a ${name} that hears a newer %s`, (_, body) => {
      const state = make();
      expect(state.role.name).toBe(name);
      hear(state, b, 9, body, 1000);
      expect(state).toMatchObject({
        term: 9,
        role: { name: "follower", leader: body.type === "heartbeat" ? b : null },
      });
    });

  test("a candidate that hears a newer vote request votes in that term", () => {
    const { state, nowMs } = candidate();
    expect(held(hear(state, c, 9, voteRequest(), nowMs))).toMatchObject([{ to: "c", term: 9, body: voteGranted }]);
    expect(state.role.name).toBe("follower");
  });
});

describe("§5.1: a request of a stale term is rejected", () => {
  test("a stale vote request gets no vote, and learns the term", () => {
    const state = follower({ hardState: { term: 5, votedFor: null } });
    expect(said(hear(state, b, 4, voteRequest(), 10))).toMatchObject([{ to: "b", term: 5, body: voteRefused }]);
    expect(state.votedFor).toBeNull();
  });

  test("a stale heartbeat makes nobody a leader, keeps no timeout waiting, and learns the term", () => {
    const state = follower({ hardState: { term: 5, votedFor: null } });
    const before = structuredClone(state.role);
    expect(said(hear(state, b, 4, heartbeat(7), 10))).toMatchObject([{ to: "b", term: 5, body: heartbeatAck(7) }]);
    expect(state.role).toEqual(before);
  });

  test("a stale PreVote request is refused, and learns the term", () => {
    const state = follower({ hardState: { term: 5, votedFor: null } });
    expect(said(hear(state, b, 4, preVoteRequest(5), 10))).toMatchObject([
      { to: "b", term: 5, body: preVoteRefused(5) },
    ]);
  });

  test("stale answers count for nothing", () => {
    const { state, nowMs } = candidate({ hardState: { term: 5, votedFor: null } });
    persisted(state, nowMs);
    for (const voter of [b, c]) hear(state, voter, 5, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
  });
});

describe("§5.1: servers ask again where no answer comes, and asking again does no harm", () => {
  test("a pre-candidate repeats its question after a heartbeat's time", () => {
    const { state, nowMs } = preCandidate();
    expect(said(on(state, { type: "wake" }, nowMs + 99))).toEqual([]);
    expect(said(on(state, { type: "wake" }, nowMs + 100))).toMatchObject([{ to: null, body: preVoteRequest(1) }]);
  });

  test("a candidate repeats its request, in the same term", () => {
    const { state, nowMs } = candidate();
    const effects = on(state, { type: "wake" }, nowMs + 100);
    expect(said(effects)).toMatchObject([{ to: null, term: 1, body: voteRequest() }]);
    expect(written(effects)).toEqual([]);
  });

  test("a voter that is asked again answers the same and writes nothing", () => {
    const state = follower();
    hear(state, b, 1, voteRequest(), 10);
    persisted(state, 20);
    const effects = hear(state, b, 1, voteRequest(), 30);
    expect(said(effects)).toMatchObject([{ to: "b", term: 1, body: voteGranted }]);
    expect(written(effects)).toEqual([]);
  });

  test("a vote that comes twice counts once", () => {
    const { state, nowMs } = candidate({
      voters: [a, b, c, { id: "d", incarnation: "1" }, { id: "e", incarnation: "1" }],
    });
    persisted(state, nowMs);
    hear(state, b, 1, voteGranted, nowMs);
    hear(state, b, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
    hear(state, c, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("leader");
  });
});

describe("§5.1: a term may end without a leader, and the next one begins", () => {
  test("after an undecided election a candidate asks for the next term", () => {
    const { state, nowMs } = candidate();
    persisted(state, nowMs);
    const later = expireFully(state);
    expect(state.role.name).toBe("preCandidate");
    hear(state, b, 1, preVoteGranted(2), later);
    expect(state).toMatchObject({ term: 2, role: { name: "candidate" } });
  });
});

/** Wakes it at each of its deadlines, repeats included, until the role changes. */
function expireFully(state: Parameters<typeof expire>[0]): number {
  const { name } = state.role;
  for (let wakes = 0; wakes < 100; wakes += 1) {
    const { nowMs } = expire(state);
    if (state.role.name !== name) return nowMs;
  }
  throw new Error(`${name} for ever`);
}
