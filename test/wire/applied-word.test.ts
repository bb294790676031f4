/** Words about what was applied: there and back, and nothing that is not one. */
import { describe, expect, test } from "vitest";
import type { AppliedWord } from "../../src/ports/applied.ts";
import { decodeAppliedWord, encodeAppliedWord } from "../../src/wire/applied-word.ts";

const WORD: AppliedWord = {
  clusterId: "c1",
  member: { id: "n1", incarnation: "a1" },
  block: { from: 1, to: 256, digest: "0123456789abcdef" },
};
const [KEY, OTHER] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

describe("a word about what was applied", () => {
  test("comes back as it was, with and without a key", () => {
    for (const keys of [[], [KEY]])
      expect(decodeAppliedWord(encodeAppliedWord(WORD, keys), keys)).toEqual({ ok: true, word: WORD });
  });

  test("is refused unsigned in a cluster with a key, signed with another, or altered", () => {
    const signed = encodeAppliedWord(WORD, [KEY]);
    expect(decodeAppliedWord(encodeAppliedWord(WORD, []), [KEY])).toEqual({ ok: false, problem: "unauthenticated" });
    expect(decodeAppliedWord(signed, [OTHER])).toEqual({ ok: false, problem: "unauthenticated" });
    signed[40] = (signed[40] ?? 0) ^ 1;
    expect(decodeAppliedWord(signed, [KEY])).toEqual({ ok: false, problem: "unauthenticated" });
  });

  test("is refused with a tag that nobody can check", () => {
    expect(decodeAppliedWord(encodeAppliedWord(WORD, [KEY]), [])).toEqual({ ok: false, problem: "malformed" });
  });

  test.each(["", "{", "null", "[]", '{"clusterId":"c1"}', JSON.stringify({ ...WORD, x: 1 })])("is not %j", (text) => {
    const bytes = Buffer.concat([Buffer.alloc(32), Buffer.from(text)]);
    expect(decodeAppliedWord(bytes, [])).toEqual({ ok: false, problem: "malformed" });
  });

  test("is not longer than it can be", () => {
    expect(decodeAppliedWord(Buffer.alloc(2000), [])).toEqual({ ok: false, problem: "tooLarge" });
  });
});
