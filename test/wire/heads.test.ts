/** A codec that has heard a sender before reads its frames shorter. A codec that never heard anybody is the naive twin. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Frame } from "../../src/ports/codec.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { bytes, frame } from "./arbitraries.ts";
import { bytesField, FIELD, textField, varintField } from "./bytes.ts";

const from = { id: "n1", incarnation: "i1" };
const heartbeat: Frame = {
  clusterId: "c1",
  boot: "b1",
  from,
  message: { from, to: null, term: 3, body: { type: "heartbeat", round: 1, commitIndex: 0 } },
};

/** What both make of `frames`, the one codec having heard those before each. */
function expectSame(frames: readonly Uint8Array[]): void {
  const knowing = createCodec();
  for (const one of frames) expect(knowing.decode(one)).toEqual(createCodec().decode(one));
}

test("what a sender says again and again is read as if it were heard for the first time", () => {
  const codec = createCodec();
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 3 }), (sent) =>
      expectSame([...sent, ...sent, ...sent].map((one) => codec.encode(one))),
    ),
  );
});

test("however its frames are damaged", () => {
  const damage = fc.record({ at: fc.nat({ max: 120 }), value: fc.nat({ max: 255 }), cut: fc.nat({ max: 6 }) });
  const whole = createCodec().encode(heartbeat);
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 4 }), bytes, (damages, tail) => {
      const bad = Buffer.concat([whole, tail]);
      for (const { at, value } of damages) if (at < bad.length) bad[at] = value;
      expectSame([whole, bad, bad.subarray(0, bad.length - (damages[0]?.cut ?? 0))]);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["another version", varintField(FIELD.version, 2n)],
  ["no version", varintField(FIELD.version, 0n)],
  ["another cluster", textField(FIELD.clusterId, "c2")],
  ["another id", textField(FIELD.from, "n2")],
  ["no id", textField(FIELD.from, "")],
  ["another incarnation", textField(FIELD.incarnation, "i2")],
  ["another boot", textField(FIELD.boot, "b2")],
  ["what is no name", textField(FIELD.boot, "b 2")],
  ["a name that is too long", bytesField(FIELD.clusterId, new Array<number>(65).fill(0x61))],
])(
  "a frame that says once more, behind its body, who sends it, with %s, is believed as one that says it once",
  (_, again) => {
    const whole = createCodec().encode(heartbeat);
    expectSame([whole, Buffer.concat([whole, Buffer.from(again)])]);
  },
);

test("a frame without a zero tag is refused, whoever was heard before", () => {
  const codec = createCodec();
  const whole = codec.encode(heartbeat);
  expect(codec.decode(whole).ok).toBe(true);
  whole[7] = 1;
  expect(codec.decode(whole)).toEqual({ ok: false, problem: "malformed" });
});

test("more senders than are remembered are all understood", () => {
  const codec = createCodec();
  const frames = Array.from({ length: 100 }, (_, at) => codec.encode({ ...heartbeat, boot: `boot${at}` }));
  expectSame([...frames, ...frames]);
});

test("who sends under another name from one frame to the next is heard under that name", () => {
  const codec = createCodec();
  for (const boot of ["b1", "b2", "b1"])
    expect(codec.decode(codec.encode({ ...heartbeat, boot }))).toEqual({ ok: true, frame: { ...heartbeat, boot } });
});
