import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../../src/core/message.ts";
import type { HardState } from "../../src/core/types.ts";
import { type PersistEffect, Persister } from "../../src/driver/persist.ts";
import { FakeStorage, newDisk } from "./fake-storage.ts";
import { member } from "./rig.ts";

const EMPTY: HardState = { term: 0, votedFor: null };

const answerOf = (term: number): Message => ({
  from: member("n1"),
  to: "n2",
  term,
  body: { type: "voteResponse", granted: true, early: false },
});

/** A write of `writeId` as its term, releasing one answer. */
const write = (writeId: number, hardState: HardState | null = { term: writeId, votedFor: null }): PersistEffect => ({
  type: "persist",
  writeId,
  hardState,
  entries: [],
  restartFrom: null,
  release: [answerOf(writeId)],
});

class Desk {
  readonly storage = new FakeStorage(newDisk(EMPTY), []);
  readonly released: number[] = [];
  readonly confirmed: number[] = [];
  readonly failures: Error[] = [];
  readonly bugs: unknown[] = [];
  readonly persister = new Persister(this.storage, EMPTY, {
    release: ({ term }) => this.released.push(term),
    persisted: (writeId) => this.confirmed.push(writeId),
    withheld: () => undefined,
    failed: (error) => this.failures.push(error),
    broken: (error) => this.bugs.push(error),
  });

  /** A drain that asks for these writes. */
  drain(...effects: PersistEffect[]): void {
    for (const effect of effects) this.persister.add(effect);
    this.persister.flush();
  }
}

describe("the way to the disk", () => {
  test("nothing is released or confirmed before the sync, and both after it", () => {
    const desk = new Desk();
    desk.drain(write(1));
    expect(desk.storage.writing).toBe(true);
    expect([desk.released, desk.confirmed]).toEqual([[], []]);
    desk.storage.sync();
    expect([desk.released, desk.confirmed]).toEqual([[1], [1]]);
  });

  test("the world is told of what is durable only, in order with what is released", () => {
    const desk = new Desk();
    desk.persister.add(write(1));
    desk.persister.tellWhenDurable(() => desk.released.push(-1));
    desk.drain(write(2));
    expect([desk.released, desk.persister.durable.term]).toEqual([[], 0]);
    desk.storage.sync();
    expect([desk.released, desk.persister.durable.term]).toEqual([[1, -1, 2], 2]);
    desk.persister.tellWhenDurable(() => desk.released.push(-2));
    expect(desk.released).toEqual([1, -1, 2, -2]);
  });

  test("the world is told at once where only entries are being written, and in order where it already waits", () => {
    const desk = new Desk();
    const entries = [{ type: "noOp", index: 1, term: 1 }] as const;
    desk.drain({ ...write(1, null), entries });
    desk.persister.tellWhenDurable(() => desk.released.push(-1));
    expect(desk.released).toEqual([-1]);
    desk.drain(write(2));
    desk.persister.tellWhenDurable(() => desk.released.push(-2));
    desk.drain({ ...write(3, null), entries });
    desk.storage.sync();
    desk.persister.tellWhenDurable(() => desk.released.push(-3));
    expect(desk.released).toEqual([-1, 1]);
    desk.storage.sync();
    expect(desk.released).toEqual([-1, 1, 2, -2, 3, -3]);
  });

  test("the writes of one drain go to disk as one, with the last state", () => {
    const desk = new Desk();
    desk.drain(write(1), write(2), write(3));
    expect(desk.storage.appended).toEqual([
      { formation: null, hardState: { term: 3, votedFor: null }, entries: [], restartFrom: null },
    ]);
    desk.storage.sync();
    expect(desk.released).toEqual([1, 2, 3]);
    expect(desk.confirmed).toEqual([3]);
    expect(desk.persister.syncs).toBe(1);
  });

  test("of writes that go to disk as one, a later one replaces what stands from its first entry on", () => {
    const noOp = (index: number, term: number) => ({ type: "noOp", index, term }) as const;
    const desk = new Desk();
    desk.drain(
      { ...write(1, null), entries: [noOp(1, 1), noOp(2, 1), noOp(3, 1)] },
      { ...write(2, null), entries: [noOp(4, 1)] },
      { ...write(3, null), entries: [noOp(2, 2)] },
    );
    desk.storage.sync();
    desk.drain({ ...write(4, null), entries: [noOp(3, 2)] }, { ...write(5, null), entries: [noOp(1, 3), noOp(2, 3)] });
    expect(desk.storage.appended.map(({ entries }) => entries)).toEqual([
      [noOp(1, 1), noOp(2, 2)],
      [noOp(1, 3), noOp(2, 3)],
    ]);
  });

  test("all that gathers during a write goes with one further write", () => {
    const desk = new Desk();
    desk.drain(write(1));
    for (let writeId = 2; writeId <= 40; writeId++) desk.drain(write(writeId));
    expect(desk.storage.appended).toHaveLength(1);
    desk.storage.sync();
    expect(desk.released).toEqual([1]);
    expect(desk.storage.appended).toHaveLength(2);
    desk.storage.sync();
    expect(desk.released).toHaveLength(40);
    expect(desk.storage.appended).toHaveLength(2);
    expect(desk.persister.syncs).toBe(2);
  });

  test("an answer without a state to write waits for the writes before it, and costs no sync of its own", () => {
    const desk = new Desk();
    desk.drain(write(1));
    desk.drain(write(2, null));
    expect(desk.released).toEqual([]);
    desk.storage.sync();
    expect(desk.released).toEqual([1, 2]);
    expect(desk.confirmed).toEqual([1, 2]);
    expect(desk.storage.appended).toHaveLength(1);
  });

  test("a state that comes before an answer without one is written, not forgotten", () => {
    const desk = new Desk();
    desk.drain(write(1), write(2, null));
    expect(desk.storage.appended).toEqual([
      { formation: null, hardState: { term: 1, votedFor: null }, entries: [], restartFrom: null },
    ]);
    expect(desk.released).toEqual([]);
  });

  test("after a failed write nothing is released, confirmed or written, however often it is asked", () => {
    const desk = new Desk();
    desk.drain(write(1));
    desk.drain(write(2), write(3, null));
    desk.storage.fail(new Error("EIO"));
    desk.drain(write(4, null));
    desk.drain(write(5));
    expect(desk.failures.map(({ message }) => message)).toEqual(["EIO"]);
    expect([desk.released, desk.confirmed]).toEqual([[], []]);
    expect(desk.storage.appended).toHaveLength(1);
  });

  test("once stopped it neither writes on nor releases, also when the write under way ends", () => {
    const desk = new Desk();
    desk.drain(write(1));
    desk.drain(write(2));
    desk.persister.stop();
    desk.storage.sync();
    desk.drain(write(3, null));
    expect([desk.released, desk.confirmed]).toEqual([[], []]);
    expect(desk.storage.appended).toHaveLength(1);
    expect(desk.failures).toEqual([]);
  });

  test("whatever the order of drains and syncs, what left is durable, in order, each once", () => {
    const drain = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.option(drain), { maxLength: 40 }), (acts) => {
        const desk = new Desk();
        let writeId = 0;
        let lastWritten = 0;
        for (const act of acts) {
          if (act === null) desk.storage.sync();
          else {
            const effects = act.map((changes) => {
              writeId += 1;
              if (changes) lastWritten = writeId;
              return write(writeId, changes ? { term: writeId, votedFor: null } : null);
            });
            desk.drain(...effects);
          }
          const left = desk.released.length;
          expect(desk.released).toEqual(Array.from({ length: left }, (_, i) => i + 1));
          if (desk.storage.durable.term < lastWritten) expect(left).toBeLessThan(lastWritten);
          if (!desk.storage.writing) expect(left).toBe(writeId);
        }
      }),
    );
  });
});
