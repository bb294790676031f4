/** Bodies that are read and written by hand, against protobufjs, which reads whatever a codec has heard nobody say before. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Frame } from "../../src/ports/codec.ts";
import { putBody } from "../../src/wire/bodies.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { encodeEntries } from "../../src/wire/entries.ts";
import { AppendEntries, Envelope } from "../../src/wire/schema.ts";
import { frame } from "./arbitraries.ts";

const HOT: readonly (string | undefined)[] = ["heartbeat", "heartbeatAck", "appendEntries", "appendAck"];

const hot = frame.filter(({ message }) => HOT.includes(message?.body.type));

/** Protobuf's own idea of the frame. */
function byProtobuf({ clusterId, boot, from, message }: Frame): Buffer {
  if (message === null) throw new TypeError("no message");
  const { body, term } = message;
  const wire = {
    version: 1,
    clusterId,
    from: from.id,
    incarnation: from.incarnation,
    boot,
    to: message.to ?? "",
    term,
  };
  const tag = Buffer.alloc(32);
  if (body.type !== "appendEntries") {
    putBody(wire, body);
    return Buffer.concat([tag, Envelope.encode(wire).finish()]);
  }
  const fields = { prevIndex: body.prev.index, prevTerm: body.prev.term, commitIndex: body.commitIndex };
  const inner = Buffer.concat([AppendEntries.encode(fields).finish(), encodeEntries(body.entries)]);
  const entries = AppendEntries.decode(inner);
  return Buffer.concat([tag, Envelope.encode({ ...wire, appendEntries: entries }).finish()]);
}

test("what is written by hand is what protobufjs writes, to the byte", () => {
  const codec = createCodec();
  fc.assert(
    fc.property(hot, (sent) => {
      expect(Buffer.from(codec.encode(sent)).toString("hex")).toBe(byProtobuf(sent).toString("hex"));
    }),
    { numRuns: 1000 },
  );
});

test("what is read by hand is read as by protobufjs, however it is damaged", () => {
  const damage = fc.record({ fromEnd: fc.integer({ min: 1, max: 40 }), value: fc.nat({ max: 255 }) });
  let damaged = 0;
  fc.assert(
    fc.property(hot, fc.array(damage, { maxLength: 2 }), fc.nat({ max: 3 }), (sent, damages, cut) => {
      const knowing = createCodec();
      const whole = knowing.encode(sent);
      expect(knowing.decode(whole)).toEqual({ ok: true, frame: sent });
      const bad = Buffer.from(whole.subarray(0, whole.length - cut));
      for (const { fromEnd, value } of damages) bad[Math.max(0, bad.length - fromEnd)] = value;
      const expected = createCodec().decode(bad);
      if (!expected.ok) damaged += 1;
      expect(knowing.decode(bad)).toEqual(expected);
    }),
    { numRuns: 5000 },
  );
  expect(damaged).toBeGreaterThan(500);
});

test("commands do not change when the input is overwritten", () => {
  const from = { id: "n1", incarnation: "i1" };
  const entries = [{ type: "command" as const, index: 1, term: 1, command: Buffer.from("before") }];
  const body = { type: "appendEntries" as const, prev: { index: 0, term: 0 }, entries, commitIndex: 0 };
  const sent: Frame = { clusterId: "c1", boot: "b1", from, message: { from, to: "n2", term: 1, body } };
  const codec = createCodec();
  codec.decode(codec.encode(sent));
  const bytes = codec.encode(sent);
  const decoded = codec.decode(bytes);
  bytes.fill(0xff);
  expect(decoded).toEqual(createCodec().decode(createCodec().encode(sent)));
});
