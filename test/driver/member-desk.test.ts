import { describe, expect, test } from "vitest";
import type { MemberChange } from "../../src/core/event.ts";
import {
  follower,
  heartbeatAck,
  leader,
  member,
  type Rig,
  readyLeader,
  settledLeader,
  startedNode,
  TIMING,
  utf8,
} from "./rig.ts";

const add = (id: string): MemberChange => ({ type: "add", member: member(id) });
const remove = (id: string): MemberChange => ({ type: "remove", id });

interface Outcome {
  /** "done", or the error's code; null: neither yet. */
  word: string | null;
}

/** Asks the node, and lets the core hear of it. */
function ask(rig: Rig, change: MemberChange, timeoutMs?: number): Outcome {
  const outcome: Outcome = { word: null };
  rig.driver.changeMembers(change, timeoutMs).then(
    () => (outcome.word = "done"),
    (error: { code: string }) => (outcome.word = error.code),
  );
  rig.clock.settle();
  return outcome;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function words(...outcomes: Outcome[]): Promise<(string | null)[]> {
  await settled();
  return outcomes.map(({ word }) => word);
}

const lastIndex = ({ state }: Rig): number => state.log.base.index + state.log.entries.length;

describe("a member that is added", () => {
  test("is waited for until it votes: as learner, and while the change is joint, it is not done", async () => {
    const rig = await readyLeader({ size: 1 });
    const outcome = ask(rig, add("n2"));
    rig.sync();
    expect(rig.driver.report().learners).toEqual([member("n2")]);
    expect(await words(outcome)).toEqual([null]);
    rig.acknowledge("n2", 1, lastIndex(rig));
    rig.sync();
    expect(rig.driver.report().voters).toEqual([member("n1"), member("n2")]);
    expect(await words(outcome)).toEqual([null]);
    rig.acknowledge("n2", 1, lastIndex(rig));
    rig.sync();
    expect(await words(outcome)).toEqual([null]);
    rig.acknowledge("n2", 1, lastIndex(rig));
    expect(await words(outcome)).toEqual(["done"]);
  });

  test("and removed before it could vote is told of as UNKNOWN_NODE", async () => {
    const rig = await readyLeader({ size: 1 });
    const added = ask(rig, add("n2"));
    rig.sync();
    const removed = ask(rig, remove("n2"));
    rig.sync();
    expect(await words(added, removed)).toEqual(["UNKNOWN_NODE", "done"]);
  });
});

describe("a member that is removed", () => {
  test("is gone when the new configuration is committed, and not while the old one must still agree", async () => {
    const rig = await readyLeader();
    const outcome = ask(rig, remove("n3"));
    rig.sync();
    expect(await words(outcome)).toEqual([null]);
    rig.acknowledge("n2", 1, lastIndex(rig));
    rig.sync();
    expect(await words(outcome)).toEqual([null]);
    rig.acknowledge("n2", 1, lastIndex(rig));
    expect(await words(outcome)).toEqual(["done"]);
  });

  test("may be the leader itself: it is done, though the lead goes with it", async () => {
    const rig = await readyLeader();
    const outcome = ask(rig, remove("n1"));
    rig.sync();
    for (const id of ["n2", "n3"]) rig.acknowledge(id, 1, lastIndex(rig));
    rig.sync();
    for (const id of ["n2", "n3"]) rig.acknowledge(id, 1, lastIndex(rig));
    expect(rig.role).toBe("follower");
    expect(await words(outcome)).toEqual(["done"]);
  });
});

describe("a change is refused, and nothing is changed", () => {
  test.each([
    ["by a follower", () => follower(), remove("n3"), "NOT_LEADER"],
    ["of a member that is there already", () => readyLeader(), add("n2"), "ALREADY_MEMBER"],
    ["of one that is not there", () => readyLeader(), remove("n7"), "UNKNOWN_NODE"],
    ["that would take the last voter", () => readyLeader({ size: 1 }), remove("n1"), "LAST_VOTER"],
    ["that names nobody to remove", () => readyLeader(), remove(""), "INVALID_OPTION"],
    [
      "that names no incarnation to add",
      () => readyLeader(),
      { type: "add", member: { id: "n4", incarnation: "" } } as MemberChange,
      "INVALID_OPTION",
    ],
    [
      "whose name could not stand in a subject",
      () => readyLeader(),
      { type: "add", member: { id: "n.4", incarnation: "x" } } as MemberChange,
      "INVALID_OPTION",
    ],
  ])("%s", async (_, start, change, code) => {
    const rig = await start();
    const before = lastIndex(rig);
    expect(await words(ask(rig, change))).toEqual([code]);
    expect(lastIndex(rig)).toBe(before);
    expect(rig.clock.alarms).toBeLessThanOrEqual(1);
  });

  test("a second one while the first is open", async () => {
    const rig = await readyLeader();
    const first = ask(rig, remove("n3"));
    const before = lastIndex(rig);
    expect(await words(first, ask(rig, remove("n2")))).toEqual([null, "CHANGE_UNDER_WAY"]);
    expect(lastIndex(rig)).toBe(before);
  });

  test("while the lead is being handed over", async () => {
    const rig = await readyLeader();
    rig.driver.transferLeadership("n2").catch(() => undefined);
    expect(await words(ask(rig, remove("n3")))).toEqual(["CHANGE_UNDER_WAY"]);
  });

  test("by a node that is closed", async () => {
    const rig = await startedNode();
    await rig.driver.close();
    expect(await words(ask(rig, remove("n3")))).toEqual(["NOT_LEADER"]);
  });
});

describe("a leader too new to change members", () => {
  test("keeps the change until it has committed in its term", async () => {
    const rig = await settledLeader();
    const outcome = ask(rig, remove("n3"));
    expect(lastIndex(rig)).toBe(1);
    rig.acknowledge("n2", 1, 1);
    expect(lastIndex(rig)).toBe(2);
    expect(await words(outcome)).toEqual([null]);
  });

  test("that loses the lead before, has changed nothing", async () => {
    const rig = await settledLeader();
    const outcome = ask(rig, remove("n3"));
    rig.hearHeartbeat("n2", 2);
    rig.sync();
    expect(await words(outcome)).toEqual(["NOT_LEADER"]);
  });

  test("that never comes to it, has changed nothing", async () => {
    const rig = await leader({ size: 5 });
    const outcome = ask(rig, remove("n3"), 50);
    for (let round = 1; round <= 6; round++) {
      rig.clock.pass(10);
      for (const voter of ["n2", "n3"]) rig.hear(voter, 1, heartbeatAck(rig.sentOf("heartbeat").length));
    }
    expect(await words(outcome)).toEqual(["TIMED_OUT"]);
  });
});

describe("a change that is in the log", () => {
  test("may yet commit when the lead is lost", async () => {
    const rig = await readyLeader();
    const outcome = ask(rig, remove("n3"));
    rig.hearHeartbeat("n2", 2);
    rig.sync();
    rig.sync();
    expect(await words(outcome)).toEqual(["UNCERTAIN"]);
  });

  test("may yet commit when the node is closed, or the time is up", async () => {
    const closed = await readyLeader();
    const first = ask(closed, remove("n3"));
    await closed.driver.close();
    const late = await readyLeader();
    const second = ask(late, remove("n3"), TIMING.heartbeatMs);
    late.clock.pass(TIMING.heartbeatMs);
    expect(await words(first, second)).toEqual(["UNCERTAIN", "UNCERTAIN"]);
    expect(closed.clock.alarms).toBe(0);
  });
});

describe("a linearizable read through a node that was removed", () => {
  const read = { type: "read", consistency: "linearizable", query: utf8("x") } as const;

  test("is refused at once where it knows: a leader that has removed itself, and hears the next one", async () => {
    const rig = await readyLeader();
    ask(rig, remove("n1"));
    for (let stage = 0; stage < 2; stage++) {
      rig.sync();
      for (const id of ["n2", "n3"]) rig.acknowledge(id, 1, lastIndex(rig));
    }
    rig.hearHeartbeat("n2", 2);
    rig.sync();
    const asked = rig.ask(read);
    rig.clock.settle();
    expect(asked.answers).toMatchObject([{ type: "error", code: "NOT_LEADER", mayHaveExecuted: false }]);
  });

  test("is refused in time where it does not: it gets an index, and never the entries up to there", async () => {
    const rig = await follower();
    const asked = rig.ask(read);
    rig.clock.settle();
    const [question] = rig.sentOf("readIndexRequest");
    rig.hear("n2", 1, { type: "readIndexResponse", requestId: question?.body.requestId ?? 0, index: 7 });
    rig.clock.pass(9_000);
    expect(asked.answers).toEqual([]);
    rig.clock.pass(1_000);
    expect(asked.answers).toMatchObject([{ type: "error", code: "NOT_LEADER", mayHaveExecuted: false }]);
  });

  test("is not taken by the leader, which sends it no entries", async () => {
    const rig = await readyLeader();
    rig.hear("n9", 1, { type: "readIndexRequest", requestId: 5 });
    for (const id of ["n2", "n3"]) rig.hear(id, 1, heartbeatAck(rig.sentOf("heartbeat").length));
    expect(rig.sentOf("readIndexResponse")).toEqual([]);
  });
});
