import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createClientCodec, type DecodedRequest } from "../../src/wire/client-codec.ts";
import { ClientResponse } from "../../src/wire/schema.ts";
import { request, response } from "./arbitraries.ts";
import { bytesField, textField, varintField } from "./bytes.ts";

const codec = createClientCodec();

const ofRequest = (...bytes: number[]): string => {
  const decoded = codec.decodeRequest(new Uint8Array(bytes));
  return decoded.ok ? "accepted" : decoded.problem;
};

const ofResponse = (...bytes: number[]) => {
  const decoded = codec.decodeResponse(new Uint8Array(bytes));
  return decoded.ok ? decoded.response : decoded.problem;
};

test("an answer that was executed has the bytes that protobufjs would give it", () => {
  const counts = fc.oneof(fc.maxSafeNat(), fc.nat(300), fc.constantFrom(0, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER));
  fc.assert(
    fc.property(counts, fc.uint8Array({ maxLength: 300 }), (index, result) => {
      const expected = ClientResponse.encode({ done: { index, result } }).finish();
      expect(Buffer.from(codec.encodeResponse({ type: "ok", index, result }))).toEqual(Buffer.from(expected));
    }),
    { numRuns: 500 },
  );
});

/** A command is a view of what was decoded: a copy of it as it is now. */
function commandOf(decoded: DecodedRequest): Uint8Array | null {
  return decoded.ok && decoded.request.type === "propose" ? new Uint8Array(decoded.request.command) : null;
}

const withCommand = (decoded: DecodedRequest, command: Uint8Array | null): unknown =>
  command === null || !decoded.ok ? decoded : { ...decoded, request: { ...decoded.request, command } };

describe("requests", () => {
  test("come back as they were, from an array or from within a Buffer; a query is a view of neither", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const bytes = codec.encodeRequest(sent);
        const chunk = Buffer.alloc(bytes.length + 5, 0xff);
        chunk.set(bytes, 3);
        const decoded = [codec.decodeRequest(bytes), codec.decodeRequest(chunk.subarray(3, 3 + bytes.length))];
        const commands = decoded.map(commandOf);
        bytes.fill(0xff);
        chunk.fill(0xff);
        expect(decoded.map((each, place) => withCommand(each, commands[place] ?? null))).toEqual([
          { ok: true, request: sent },
          { ok: true, request: sent },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test("of a command as large as allowed pass, and larger ones are refused on both sides", () => {
    const propose = (length: number) =>
      ({ type: "propose", clientId: 0, sequence: 0, command: new Uint8Array(length) }) as const;
    const most = 256 * 1024;
    const wide = createClientCodec({ commandBytesMax: 2 * most });
    expect(codec.decodeRequest(codec.encodeRequest(propose(most))).ok).toBe(true);
    expect(() => codec.encodeRequest(propose(most + 1))).toThrow(RangeError);
    for (const length of [most + 1, 2 * most])
      expect(codec.decodeRequest(wide.encodeRequest(propose(length)))).toEqual({ ok: false, problem: "tooLarge" });
    expect(wide.decodeRequest(wide.encodeRequest(propose(most + 1))).ok).toBe(true);
  });

  test("that say nothing, or what we do not know, are refused by name", () => {
    expect([ofRequest(), ofRequest(...bytesField(15, [])), ofRequest(...bytesField(8, []))]).toEqual([
      "unknownBody",
      "unknownBody",
      "unknownBody",
    ]);
    expect(ofRequest(0x12, 0x05, 0x00)).toBe("malformed");
  });

  test("have numbers that are safe, and a sequence exactly where there is a session", () => {
    const propose = (clientId: bigint, sequence: bigint) =>
      ofRequest(...bytesField(2, [...varintField(1, clientId), ...varintField(2, sequence)]));
    const most = 2n ** 53n - 1n;
    expect([propose(0n, 0n), propose(1n, 1n), propose(most, most)]).toEqual(["accepted", "accepted", "accepted"]);
    for (const [clientId, sequence] of [
      [0n, 1n],
      [1n, 0n],
      [most + 1n, 1n],
      [1n, 2n ** 64n],
      [2n ** 64n, 0n],
    ] as const)
      expect(propose(clientId, sequence), `${clientId} ${sequence}`).toBe("outOfRange");
    expect(() =>
      codec.encodeRequest({ type: "propose", clientId: 0.5, sequence: 1, command: new Uint8Array() }),
    ).toThrow(RangeError);
  });
});

describe("responses", () => {
  test("come back as they were", () => {
    fc.assert(
      fc.property(response, (sent) => {
        expect(codec.decodeResponse(codec.encodeResponse(sent))).toEqual({ ok: true, response: sent });
      }),
      { numRuns: 500 },
    );
  });

  test("are never read as requests, nor requests as responses", () => {
    fc.assert(
      fc.property(request, response, (asked, answered) => {
        expect(codec.decodeRequest(codec.encodeResponse(answered))).toEqual({ ok: false, problem: "unknownBody" });
        expect(codec.decodeResponse(codec.encodeRequest(asked))).toEqual({ ok: false, problem: "unknownBody" });
      }),
    );
  });

  test("that do not say so never mean: surely not executed", () => {
    expect(ofResponse(...bytesField(9, []))).toMatchObject({ code: "UNCERTAIN", mayHaveExecuted: true });
    expect(ofResponse(...bytesField(9, varintField(1, 99n)))).toMatchObject({
      code: "UNCERTAIN",
      mayHaveExecuted: true,
    });
    expect(ofResponse(...bytesField(9, [...varintField(1, 99n), ...varintField(3, 1n)]))).toMatchObject({
      mayHaveExecuted: false,
    });
  });

  test("have a code that is not cut to 32 bits, a short text, and a leader with a name", () => {
    expect(ofResponse(...bytesField(9, varintField(1, 2n ** 32n + 1n)))).toBe("outOfRange");
    expect(ofResponse(...bytesField(9, textField(2, "x".repeat(1025))))).toBe("malformed");
    expect(ofResponse(...bytesField(9, textField(4, "a.b")))).toMatchObject({ leader: null });
    const long = { type: "error", code: "OVERLOADED", message: "é".repeat(5000), mayHaveExecuted: false, leader: null };
    const decoded = codec.decodeResponse(codec.encodeResponse({ ...long, type: "error", code: "OVERLOADED" }));
    expect(decoded.ok && decoded.response).toMatchObject({ code: "OVERLOADED", message: "é".repeat(341) });
  });

  test("larger than NATS takes are refused on both sides", () => {
    const small = createClientCodec({ responseBytesMax: 100 });
    const large = { type: "ok", index: 1, result: new Uint8Array(100) } as const;
    expect(() => small.encodeResponse(large)).toThrow(RangeError);
    expect(small.decodeResponse(codec.encodeResponse(large))).toEqual({ ok: false, problem: "tooLarge" });
  });
});
