/** Values as bytes and back: the same to the core, in few bytes, and never believed where they are damaged. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import { MalformedValue } from "../../src/driver/plain-values.ts";
import { ValueReader } from "../../src/driver/value-reader.ts";
import { ValueWriter } from "../../src/driver/value-writer.ts";

function throughBytes(...values: readonly unknown[]): unknown[] {
  const writer = new ValueWriter(16);
  for (const value of values) writer.write(value);
  const reader = new ValueReader(Buffer.from(writer.bytes()));
  const read = values.map(() => reader.read());
  expect(reader.left).toBe(0);
  return read;
}

const commands = (from: number, count: number, term: number, length: number): Entry[] =>
  Array.from({ length: count }, (_, place) => ({
    type: "command",
    index: from + place,
    term,
    command: new Uint8Array(length),
  }));

const leaf = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.nat(300),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, undefined, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  fc.nat(2000).map((length) => new Uint8Array(length)),
);

const key = fc.string().filter((name) => name !== "__proto__");

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5 }).map((object) => ({ ...object })),
    fc.array(fc.tuple(fc.string(), tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.uniqueArray(fc.string(), { maxLength: 4 }).map((texts) => new Set(texts)),
  ),
}));

describe("a value that was written", () => {
  test("is read back as it was, whatever was written before it", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), (values) => {
        expect(throughBytes(...values)).toEqual(values);
      }),
    );
  });

  test("keeps the order of keys, of maps and of sets, which the core may go by", () => {
    const [read] = throughBytes([{ b: 1, a: 2 }, { a: 2, b: 1 }, new Set(["z", "a"])]) as [unknown[]];
    expect(JSON.stringify(read.slice(0, 2))).toBe('[{"b":1,"a":2},{"a":2,"b":1}]');
    expect([...(read[2] as Set<string>)]).toEqual(["z", "a"]);
  });

  test("keeps of commands their places and lengths, and a long run of them in a few bytes", () => {
    const noOp = { type: "noOp", index: 1, term: 1 } as const;
    const entries = [
      noOp,
      ...commands(2, 5000, 1, 64),
      ...commands(5002, 1, 2, 64),
      ...commands(9000, 2, 2, 7),
      ...commands(9002, 9, 2, 8),
    ];
    expect(throughBytes(entries)).toEqual([entries]);
    const writer = new ValueWriter();
    writer.write(entries);
    expect(writer.length).toBeLessThan(100);
  });

  test("loses the bytes of a command, which the core never looks at", () => {
    const entry: Entry = { type: "command", index: 1, term: 1, command: Uint8Array.of(1, 2, 3) };
    expect(throughBytes([entry])).toEqual([commands(1, 1, 1, 3)]);
  });

  test("as a graph, has the same objects in the same places", () => {
    const lease = { untilMs: 1 };
    const writer = new ValueWriter();
    writer.writeGraph({ lease, role: { lease }, other: { untilMs: 1 }, list: [[], lease] });
    const read = new ValueReader(Buffer.from(writer.bytes())).readGraph() as Record<string, unknown> & {
      role: { lease: unknown };
      list: unknown[];
    };
    expect(read.lease).toBe(read.role.lease);
    expect(read.list[1]).toBe(read.lease);
    expect(read.other).toEqual(lease);
    expect(read.other).not.toBe(read.lease);
  });

  test("costs little where texts and shapes come again", () => {
    const writer = new ValueWriter();
    const message = { from: { id: "n1", incarnation: "0123456789abcdef" }, term: 3 };
    writer.write(message);
    const first = writer.length;
    writer.write(message);
    expect(writer.length - first).toBeLessThan(10);
  });
});

describe("bytes that no writer wrote", () => {
  test("are refused or read as something else, and never anything but that", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new ValueReader(Buffer.from(bytes)).readGraph();
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedValue);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["end within a value", [5, 255]],
    ["promise more values than they have", [9, 255, 255, 255, 127]],
    ["name a text that was never spelled", [7, 0]],
    ["say that an object is one that has not begun", [15, 3]],
    ["hold a number beyond the safe integers", [5, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
    ["hold more commands than an array has places", [9, 1, 14, 1, 1, 2, 1, 0]],
    ["stand for more bytes than a message has", [8, 255, 255, 255, 255, 15]],
    ["begin with a tag that means nothing", [40]],
    ["nest without end", Array.from({ length: 200_000 }, (_, place) => (place % 2 === 0 ? 9 : 1))],
    ["name a key that would not be one", [10, 1, 6, 9, ...Buffer.from("__proto__"), 0]],
  ])("are refused where they %s", (_, bytes) => {
    expect(() => new ValueReader(Buffer.from(bytes)).readGraph()).toThrow(MalformedValue);
  });
});
