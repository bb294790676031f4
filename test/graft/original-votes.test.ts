/** The original's own tests of vote requests, each by its name there (vote_req_test.go). */
import { afterEach, describe, expect, test } from "vitest";
import type { GraftNode } from "../../src/compose-graft.ts";
import { quorumOf } from "../../src/graft/state.ts";
import { encodeBallot } from "../../src/graft/state-file.ts";
import { FOLDER, indexIn, positionOf, Rig, refuseWrites, STATE_PATH } from "./rig.ts";

let rig = new Rig(3);
afterEach(() => rig.closeAll());

/** On a disk that says that it was in `term` and voted for nobody there. */
async function inTerm(term: number, options: Parameters<Rig["start"]>[1] = {}): Promise<GraftNode> {
  rig = new Rig(3);
  const disk = rig.disk("a");
  await disk.makeFolder(FOLDER);
  const file = await disk.open(STATE_PATH, "create");
  await file.write(encodeBallot({ term, votedFor: null }), 0);
  await file.close();
  return rig.start("a", options);
}

const standing = ({ state, leader, term }: GraftNode) => [state, leader, term];

const answer = (term: number, granted: boolean) => ({
  type: "voteResponse",
  term,
  granted,
  candidate: "fake",
  voter: "a",
});

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [9, 5],
  [12, 7],
])("TestQuorum: of %i, %i are a majority", (size, quorum) => expect(quorumOf(size)).toBe(quorum));

describe("TestVoteRequestAsFollower", () => {
  test("of an older term is refused, and changes nothing", async () => {
    const node = await inTerm(8);
    const fake = rig.peer();
    fake.ask(1);
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(8, false));
    expect(standing(node)).toEqual(["follower", null, 8]);
    expect(rig.ballot("a")).toEqual({ term: 8, votedFor: null });
  });

  test("of a newer term is granted, and on disk", async () => {
    const node = await inTerm(8);
    const fake = rig.peer();
    fake.ask(9);
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(9, true));
    expect(standing(node)).toEqual(["follower", null, 9]);
    expect(rig.ballot("a")).toEqual({ term: 9, votedFor: "fake" });
  });
});

describe("TestVoteRequestAsFollowerLogBehind", () => {
  const hooks = { currentState: () => positionOf(8), grantVote: (position: Uint8Array) => indexIn(position) >= 8 };

  test("of a candidate that is behind is refused, in the same term and in a newer one", async () => {
    const node = await inTerm(1, { hooks });
    const fake = rig.peer();
    fake.ask(1, positionOf(1));
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(1, false));
    expect(standing(node)).toEqual(["follower", null, 1]);
    expect(rig.ballot("a")).toEqual({ term: 1, votedFor: null });
    fake.ask(4, positionOf(1));
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(4, false));
    expect(rig.ballot("a")).toEqual({ term: 4, votedFor: null });
  });

  test("of one that is ahead is granted", async () => {
    const node = await inTerm(1, { hooks });
    const fake = rig.peer();
    fake.ask(1, positionOf(9));
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(1, true));
    expect(standing(node)).toEqual(["follower", null, 1]);
    expect(rig.ballot("a")).toEqual({ term: 1, votedFor: "fake" });
  });
});

describe("TestVoteRequestAsCandidate", () => {
  test("of an older term and of its own is refused, since it has voted for itself", async () => {
    const node = await inTerm(8);
    const fake = rig.peer();
    await rig.until(() => node.state === "candidate");
    for (const term of [1, 9]) {
      fake.ask(term);
      await rig.pass(5);
      expect(fake.last("voteResponse")).toEqual(answer(9, false));
      expect(standing(node)).toEqual(["candidate", null, 9]);
      expect(rig.ballot("a")).toEqual({ term: 9, votedFor: "a" });
    }
  });

  test("of a newer term makes it a follower that grants", async () => {
    const node = await inTerm(8);
    const fake = rig.peer();
    await rig.until(() => node.state === "candidate");
    fake.ask(10);
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(10, true));
    expect(standing(node)).toEqual(["follower", null, 10]);
    expect(rig.ballot("a")).toEqual({ term: 10, votedFor: "fake" });
  });
});

describe("TestVoteRequestAsLeader", () => {
  test("of an older term and of its own is refused, and it leads on", async () => {
    const node = await inTerm(8);
    const fake = rig.peer();
    await rig.elect(node, fake);
    expect(standing(node)).toEqual(["leader", "a", 9]);
    for (const term of [1, 9]) {
      fake.ask(term);
      await rig.pass(5);
      expect(fake.last("voteResponse")).toEqual(answer(9, false));
      expect(standing(node)).toEqual(["leader", "a", 9]);
      expect(rig.ballot("a")).toEqual({ term: 9, votedFor: "a" });
    }
  });

  test("of a newer term makes it a follower that grants", async () => {
    const node = await inTerm(8);
    const fake = rig.peer();
    await rig.elect(node, fake);
    fake.ask(10);
    await rig.pass(5);
    expect(fake.last("voteResponse")).toEqual(answer(10, true));
    expect(standing(node)).toEqual(["follower", null, 10]);
    expect(rig.ballot("a")).toEqual({ term: 10, votedFor: "fake" });
  });
});

test("TestVoteRequestAsLeaderStepsDownDueToErrorOnSave: a leader that cannot save refuses, with the term on disk, and leads no more", async () => {
  rig = new Rig(1);
  const node = await rig.start("a");
  await rig.until(() => node.isLeader());
  const fake = rig.peer();
  refuseWrites(rig.disk("a"), true);
  fake.ask(2);
  await rig.pass(5);
  expect(fake.last("voteResponse")).toEqual(answer(1, false));
  expect([node.state, node.isLeader(), node.term]).toEqual(["follower", false, 1]);
  expect(rig.codesOf("a")).toEqual(["STATE_NOT_SAVED"]);
  expect(rig.ballot("a")).toEqual({ term: 1, votedFor: "a" });

  refuseWrites(rig.disk("a"), false);
  await rig.until(() => node.isLeader());
  expect(rig.ballot("a")).toEqual({ term: 3, votedFor: "a" });
});
