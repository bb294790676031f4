/** What of the log the disk is given: each write's entries replace all from their first on, a new beginning all before it. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { LogPosition } from "../../src/core/types.ts";
import { type PersistEffect, Persister } from "../../src/driver/persist.ts";
import { FakeStorage, newDisk } from "./fake-storage.ts";

const entriesOf = (term: number, from: number, count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({ type: "noOp", index: from + i, term }));

const write = (writeId: number, entries: readonly Entry[], restartFrom: LogPosition | null = null): PersistEffect => ({
  type: "persist",
  writeId,
  hardState: null,
  entries,
  restartFrom,
  release: [],
});

function bench() {
  const storage = new FakeStorage(newDisk(), []);
  const confirmed: number[] = [];
  const persister = new Persister(
    storage,
    { term: 0, votedFor: null },
    {
      release: () => undefined,
      persisted: (writeId) => confirmed.push(writeId),
      withheld: () => undefined,
      failed: (error) => {
        throw error;
      },
      broken: (error) => {
        throw error;
      },
    },
  );
  return { storage, persister, confirmed };
}

/** The batch that these writes of one drain become. */
function batchOf(...effects: PersistEffect[]) {
  const { storage, persister } = bench();
  for (const effect of effects) persister.add(effect);
  persister.flush();
  const [batch] = storage.appended;
  if (batch === undefined) return null;
  const { entries, restartFrom } = batch;
  return { log: entries.map(({ index, term }) => `${index}@${term}`), restartFrom };
}

describe("the writes of one drain", () => {
  test("that follow each other are one run of entries", () =>
    expect(batchOf(write(1, entriesOf(1, 1, 2)), write(2, entriesOf(1, 3, 1)))?.log).toEqual(["1@1", "2@1", "3@1"]));

  test("where a later one begins within an earlier one, it replaces the rest", () =>
    expect(batchOf(write(1, entriesOf(1, 4, 3)), write(2, entriesOf(2, 5, 1)))?.log).toEqual(["4@1", "5@2"]));

  test("where a later one begins before an earlier one, nothing of that is left", () =>
    expect(batchOf(write(1, entriesOf(1, 4, 3)), write(2, entriesOf(2, 3, 2)))?.log).toEqual(["3@2", "4@2"]));

  test("a new beginning leaves nothing of what came before, and keeps what comes after", () => {
    const restart = { index: 9, term: 3 };
    const batch = batchOf(write(1, entriesOf(1, 4, 3)), write(2, [], restart), write(3, entriesOf(3, 10, 2)));
    expect(batch).toEqual({ log: ["10@3", "11@3"], restartFrom: restart });
  });

  test("of two new beginnings the later one counts", () =>
    expect(batchOf(write(1, [], { index: 5, term: 1 }), write(2, [], { index: 8, term: 2 }))).toEqual({
      log: [],
      restartFrom: { index: 8, term: 2 },
    }));

  test("a new beginning alone is written, though it holds neither entry nor term", () =>
    expect(batchOf(write(1, [], { index: 5, term: 1 }))?.restartFrom).toEqual({ index: 5, term: 1 }));
});

test("entries are confirmed after their sync, not before", () => {
  const { storage, persister, confirmed } = bench();
  persister.add(write(1, entriesOf(1, 1, 2)));
  persister.flush();
  expect(confirmed).toEqual([]);
  storage.sync();
  expect(confirmed).toEqual([1]);
  expect(storage.log).toEqual(["1@1", "2@1"]);
});

type Act =
  /** Entries from `back` before the end of the log on. */
  | { readonly do: "append"; readonly back: number; readonly count: number }
  | { readonly do: "restart"; readonly ahead: number; readonly count: number }
  | { readonly do: "flush" | "sync" };

const small = fc.integer({ min: 0, max: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("append" as const), back: small, count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), ahead: small, count: small }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("flush" as const, "sync" as const) }) },
);

/** A log that takes each write as it is asked for, one after the other. */
class NaiveLog {
  base = 0;
  terms: number[] = [];

  get last(): number {
    return this.base + this.terms.length;
  }

  take({ entries, restartFrom }: PersistEffect): void {
    if (restartFrom !== null) {
      this.base = restartFrom.index;
      this.terms = [];
    }
    for (const { index, term } of entries) {
      this.terms.length = index - this.base - 1;
      this.terms.push(term);
    }
  }

  get inWords(): string[] {
    return this.terms.map((term, i) => `${this.base + 1 + i}@${term}`);
  }
}

function effectOf(act: Act, writeId: number, log: NaiveLog): PersistEffect | null {
  if (act.do === "append") {
    const from = Math.max(log.base + 1, log.last + 1 - act.back);
    return write(writeId, entriesOf(writeId, from, act.count));
  }
  if (act.do !== "restart") return null;
  const index = log.last + act.ahead;
  return write(writeId, entriesOf(writeId, index + 1, act.count), { index, term: writeId });
}

test("however writes gather, once all are synced the disk holds what writing each by itself gives", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const { storage, persister, confirmed } = bench();
      const naive = new NaiveLog();
      let writeId = 0;
      for (const act of acts) {
        const effect = effectOf(act, writeId + 1, naive);
        if (act.do === "flush") persister.flush();
        if (act.do === "sync") storage.sync();
        if (effect === null) continue;
        writeId += 1;
        naive.take(effect);
        persister.add(effect);
      }
      persister.flush();
      while (storage.sync());
      expect(storage.log).toEqual(naive.inWords);
      expect(storage.afterCrash().base.index).toBe(naive.base);
      expect(confirmed.at(-1) ?? 0).toBe(writeId);
    }),
  );
});
