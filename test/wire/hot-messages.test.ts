/** What is read by hand is read as protobufjs reads it, whatever the bytes; and all that our own encoder writes is read so. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doneFrom, proposalFrom } from "../../src/wire/hot-messages.ts";
import { ClientRequest, ClientResponse } from "../../src/wire/schema.ts";

const count = fc.oneof(fc.maxSafeNat(), fc.nat(300), fc.constantFrom(0, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER));
const content = fc.uint8Array({ maxLength: 300 });
const plain = (bytes: Uint8Array | null | undefined): number[] => [...(bytes ?? [])];

const proposal = fc.record({ clientId: count, sequence: count, command: content });
const done = fc.record({ index: count, result: content });

/** A few bytes changed, removed or put in; often none. */
const mangled = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(bytes, fc.array(fc.record({ at: fc.nat(40), put: fc.nat(255), how: fc.nat(2) }), { maxLength: 3 }))
    .map(([whole, changes]) => {
      const list = [...whole];
      for (const { at, put, how } of changes)
        list.splice(Math.min(at, list.length), how === 2 ? 0 : 1, ...(how === 1 ? [] : [put]));
      return Uint8Array.from(list);
    });

describe("a proposal", () => {
  test("that protobufjs has written is understood, if it is numbered as sessions are", () => {
    fc.assert(
      fc.property(proposal, ({ clientId, sequence, command }) => {
        const sent =
          clientId === 0 || sequence === 0 ? { clientId: 0, sequence: 0, command } : { clientId, sequence, command };
        const bytes = ClientRequest.encode({ propose: sent }).finish();
        const read = proposalFrom(bytes);
        expect({ ...read, command: plain(read?.command) }).toEqual({
          type: "propose",
          ...sent,
          command: plain(command),
        });
      }),
      { numRuns: 1000 },
    );
  });

  test("is never understood otherwise than by protobufjs", () => {
    let understood = 0;
    fc.assert(
      fc.property(mangled(proposal.map((sent) => ClientRequest.encode({ propose: sent }).finish())), (bytes) => {
        const read = proposalFrom(bytes);
        if (read === null) return;
        understood += 1;
        const { body, propose } = ClientRequest.decode(bytes);
        expect(body).toBe("propose");
        expect({ ...read, command: plain(read.command) }).toEqual({
          type: "propose",
          clientId: propose?.clientId ?? 0,
          sequence: propose?.sequence ?? 0,
          command: plain(propose?.command),
        });
      }),
      { numRuns: 5000 },
    );
    expect(understood).toBeGreaterThan(500);
  });
});

describe("an answer to what was executed", () => {
  test("that protobufjs has written is understood", () => {
    fc.assert(
      fc.property(done, (sent) => {
        const bytes = ClientResponse.encode({ done: sent }).finish();
        const read = doneFrom(bytes);
        bytes.fill(0xff);
        expect(read).toEqual({ type: "ok", ...sent });
      }),
      { numRuns: 1000 },
    );
  });

  test("is never understood otherwise than by protobufjs", () => {
    let understood = 0;
    fc.assert(
      fc.property(mangled(done.map((sent) => ClientResponse.encode({ done: sent }).finish())), (bytes) => {
        const read = doneFrom(bytes);
        if (read === null) return;
        understood += 1;
        const decoded = ClientResponse.decode(bytes);
        expect(decoded.body).toBe("done");
        expect({ ...read, result: plain(read.result) }).toEqual({
          type: "ok",
          index: decoded.done?.index ?? 0,
          result: plain(decoded.done?.result),
        });
      }),
      { numRuns: 5000 },
    );
    expect(understood).toBeGreaterThan(500);
  });
});

test.each([
  ["a failure", [0x4a, 0]],
  ["a number of 2^53", [0x42, 9, 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
  ["a number cut short", [0x42, 2, 0x08, 0x80]],
  ["a length that does not reach to the end", [0x42, 2, 0x08, 1, 0]],
  ["a field twice", [0x42, 4, 0x08, 1, 0x08, 2]],
  ["nothing", []],
])("%s goes the long way", (_, bytes) => {
  expect(doneFrom(Uint8Array.from(bytes))).toBeNull();
});
