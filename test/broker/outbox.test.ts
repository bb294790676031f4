import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Outbox } from "../../src/broker/outbox.ts";

describe("the outbox", () => {
  test("gives back all that was added, in order and once, however it is taken", () => {
    const piece = fc.oneof(
      fc.record({ text: fc.string({ unit: "binary-ascii", maxLength: 50 }) }),
      fc.record({ size: fc.constantFrom(0, 1, 100, 16_383, 16_384, 40_000) }),
      fc.constant("take" as const),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const outbox = new Outbox();
        const expected: Buffer[] = [];
        const taken: Uint8Array[] = [];
        let waiting = 0;
        for (const [i, each] of pieces.entries()) {
          if (each === "take") {
            taken.push(...outbox.take());
            waiting = 0;
          } else {
            const bytes = "text" in each ? Buffer.from(each.text, "latin1") : Buffer.alloc(each.size, i);
            if ("text" in each) outbox.addText(each.text);
            else outbox.addBytes(bytes, 0, bytes.length);
            expected.push(bytes);
            waiting += bytes.length;
          }
          expect(outbox.bytes).toBe(waiting);
        }
        taken.push(...outbox.take());
        expect(Buffer.concat(taken).equals(Buffer.concat(expected))).toBe(true);
        expect(taken.every((chunk) => chunk.length > 0)).toBe(true);
      }),
    );
  });

  test("joins small pieces, and copies them", () => {
    const outbox = new Outbox();
    const source = Buffer.from("hello");
    for (let i = 0; i < 100; i++) outbox.addBytes(source, 0, 5);
    source.fill("?");
    const chunks = outbox.take();
    expect(chunks).toHaveLength(1);
    expect(Buffer.concat(chunks).toString()).toBe("hello".repeat(100));
  });

  test("refers to a large payload that fills its memory, and copies one that would keep more alive", () => {
    const outbox = new Outbox();
    const own = Buffer.alloc(20_000);
    const packet = Buffer.alloc(64 * 1024);
    outbox.addBytes(own, 0, own.length);
    outbox.addBytes(packet, 0, 20_000);
    const [first, second] = outbox.take();
    expect(first?.buffer).toBe(own.buffer);
    expect(second?.buffer.byteLength).toBeLessThanOrEqual(2 * 20_000);
  });
});
