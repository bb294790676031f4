import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { Event } from "../../src/core/event.ts";
import type { InstallSnapshot, Message } from "../../src/core/message.ts";
import { initialState, type ServerState } from "../../src/core/state.ts";
import { configurationOfVoters } from "../../src/core/types.ts";
import { MachineHost } from "../../src/driver/machine-host.ts";
import { RequestDesk } from "../../src/driver/request-desk.ts";
import { encodeEnvelope, Sessions } from "../../src/driver/sessions.ts";
import { latestChunks, SnapshotKeeper } from "../../src/driver/snapshot-keeper.ts";
import { JournalMachine } from "./journal-machine.ts";
import { MemorySnapshots } from "./memory-snapshots.ts";
import { settled } from "./network-rig.ts";
import { member, TIMING, utf8 } from "./rig.ts";

const PIECE_BYTES = 64 * 1024;
const configuration = configurationOfVoters([member("n1"), member("n2")]);

const command = (index: number): Entry => ({
  type: "command",
  index,
  term: 1,
  command: encodeEnvelope({ type: "propose", clientId: 0, sequence: 0, command: utf8(`c${index}`) }),
});

class Desk {
  readonly machine = new JournalMachine();
  readonly sessions = new Sessions(this.machine);
  readonly host = new MachineHost(this.sessions, new RequestDesk(0, () => 1), 0);
  readonly store: MemorySnapshots;
  readonly state: ServerState;
  readonly events: Event[] = [];
  readonly sent: Message[] = [];
  readonly failures: unknown[] = [];
  readonly keeper: SnapshotKeeper;

  constructor({ every = 10, entries = 100, store = new MemorySnapshots() } = {}) {
    this.store = store;
    this.state = initialState({
      self: member("n1"),
      configuration,
      hardState: { term: 1, votedFor: null },
      timing: TIMING,
      seed: 1,
      entries: Array.from({ length: entries }, (_, i) => command(i + 1)),
    });
    this.keeper = new SnapshotKeeper(this.state, store, this.host, every, {
      push: (event) => this.events.push(event),
      send: (message) => this.sent.push(message),
      failed: (error) => this.failures.push(error),
    });
  }

  /** The machine applies all up to `index`, one entry at a time. */
  applyTo(index: number): void {
    while (this.host.appliedIndex < index) {
      this.host.apply([command(this.host.appliedIndex + 1)]);
      this.keeper.applied();
    }
  }

  lead(): void {
    this.state.role = {
      name: "leader",
      granted: new Set(["n1"]),
      round: 1,
      rounds: [],
      heartbeatAtMs: 0,
      firstIndex: 1,
      progress: new Map(),
      uncommittedBytes: 0,
      reads: [],
      transfer: null,
      electedAtMs: 0,
      leaseFromMs: 0,
      lease: null,
      offerAtMs: Number.POSITIVE_INFINITY,
      learnersAtMs: Number.POSITIVE_INFINITY,
    };
  }

  /** What the last answer to a piece said. */
  get offset(): number | null {
    const last = this.events.at(-1);
    return last?.type === "snapshotChunkSaved" ? last.offset : null;
  }
}

/** A store whose latest snapshot ends at `index` and holds these bytes. */
async function storeWith(index: number, ...chunks: Uint8Array[]): Promise<MemorySnapshots> {
  const store = new MemorySnapshots();
  const sink = await store.begin({ index, term: 1 }, configuration);
  for (const chunk of chunks) await sink.write(chunk);
  await sink.commit();
  store.journal.length = 0;
  return store;
}

const snapshotBytes = async (): Promise<Uint8Array> => {
  const other = new Desk();
  other.host.apply([command(1), command(2)]);
  const chunks: Uint8Array[] = [];
  for await (const chunk of other.host.snapshot()) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** The snapshot `data` cut at these offsets. */
const pieceOf = (data: Uint8Array, from: number, to: number, index = 500): InstallSnapshot => ({
  type: "installSnapshot",
  last: { index, term: 1 },
  configuration,
  totalBytes: data.length,
  offset: from,
  data: data.slice(from, to),
});

describe("a snapshot of one's own", () => {
  test("is taken every so many entries, and not before", async () => {
    const desk = new Desk({ every: 10 });
    desk.applyTo(9);
    await settled();
    expect(desk.store.journal).toEqual([]);
    desk.applyTo(10);
    await settled();
    expect(desk.events).toMatchObject([
      { type: "snapshotSaved", snapshot: { last: { index: 10, term: 1 }, configuration } },
    ]);
    desk.applyTo(19);
    await settled();
    expect(desk.events).toHaveLength(1);
    desk.applyTo(20);
    await settled();
    expect(desk.store.latest?.last).toEqual({ index: 20, term: 1 });
  });

  test("is the state of its index, whatever is applied while it is written; and only one is written at a time", async () => {
    const desk = new Desk({ every: 10 });
    let open: () => void = () => undefined;
    desk.store.writeGate = new Promise((resolve) => {
      open = resolve;
    });
    desk.applyTo(10);
    await settled();
    desk.applyTo(35);
    await settled();
    expect(desk.store.journal.filter((line) => line.startsWith("begin"))).toEqual(["begin 10"]);
    open();
    await settled();
    expect(desk.store.journal.filter((line) => !line.startsWith("write"))).toEqual(["begin 10", "commit 10"]);
    const other = new JournalMachine();
    await new Sessions(other).restore(latestChunks(desk.store));
    expect(other.journal).toEqual(desk.machine.journal.slice(0, 10));
    desk.applyTo(36);
    await settled();
    expect(desk.store.latest?.last.index).toBe(36);
  });

  test("is put off while the last one goes out, so that a slow receiver comes to its end", async () => {
    const desk = new Desk({ every: 10, store: await storeWith(10, new Uint8Array(9)) });
    desk.lead();
    desk.applyTo(10);
    for (let index = 15; index <= 45; index += 5) {
      desk.keeper.sendPiece("n2", { index: 10, term: 1 }, 0);
      desk.applyTo(index);
      await settled();
    }
    expect(desk.sent).toHaveLength(7);
    expect(desk.store.latest?.last.index).toBe(10);
    desk.applyTo(54);
    await settled();
    expect(desk.store.latest?.last.index).toBe(50);
  });

  test("is put off by a transfer for a few times as many entries, and no longer", async () => {
    const desk = new Desk({ every: 10, store: await storeWith(10, new Uint8Array(9)) });
    desk.lead();
    desk.applyTo(10);
    while (desk.host.appliedIndex < 60) {
      desk.keeper.sendPiece("n2", { index: 10, term: 1 }, 0);
      desk.applyTo(desk.host.appliedIndex + 1);
      await settled();
    }
    expect(desk.store.latest?.last.index).toBe(50);
  });

  test("that cannot be written stops the node", async () => {
    const desk = new Desk({ every: 10 });
    desk.store.writeGate = Promise.reject(new Error("EIO"));
    desk.applyTo(10);
    await settled();
    expect(desk.failures).toEqual([new Error("EIO")]);
    expect(desk.events).toEqual([]);
  });

  test("that finds no room is given up, and tried again after some more entries, but not at each", async () => {
    const desk = new Desk({ every: 16 });
    desk.store.full = true;
    desk.applyTo(16);
    await settled();
    expect(desk.store.journal).toEqual(["begin 16", "abort 16"]);
    desk.applyTo(17);
    await settled();
    expect(desk.store.journal).toHaveLength(2);
    desk.applyTo(18);
    await settled();
    expect(desk.store.journal.slice(2)).toEqual(["begin 18", "abort 18"]);
    expect([desk.failures, desk.events, desk.store.latest]).toEqual([[], [], null]);
    desk.store.full = false;
    desk.applyTo(20);
    await settled();
    expect(desk.store.latest?.last.index).toBe(20);
  });

  test("that found no room is taken as soon as there is some", async () => {
    const desk = new Desk({ every: 16 });
    desk.store.full = true;
    desk.applyTo(16);
    await settled();
    desk.store.full = false;
    desk.keeper.retry();
    await settled();
    expect(desk.store.latest?.last.index).toBe(16);
    desk.keeper.retry();
    await settled();
    expect(desk.store.journal.filter((line) => line.startsWith("begin"))).toEqual(["begin 16", "begin 16"]);
  });

  test("waits while one arrives, and is taken again once the log has overtaken that one", async () => {
    const desk = new Desk({ every: 10 });
    desk.keeper.savePiece(pieceOf(new Uint8Array(10), 0, 4, 50));
    desk.applyTo(40);
    await settled();
    expect(desk.store.journal).toEqual(["begin 50", "write 0+4"]);
    desk.applyTo(50);
    await settled();
    expect(desk.store.latest?.last.index).toBe(50);
    expect(desk.failures).toEqual([]);
  });
});

describe("a snapshot that arrives and finds no room", () => {
  test("is given up without an answer, and taken from its beginning once there is some", async () => {
    const desk = new Desk();
    const data = await snapshotBytes();
    desk.keeper.savePiece(pieceOf(data, 0, 4));
    await settled();
    desk.store.full = true;
    desk.keeper.savePiece(pieceOf(data, 4, 8));
    await settled();
    expect(desk.store.journal.at(-1)).toBe("abort 500");
    expect([desk.events.length, desk.failures]).toEqual([1, []]);
    desk.store.full = false;
    desk.keeper.savePiece(pieceOf(data, 4, 8));
    await settled();
    expect(desk.offset).toBe(0);
    desk.keeper.savePiece(pieceOf(data, 0, data.length));
    await settled();
    expect(desk.events.at(-1)).toMatchObject({ type: "snapshotReceived" });
  });
});

describe("a piece that is asked for", () => {
  test("is sent from where it is wanted, at most a piece of it, with what the receiver must know", async () => {
    const data = new Uint8Array(PIECE_BYTES + 10).map((_, i) => i);
    const desk = new Desk({ store: await storeWith(7, data) });
    desk.lead();
    desk.keeper.sendPiece("n2", { index: 7, term: 1 }, 0);
    desk.keeper.sendPiece("n2", { index: 7, term: 1 }, PIECE_BYTES);
    await settled();
    const common = { type: "installSnapshot", last: { index: 7, term: 1 }, configuration, totalBytes: data.length };
    expect(desk.sent).toEqual([
      { from: member("n1"), to: "n2", term: 1, body: { ...common, offset: 0, data: data.slice(0, PIECE_BYTES) } },
      { from: member("n1"), to: "n2", term: 1, body: { ...common, offset: PIECE_BYTES, data: data.slice(-10) } },
    ]);
  });

  test("of a snapshot that a newer one has replaced is not sent", async () => {
    const desk = new Desk({ store: await storeWith(9, new Uint8Array(4)) });
    desk.lead();
    desk.keeper.sendPiece("n2", { index: 7, term: 1 }, 0);
    await settled();
    expect(desk.sent).toEqual([]);
  });

  test.each([
    ["has stopped", (state: ServerState) => (state.role = { name: "stopped" })],
    ["has gone to another term", (state: ServerState) => (state.term = 2)],
  ])("is not sent any more where the node %s by the time it is read", async (_what, change) => {
    const desk = new Desk({ store: await storeWith(7, new Uint8Array(4)) });
    desk.lead();
    desk.keeper.sendPiece("n2", { index: 7, term: 1 }, 0);
    change(desk.state);
    await settled();
    expect(desk.sent).toEqual([]);
  });
});

describe("pieces that arrive", () => {
  const data = new Uint8Array(10).map((_, i) => i);

  test("are put together in order, and the last one makes it the latest, durably, before it is told", async () => {
    const desk = new Desk();
    desk.keeper.savePiece(pieceOf(data, 0, 4));
    await settled();
    expect(desk.events).toEqual([{ type: "snapshotChunkSaved", last: { index: 500, term: 1 }, offset: 4 }]);
    desk.keeper.savePiece(pieceOf(data, 4, 10));
    await settled();
    expect(desk.events.at(-1)).toEqual({
      type: "snapshotReceived",
      snapshot: { last: { index: 500, term: 1 }, configuration, bytes: 10 },
    });
    expect(await desk.store.read(0, 100)).toEqual(data);
  });

  test("of an older snapshot, heard before a newer one was here, does not take its place: the log may begin behind that", async () => {
    const desk = new Desk({ entries: 0 });
    const data = Uint8Array.from({ length: 10 }, (_, i) => i);
    desk.keeper.savePiece(pieceOf(data, 0, 10, 500));
    desk.keeper.savePiece(pieceOf(data, 0, 10, 499));
    await settled();
    expect(desk.store.latest?.last.index).toBe(500);
    expect(desk.events).toHaveLength(1);
    expect(desk.failures).toEqual([]);
  });

  test("out of order or once more are not written, and are answered with where to go on", async () => {
    const desk = new Desk();
    desk.keeper.savePiece(pieceOf(data, 0, 4));
    for (const [from, to] of [
      [6, 8],
      [0, 4],
      [3, 5],
    ] as const) {
      desk.keeper.savePiece(pieceOf(data, from, to));
      await settled();
      expect(desk.offset).toBe(4);
    }
    expect(desk.store.journal).toEqual(["begin 500", "write 0+4"]);
  });

  test("of a snapshot of which there is nothing yet are answered with zero unless they begin it", async () => {
    const desk = new Desk();
    desk.keeper.savePiece(pieceOf(data, 4, 8));
    await settled();
    expect(desk.offset).toBe(0);
  });

  test("of a newer snapshot replace those of an older one, from their own beginning", async () => {
    const desk = new Desk();
    desk.keeper.savePiece(pieceOf(data, 0, 4, 500));
    desk.keeper.savePiece(pieceOf(data, 0, 7, 600));
    await settled();
    expect(desk.offset).toBe(7);
    desk.keeper.savePiece(pieceOf(data, 7, 10, 600));
    await settled();
    expect(desk.store.latest?.last.index).toBe(600);
    expect(desk.failures).toEqual([]);
  });

  test("of two leaders are not put together, though their snapshots end at the same place", async () => {
    const desk = new Desk();
    desk.keeper.savePiece(pieceOf(data, 0, 4));
    await settled();
    desk.state.term = 2;
    const other = data.map((byte) => 100 + byte);
    desk.keeper.savePiece(pieceOf(other, 4, 10));
    await settled();
    expect(desk.offset).toBe(0);
    desk.keeper.savePiece(pieceOf(other, 0, 10));
    await settled();
    expect(await desk.store.read(0, 100)).toEqual(other);
  });

  test("once more after the last one are told the same, and begin nothing", async () => {
    const desk = new Desk();
    for (const [from, to] of [
      [0, 4],
      [4, 10],
      [4, 10],
    ] as const)
      desk.keeper.savePiece(pieceOf(data, from, to));
    await settled();
    expect(desk.events.map(({ type }) => type)).toEqual(["snapshotChunkSaved", "snapshotReceived", "snapshotReceived"]);
    expect(desk.store.journal.filter((line) => line.startsWith("begin"))).toEqual(["begin 500"]);
  });

  test("of an empty snapshot are one, which is the last", async () => {
    const desk = new Desk();
    desk.keeper.savePiece(pieceOf(new Uint8Array(), 0, 0));
    await settled();
    expect(desk.events).toMatchObject([{ type: "snapshotReceived", snapshot: { bytes: 0 } }]);
  });
});

describe("a snapshot that is taken up", () => {
  test("replaces the machine's state, and then all up to its end is applied", async () => {
    const desk = new Desk({ store: await storeWith(2, await snapshotBytes()) });
    desk.keeper.restore();
    desk.host.apply([command(3)]);
    expect(desk.machine.journal).toEqual([]);
    await settled();
    expect(desk.machine.journal).toEqual(["c1", "c2", "c3"]);
    expect(desk.events).toEqual([{ type: "applied", index: 3 }]);
  });

  test("is read to its end before another may take its place", async () => {
    const desk = new Desk({ store: await storeWith(2, await snapshotBytes()) });
    desk.keeper.restore();
    desk.keeper.savePiece(pieceOf(new Uint8Array(3), 0, 3));
    await settled();
    expect(desk.machine.journal).toEqual(["c1", "c2"]);
    expect(desk.store.latest?.last.index).toBe(500);
    expect(desk.failures).toEqual([]);
  });

  test("and cannot be read stops the node", async () => {
    const desk = new Desk({ store: await storeWith(2, utf8("no snapshot at all")) });
    desk.keeper.restore();
    await settled();
    expect(desk.failures).toHaveLength(1);
    expect(desk.events).toEqual([]);
  });
});
