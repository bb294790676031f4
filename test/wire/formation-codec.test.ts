/** What nodes say while a cluster is formed, as bytes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FormationBody, FormationWord } from "../../src/ports/formation.ts";
import { createFormationCodec, FORMATION_BYTES_MAX } from "../../src/wire/formation-codec.ts";
import { noKeys } from "../../src/wire/signature.ts";
import { count, name } from "./arbitraries.ts";

const member = fc.record({ id: name, incarnation: name });
const members = fc.uniqueArray(member, { minLength: 1, maxLength: 6, selector: ({ id }) => id });

const word: fc.Arbitrary<FormationWord> = fc
  .record({ members, clusterId: name, proposer: member, size: fc.integer({ min: 0, max: 99 }), leaseMs: count })
  .chain(({ members: list, clusterId, proposer, size, leaseMs }) => {
    const from = list[0] ?? proposer;
    const bodies: FormationBody[] = [
      { type: "free" },
      { type: "bound", clusterId, proposer },
      { type: "proposing", proposal: { clusterId, proposer: from, members: list, leaseMs } },
      { type: "formed", clusterId, members: list },
      { type: "abandoned", clusterId },
    ];
    return fc.constantFrom(...bodies).map((body) => ({ from, size, leaseMs, body }));
  });

const codec = createFormationCodec("zy", noKeys);
const key = (byte: number) => () => [new Uint8Array(32).fill(byte)];
const N1 = { id: "n1", incarnation: "i1" };
const FREE: FormationWord = { from: N1, size: 3, leaseMs: 300, body: { type: "free" } };

describe("a word of the formation", () => {
  test("reads back as it was said", () => {
    fc.assert(
      fc.property(word, (said) => {
        expect(codec.decode(codec.encode(said))).toEqual({ ok: true, word: said });
      }),
    );
  });

  test("whatever arrives, decoding it does not throw, and yields only what could be said", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.record({ word, at: fc.nat(), byte: fc.nat(255) }).map((given) => {
        const encoded = new Uint8Array(codec.encode(given.word));
        encoded[given.at % encoded.length] = given.byte;
        return encoded;
      }),
    );
    fc.assert(
      fc.property(bytes, (frame) => {
        const decoded = codec.decode(frame);
        if (decoded.ok) expect(codec.decode(codec.encode(decoded.word))).toEqual(decoded);
      }),
    );
  });

  test("is believed only under the cluster's key, and by its name", () => {
    const signed = createFormationCodec("zy", key(1));
    const bytes = signed.encode(FREE);
    expect(signed.decode(bytes)).toEqual({ ok: true, word: FREE });
    expect(createFormationCodec("zy", key(2)).decode(bytes)).toEqual({ ok: false, problem: "unauthenticated" });
    expect(codec.decode(bytes)).toEqual({ ok: false, problem: "malformed" });
    expect(signed.decode(codec.encode(FREE))).toEqual({ ok: false, problem: "unauthenticated" });
    expect(createFormationCodec("yz", key(1)).decode(bytes)).toEqual({ ok: false, problem: "malformed" });
  });

  test("a proposal is refused that does not name its proposer, or names one id twice", () => {
    const proposing = (list: FormationWord["from"][]): FormationWord => ({
      ...FREE,
      body: { type: "proposing", proposal: { clusterId: "c", proposer: N1, members: list, leaseMs: 300 } },
    });
    const n2 = { id: "n2", incarnation: "i2" };
    expect(codec.decode(codec.encode(proposing([N1, n2])))).toMatchObject({ ok: true });
    for (const list of [[n2], [{ id: "n1", incarnation: "i9" }], [N1, n2, n2]])
      expect(codec.decode(codec.encode(proposing(list)))).toEqual({ ok: false, problem: "malformed" });
  });

  test("of another version, without a body, or too large is refused by name", () => {
    const bytes = new Uint8Array(codec.encode(FREE));
    const at = bytes.indexOf(1, 32);
    bytes[at] = 2;
    expect(codec.decode(bytes)).toEqual({ ok: false, problem: "unknownVersion" });
    const bare = codec.encode(FREE).subarray(0, -2);
    expect(codec.decode(bare)).toEqual({ ok: false, problem: "unknownBody" });
    expect(codec.decode(new Uint8Array(FORMATION_BYTES_MAX + 1))).toEqual({ ok: false, problem: "tooLarge" });
  });
});
