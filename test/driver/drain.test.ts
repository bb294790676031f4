import { describe, expect, test } from "vitest";
import { encodeEnvelope } from "../../src/driver/sessions.ts";
import {
  candidate,
  follower,
  heartbeat,
  heartbeatAck,
  leader,
  readyLeader,
  settledLeader,
  startedNode,
  TIMING,
  utf8,
} from "./rig.ts";

const { electionTimeoutMaxMs, electionTimeoutMinMs, heartbeatMs } = TIMING;

describe("time", () => {
  test("is sampled after the inbox is taken, so nothing is heard before it arrived", async () => {
    const rig = await follower();
    let arrivedAtMs = Number.NaN;
    rig.clock.onReading = () => {
      rig.clock.onReading = () => undefined;
      rig.clock.freeze(7);
      arrivedAtMs = rig.clock.now;
      rig.arrive("n2", 1, heartbeat(9));
    };
    rig.arrive("n2", 1, heartbeat(8));
    rig.clock.settle();
    expect(rig.sentOf("heartbeatAck").map(({ body }) => body.round)).toEqual([1, 8, 9]);
    expect(rig.state.heardLeaderAtMs).toBe(arrivedAtMs);
  });

  test("is one and the same for all events of a drain", async () => {
    const rig = await follower();
    let readings = 0;
    rig.clock.onReading = () => {
      readings += 1;
    };
    for (let round = 2; round <= 9; round++) rig.arrive("n2", 1, heartbeat(round));
    rig.clock.settle();
    expect(rig.sentOf("heartbeatAck")).toHaveLength(9);
    expect(readings).toBe(1);
  });
});

describe("a timer that fires late, after a pause", () => {
  test("hears the heartbeats that waited meanwhile, and does not campaign", async () => {
    const rig = await follower();
    rig.clock.freeze(2 * electionTimeoutMaxMs);
    rig.clock.fireDue();
    rig.arrive("n2", 1, heartbeat(2));
    rig.clock.settle();
    expect(rig.role).toBe("follower");
    expect(rig.sentOf("preVoteRequest")).toEqual([]);
  });

  test("looks at the clock last, also when a drain had been asked for before it fired", async () => {
    const rig = await follower();
    rig.clock.freeze(2 * electionTimeoutMaxMs);
    rig.arrive("n3", 1, heartbeatAck(1));
    rig.clock.fireDue();
    rig.arrive("n2", 1, heartbeat(2));
    rig.clock.settle();
    expect(rig.role).toBe("follower");
    expect(rig.sentOf("preVoteRequest")).toEqual([]);
  });

  test("does not campaign either where a timer fired right before the pause whose deadline had moved away", async () => {
    const rig = await follower();
    rig.clock.fireDue();
    expect([rig.clock.waiting, rig.clock.nextAlarmMs]).toEqual([0, rig.state.wakeAtMs]);
    rig.clock.freeze(2 * electionTimeoutMaxMs);
    rig.clock.settle();
    expect(rig.role).toBe("follower");
    rig.clock.fireDue();
    rig.arrive("n2", 1, heartbeat(2));
    rig.clock.settle();
    expect(rig.role).toBe("follower");
    expect(rig.sentOf("preVoteRequest")).toEqual([]);
  });

  test("and campaigns after such a pause when nothing had arrived", async () => {
    const rig = await follower();
    rig.clock.fireDue();
    rig.clock.freeze(2 * electionTimeoutMaxMs);
    rig.clock.settle();
    rig.clock.fireDue();
    rig.clock.settle();
    expect(rig.role).toBe("preCandidate");
  });

  test("campaigns when nothing had arrived", async () => {
    const rig = await follower();
    rig.clock.freeze(2 * electionTimeoutMaxMs);
    rig.clock.fireDue();
    rig.clock.settle();
    expect(rig.role).toBe("preCandidate");
    expect(rig.sentOf("preVoteRequest")).toHaveLength(1);
    expect(rig.announced.at(-1)?.cause).toBe("electionTimeout");
  });

  test("keeps a leader that hears the acks of a round sent before the pause, once they are read", async () => {
    const rig = await settledLeader({ size: 3 });
    rig.clock.pass(heartbeatMs);
    rig.clock.freeze(electionTimeoutMaxMs - heartbeatMs / 2);
    rig.clock.fireDue();
    rig.arrive("n2", 1, heartbeatAck(2));
    rig.clock.settle();
    expect(rig.role).toBe("leader");
  });
});

describe("what a drain has applied", () => {
  /** Drains, each of which samples the time once. */
  function drainsOf(rig: Awaited<ReturnType<typeof follower>>, work: () => void): number {
    let drains = 0;
    rig.clock.onReading = () => {
      drains += 1;
    };
    work();
    rig.clock.onReading = () => undefined;
    return drains;
  }

  test("is told within it: a commit takes no other turn for that", async () => {
    const rig = await readyLeader();
    const asked = rig.propose("x");
    rig.clock.settle();
    rig.sync();
    expect(drainsOf(rig, () => rig.acknowledge("n2", 1, 2))).toBe(1);
    expect(rig.state.appliedIndex).toBe(2);
    expect(asked.answers).toHaveLength(1);
  });

  test("goes on in another one where there is much more, so that what arrives meanwhile is heard in between", async () => {
    const count = 20_000;
    const rig = await follower();
    const entries = Array.from({ length: count }, (_, place) => ({
      type: "command" as const,
      index: place + 1,
      term: 1,
      command: encodeEnvelope({ type: "propose", clientId: 0, sequence: 0, command: utf8("x") }),
    }));
    rig.hear("n2", 1, { type: "appendEntries", prev: { index: 0, term: 0 }, entries, commitIndex: 0 });
    rig.sync();
    let heardAt = 0;
    rig.machine.onApply = (_command, index) => {
      if (index === 1) rig.arrive("n2", 1, heartbeat(3, count));
      if (rig.sentOf("heartbeatAck").some(({ body }) => body.round === 3)) heardAt ||= index;
    };
    expect(drainsOf(rig, () => rig.hearHeartbeat("n2", 1, 2, count))).toBeGreaterThan(1);
    expect(rig.state.appliedIndex).toBe(count);
    expect(heardAt).toBeGreaterThan(1);
  });
});

describe("what leaves, and when", () => {
  test("a request for votes leaves before the candidate's own vote is synced", async () => {
    const rig = await candidate();
    expect(rig.journal).toEqual(["send preVoteRequest", "send voteRequest", "append 1"]);
  });

  test("an answer leaves after the sync of what it rests on", async () => {
    const rig = await startedNode();
    rig.askForVote("n2", 1);
    expect(rig.journal).toEqual(["append 1"]);
    rig.sync();
    expect(rig.journal).toEqual(["append 1", "synced 1", "send voteResponse"]);
    expect(rig.sentOf("voteResponse")[0]).toMatchObject({ to: "n2", term: 1, body: { granted: true } });
  });

  test("an answer that rests on nothing new leaves at once", async () => {
    const rig = await follower();
    const appended = rig.storage.appended.length;
    rig.hearHeartbeat("n2", 1, 2);
    expect(rig.sentOf("heartbeatAck").at(-1)?.body.round).toBe(2);
    expect(rig.storage.appended).toHaveLength(appended);
  });

  test("the core learns of a write only after its sync: a candidate with a quorum does not lead on its own unsynced vote", async () => {
    const rig = await candidate();
    rig.grant("n2", 1);
    rig.grant("n3", 1);
    expect(rig.role).toBe("candidate");
    expect(rig.sentOf("heartbeat")).toEqual([]);
    rig.sync();
    expect(rig.role).toBe("leader");
    expect(rig.journal.slice(-5)).toEqual([
      "synced 1",
      "send heartbeat",
      "send appendEntries",
      "send appendEntries",
      "append - 1..1",
    ]);
  });

  test("a single voter leads once its vote is durable, not before", async () => {
    const rig = await startedNode({ size: 1 });
    rig.clock.pass(TIMING.earlyStartStepMs);
    expect(rig.role).toBe("candidate");
    rig.sync();
    expect(rig.role).toBe("leader");
  });

  test("the events of one drain share one sync", async () => {
    const rig = await startedNode();
    for (let term = 1; term <= 20; term++)
      rig.arrive("n2", term, { type: "voteRequest", last: { index: 0, term: 0 }, transfer: false });
    rig.clock.settle();
    expect(rig.journal).toEqual(["append 20"]);
    rig.sync();
    expect(rig.sentOf("voteResponse").map(({ term }) => term)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});

describe("the timer", () => {
  test("is one, and never later than the deadline of the core", async () => {
    const rig = await startedNode();
    const look = (): void => {
      expect(rig.clock.alarms).toBe(1);
      expect(rig.clock.nextAlarmMs).toBeLessThanOrEqual(rig.state.wakeAtMs);
    };
    look();
    rig.clock.pass(TIMING.earlyStartStepMs);
    look();
    rig.hear("n2", 0, { type: "preVoteResponse", nextTerm: 1, granted: true });
    look();
    rig.sync();
    look();
    rig.grant("n2", 1);
    look();
    rig.sync();
    look();
    for (let round = 1; round <= 50; round++) {
      rig.clock.pass(heartbeatMs);
      rig.hear("n2", 1, heartbeatAck(round));
      look();
    }
    expect(rig.role).toBe("leader");
    expect(rig.sentOf("heartbeat").length).toBeGreaterThan(40);
  });

  test("is replaced, not joined by another, when the deadline comes nearer", async () => {
    const rig = await follower();
    rig.clock.pass(1);
    const alarmMs = rig.clock.nextAlarmMs;
    rig.hear("n2", 1, { type: "timeoutNow" });
    expect(rig.role).toBe("candidate");
    expect(rig.clock.nextAlarmMs).toBeLessThan(alarmMs);
    expect(rig.clock.alarms).toBe(1);
  });

  test("is left alone while the deadline only moves away", async () => {
    const rig = await follower();
    const alarmMs = rig.clock.nextAlarmMs;
    for (let round = 2; rig.clock.now + heartbeatMs < alarmMs; round++) {
      rig.clock.pass(heartbeatMs);
      rig.hearHeartbeat("n2", 1, round);
      expect(rig.clock.nextAlarmMs).toBe(alarmMs);
    }
    rig.clock.pass(electionTimeoutMinMs / 2);
    expect(rig.role).toBe("follower");
    expect(rig.clock.nextAlarmMs).toBeGreaterThan(alarmMs);
  });
});

describe("a node that loses NATS", () => {
  test("steps down at once, says why, and neither campaigns nor sends until it is back", async () => {
    const rig = await leader();
    rig.transport.handlers.onDisconnected("connection refused");
    rig.clock.settle();
    expect(rig.announced.at(-1)).toMatchObject({ to: { role: "follower", leader: null }, cause: "disconnected" });
    expect(rig.logged).toContainEqual({ level: "warn", message: expect.stringContaining("lost NATS") });
    const sent = rig.sent.length;
    rig.clock.pass(10 * electionTimeoutMaxMs);
    expect(rig.sent).toHaveLength(sent);
    expect(rig.clock.alarms).toBe(0);
  });

  test("asks again as soon as it is back", async () => {
    const rig = await leader();
    rig.transport.handlers.onDisconnected("connection refused");
    rig.clock.pass(electionTimeoutMaxMs);
    rig.transport.handlers.onConnected("");
    rig.clock.pass(TIMING.earlyStartStepMs);
    expect(rig.role).toBe("preCandidate");
    expect(rig.sent.at(-1)?.body).toMatchObject({ type: "preVoteRequest", nextTerm: 2 });
  });
});
