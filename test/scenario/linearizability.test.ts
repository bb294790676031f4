/** The search for a linear order, against histories made by hand, against brute force, and against the clock. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Call, Operation, Outcome } from "../../src/scenario/history.ts";
import { linearizabilityViolation } from "../../src/scenario/linearizability.ts";
import { operation as op } from "./operations.ts";

type Told = Outcome;

const put = (value: string): Call => ({ type: "put", value });
const cas = (expected: string | null, value: string): Call => ({ type: "cas", expected, value });
const GET: Call = { type: "get" };
const DELETE: Call = { type: "delete" };
const done = (revision: number | null): Told => ({ type: "done", revision });
const read = (value: string | null, revision: number | null): Told => ({ type: "read", value, revision });
const UNKNOWN: Told = { type: "unknown" };

describe("good histories", () => {
  test.each<[string, Operation[]]>([
    ["nothing", []],
    ["a read of what was written", [op("a", 0, 1, put("x"), done(1)), op("b", 2, 3, GET, read("x", 1))]],
    ["a read during a write sees the old", [op("a", 0, 9, put("x"), done(1)), op("b", 2, 3, GET, read(null, null))]],
    ["a read during a write sees the new", [op("a", 0, 9, put("x"), done(1)), op("b", 2, 3, GET, read("x", 1))]],
    ["an unknown write is seen late", [op("a", 0, 1, put("x"), UNKNOWN), op("b", 20, 30, GET, read("x", 1))]],
    ["an unknown write is never seen", [op("a", 0, 1, put("x"), UNKNOWN), op("b", 20, 30, GET, read(null, null))]],
    [
      "an unknown write that nobody read explains a conflict",
      [
        op("a", 0, 1, put("x"), done(1)),
        op("b", 2, 3, put("y"), UNKNOWN),
        op("c", 4, 5, cas("x", "z"), { type: "conflict", revision: 7 }),
      ],
    ],
    [
      "an unknown deletion explains an absence",
      [op("a", 0, 1, put("x"), done(1)), op("b", 2, 3, DELETE, UNKNOWN), op("c", 9, 10, GET, read(null, null))],
    ],
    [
      "of two that overlap, either is first",
      [op("a", 0, 10, put("x"), done(2)), op("b", 0, 10, put("y"), done(1)), op("c", 11, 12, GET, read("x", 2))],
    ],
  ])("%s", (_, history) => {
    expect(linearizabilityViolation(history)).toBeNull();
  });
});

describe("bad histories", () => {
  test.each<[string, Operation[]]>([
    ["a stale read", [op("a", 0, 1, put("x"), done(1)), op("b", 2, 3, GET, read(null, null))]],
    ["a read of what nobody wrote", [op("b", 2, 3, GET, read("x", 1))]],
    [
      "a value seen, then not yet there",
      [op("a", 0, 100, put("x"), done(1)), op("b", 2, 3, GET, read("x", 1)), op("c", 4, 5, GET, read(null, null))],
    ],
    [
      "two that both swap the same value",
      [op("a", 0, 1, put("x"), done(1)), op("b", 2, 5, cas("x", "y"), done(2)), op("c", 2, 5, cas("x", "z"), done(3))],
    ],
    [
      "a lost write",
      [op("a", 0, 1, put("x"), done(1)), op("a", 2, 3, put("y"), done(2)), op("b", 4, 5, GET, read("x", 1))],
    ],
    [
      "a conflict with nothing to explain it",
      [op("a", 0, 1, put("x"), done(1)), op("c", 4, 5, cas("x", "z"), { type: "conflict", revision: 7 })],
    ],
    [
      "an unknown write that is seen before it began",
      [op("b", 0, 1, GET, read("x", 1)), op("a", 5, 6, put("x"), UNKNOWN)],
    ],
  ])("%s", (_, history) => {
    expect(linearizabilityViolation(history)).not.toBeNull();
  });

  test("what is told names the key and what could not come next", () => {
    const history = [op("a", 0, 1, put("x"), done(1)), op("b", 2, 3, GET, read(null, null))];
    expect(linearizabilityViolation(history)).toMatch(/k:.*b get k/s);
  });
});

test("stale reads and what was refused prove nothing", () => {
  const stale = { ...op("b", 2, 3, GET, read(null, null)), isStale: true };
  const refused = op("c", 4, 5, put("y"), { type: "refused", code: "NO_LEADER" });
  expect(linearizabilityViolation([op("a", 0, 1, put("x"), done(1)), stale, refused])).toBeNull();
});

/** Every order of every choice of the operations that must be placed, by the definition. Revisions are not looked at. */
function bruteForce(operations: readonly Operation[]): boolean {
  const place = (state: string | null, rest: readonly Operation[]): boolean => {
    const firstEndMs = Math.min(...rest.map(({ endMs }) => endMs));
    if (rest.every(({ outcome }) => outcome.type === "unknown")) return true;
    return rest.some((next) => {
      if (next.startMs > firstEndMs) return false;
      const after = serial(state, next);
      return (
        after !== undefined &&
        place(
          after,
          rest.filter((one) => one !== next),
        )
      );
    });
  };
  const relevant = operations.filter(({ call, outcome }) => !(call.type === "get" && outcome.type === "unknown"));
  return place(null, relevant);
}

function serial(state: string | null, { call, outcome }: Operation): string | null | undefined {
  if (call.type === "get") return outcome.type === "read" && outcome.value === state ? state : undefined;
  if (call.type === "put") return call.value;
  if (call.type === "delete")
    return outcome.type === "done" && (outcome.revision === null) !== (state === null) ? undefined : null;
  if (outcome.type === "conflict")
    return state === call.expected || (outcome.revision === null) !== (state === null) ? undefined : state;
  return state === call.expected ? call.value : outcome.type === "unknown" ? state : undefined;
}

/** Short histories around a few values, most of them wrong; a told revision is the value's own, so that revisions tell no more. */
const histories = fc
  .array(
    fc.record({
      kind: fc.constantFrom("get", "put", "delete", "cas"),
      startMs: fc.integer({ min: 0, max: 12 }),
      takesMs: fc.integer({ min: 1, max: 8 }),
      seen: fc.constantFrom(null, "v0", "v1", "v2", "v3"),
      fate: fc.constantFrom("known", "known", "known", "unknown", "conflict"),
    }),
    { maxLength: 6 },
  )
  .map((drafts) =>
    drafts.map(({ kind, startMs, takesMs, seen, fate }, at): Operation => {
      const revisionOf = (value: string | null): number | null => (value === null ? null : Number(value.slice(1)) + 1);
      const value = `v${at}`;
      const endMs = startMs + takesMs + 0.5;
      const known = (outcome: Told): Told => (fate === "unknown" ? UNKNOWN : outcome);
      if (kind === "get") return op("c", startMs, endMs, GET, known(read(seen, revisionOf(seen))));
      if (kind === "put") return op("c", startMs, endMs, put(value), known(done(revisionOf(value))));
      if (kind === "delete") return op("c", startMs, endMs, DELETE, known(done(null)));
      if (fate === "conflict") return op("c", startMs, endMs, cas(seen, value), { type: "conflict", revision: null });
      return op("c", startMs, endMs, cas(seen, value), known(done(revisionOf(value))));
    }),
  );

test("its verdict is that of brute force on 10,000 short histories", () => {
  let good = 0;
  fc.assert(
    fc.property(histories, (history) => {
      const expected = bruteForce(history);
      if (expected) good += 1;
      expect(linearizabilityViolation(history) === null).toBe(expected);
    }),
    { numRuns: 10_000 },
  );
  expect(good).toBeGreaterThan(500);
  expect(good).toBeLessThan(9_500);
});

/** A store that does one thing at a time, and clients whose calls overlap around it. */
function longHistory(operations: number, clients: number, keys: number): Operation[] {
  const store = new Map<string, { value: string; revision: number }>();
  const freeAtMs = Array.from({ length: clients }, () => 0);
  let seed = 7;
  const below = (bound: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * bound);
  };
  return Array.from({ length: operations }, (_, at): Operation => {
    const atMs = at + 0.5;
    const idle = [...freeAtMs.keys()].filter((one) => (freeAtMs[one] ?? 0) < atMs);
    const client = idle[below(idle.length)] ?? 0;
    const startMs = Math.max(freeAtMs[client] ?? 0, atMs - below(clients));
    const endMs = atMs + below(clients) / 2;
    freeAtMs[client] = endMs;
    const key = `k${below(keys)}`;
    const there = store.get(key);
    const value = `v${at}`;
    const isRead = below(2) === 0;
    if (!isRead) store.set(key, { value, revision: at });
    const outcome = isRead ? read(there?.value ?? null, there?.revision ?? null) : done(at);
    const isLost = !isRead && below(50) === 0;
    return { ...op(`c${client}`, startMs, endMs, isRead ? GET : put(value), isLost ? UNKNOWN : outcome), key };
  });
}

test("10,000 operations of 50 clients on 20 keys are searched in less than 5 s", () => {
  const history = longHistory(10_000, 50, 20);
  const startedMs = performance.now();
  expect(linearizabilityViolation(history)).toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test("and one stale read among them is found", () => {
  const history = longHistory(10_000, 50, 20);
  const reads = history.filter(({ outcome, key }) => outcome.type === "read" && outcome.value !== null && key === "k3");
  const [early, late] = [reads[2], reads.at(-2)];
  if (early === undefined || late === undefined) throw new Error("too few reads");
  const spoilt = history.map((one) => (one === late ? { ...late, outcome: early.outcome } : one));
  expect(linearizabilityViolation(spoilt)).toMatch(/k3/);
});
