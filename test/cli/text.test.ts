import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMoment, formatSpan } from "../../src/cli/format.ts";
import { clipSpans, span, spansText, spansWidth } from "../../src/cli/span.ts";
import { editDistance } from "../../src/cli/suggest.ts";
import { clipText, padEndTo, padStartTo, printable, textWidth } from "../../src/cli/text-width.ts";

describe("the width of a text", () => {
  test.each([
    ["", 0],
    ["leader", 6],
    ["领导者", 6],
    ["n1 领导者", 9],
    ["ＡＢ", 4],
    ["한국", 4],
    ["ひらカタ", 8],
    ["e\u0301", 1],
    ["😀", 2],
    ["𠀀", 2],
    ["，。（）", 8],
    ["→…", 2],
    ["\u200b\x1b", 0],
  ])("%j takes %i columns", (text, columns) => expect(textWidth(text)).toBe(columns));

  test("a clipped text fits, and is as long as it can be", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(12), (text, columnsMax) => {
        const clipped = clipText(text, columnsMax);
        expect(text.startsWith(clipped)).toBe(true);
        expect(textWidth(clipped)).toBeLessThanOrEqual(columnsMax);
        const next = [...text.slice(clipped.length)][0];
        if (next !== undefined) expect(textWidth(clipped + next)).toBeGreaterThan(columnsMax);
      }),
    );
  });

  test("a padded text has the width asked for, or its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, columns) => {
        expect(textWidth(padEndTo(text, columns))).toBe(Math.max(columns, textWidth(text)));
        expect(textWidth(padStartTo(text, columns))).toBe(Math.max(columns, textWidth(text)));
      }),
    );
  });
});

describe("a line of spans", () => {
  test("is cut to the columns that there are, an ellipsis last", () => {
    const line = [span("n1", "bold"), span("  领导者", "green")];
    expect(spansText(clipSpans(line, 10), false)).toBe("n1  领导者");
    expect(spansText(clipSpans(line, 9), false)).toBe("n1  领导…");
    expect(spansText(clipSpans(line, 8), false)).toBe("n1  领…");
    expect(spansText(clipSpans(line, 1), false)).toBe("…");
    expect(clipSpans(line, 0)).toEqual([]);
  });

  test("never takes more columns than allowed", () => {
    const spans = fc.array(fc.string({ unit: "grapheme" }).map((text) => span(text)));
    fc.assert(
      fc.property(spans, fc.nat(30), (line, columnsMax) => {
        expect(spansWidth(clipSpans(line, columnsMax))).toBeLessThanOrEqual(columnsMax);
      }),
    );
  });

  test("is coloured only when asked", () => {
    const line = [span("a"), span("b", "red")];
    expect(spansText(line, false)).toBe("ab");
    expect(spansText(line, true)).toBe("a\x1b[31mb\x1b[0m");
  });
});

test("what a person typed is printed without control characters", () => {
  expect(printable("a\tb\x1b[0m\u009b")).toBe("a\\x09b\\x1b[0m\\x9b");
});

test.each([
  [0, "0 ms"],
  [12.4, "12 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [59_949, "59.9 s"],
  [59_951, "1 m 00 s"],
  [306_000, "5 m 06 s"],
  [3_599_400, "59 m 59 s"],
  [3_599_600, "1 h 00 m"],
  [7_380_000, "2 h 03 m"],
])("a span of %d ms is told as %s", (spanMs, text) => expect(formatSpan(spanMs)).toBe(text));

test("a moment is in seconds, to the millisecond", () => {
  expect(formatMoment(12.3456)).toBe("   0.012");
  expect(formatMoment(7_200_000)).toBe("7200.000");
});

describe("the edit distance", () => {
  test.each([
    ["size", "size", 0],
    ["szie", "size", 1],
    ["siz", "size", 1],
    ["sizes", "size", 1],
    ["sise", "size", 1],
    ["", "size", 4],
  ])("of %s and %s is %i", (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  test("is symmetric, zero for equals only, and at most the longer length", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
