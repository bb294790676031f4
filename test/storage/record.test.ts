import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import {
  applyBatch,
  checkpointState,
  decodeFacts,
  encodeFacts,
  type Facts,
  type LogState,
} from "../../src/storage/record.ts";
import { batchOf, commands, formation, vote } from "./support.ts";

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const memberOf = fc.record({ id: text, incarnation: text });
const members = fc.array(memberOf, { maxLength: 9 });
const configurationOf = fc.record({ voters: members, outgoing: members, learners: members, leaseMs: fc.constant(0) });
const at = { index: fc.maxSafeNat(), term: fc.maxSafeNat() };
const entryOf: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ type: fc.constant("noOp" as const), ...at }),
  fc.record({ type: fc.constant("command" as const), ...at, command: fc.uint8Array({ maxLength: 50 }) }),
  fc.record({ type: fc.constant("configuration" as const), ...at, configuration: configurationOf }),
);
const factsOf: fc.Arbitrary<Facts> = fc.record({
  identity: fc.option(fc.record({ clusterName: text, nodeId: text, incarnation: text })),
  formation: fc.option(fc.record({ clusterId: text, configuration: configurationOf })),
  hardState: fc.option(fc.record({ term: fc.maxSafeNat(), votedFor: fc.option(memberOf) })),
  restartFrom: fc.option(fc.record(at)),
  entries: fc.array(entryOf, { maxLength: 5 }),
});
const nothing: Facts = { identity: null, formation: null, hardState: null, restartFrom: null, entries: [] };

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
    expect(decodeFacts(Buffer.concat([known, record(99)]))).toEqual({ ok: false, problem: "unknownKind", kind: 99 });
    expect(decodeFacts(Buffer.concat([record(128), known]))).toMatchObject({
      ok: true,
      facts: { hardState: { term: 3 } },
    });
  });
});

describe("the state", () => {
  const identity = { clusterName: "c", nodeId: "n1", incarnation: "i" };
  const state: LogState = {
    identity,
    formation: null,
    hardState: { term: 0, votedFor: null },
    base: { index: 0, term: 0 },
    entries: [],
  };

  test("keeps what a batch does not mention", () => {
    const formed = applyBatch(state, batchOf({ formation }));
    expect(formed).toEqual({ ...state, formation });
    expect(applyBatch(formed, vote(4, "n3"))).toEqual({ ...formed, hardState: vote(4, "n3").hardState });
  });

  test("begins only with facts that hold an identity and a hard state", () => {
    expect(checkpointState({ ...nothing, identity })).toBeNull();
    expect(checkpointState({ ...nothing, hardState: state.hardState })).toBeNull();
    expect(checkpointState({ ...state, restartFrom: state.base })).toEqual(state);
  });

  test("is no checkpoint where entries are missing from it", () => {
    const gap = [...commands(1, 1, 2), ...commands(4, 1, 1)];
    expect(checkpointState({ ...state, restartFrom: state.base, entries: gap })).toBeNull();
  });
});
