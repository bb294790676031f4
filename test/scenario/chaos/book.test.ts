/** What clients were told, judged as it goes. */
import { describe, expect, test } from "vitest";
import { Book } from "../../../src/scenario/chaos/book.ts";
import { historyLine } from "../../../src/scenario/chaos/history-line.ts";
import { lastValues } from "../../../src/scenario/chaos/last-values.ts";
import type { Call, Operation, Outcome } from "../../../src/scenario/history.ts";
import { operation } from "../operations.ts";

const put = (value: string): Call => ({ type: "put", value });
const get: Call = { type: "get" };
const done = (revision: number): Outcome => ({ type: "done", revision });
const read = (value: string | null, revision: number | null = null): Outcome => ({ type: "read", value, revision });

function newBook() {
  const found: string[] = [];
  const told: Operation[] = [];
  const clock = { nowMs: 0 };
  const book = new Book({
    slots: 1,
    nowMs: () => {
      clock.nowMs += 1;
      return clock.nowMs;
    },
    report: (checker, what) => found.push(`${checker}: ${what.split("\n")[0]}`),
    onOperation: (operation) => told.push(operation),
  });
  return { book, found, told, clock };
}

/** Fills the key of the only slot, so that it is closed and judged. */
function fill({ book }: ReturnType<typeof newBook>, last: string): string {
  const key = book.key(0);
  for (let at = 0; book.key(0) === key; at += 1) book.begin("c1", 0, put(`${last}-${at}`))(done(at + 1));
  return key;
}

describe("a book of operations", () => {
  test("finds nothing in a history that a store could have", () => {
    const { book, found } = newBook();
    book.begin("c1", 0, put("a"))(done(1));
    book.begin("c2", 0, get)(read("a", 1));
    book.readBack("reader", book.key(0))(read("a", 1));
    book.finish();
    expect(found).toEqual([]);
  });

  test("tells of a read that no order explains", () => {
    const { book, found } = newBook();
    book.begin("c1", 0, put("a"))(done(1));
    book.begin("c1", 0, put("b"))(done(2));
    book.begin("c2", 0, get)(read("a", 1));
    book.finish();
    expect(found).toEqual(["linearizability: no order explains what was read of chaos-0.0:"]);
  });

  test("tells of an acknowledged write that is not there in the end", () => {
    const { book, found } = newBook();
    book.begin("c1", 0, put("a"))(done(1));
    book.readBack("reader", book.key(0))(read(null));
    book.finish();
    expect(found).toEqual(["linearizability: no order explains what was read of chaos-0.0:"]);
  });

  test("closes a key after a while, judges it at once, and still knows what is to be read there", () => {
    const made = newBook();
    const key = fill(made, "a");
    expect(made.book.key(0)).not.toBe(key);
    made.book.readBack("reader", key)(read("a-3", 4));
    made.book.finish();
    expect(made.found).toEqual([`acknowledged: ${key} is a-3 in the end: a-199 was to be there`]);
    expect(made.book.keys).toEqual([key]);
  });

  test("waits with a closed key until what is under way there has ended", () => {
    const made = newBook();
    const late = made.book.begin("c2", 0, put("late"));
    const key = fill(made, "a");
    made.book.begin("c3", 0, get)(read("x", 1));
    late({ type: "unknown" });
    made.book.readBack("reader", key)(read("late", 999));
    made.book.finish();
    expect(made.found).toEqual(["linearizability: no order explains what was read of chaos-0.1:"]);
  });

  test("measures the longest time in which no write was acknowledged", () => {
    const { book, clock } = newBook();
    book.begin("c1", 0, put("a"))(done(1));
    clock.nowMs = 500;
    book.begin("c1", 0, put("b"))(done(2));
    expect(book.longestOutage.forMs).toBeGreaterThan(495);
    expect(book.longestOutage.fromMs).toBeLessThan(10);
    clock.nowMs = 2_000;
    book.begin("c1", 0, get)(read("b", 2));
    expect(book.longestOutage.forMs).toBeGreaterThan(1_495);
  });
});

describe("what may be there in the end", () => {
  const by = (call: Call, outcome: Outcome, startMs: number, endMs: number): Operation =>
    operation("c", startMs, endMs, call, outcome);

  test("nothing, where nothing was written", () => {
    expect([...lastValues([by(get, read(null), 0, 1)])]).toEqual([null]);
    expect([...lastValues([by(put("a"), { type: "refused", code: "NO_LEADER" }, 0, 1)])]).toEqual([null]);
  });

  test("the last of those that followed one another; any of those that overlapped", () => {
    const [a, b] = [by(put("a"), done(1), 0, 1), by(put("b"), done(2), 2, 3)];
    expect([...lastValues([a, b])]).toEqual(["b"]);
    expect([...lastValues([a, by(put("b"), done(2), 0.5, 3)])]).toEqual(["a", "b"]);
    expect([...lastValues([a, by({ type: "delete" }, done(2), 2, 3)])]).toEqual([null]);
  });

  test("what may have been written, whenever that was", () => {
    const unknown = by(put("u"), { type: "unknown" }, 0, 0);
    expect([...lastValues([unknown, by(put("b"), done(2), 2, 3)])]).toEqual(["u", "b"]);
    expect([...lastValues([unknown])]).toEqual(["u", null]);
  });
});

describe("a line of history.jsonl", () => {
  const base = { client: "c1", key: "k", isStale: false, startMs: 1, endMs: 2.5 } as const;

  test.each<[string, Operation, object]>([
    ["a write", { ...base, call: put("a"), outcome: done(7) }, { kind: "put", value: "a", outcome: "ok", revision: 7 }],
    ["a read", { ...base, call: get, outcome: read("a", 7) }, { kind: "get", value: "a", outcome: "ok", revision: 7 }],
    [
      "a compare-and-set that met something else",
      { ...base, call: { type: "cas", expected: "a", value: "b" }, outcome: { type: "conflict", revision: 8 } },
      { kind: "cas", expected: "a", value: "b", outcome: "conflict", revision: 8 },
    ],
    [
      "what was refused",
      { ...base, call: { type: "delete" }, outcome: { type: "refused", code: "NO_LEADER" } },
      { kind: "delete", value: null, outcome: "fail", code: "NO_LEADER" },
    ],
    [
      "a write of unknown outcome, which has no end",
      { ...base, endMs: Number.POSITIVE_INFINITY, call: put("a"), outcome: { type: "unknown" } },
      { kind: "put", value: "a", outcome: "info", returned: null },
    ],
  ])("tells of %s", (_, operation, expected) => {
    const line = historyLine(operation);
    expect(line.endsWith("\n")).toBe(true);
    expect(JSON.parse(line)).toEqual({ client: "c1", key: "k", invoked: 1, returned: 2.5, ...expected });
  });
});
