/** A full disk refuses new writes and keeps the node alive (SCENARIO 16, DESIGN 5). */
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { Message } from "../../src/core/message.ts";
import { DiskRoom } from "../../src/driver/disk-room.ts";
import { type PersistEffect, Persister } from "../../src/driver/persist.ts";
import type { ClientRequest, ClientResponse } from "../../src/ports/client-door.ts";
import { FakeStorage, newDisk } from "./fake-storage.ts";
import { follower, heartbeatAck, member, type Rig, readyLeader, TIMING, utf8 } from "./rig.ts";

const OVERLOADED = {
  type: "error",
  code: "OVERLOADED",
  message: expect.stringContaining("disk"),
  mayHaveExecuted: false,
};

const commandAt = (index: number, term: number): Entry => ({
  type: "command",
  index,
  term,
  command: Uint8Array.of(index),
});

/** Hears of an entry behind those it has. */
const append = (rig: Rig, index: number): void =>
  rig.hear("n2", 1, {
    type: "appendEntries",
    prev: { index: index - 1, term: index === 1 ? 0 : 1 },
    entries: [commandAt(index, 1)],
    commitIndex: 0,
  });

/** A majority answers every round, as it does while the leader's disk is full. */
function lead(rig: Rig, rounds: number): void {
  for (let i = 0; i < rounds; i++) {
    rig.clock.pass(TIMING.heartbeatMs);
    const round = rig.sentOf("heartbeat").at(-1)?.body.round ?? 0;
    rig.hear("n2", 1, heartbeatAck(round, 1));
  }
}

describe("a leader whose disk is full", () => {
  test("refuses commands, each as surely not executed, and proposes none", async () => {
    const rig = await readyLeader();
    rig.storage.full = true;
    const asked = rig.propose("a");
    rig.clock.settle();
    expect(asked.answers).toMatchObject([OVERLOADED]);
    expect(rig.driver.report()).toMatchObject({ diskFull: true, lastIndex: 1 });
  });

  test("goes on leading and serving reads", async () => {
    const rig = await readyLeader();
    rig.storage.full = true;
    lead(rig, 20);
    expect([rig.role, rig.state.term]).toEqual(["leader", 1]);
    const read = rig.ask({ type: "read", consistency: "stale", query: utf8("count") });
    expect(read.answers.map(({ type }) => type)).toEqual(["ok"]);
    expect(rig.stopped).toEqual([]);
  });

  test("looks for room at the period of heartbeats, and takes commands once there is some", async () => {
    const rig = await readyLeader();
    rig.storage.full = true;
    lead(rig, 10);
    expect(rig.storage.roomAskedFor).toBeGreaterThanOrEqual(9);
    expect(rig.storage.roomAskedFor).toBeLessThanOrEqual(11);
    rig.storage.full = false;
    lead(rig, 2);
    const asks = rig.storage.roomAskedFor;
    const asked = rig.propose("a");
    rig.clock.settle();
    rig.sync();
    rig.acknowledge("n2", 1, 2);
    expect(asked.answers).toMatchObject([{ type: "ok" }]);
    lead(rig, 3);
    expect(rig.storage.roomAskedFor).toBe(asks);
    expect(rig.logged.map(({ message }) => message).filter((message) => message.includes("disk"))).toHaveLength(2);
  });

  test("answers what it had taken only once that is on its disk, whoever else has it", async () => {
    const rig = await readyLeader();
    const asked = rig.propose("a");
    rig.clock.settle();
    rig.storage.refuse();
    rig.clock.settle();
    rig.acknowledge("n2", 1, 2);
    rig.acknowledge("n3", 1, 2);
    expect([asked.answers, rig.machine.journal, rig.stopped]).toEqual([[], [], []]);
    rig.storage.full = false;
    rig.clock.pass(TIMING.heartbeatMs);
    expect(rig.propose("while that is being tried").answers).toMatchObject([OVERLOADED]);
    rig.sync();
    expect(asked.answers).toMatchObject([{ type: "ok" }]);
    expect(rig.machine.journal).toEqual(["a"]);
  });

  test("does not refuse a command that it has taken, and that comes again", async () => {
    const rig = await readyLeader();
    const request: ClientRequest = { type: "propose", clientId: 9, sequence: 1, command: utf8("a") };
    const asked = rig.ask(request);
    rig.clock.settle();
    rig.storage.refuse();
    rig.clock.settle();
    const again = rig.ask(request);
    expect(rig.ask({ ...request, sequence: 2 }).answers).toMatchObject([OVERLOADED]);
    expect([asked.answers, again.answers]).toEqual([[], []]);
    await rig.driver.close();
    expect([asked.answers, again.answers]).toMatchObject([[{ code: "UNCERTAIN" }], [{ code: "UNCERTAIN" }]]);
  });

  test("does not refuse a command that it has executed, and that comes again: its outcome is known", async () => {
    const rig = await readyLeader();
    const ask = (request: ClientRequest): ClientResponse[] => {
      const { answers } = rig.ask(request);
      rig.clock.settle();
      rig.sync();
      rig.acknowledge("n2", 1, rig.driver.report().lastIndex);
      return answers;
    };
    const [session] = ask({ type: "register" });
    if (session?.type !== "ok") throw new Error("not registered");
    const request: ClientRequest = { type: "propose", clientId: session.index, sequence: 1, command: utf8("a") };
    const first = ask(request);
    expect(first).toMatchObject([{ type: "ok" }]);
    rig.storage.full = true;
    expect(rig.ask(request).answers).toEqual(first);
    expect(rig.ask({ ...request, sequence: 2 }).answers).toMatchObject([OVERLOADED]);
  });

  test("lets what a snapshot has freed be freed, once, although no entry comes", async () => {
    const { state, clock, storage } = await readyLeader();
    const handlers = { release: () => {}, persisted: () => {}, withheld: () => {}, failed: () => {}, broken: () => {} };
    const persister = new Persister(storage, { term: 1, votedFor: null }, handlers);
    let room = 0;
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const desk = new DiskRoom({ state, storage, clock, log }, persister, () => {
      room += 1;
    });
    const before = storage.appended.length;
    storage.full = true;
    desk.watch();
    clock.pass(TIMING.heartbeatMs);
    expect(storage.appended).toHaveLength(before);
    desk.forget({ index: 1, term: 1 });
    clock.pass(TIMING.heartbeatMs);
    expect(storage.appended.slice(before)).toMatchObject([{ hardState: null, entries: [], restartFrom: null }]);
    storage.sync();
    clock.pass(5 * TIMING.heartbeatMs);
    expect([storage.appended.length, room]).toEqual([before + 1, 0]);
    storage.full = false;
    clock.pass(TIMING.heartbeatMs);
    expect(room).toBe(1);
  });
});

describe("a follower whose disk is full", () => {
  test("takes no entries and acknowledges none, and still answers heartbeats", async () => {
    const rig = await follower();
    rig.storage.full = true;
    const writes = rig.storage.appended.length;
    append(rig, 1);
    rig.hearHeartbeat("n2", 1, 2);
    expect(rig.sentOf("appendAck")).toEqual([]);
    expect(rig.sentOf("heartbeatAck").at(-1)?.body).toMatchObject({ round: 2, matchIndex: 0 });
    expect([rig.storage.appended.length, rig.state.log.durableIndex]).toEqual([writes, 0]);
  });

  test("takes them when they are sent again and there is room", async () => {
    const rig = await follower();
    rig.storage.full = true;
    append(rig, 1);
    rig.storage.full = false;
    append(rig, 1);
    expect(rig.sentOf("appendAck")).toEqual([]);
    rig.sync();
    expect(rig.sentOf("appendAck").map(({ body }) => body.matchIndex)).toEqual([1]);
  });

  test("does not acknowledge what it had taken in and found no room for, until it has", async () => {
    const rig = await follower();
    append(rig, 1);
    rig.storage.refuse();
    rig.clock.settle();
    rig.hearHeartbeat("n2", 1, 2);
    expect(rig.sentOf("appendAck")).toEqual([]);
    expect(rig.sentOf("heartbeatAck").at(-1)?.body).toMatchObject({ round: 2, matchIndex: 0 });
    rig.storage.full = false;
    rig.clock.pass(TIMING.heartbeatMs);
    expect(rig.sentOf("appendAck")).toEqual([]);
    rig.sync();
    expect(rig.sentOf("appendAck").map(({ body }) => body.matchIndex)).toEqual([1]);
    expect(rig.storage.log).toEqual(["1@1"]);
  });

  test("votes, durably, while entries wait for room", async () => {
    const rig = await follower();
    append(rig, 1);
    rig.storage.refuse();
    rig.clock.settle();
    const better = { index: 5, term: 1 };
    rig.hear("n3", 2, { type: "voteRequest", last: better, transfer: true });
    expect(rig.sentOf("voteResponse")).toEqual([]);
    expect(rig.storage.appended.at(-1)).toMatchObject({ hardState: { term: 2, votedFor: member("n3") }, entries: [] });
    rig.sync();
    expect(rig.sentOf("voteResponse").map(({ term, body }) => [term, body.granted])).toEqual([[2, true]]);
    expect(rig.sentOf("appendAck")).toEqual([]);
    expect(rig.storage.log).toEqual([]);
    rig.storage.full = false;
    rig.clock.pass(TIMING.heartbeatMs);
    rig.sync();
    expect(rig.storage.log).toEqual(["1@1"]);
    expect(rig.driver.report()).toMatchObject({ term: 2, diskFull: false });
  });

  test("stops when the disk fails after it was full", async () => {
    const rig = await follower();
    append(rig, 1);
    rig.storage.refuse();
    rig.clock.settle();
    rig.storage.full = false;
    rig.clock.pass(TIMING.heartbeatMs);
    rig.storage.fail();
    await Promise.resolve();
    expect(rig.role).toBe("stopped");
    expect(rig.sentOf("appendAck")).toEqual([]);
  });
});

describe("entries that are withheld for want of room", () => {
  const message = (body: Message["body"]): Message => ({ from: member("n1"), to: "n2", term: 1, body });
  const write = (writeId: number, parts: Partial<PersistEffect>): PersistEffect => ({
    type: "persist",
    writeId,
    hardState: null,
    entries: [],
    restartFrom: null,
    release: [],
    ...parts,
  });

  function bench() {
    const storage = new FakeStorage(newDisk(), []);
    const released: string[] = [];
    const persister = new Persister(
      storage,
      { term: 0, votedFor: null },
      {
        release: ({ body }) => released.push(body.type),
        persisted: (writeId) => released.push(`persisted ${writeId}`),
        withheld: () => released.push("withheld"),
        failed: (error) => {
          throw error;
        },
        broken: (error) => {
          throw error;
        },
      },
    );
    return { storage, persister, released };
  }

  test("hold back all that promises them, and nothing else, however often there is no room", () => {
    const { storage, persister, released } = bench();
    const ack = message({ type: "appendAck", matchIndex: 1 });
    const installed = message({ type: "snapshotAck", lastIndex: 1, offset: 0, installed: true });
    persister.add(write(1, { entries: [commandAt(1, 1)], release: [ack, installed] }));
    persister.flush();
    storage.refuse();
    persister.add(
      write(2, {
        hardState: { term: 2, votedFor: null },
        release: [message({ type: "voteResponse", granted: true, early: false }), ack],
      }),
    );
    persister.tellWhenDurable(() => released.push("told"));
    persister.flush();
    expect(released).toEqual(["withheld"]);
    storage.refuse();
    persister.flush();
    expect(released).toEqual(["withheld", "withheld"]);
    persister.add(
      write(3, {
        release: [message({ type: "heartbeatAck", round: 1, verifiedIndex: 0, matchIndex: 0, priority: 0 })],
      }),
    );
    persister.flush();
    storage.sync();
    expect(released.slice(2)).toEqual(["voteResponse", "told", "heartbeatAck"]);
    persister.retry();
    storage.sync();
    expect(released.slice(5)).toEqual(["appendAck", "snapshotAck", "appendAck", "persisted 3"]);
    expect([storage.log, storage.durable]).toEqual([["1@1"], { term: 2, votedFor: null }]);
  });

  test("are none where only a vote found no room, and that was written since", () => {
    const { storage, persister, released } = bench();
    persister.add(write(1, { hardState: { term: 1, votedFor: null } }));
    persister.flush();
    storage.refuse();
    persister.add(write(2, { hardState: { term: 2, votedFor: null } }));
    persister.flush();
    storage.sync();
    persister.retry();
    expect([persister.withholds, released]).toEqual([false, ["withheld", "persisted 2"]]);
  });

  test("are replaced by those that came after them", () => {
    const { storage, persister } = bench();
    persister.add(write(1, { entries: [commandAt(1, 1), commandAt(2, 1)] }));
    persister.flush();
    storage.refuse();
    persister.add(write(2, { hardState: { term: 2, votedFor: null }, entries: [commandAt(2, 2)] }));
    persister.flush();
    storage.sync();
    persister.retry();
    storage.sync();
    expect(storage.log).toEqual(["1@1", "2@2"]);
  });
});
