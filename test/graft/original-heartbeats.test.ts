/** The original's own tests of heartbeats, each by its name there (heartbeat_test.go). */
import { afterEach, expect, test } from "vitest";
import type { GraftNode } from "../../src/compose-graft.ts";
import { Rig, refuseWrites } from "./rig.ts";

let rig = new Rig(3);
afterEach(() => rig.closeAll());

const standing = ({ state, leader, term }: GraftNode) => [state, leader, term];

test("TestHeartBeatAsFollower: it follows the leader of its own or a newer term, and nobody of an older one", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  fake.beat(2, "leader123");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", "leader123", 2]);
  expect(rig.ballot("a")).toEqual({ term: 2, votedFor: null });
  fake.beat(1, "oldLeader");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", "leader123", 2]);
  expect(rig.ballot("a")).toEqual({ term: 2, votedFor: null });
  fake.beat(10, "newLeader");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", "newLeader", 10]);
  expect(rig.ballot("a")).toEqual({ term: 10, votedFor: null });
});

test("TestHeartBeatAsFollower: one of an older term makes nobody a leader, also where none is known", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  fake.ask(5);
  await rig.pass(5);
  fake.beat(2, "leader123");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", null, 5]);
});

test("TestHeartBeatAsCandidate: an older term is passed over, a newer one followed without a vote in it", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  fake.beat(7, "gone");
  await rig.until(() => node.state === "candidate");
  fake.beat(2, "leader123");
  await rig.pass(5);
  expect(standing(node)).toEqual(["candidate", null, 8]);
  fake.beat(9, "newLeader");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", "newLeader", 9]);
  expect(rig.ballot("a")).toEqual({ term: 9, votedFor: null });
});

test("TestHeartBeatAsCandidate: one of its own term is followed too, and the vote in that term stays", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  await rig.until(() => node.state === "candidate");
  fake.beat(1, "winner");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", "winner", 1]);
  expect(rig.ballot("a")).toEqual({ term: 1, votedFor: "a" });
  fake.ask(1);
  await rig.pass(5);
  expect(fake.last("voteResponse")).toMatchObject({ granted: false });
});

test("TestHeartBeatAsLeader: it leads on past an older term, and follows a newer one without a vote in it", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  fake.beat(7, "gone");
  await rig.elect(node, fake);
  expect(standing(node)).toEqual(["leader", "a", 8]);
  fake.beat(2, "leader123");
  await rig.pass(5);
  expect(standing(node)).toEqual(["leader", "a", 8]);
  expect(rig.ballot("a")).toEqual({ term: 8, votedFor: "a" });
  fake.beat(20, "newLeader");
  await rig.pass(5);
  expect(standing(node)).toEqual(["follower", "newLeader", 20]);
  expect(rig.ballot("a")).toEqual({ term: 20, votedFor: null });
});

test("TestHeartBeatAsLeaderErrorOnWrite: a leader that cannot save the newer term leads no more", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  await rig.elect(node, fake);
  refuseWrites(rig.disk("a"), true);
  fake.beat(11, "other");
  await rig.pass(5);
  expect([node.state, node.isLeader(), node.term]).toEqual(["follower", false, 1]);
  expect(rig.codesOf("a")).toEqual(["STATE_NOT_SAVED"]);
  expect(rig.changes.get("a")).toEqual(["follower -> candidate", "candidate -> leader", "leader -> follower"]);
});
