import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteStringOf } from "../../src/kv/bytes.ts";
import {
  decodeCommand,
  decodeQuery,
  decodeResult,
  type Expectation,
  encodeCommand,
  encodeQuery,
  type KvCommand,
  VALUE_BYTES_MAX,
} from "../../src/kv/format.ts";
import { KvMachine } from "../../src/kv/machine.ts";
import { Tree } from "../../src/kv/tree.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const key = fc.constantFrom("a", "b", "ab", "é", "\u{1f600}", "\uffff").map(byteStringOf);
const value = fc.uint8Array({ maxLength: 4 });
const expectation: fc.Arbitrary<Expectation> = fc.oneof(
  fc.constant({ type: "absent" } as const),
  fc.nat(40).map((revision) => ({ type: "revision", revision }) as const),
  value.map((one) => ({ type: "value", value: one }) as const),
);
const command: fc.Arbitrary<KvCommand> = fc.oneof(
  fc.record({ type: fc.constant("put" as const), key, value }),
  fc.record({ type: fc.constant("delete" as const), key }),
  fc.record({ type: fc.constant("cas" as const), key, expectation, value }),
);
const commands = fc.array(command, { maxLength: 40 });

async function* streamed(chunks: Iterable<Uint8Array>, cut = Number.POSITIVE_INFINITY) {
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += cut) yield chunk.subarray(at, Math.min(chunk.length, at + cut));
}

function machineAfter(history: readonly KvCommand[]): KvMachine {
  const machine = new KvMachine();
  for (const [at, one] of history.entries()) machine.apply(encodeCommand(one), at + 1);
  return machine;
}

const list = (machine: KvMachine, prefix = "", after = "", limit = 1000) => {
  const query = { type: "list", prefix: byteStringOf(prefix), after, limit, withValues: true } as const;
  const page = decodeResult(machine.query(encodeQuery(query)));
  if (page?.type !== "page") throw new Error("not a page");
  return page;
};

/** What it ought to do, without a tree or bytes. */
class Twin {
  readonly entries = new Map<string, { revision: number; value: Uint8Array }>();

  apply(one: KvCommand, index: number) {
    const stored = this.entries.get(one.key);
    if (one.type === "delete") {
      this.entries.delete(one.key);
      return { type: "written", revision: stored?.revision ?? 0 };
    }
    if (one.type === "cas" && !this.#met(one.expectation, stored))
      return { type: "conflict", revision: stored?.revision ?? 0 };
    this.entries.set(one.key, { revision: index, value: one.value });
    return { type: "written", revision: index };
  }

  #met(expected: Expectation, stored: { revision: number; value: Uint8Array } | undefined): boolean {
    if (expected.type === "absent") return stored === undefined;
    if (stored === undefined) return false;
    return expected.type === "revision"
      ? stored.revision === expected.revision
      : String([...stored.value]) === String([...expected.value]);
  }
}

describe("the machine", () => {
  test("does what a plain map would do, and lists in the order of the keys' bytes", () => {
    fc.assert(
      fc.property(commands, (history) => {
        const machine = new KvMachine();
        const twin = new Twin();
        for (const [at, one] of history.entries())
          expect(decodeResult(machine.apply(encodeCommand(one), at + 1))).toEqual(twin.apply(one, at + 1));
        const expected = [...twin.entries].sort(([a], [b]) =>
          Buffer.compare(Buffer.from(a, "latin1"), Buffer.from(b, "latin1")),
        );
        const items = list(machine).items.map((item) => [item.key, { revision: item.revision, value: item.value }]);
        expect(items).toEqual(expected);
        expect(machine.size).toBe(expected.length);
      }),
    );
  });

  test("answers a command that it does not understand, and changes nothing", () => {
    const machine = machineAfter([{ type: "put", key: "a", value: bytes("1") }]);
    const before = machine.hash();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        fc.pre(decodeCommand(noise) === null);
        expect(decodeResult(machine.apply(noise, 2))).toEqual({ type: "invalid" });
      }),
    );
    expect(machine.hash()).toBe(before);
  });

  test.each([
    ["an empty key", { type: "put", key: "", value: bytes("") }],
    ["a key that is too long", { type: "delete", key: "k".repeat(1025) }],
    ["a key that is not UTF-8", { type: "delete", key: "\xff" }],
    ["a value that is too long", { type: "put", key: "k", value: new Uint8Array(VALUE_BYTES_MAX + 1) }],
  ] as const)("does not understand %s", (_, one) => {
    expect(decodeCommand(encodeCommand(one))).toBeNull();
  });

  test("understands no command with something behind it", () => {
    expect(decodeCommand(Buffer.concat([encodeCommand({ type: "delete", key: "k" }), Uint8Array.of(0)]))).toBeNull();
  });

  test("refuses a query that it does not understand", () => {
    expect(() => new KvMachine().query(Uint8Array.of(9))).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  test("pages through a prefix: each key once, none of another prefix", () => {
    const machine = machineAfter(
      ["p1", "p2", "p3", "q", "o"].map((name) => ({ type: "put", key: name, value: bytes(name) })),
    );
    const seen: string[] = [];
    for (let after = "", more = true; more; after = seen.at(-1) ?? "") {
      const page = list(machine, "p", after, 2);
      seen.push(...page.items.map((item) => item.key));
      more = page.more;
    }
    expect(seen).toEqual(["p1", "p2", "p3"]);
  });

  test("ends a page before it grows too large, yet one key fits always", () => {
    const large = new Uint8Array(VALUE_BYTES_MAX);
    const machine = machineAfter(["a", "b"].map((name) => ({ type: "put", key: name, value: large })));
    const page = list(machine);
    expect([page.items.length, page.more]).toEqual([1, true]);
  });
});

describe("a stored value", () => {
  const found = (machine: KvMachine, name: string) =>
    decodeResult(machine.query(encodeQuery({ type: "get", key: name })));

  test("is not that of the command's bytes, whether it is new or written over another", () => {
    const machine = new KvMachine();
    for (const [at, text] of ["first", "other", "longer"].entries()) {
      const encoded = encodeCommand({ type: "put", key: "a", value: bytes(text) });
      machine.apply(encoded, at + 1);
      encoded.fill(0);
      expect(found(machine, "a")).toEqual({ type: "found", revision: at + 1, value: bytes(text) });
    }
  });

  test("written over in a machine that was restored leaves the snapshots of both machines as they were", async () => {
    const machine = machineAfter([{ type: "put", key: "a", value: bytes("one") }]);
    const before = machine.snapshot();
    const other = new KvMachine();
    await other.restore(streamed(machine.snapshot()));
    const between = other.snapshot();
    for (const each of [machine, other]) {
      each.apply(encodeCommand({ type: "put", key: "a", value: bytes("two") }), 2);
      each.apply(encodeCommand({ type: "put", key: "a", value: bytes("six") }), 3);
      expect(found(each, "a")).toEqual({ type: "found", revision: 3, value: bytes("six") });
    }
    expect(Buffer.concat([...before])).toEqual(Buffer.concat([...between]));
    expect(machine.hash()).toBe(other.hash());
  });
});

describe("a snapshot", () => {
  test("restores to the same state, however its chunks are cut", async () => {
    await fc.assert(
      fc.asyncProperty(commands, fc.integer({ min: 1, max: 50 }), async (history, cut) => {
        const machine = machineAfter(history);
        const other = machineAfter([{ type: "put", key: "old", value: bytes("old") }]);
        await other.restore(streamed(machine.snapshot(), cut));
        expect(other.hash()).toBe(machine.hash());
        expect(list(other)).toEqual(list(machine));
      }),
      { numRuns: 50 },
    );
  });

  test("shows nothing of what is applied while it is read", () => {
    fc.assert(
      fc.property(commands, commands, (before, later) => {
        const machine = machineAfter(before);
        const expected = Buffer.concat([...machine.snapshot()]);
        const chunks = machine.snapshot();
        for (const [at, one] of later.entries()) machine.apply(encodeCommand(one), 100 + at);
        expect(Buffer.concat([...chunks])).toEqual(expected);
      }),
    );
  });

  test("has the same bytes for the same state, in whatever order it was written", () => {
    const put = (machine: KvMachine, name: string, index: number) =>
      machine.apply(encodeCommand({ type: "put", key: name, value: bytes(name) }), index);
    const [one, other] = [new KvMachine(), new KvMachine()];
    for (const at of [1, 2, 3, 4, 5]) put(one, `k${at}`, at);
    put(other, "gone", 1);
    for (const at of [5, 3, 1, 2, 4]) put(other, `k${at}`, at);
    expect(other.hash()).not.toBe(one.hash());
    other.apply(encodeCommand({ type: "delete", key: "gone" }), 9);
    expect(other.hash()).toBe(one.hash());
  });

  test("that is cut short is refused, and the state is kept", async () => {
    const machine = machineAfter([{ type: "put", key: "a", value: bytes("1") }]);
    const whole = Buffer.concat([...machine.snapshot()]);
    const kept = machine.hash();
    for (let end = 0; end < whole.length; end += 1) {
      const cut = streamed([whole.subarray(0, end)]);
      await expect(machine.restore(cut)).rejects.toMatchObject({ code: "SNAPSHOT_UNREADABLE" });
    }
    expect(machine.hash()).toBe(kept);
  });
});

describe("decoding", () => {
  test("is total: noise is a value or null, never an exception", () => {
    const versioned = fc.uint8Array({ maxLength: 60 }).map((noise) => Uint8Array.of(1, ...noise));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), versioned), (noise) => {
        for (const decode of [decodeCommand, decodeQuery, decodeResult]) expect(() => decode(noise)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test("gives back what was encoded", () => {
    fc.assert(
      fc.property(command, (one) => {
        expect(decodeCommand(encodeCommand(one))).toEqual(one);
      }),
    );
  });
});

describe("the tree", () => {
  test("holds the keys of a map, and whatever was frozen stays as it was", () => {
    const change = fc.record({ isSet: fc.boolean(), name: fc.nat(30).map(String), freezes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
        const map = new Map<string, number>();
        const tree = new Tree<number>();
        const versions: [Tree<number>, [string, number][]][] = [];
        const expected = (): [string, number][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
        for (const [at, { isSet, name, freezes }] of changes.entries()) {
          if (isSet) tree.set(name, at);
          else tree.delete(name);
          if (isSet) map.set(name, at);
          else map.delete(name);
          expectTree(tree, expected());
          if (freezes) versions.push([tree.frozen(), expected()]);
        }
        for (const [version, items] of versions) expectTree(version, items);
      }),
    );
  });

  test("that was frozen can change as well, and the first does not see it", () => {
    const tree = new Tree<number>();
    for (const [at, name] of ["a", "b", "c", "d"].entries()) tree.set(name, at);
    const other = tree.frozen();
    other.set("b", 20);
    other.delete("c");
    expect([...tree.from("")].map(([name]) => name)).toEqual(["a", "b", "c", "d"]);
    expect(tree.get("b")).toBe(1);
    expect(other.get("b")).toBe(20);
    expect(other.size).toBe(3);
  });

  test("stays flat when its keys come in order", () => {
    const tree = new Tree<number>();
    for (let at = 0; at < 20_000; at += 1) tree.set(String(at).padStart(6, "0"), at);
    for (let at = 0; at < 10_000; at += 1) tree.delete(String(at).padStart(6, "0"));
    expect(tree.size).toBe(10_000);
    expect(tree.height).toBeLessThanOrEqual(Math.ceil(1.44 * Math.log2(10_002)));
  });
});

function expectTree(tree: Tree<number>, items: readonly [string, number][]): void {
  expect([...tree.from("")]).toEqual(items);
  expect(tree.size).toBe(items.length);
  expect(tree.height).toBeLessThanOrEqual(1.4405 * Math.log2(items.length + 2) - 0.3277 + 1e-9);
  expect([...tree.from("15")]).toEqual(items.filter(([name]) => name >= "15"));
}

test("the bytes that the documentation shows are those that are sent", () => {
  const hex = (one: Uint8Array): string => Buffer.from(one).toString("hex");
  expect(hex(encodeCommand({ type: "put", key: "k", value: bytes("v") }))).toBe("010100016b0000000176");
  expect(hex(encodeQuery({ type: "get", key: "k" }))).toBe("011000016b");
});
