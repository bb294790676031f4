import { expect, test } from "vitest";
import { noTraffic } from "./fake-transport.ts";
import {
  candidate,
  follower,
  heartbeat,
  heartbeatAck,
  leader,
  member,
  readyLeader,
  settledLeader,
  startedNode,
  TIMING,
} from "./rig.ts";

test("a new node reports who it is, and that it knows nobody", async () => {
  const rig = await startedNode();
  rig.clock.freeze(30);
  expect(rig.driver.report()).toEqual({
    id: "n1",
    incarnation: "n1-disk",
    clusterName: "c",
    clusterId: "c-id",
    voters: [member("n1"), member("n2"), member("n3")],
    learners: [],
    role: "follower",
    term: 0,
    votedFor: null,
    leader: null,
    connected: true,
    heartbeats: 0,
    lastContactMs: null,
    electionsWon: 0,
    lastCause: null,
    syncs: 0,
    diskFull: false,
    logBytes: 4096,
    lastIndex: 0,
    commitIndex: 0,
    appliedIndex: 0,
    snapshotIndex: 0,
    ignored: { notMember: 0, otherIncarnation: 0 },
    traffic: noTraffic(),
    uptimeMs: 30,
  });
});

test("a follower reports its leader, the heartbeats heard and how long ago the last was", async () => {
  const rig = await follower();
  rig.hearHeartbeat("n2", 1, 2);
  rig.clock.freeze(15);
  expect(rig.driver.report()).toMatchObject({
    role: "follower",
    term: 1,
    leader: "n2",
    heartbeats: 2,
    lastContactMs: 15,
    lastCause: "heardLeader",
    syncs: 1,
  });
});

test("a leader reports its election, its own vote, the rounds sent and when a majority last answered", async () => {
  const rig = await settledLeader();
  rig.clock.pass(TIMING.heartbeatMs);
  rig.hear("n2", 1, heartbeatAck(2));
  rig.clock.freeze(5);
  expect(rig.driver.report()).toMatchObject({
    role: "leader",
    leader: "n1",
    votedFor: member("n1"),
    heartbeats: 2,
    lastContactMs: 5,
    electionsWon: 1,
    lastCause: "electionWon",
    lastIndex: 1,
    commitIndex: 0,
    appliedIndex: 0,
  });
});

test("an election that was lost is not counted as won", async () => {
  const rig = await candidate();
  rig.sync();
  rig.hearHeartbeat("n2", 1);
  expect(rig.driver.report()).toMatchObject({ role: "follower", leader: "n2", electionsWon: 0 });
});

test("messages of strangers and of a member's former disk are counted apart", async () => {
  const rig = await follower();
  rig.hear("n9", 1, heartbeatAck(1));
  const former = { id: "n3", incarnation: "n3-former-disk" };
  const body = heartbeat(1);
  rig.transport.handlers.onMessage({ from: former, to: "n1", term: 5, body });
  rig.clock.settle();
  expect(rig.driver.report()).toMatchObject({ term: 1, ignored: { notMember: 1, otherIncarnation: 1 } });
});

test("a stopped node still reports, and why it stopped", async () => {
  const rig = await leader();
  await rig.driver.close();
  expect(rig.driver.report()).toMatchObject({ role: "stopped", leader: null, lastCause: "closed" });
});

test("a report is a value: it is cloneable, and does not change with the node", async () => {
  const rig = await follower();
  const report = rig.driver.report();
  const copy = structuredClone(report);
  rig.hear("n9", 1, heartbeatAck(1));
  rig.transport.counters.framesSent += 1;
  rig.hear("n3", 4, { type: "voteRequest", last: { index: 0, term: 0 }, transfer: true });
  expect(report).toEqual(copy);
});

test("a leader reports how far its log goes, is committed and is applied", async () => {
  const rig = await readyLeader();
  expect(rig.driver.report()).toMatchObject({ lastIndex: 1, commitIndex: 1, appliedIndex: 1 });
  rig.propose("a");
  rig.clock.settle();
  expect(rig.driver.report()).toMatchObject({ lastIndex: 2, commitIndex: 1, appliedIndex: 1 });
  rig.acknowledge("n2", 1, 2);
  expect(rig.driver.report()).toMatchObject({ lastIndex: 2, commitIndex: 1, appliedIndex: 1 });
  rig.sync();
  expect(rig.driver.report()).toMatchObject({ lastIndex: 2, commitIndex: 2, appliedIndex: 2 });
});
