import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import {
  applyBatch,
  checkpointState,
  decodeFacts,
  encodeFacts,
  type Facts,
  NO_FACTS,
} from "../../src/storage/record.ts";
import { formation, NOTHING, vote } from "./support.ts";

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const memberOf = fc.record({ id: text, incarnation: text });
const membersOf = fc.array(memberOf, { maxLength: 5 });
const configurationOf = fc.record({
  voters: membersOf,
  outgoing: membersOf,
  learners: membersOf,
  leaseMs: fc.nat({ max: 3_600_000 }),
});
const index = fc.nat({ max: 2 ** 40 });
const positionOf = fc.record({ index, term: fc.maxSafeNat() });
const bodyOf = fc.oneof(
  fc.constant({ type: "noOp" as const }),
  fc.record({
    type: fc.constant("command" as const),
    command: fc.uint8Array({ maxLength: 90 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ type: fc.constant("configuration" as const), configuration: configurationOf }),
);
const entriesOf: fc.Arbitrary<Entry[]> = fc
  .tuple(index, fc.array(fc.tuple(fc.maxSafeNat(), bodyOf), { maxLength: 6 }))
  .map(([first, bodies]) => bodies.map(([term, body], i) => ({ ...body, term, index: first + i })));
const factsOf: fc.Arbitrary<Facts> = fc.record({
  identity: fc.option(fc.record({ clusterName: text, nodeId: text, incarnation: text })),
  formation: fc.option(fc.record({ clusterId: text, configuration: configurationOf })),
  hardState: fc.option(fc.record({ term: fc.maxSafeNat(), votedFor: fc.option(memberOf) })),
  extent: fc.option(fc.record({ base: positionOf, oldest: index })),
  restartFrom: fc.option(positionOf),
  entries: entriesOf,
  sealedBy: fc.option(index),
});
const nothing = NO_FACTS;

describe("records", () => {
  test("come back as they were written", () => {
    fc.assert(
      fc.property(factsOf, (facts) => {
        expect(decodeFacts(encodeFacts(facts))).toEqual({ ok: true, facts });
      }),
    );
  });

  test("cut anywhere but between two are malformed", () => {
    const bytes = encodeFacts({ ...nothing, hardState: vote(7, "n2").hardState });
    for (let length = 1; length < bytes.length; length++) {
      expect(decodeFacts(bytes.subarray(0, length)), `cut to ${length}`).toEqual({ ok: false, problem: "malformed" });
    }
  });

  test("never make a value out of arbitrary bytes that does not encode again", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodeFacts(Buffer.from(bytes));
        if (decoded.ok) expect(decodeFacts(encodeFacts(decoded.facts))).toEqual(decoded);
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])("refuse to write the term %d", (term) => {
    expect(() => encodeFacts({ ...nothing, hardState: { term, votedFor: null } })).toThrow(RangeError);
  });

  test("refuse to read a term beyond the safe integers", () => {
    const bytes = encodeFacts({ ...nothing, hardState: { term: 1, votedFor: null } });
    bytes[5 + 6] = 0x20;
    expect(decodeFacts(bytes)).toEqual({ ok: false, problem: "malformed" });
  });

  test("of an unknown kind are named, unless a newer version marked them as skippable", () => {
    const known = encodeFacts({ ...nothing, hardState: { term: 3, votedFor: null } });
    const record = (kind: number): Buffer => Buffer.from([kind, 2, 0, 0, 0, 9, 9]);
    expect(decodeFacts(Buffer.concat([known, record(77)]))).toEqual({ ok: false, problem: "unknownKind", kind: 77 });
    expect(decodeFacts(Buffer.concat([record(128), known]))).toMatchObject({
      ok: true,
      facts: { hardState: { term: 3 } },
    });
  });
});

describe("the state", () => {
  const identity = { clusterName: "c", nodeId: "n1", incarnation: "i" };
  const state = { identity, formation: null, hardState: { term: 0, votedFor: null } };

  test("keeps what a batch does not mention", () => {
    const formed = applyBatch(state, { ...NOTHING, formation });
    expect(formed).toEqual({ ...state, formation });
    expect(applyBatch(formed, vote(4, "n3"))).toEqual({ identity, formation, hardState: vote(4, "n3").hardState });
  });

  test("begins only with facts that hold an identity and a hard state", () => {
    expect(checkpointState({ ...nothing, identity })).toBeNull();
    expect(checkpointState({ ...nothing, hardState: state.hardState })).toBeNull();
    expect(checkpointState({ ...nothing, ...state })).toEqual(state);
  });
});
