/** The invariants themselves: each must be able to fail, or the tests that lean on them prove nothing. */
import { describe, expect, test } from "vitest";
import { checkState, checkStep, snapshot } from "../../src/core/invariants.ts";
import { recoveredLog } from "../../src/core/log.ts";
import type { ServerState } from "../../src/core/state.ts";
import { configurationOfVoters } from "../../src/core/types.ts";
import { b, c, candidate, follower, followerOf, leader, member, NO_LOG, preCandidate } from "./unit.ts";

describe("checkState finds", () => {
  const cases: readonly (readonly [string, ServerState])[] = [
    ["numbersAreSafe", { ...follower(), term: 2 ** 53 }],
    ["numbersAreSafe", { ...follower(), term: -1 }],
    ["writesAreConfirmedInOrder", { ...follower(), durableWriteId: 1 }],
    ["disconnectedFollows", { ...followerOf(b, 1, 0), connected: false }],
    ["disconnectedFollows", { ...preCandidate().state, connected: false }],
    [
      "onlyVotersSeekTheLead",
      { ...preCandidate().state, log: recoveredLog(NO_LOG, configurationOfVoters([b, c]), []) },
    ],
    ["campaignsForItself", { ...leader().state, self: member("a", "a-disk-2") }],
    ["campaignsForItself", { ...candidate().state, votedFor: b }],
    ["campaignsForItself", { ...leader().state, votedFor: null }],
    ["ownVoteIsDurable", withGrants(candidate().state, ["a"])],
    ["ownVoteIsDurable", withGrants(leader().state, ["b", "c"])],
    ["writesAreConfirmedInOrder", { ...follower(), log: { ...follower().log, durableIndex: 1 } }],
    ["committedIsKept", { ...follower(), commitIndex: 1 }],
    ["appliedIsCommitted", { ...follower(), handedIndex: 1 }],
    ["appliedIsCommitted", { ...follower(), appliedIndex: 1 }],
  ];

  test.each(cases)("%s broken", (invariant, state) => {
    expect(() => checkState(state)).toThrow(`invariant ${invariant} is broken`);
  });

  test("nothing in a sound state", () => {
    for (const state of [follower(), preCandidate().state, candidate().state, leader().state])
      expect(() => checkState(state)).not.toThrow();
  });
});

function withGrants(state: ServerState, ids: readonly string[]): ServerState {
  const { role } = state;
  if (role.name !== "candidate" && role.name !== "leader") throw new Error("nobody votes for it");
  return { ...state, role: { ...role, granted: new Set(ids) } };
}

describe("checkStep finds", () => {
  test.each<readonly [string, ServerState, ServerState]>([
    ["termNeverGoesBack", followerOf(b, 5, 0), followerOf(b, 4, 0)],
    ["oneVotePerTerm", candidate().state, { ...candidate().state, votedFor: null }],
    ["oneVotePerTerm", candidate().state, { ...candidate().state, votedFor: b }],
    ["oneVotePerTerm", candidate().state, { ...candidate().state, votedFor: member("a", "a-disk-2") }],
    ["writesAreConfirmedInOrder", leader().state, { ...leader().state, durableWriteId: 0 }],
    ["leaderHasQuorum", { ...preCandidate().state, term: 1 }, leader().state],
    ["leaderHasQuorum", candidate().state, withGrants(leader().state, ["a"])],
    ["committedIsKept", { ...follower(), commitIndex: 1 }, follower()],
  ])("%s broken", (invariant, before, after) => {
    expect(() => checkStep(snapshot(before), after)).toThrow(`invariant ${invariant} is broken`);
  });

  test("nothing in a vote that is given, or a term that is new", () => {
    expect(() => checkStep(snapshot(follower()), { ...follower(), votedFor: b })).not.toThrow();
    expect(() =>
      checkStep(snapshot(candidate().state), { ...candidate().state, term: 2, votedFor: null }),
    ).not.toThrow();
  });
});
