/** A cluster with a key (DESIGN 7): what was not signed with it, or was altered, is dropped before it is decoded. */
import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Frame } from "../../src/ports/codec.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { TAG_BYTES } from "../../src/wire/frame.ts";

const from = { id: "n1", incarnation: "i1" };
const FRAME: Frame = {
  clusterId: "c1",
  boot: "b1",
  from,
  message: { from, to: "n2", term: 7, body: { type: "heartbeat", round: 3, commitIndex: 9 } },
};
const [ONE, TWO, THREE] = [randomBytes(32), randomBytes(32), randomBytes(48)];

const codecOf = (...keys: readonly Uint8Array[]) => createCodec({ keys: () => keys });
const signed = codecOf(ONE).encode(FRAME);

describe("a frame of a cluster with a key", () => {
  test("carries HMAC-SHA256 over all that follows its tag", () => {
    const tag = createHmac("sha256", ONE).update(signed.subarray(TAG_BYTES)).digest("hex");
    expect(Buffer.from(signed.subarray(0, TAG_BYTES)).toString("hex")).toBe(tag);
    expect(createCodec().encode(FRAME).subarray(TAG_BYTES)).toEqual(signed.subarray(TAG_BYTES));
  });

  test("is believed by who has the key, wherever in the list it stands", () => {
    for (const codec of [codecOf(ONE), codecOf(TWO, ONE), codecOf(TWO, THREE, ONE)])
      expect(codec.decode(signed)).toEqual({ ok: true, frame: FRAME });
  });

  test("is signed with the first of several keys", () => {
    const frame = codecOf(TWO, ONE).encode(FRAME);
    expect(codecOf(TWO).decode(frame).ok).toBe(true);
    expect(codecOf(ONE).decode(frame)).toEqual({ ok: false, problem: "unauthenticated" });
  });

  test("is dropped where the key is another, and malformed where there is none", () => {
    expect(codecOf(TWO, THREE).decode(signed)).toEqual({ ok: false, problem: "unauthenticated" });
    expect(createCodec().decode(signed)).toEqual({ ok: false, problem: "malformed" });
  });

  test("is dropped if any one bit of it is turned, in the tag or behind it", () => {
    const codec = codecOf(TWO, ONE);
    for (let bit = 0; bit < signed.length * 8; bit++) {
      const altered = Uint8Array.from(signed);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(codec.decode(altered), `bit ${bit}`).toEqual({ ok: false, problem: "unauthenticated" });
    }
  });

  test("is dropped if it was cut, or bytes were put behind it", () => {
    for (let length = TAG_BYTES + 1; length < signed.length; length++)
      expect(codecOf(ONE).decode(signed.subarray(0, length)).ok).toBe(false);
    expect(codecOf(ONE).decode(Buffer.concat([signed, Buffer.of(0)]))).toMatchObject({ problem: "unauthenticated" });
  });
});

test("a frame that is no longer than a tag is malformed, whoever has a key", () => {
  for (const codec of [createCodec(), codecOf(ONE)])
    for (let length = 0; length <= TAG_BYTES; length++)
      expect(codec.decode(new Uint8Array(length)), `${length} bytes`).toEqual({ ok: false, problem: "malformed" });
});

test("a frame that nobody signed is dropped, and none of it decoded first", () => {
  const codec = codecOf(ONE);
  expect(codec.decode(createCodec().encode(FRAME))).toEqual({ ok: false, problem: "unauthenticated" });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: TAG_BYTES + 1, maxLength: 200 }), (bytes) => {
      expect(codec.decode(bytes)).toEqual({ ok: false, problem: "unauthenticated" });
    }),
  );
});

test("keys that change are used from the next frame on", () => {
  let keys = [ONE];
  const codec = createCodec({ keys: () => keys });
  keys = [TWO];
  expect(codecOf(TWO).decode(codec.encode(FRAME)).ok).toBe(true);
  expect(codec.decode(signed).ok).toBe(false);
});
