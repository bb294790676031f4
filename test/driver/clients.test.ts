/** What a client's request goes through: the log here and there, the commit, the machine, and only then the answer. */
import { describe, expect, test } from "vitest";
import {
  follower,
  heartbeat,
  heartbeatAck,
  leader,
  type Rig,
  readyLeader,
  settledLeader,
  TIMING,
  utf8,
} from "./rig.ts";

const countOf = (rig: Rig, what: string): number => rig.journal.filter((line) => line.startsWith(what)).length;

describe("proposals that arrive in one turn", () => {
  test("make one write and one AppendEntries for each follower, in the order in which they came", async () => {
    const rig = await readyLeader();
    rig.acknowledge("n3", 1, 1);
    const before = { writes: countOf(rig, "append "), sent: rig.sentOf("appendEntries").length };
    for (let i = 0; i < 50; i++) rig.propose(`c${i}`);
    rig.clock.settle();
    expect(countOf(rig, "append ")).toBe(before.writes + 1);
    expect(rig.journal.at(-1)).toBe("append - 2..51");
    const sent = rig.sentOf("appendEntries").slice(before.sent);
    expect(sent.map(({ to, body }) => [to, body.prev.index, body.entries.length])).toEqual([
      ["n2", 1, 50],
      ["n3", 1, 50],
    ]);
    rig.sync();
    rig.acknowledge("n2", 1, 51);
    expect(rig.machine.journal).toEqual(Array.from({ length: 50 }, (_, i) => `c${i}`));
  });

  test("that gather during a write go with the next, as one", async () => {
    const rig = await readyLeader();
    rig.propose("a");
    rig.clock.settle();
    const writes = countOf(rig, "append ");
    for (const text of ["b", "c", "d"]) {
      rig.propose(text);
      rig.clock.settle();
    }
    expect(countOf(rig, "append ")).toBe(writes);
    rig.sync();
    expect(rig.journal.at(-1)).toBe("append - 3..5");
  });
});

describe("an answer to a command", () => {
  test("is given only once the command is committed and applied", async () => {
    const rig = await readyLeader();
    const asked = rig.propose("a");
    rig.clock.settle();
    rig.sync();
    expect([asked.answers, rig.machine.journal]).toEqual([[], []]);
    let appliedFirst = false;
    rig.machine.onApply = () => {
      appliedFirst = asked.answers.length === 0;
    };
    rig.acknowledge("n2", 1, 2);
    expect(appliedFirst).toBe(true);
    expect(asked.answers).toEqual([{ type: "ok", index: 2, result: utf8("a@2") }]);
  });

  test("is that it may yet commit where the lead is lost first", async () => {
    const rig = await readyLeader();
    const asked = rig.propose("a");
    rig.clock.settle();
    rig.hearHeartbeat("n3", 2);
    rig.sync();
    rig.sync();
    expect(asked.answers).toMatchObject([{ code: "UNCERTAIN", mayHaveExecuted: true, leader: "n3" }]);
  });

  test("does not wait for a disk that is stalled where the connection is lost", async () => {
    const rig = await readyLeader();
    const asked = rig.propose("a");
    rig.clock.settle();
    rig.transport.handlers.onDisconnected("gone");
    rig.clock.settle();
    expect(rig.storage.writing).toBe(true);
    expect(asked.answers).toMatchObject([{ code: "UNCERTAIN" }]);
    expect(rig.door.isOpen).toBe(false);
  });

  test("of a follower is that it does not lead, and who does", async () => {
    const rig = await follower();
    const asked = rig.propose("a");
    rig.clock.settle();
    expect(asked.answers).toMatchObject([{ code: "NOT_LEADER", mayHaveExecuted: false, leader: "n2" }]);
    expect(rig.state.log.entries).toEqual([]);
  });

  test("that is too large is refused before it comes near the log", async () => {
    const rig = await readyLeader();
    const command = new Uint8Array(300 * 1024);
    const asked = rig.ask({ type: "propose", clientId: 0, sequence: 0, command });
    rig.clock.settle();
    expect(asked.answers).toMatchObject([{ code: "TOO_LARGE", mayHaveExecuted: false }]);
    expect(rig.state.log.entries).toHaveLength(1);
  });

  test("is given to all when the node closes: what had been accepted may yet commit, the rest surely does not", async () => {
    const rig = await readyLeader();
    const accepted = rig.propose("a");
    rig.clock.settle();
    const unseen = rig.propose("b");
    await rig.driver.close();
    const late = rig.propose("c");
    expect(accepted.answers).toMatchObject([{ code: "UNCERTAIN" }]);
    expect(unseen.answers).toMatchObject([{ code: "NODE_STOPPED", mayHaveExecuted: false }]);
    expect(late.answers).toMatchObject([{ code: "NODE_STOPPED", mayHaveExecuted: false }]);
  });
});

describe("nothing is applied before it is durable here", () => {
  test("on a leader whose followers were quicker than its own disk", async () => {
    const rig = await readyLeader();
    rig.acknowledge("n3", 1, 1);
    rig.propose("a");
    rig.clock.settle();
    rig.acknowledge("n2", 1, 2);
    rig.acknowledge("n3", 1, 2);
    expect(rig.state.commitIndex).toBe(2);
    expect(rig.machine.journal).toEqual([]);
    rig.sync();
    expect(rig.machine.journal).toEqual(["a"]);
  });

  test("on a follower that learns of the commit together with the entry", async () => {
    const rig = await follower();
    const entry = { type: "noOp", index: 1, term: 1 } as const;
    rig.hear("n2", 1, { type: "appendEntries", prev: { index: 0, term: 0 }, entries: [entry], commitIndex: 1 });
    expect(rig.driver.report()).toMatchObject({ commitIndex: 1, appliedIndex: 0 });
    expect(rig.sentOf("appendAck")).toEqual([]);
    rig.sync();
    expect(rig.driver.report()).toMatchObject({ appliedIndex: 1 });
    expect(rig.sentOf("appendAck").map(({ body }) => body.matchIndex)).toEqual([1]);
  });

  test("on a single voter: it acknowledges what its disk has, not what it was asked (scenario 14)", async () => {
    const rig = await settledLeader({ size: 1 });
    const asked = rig.propose("a");
    rig.clock.settle();
    expect([asked.answers, rig.machine.journal]).toEqual([[], []]);
    rig.sync();
    expect(asked.answers).toMatchObject([{ type: "ok", index: 2 }]);
    expect(rig.storage.log).toEqual(["1@1", "2@1"]);
  });
});

describe("a read", () => {
  const read = (rig: Rig, consistency: "linearizable" | "stale") =>
    rig.ask({ type: "read", consistency, query: utf8("count") });

  test("is answered once a majority has confirmed a round that was sent after it", async () => {
    const rig = await readyLeader();
    const { answers } = read(rig, "linearizable");
    rig.clock.settle();
    const round = rig.sentOf("heartbeat").at(-1)?.body.round ?? 0;
    rig.hear("n2", 1, heartbeatAck(round - 1, 1));
    expect(answers).toEqual([]);
    rig.hear("n2", 1, heartbeatAck(round, 1));
    expect(answers).toEqual([{ type: "ok", index: 1, result: utf8("0") }]);
  });

  test("of several in one turn costs one round", async () => {
    const rig = await readyLeader();
    const rounds = rig.sentOf("heartbeat").length;
    const all = Array.from({ length: 20 }, () => read(rig, "linearizable"));
    rig.clock.settle();
    expect(rig.sentOf("heartbeat")).toHaveLength(rounds + 1);
    rig.hear("n2", 1, heartbeatAck(rounds + 1, 1));
    expect(all.map(({ answers }) => answers.length)).toEqual(all.map(() => 1));
  });

  test("that may be stale is answered at once, by whoever is asked", async () => {
    const rig = await follower();
    expect(read(rig, "stale").answers).toMatchObject([{ type: "ok", result: utf8("0") }]);
    expect(rig.sentOf("readIndexRequest")).toEqual([]);
  });

  test("of a follower asks its leader, and waits until what the leader names is applied here", async () => {
    const rig = await follower();
    const { answers } = read(rig, "linearizable");
    rig.clock.settle();
    const requestId = rig.sentOf("readIndexRequest").at(-1)?.body.requestId ?? 0;
    rig.hear("n2", 1, { type: "readIndexResponse", requestId, index: 1 });
    expect(answers).toEqual([]);
    const entry = { type: "noOp", index: 1, term: 1 } as const;
    rig.hear("n2", 1, { type: "appendEntries", prev: { index: 0, term: 0 }, entries: [entry], commitIndex: 1 });
    rig.sync();
    expect(answers).toMatchObject([{ type: "ok", index: 1 }]);
  });

  test("of one life is not allowed by the answer to one of a former life", async () => {
    const [first, second] = [await follower({ seed: 1 }), await follower({ seed: 2 })];
    for (const rig of [first, second]) {
      read(rig, "linearizable");
      rig.clock.settle();
    }
    const former = first.sentOf("readIndexRequest").map(({ body }) => body.requestId);
    const { answers } = read(second, "linearizable");
    second.clock.settle();
    for (const requestId of former) second.hear("n2", 1, { type: "readIndexResponse", requestId, index: 0 });
    expect(answers).toEqual([]);
  });

  test("that nobody confirms is given up in time, and is surely not executed", async () => {
    const rig = await follower();
    const { answers } = read(rig, "linearizable");
    rig.clock.settle();
    for (let round = 2; rig.clock.now < 5_000 + 10_500; round++) {
      rig.clock.pass(TIMING.heartbeatMs);
      rig.hear("n2", 1, heartbeat(round));
    }
    expect(answers).toMatchObject([{ code: "NOT_LEADER", mayHaveExecuted: false }]);
  });
});

describe("the door for clients", () => {
  test("opens with the lead and shuts with its loss", async () => {
    const rig = await leader();
    expect(rig.door.journal).toEqual(["open"]);
    rig.hearHeartbeat("n3", 2);
    rig.sync();
    rig.sync();
    expect(rig.door.journal).toEqual(["open", "shut"]);
  });

  test("is never open at a node that does not lead", async () => {
    const rig = await follower();
    rig.clock.pass(3 * TIMING.electionTimeoutMaxMs);
    expect(rig.door.journal).toEqual([]);
  });

  test("shuts when the leader stops", async () => {
    const rig = await readyLeader();
    await rig.driver.close();
    expect(rig.door.journal).toEqual(["open", "shut"]);
  });

  test("leads to the log and back", async () => {
    const rig = await settledLeader({ size: 1 });
    const answers = rig.door.knock({ type: "register" });
    rig.clock.settle();
    rig.sync();
    expect(answers).toMatchObject([{ type: "ok", index: 2 }]);
  });
});

describe("snapshots of a node's own", () => {
  test("are taken as entries are applied, and the core hears of them", async () => {
    const rig = await settledLeader({ size: 1, snapshotEvery: 5 });
    for (let i = 0; i < 6; i++) {
      rig.propose(`c${i}`);
      rig.clock.settle();
      rig.sync();
    }
    await new Promise((resolve) => setImmediate(resolve));
    rig.clock.settle();
    expect(rig.storage.snapshots.latest?.last.index).toBe(5);
    expect(rig.state.snapshot?.last).toEqual({ index: 5, term: 1 });
  });
});
