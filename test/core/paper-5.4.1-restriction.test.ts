/** §5.4.1 of the Raft paper, a test a sentence: whose log is good enough to lead. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUpToDate } from "../../src/core/log.ts";
import { a, b, c, candidate, follower, hear, held, preCandidate, preVoteRequest, said, voteRequest } from "./unit.ts";

const OWN = { index: 5, term: 3 };

describe("§5.4.1: the voter denies its vote if its own log is more up-to-date", () => {
  test.each([
    ["ends in a later term, though it is shorter", { index: 1, term: 4 }, true],
    ["ends in the same term and is longer", { index: 6, term: 3 }, true],
    ["is the same", { index: 5, term: 3 }, true],
    ["ends in the same term and is shorter", { index: 4, term: 3 }, false],
    ["ends in an earlier term, though it is longer", { index: 99, term: 2 }, false],
    ["is empty", { index: 0, term: 0 }, false],
  ])("a candidate whose log %s", (_, last, granted) => {
    const effects = hear(follower({ last: OWN }), b, 7, voteRequest(last), 10);
    expect(held(effects)).toMatchObject([{ to: "b", body: { type: "voteResponse", granted } }]);
  });

  test("a vote that was denied for the log is still free for another", () => {
    const state = follower({ last: OWN });
    hear(state, b, 7, voteRequest({ index: 4, term: 3 }), 10);
    expect(state).toMatchObject({ term: 7, votedFor: null });
    hear(state, c, 7, voteRequest({ index: 5, term: 3 }), 11);
    expect(state.votedFor).toEqual(c);
  });

  test("a PreVote looks at the log in the same way", () => {
    const ask = (index: number): unknown =>
      said(hear(follower({ last: OWN }), b, 0, preVoteRequest(1, { index, term: 3 }), 10))[0]?.body;
    expect(ask(4)).toMatchObject({ granted: false });
    expect(ask(5)).toMatchObject({ granted: true });
  });
});

describe("§5.4.1: the request tells where the candidate's log ends", () => {
  test("in a PreVote and in a campaign", () => {
    const { state, nowMs } = preCandidate({ last: OWN });
    expect(said(hear(state, c, 0, { type: "preVoteResponse", nextTerm: 1, granted: true }, nowMs))).toMatchObject([
      { body: voteRequest(OWN) },
    ]);
    expect(said(candidate({ self: a, last: OWN }).effects)).toMatchObject([{ body: { last: OWN } }]);
  });
});

describe("§5.4.1: up-to-date is an order", () => {
  const position = fc.record({ index: fc.nat(4), term: fc.nat(4) });

  test("of any two logs one is at least as up-to-date, and both only if they end alike", () => {
    fc.assert(
      fc.property(position, position, (one, other) => {
        const there = isUpToDate(one, other);
        const back = isUpToDate(other, one);
        expect(there || back).toBe(true);
        expect(there && back).toBe(one.index === other.index && one.term === other.term);
      }),
    );
  });

  test("it is handed on: as up-to-date as one that is as up-to-date as a third", () => {
    fc.assert(
      fc.property(position, position, position, (one, two, three) => {
        fc.pre(isUpToDate(one, two) && isUpToDate(two, three));
        expect(isUpToDate(one, three)).toBe(true);
      }),
    );
  });
});
