import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { AppendEntries } from "../../src/core/message.ts";
import type { Member } from "../../src/core/types.ts";
import type { Frame } from "../../src/ports/codec.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { wireConfiguration } from "../../src/wire/configurations.ts";
import { Envelope } from "../../src/wire/schema.ts";
import { frame } from "./arbitraries.ts";
import { bytesField, FIELD, frameBytes, head, textField, varintField } from "./bytes.ts";

const codec = createCodec();
const from = { id: "n1", incarnation: "i1" };

const appending = (body: Omit<AppendEntries, "type">, term = 3): Frame => ({
  clusterId: "c1",
  boot: "b1",
  from,
  message: { from, to: "n2", term, body: { type: "appendEntries", ...body } },
});

const command = (index: number, term = 3, bytes = [1, 2, 3]): Entry => ({
  type: "command",
  index,
  term,
  command: new Uint8Array(bytes),
});

const outcome = (bytes: Uint8Array): string => {
  const decoded = codec.decode(bytes);
  return decoded.ok ? "accepted" : decoded.problem;
};

/** Entries given as their fields, behind {5, 2}, of a leader of term 3. */
const carrying = (...entries: number[][]): Uint8Array =>
  frameBytes(
    ...head(),
    ...varintField(FIELD.term, 3n),
    ...bytesField(FIELD.appendEntries, [
      ...varintField(1, 5n),
      ...varintField(2, 2n),
      ...entries.flatMap((entry) => bytesField(4, entry)),
    ]),
  );

const noOp = (term: bigint): number[] => [...varintField(1, term), ...bytesField(2, [])];
const member = (id: string): number[] => [...textField(1, id), ...textField(2, "i")];
const configured = (lists: readonly [number, string[]][]): number[] => [
  ...varintField(1, 3n),
  ...bytesField(
    4,
    lists.flatMap(([list, ids]) => ids.flatMap((id) => bytesField(list, member(id)))),
  ),
];
const ids = (count: number): string[] => Array.from({ length: count }, (_, place) => `m${place}`);

describe("encode", () => {
  test("writes what the generated encoder would write", () => {
    fc.assert(
      fc.property(frame, (sent) => {
        const body = sent.message?.body;
        if (body?.type !== "appendEntries" || sent.message === null) return;
        const entries = body.entries.map((entry) => ({
          term: entry.term,
          ...(entry.type === "noOp" ? { noOp: {} } : {}),
          ...(entry.type === "command" ? { command: entry.command } : {}),
          ...(entry.type === "configuration" ? { configuration: wireConfiguration(entry.configuration) } : {}),
        }));
        const { prev, commitIndex } = body;
        const naive = Envelope.encode({
          version: 1,
          clusterId: sent.clusterId,
          from: sent.from.id,
          incarnation: sent.from.incarnation,
          boot: sent.boot,
          to: sent.message.to ?? "",
          term: sent.message.term,
          appendEntries: { prevIndex: prev.index, prevTerm: prev.term, commitIndex, entries },
        }).finish();
        expect(Buffer.from(codec.encode(sent).subarray(32)).equals(naive)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("gives other entries of the same places their own bytes, however many batches came between", () => {
    const before = [command(6, 3, [1]), command(7, 3, [2])];
    const after = [command(6, 3, [1]), command(7, 3, [9])];
    const prev = { index: 5, term: 2 };
    for (const entries of [before, after, before.slice(0, 1), before, [], after])
      for (const commitIndex of [1, 2]) {
        const sent = appending({ prev, entries: [...entries], commitIndex });
        expect(codec.decode(codec.encode(sent))).toEqual({ ok: true, frame: sent });
      }
    for (let index = 6; index < 40; index += 1) {
      const sent = appending({ prev: { index: index - 1, term: 2 }, entries: [command(index)], commitIndex: 0 });
      expect(codec.decode(codec.encode(sent))).toEqual({ ok: true, frame: sent });
    }
  });

  test("throws on a gap, a term that falls, too many entries, and a number that is unsafe", () => {
    const prev = { index: 5, term: 2 };
    const bad: [string, readonly Entry[]][] = [
      ["a gap behind prev", [command(7)]],
      ["a gap", [command(6), command(8)]],
      ["a repetition", [command(6), command(6)]],
      ["a falling term", [command(6, 3), command(7, 2)]],
      ["no term", [command(6, Number.NaN)]],
      ["too many", Array.from({ length: 4097 }, (_, place) => command(6 + place))],
    ];
    for (const [label, entries] of bad)
      expect(() => codec.encode(appending({ prev, entries, commitIndex: 0 })), label).toThrow();
    expect(() => codec.encode(appending({ prev, entries: [], commitIndex: 2 ** 53 }))).toThrow(RangeError);
  });

  test("throws on a configuration with more members than a receiver takes, or with one that has no name", () => {
    const voters = (names: readonly string[]): Member[] => names.map((id) => ({ id, incarnation: "i" }));
    const configuration = (names: readonly string[]) => ({
      voters: voters(names),
      outgoing: [],
      learners: [],
      leaseMs: 0,
    });
    const sending = (names: readonly string[]) =>
      appending({
        prev: { index: 5, term: 2 },
        entries: [{ type: "configuration", index: 6, term: 3, configuration: configuration(names) }],
        commitIndex: 0,
      });
    expect(outcome(codec.encode(sending(ids(128))))).toBe("accepted");
    expect(() => codec.encode(sending(ids(129)))).toThrow(RangeError);
    expect(() => codec.encode(sending(["a.b"]))).toThrow(TypeError);
  });
});

describe("decode", () => {
  test("takes entries whose terms climb from prev's to the leader's, and no others", () => {
    expect(outcome(carrying(noOp(2n), noOp(2n), noOp(3n)))).toBe("accepted");
    expect(outcome(carrying(noOp(3n), noOp(2n)))).toBe("outOfRange");
    expect(outcome(carrying(noOp(1n)))).toBe("outOfRange");
    expect(outcome(carrying(noOp(4n)))).toBe("outOfRange");
    expect(outcome(carrying(bytesField(2, [])))).toBe("outOfRange");
  });

  test("refuses an entry that holds nothing it knows", () => {
    expect(outcome(carrying(varintField(1, 3n)))).toBe("unknownBody");
    expect(outcome(carrying([...varintField(1, 3n), ...bytesField(9, [1])]))).toBe("unknownBody");
  });

  test("takes 4096 entries and refuses 4097, also where they come in two parts", () => {
    const many = (count: number) => carrying(...Array.from({ length: count }, () => noOp(3n)));
    expect(outcome(many(4096))).toBe("accepted");
    expect(outcome(many(4097))).toBe("outOfRange");
    const part = bytesField(FIELD.appendEntries, Array.from({ length: 3000 }, () => bytesField(4, noOp(3n))).flat());
    expect(outcome(frameBytes(...head(), ...varintField(FIELD.term, 3n), ...part, ...part))).toBe("outOfRange");
  });

  test("refuses entries whose indexes would not be safe", () => {
    const at = (index: bigint, count: number) =>
      frameBytes(
        ...head(),
        ...varintField(FIELD.term, 3n),
        ...bytesField(FIELD.appendEntries, [
          ...varintField(1, index),
          ...Array.from({ length: count }, () => bytesField(4, noOp(3n))).flat(),
        ]),
      );
    expect(outcome(at(2n ** 53n - 2n, 1))).toBe("accepted");
    expect(outcome(at(2n ** 53n - 2n, 2))).toBe("outOfRange");
  });

  test("bounds each list of members, in every entry anew", () => {
    const full = configured([
      [1, ids(128)],
      [2, ids(128)],
    ]);
    expect(outcome(carrying(full, full))).toBe("accepted");
    expect(outcome(carrying(configured([[1, ids(129)]])))).toBe("outOfRange");
    expect(
      outcome(
        carrying(
          configured([
            [1, ids(1)],
            [3, ids(129)],
          ]),
        ),
      ),
    ).toBe("outOfRange");
  });

  test("refuses a configuration without voters, with an id twice in a list, or with a learner that votes", () => {
    expect(outcome(carrying(configured([[1, ["a", "b"]]])))).toBe("accepted");
    const bad: [number, string[]][][] = [
      [],
      [[3, ["a"]]],
      [[1, ["a", "a"]]],
      [
        [1, ["a"]],
        [3, ["a"]],
      ],
      [[1, ["a.b"]]],
    ];
    for (const lists of bad) expect(outcome(carrying(configured(lists))), JSON.stringify(lists)).toBe("malformed");
  });

  test("takes a member that comes back as a learner while its former life is still outgoing", () => {
    const lists: [number, string[]][] = [
      [1, ["a"]],
      [2, ["a", "b"]],
      [3, ["b"]],
    ];
    expect(outcome(carrying(configured(lists)))).toBe("accepted");
  });

  test("gives commands that do not change when the input is overwritten", () => {
    const sent = appending({ prev: { index: 5, term: 2 }, entries: [command(6), command(7, 3, [])], commitIndex: 1 });
    for (const bytes of [codec.encode(sent), Buffer.from(codec.encode(sent))]) {
      const decoded = codec.decode(bytes);
      bytes.fill(0xff);
      expect(decoded).toEqual({ ok: true, frame: sent });
    }
  });

  test("refuses a piece that does not lie in its snapshot, an empty one, and one of a later term", () => {
    const piece = (total: bigint, offset: bigint, data: number[], lastTerm = 3n) =>
      frameBytes(
        ...head(),
        ...varintField(FIELD.term, 3n),
        ...bytesField(FIELD.installSnapshot, [
          ...varintField(2, lastTerm),
          ...bytesField(3, bytesField(1, member("a"))),
          ...varintField(4, total),
          ...varintField(5, offset),
          ...bytesField(6, data),
        ]),
      );
    expect([outcome(piece(9n, 7n, [1, 2])), outcome(piece(0n, 0n, []))]).toEqual(["accepted", "accepted"]);
    const bad = [piece(9n, 8n, [1, 2]), piece(9n, 10n, []), piece(9n, 3n, []), piece(9n, 0n, [1], 4n)];
    for (const bytes of bad) expect(outcome(bytes)).toBe("outOfRange");
  });
});
