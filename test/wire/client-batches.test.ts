import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANSWER_OVERHEAD_BYTES,
  answersFrom,
  BATCH_REQUESTS_MAX,
  batchFrom,
  encodeAnswers,
  encodeBatch,
} from "../../src/wire/client-batches.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { graft } from "../../src/wire/generated/messages.js";
import { request } from "./arbitraries.ts";
import { bytesField, varintField } from "./bytes.ts";

const { ClientRequest, ClientResponse } = graft.raft.v1;
const codec = createClientCodec();
const frame = fc.uint8Array({ maxLength: 300 });
const plain = (bytes: Uint8Array): number[] => [...bytes];
const answer = fc.record({
  position: fc.nat(BATCH_REQUESTS_MAX - 1),
  response: fc.uint8Array({ minLength: 1, maxLength: 300 }),
});

describe("a batch", () => {
  test("has the bytes that protobufjs would give it, and is read from those", () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 40 }), (requests) => {
        const expected = ClientRequest.encode({ batch: { requests } }).finish();
        expect(plain(encodeBatch(requests))).toEqual(plain(expected));
        expect(batchFrom(expected)?.map(plain)).toEqual(requests.map(plain));
      }),
      { numRuns: 300 },
    );
  });

  test("brings each request as it was, one that cannot be read beside the others", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 20 }), (requests) => {
        const encoded = [...requests.map((each) => codec.encodeRequest(each)), new Uint8Array([0xff])];
        const batch = new Uint8Array(encodeBatch(encoded));
        const decoded = batchFrom(batch)?.map((each) => codec.decodeRequest(each));
        expect(decoded?.slice(0, -1)).toEqual(requests.map((each) => ({ ok: true, request: each })));
        expect(decoded?.at(-1)).toMatchObject({ ok: false });
      }),
    );
  });

  test("holds 1 to 1024 requests, on both sides", () => {
    const requests = (count: number) => new Array<Uint8Array>(count).fill(new Uint8Array([1]));
    expect(batchFrom(encodeBatch(requests(1024)))).toHaveLength(1024);
    expect(() => encodeBatch(requests(1025))).toThrow(RangeError);
    expect(() => encodeBatch([])).toThrow(RangeError);
    const larger = ClientRequest.encode({ batch: { requests: requests(1025) } }).finish();
    expect([batchFrom(larger), batchFrom(ClientRequest.encode({ batch: {} }).finish())]).toEqual([null, null]);
  });

  test("within a batch is refused", () => {
    const inner = encodeBatch([codec.encodeRequest({ type: "register" })]);
    const [decoded] = batchFrom(encodeBatch([inner])) ?? [];
    expect(codec.decodeRequest(decoded ?? new Uint8Array())).toEqual({ ok: false, problem: "unknownBody" });
    expect(codec.decodeRequest(inner)).toEqual({ ok: false, problem: "unknownBody" });
  });

  test("that is cut short anywhere, or has something else in it, is none", () => {
    const bytes = encodeBatch([codec.encodeRequest({ type: "register" }), new Uint8Array(200)]);
    for (let length = 0; length < bytes.length; length += 1) expect(batchFrom(bytes.subarray(0, length))).toBeNull();
    expect(batchFrom(new Uint8Array([...bytes, 0]))).toBeNull();
    expect(batchFrom(new Uint8Array(bytesField(4, [...bytesField(1, [1]), ...varintField(2, 1n)])))).toBeNull();
  });
});

describe("answers", () => {
  test("come back as they were, also as protobufjs writes and reads them", () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 30 }), (answers) => {
        const asPlain = answers.map(({ position, response }) => ({ position, response: plain(response) }));
        const bytes = encodeAnswers(answers);
        const read = (answersFrom(bytes) ?? []).map((each) => ({ ...each, response: plain(each.response) }));
        expect(read).toEqual(asPlain);
        const other = ClientResponse.decode(bytes).answers?.answers ?? [];
        expect(
          other.map((each) => ({ position: each.position ?? 0, response: plain(each.response ?? new Uint8Array()) })),
        ).toEqual(asPlain);
        const theirs = ClientResponse.encode({ answers: { answers } }).finish();
        expect((answersFrom(theirs) ?? []).map((each) => ({ ...each, response: plain(each.response) }))).toEqual(
          asPlain,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("take no more room than is reckoned with", () => {
    const response = new Uint8Array(2 ** 20);
    const answers = [{ position: BATCH_REQUESTS_MAX - 1, response }];
    expect(encodeAnswers(answers).length).toBeLessThanOrEqual(response.length + 2 * ANSWER_OVERHEAD_BYTES);
  });

  test("of whatever bytes are read without an exception, and never beyond the end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        for (const tag of [0x52, 0x22]) {
          const bytes = new Uint8Array([tag, noise.length, ...noise]);
          for (const { response } of answersFrom(bytes) ?? []) expect(response.length).toBeLessThan(bytes.length);
          for (const each of batchFrom(bytes) ?? []) expect(each.length).toBeLessThan(bytes.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
