import { describe, expect, test } from "vitest";
import { parse } from "../../bench/arguments.ts";
import { countOf, pressures, titleOf } from "../../bench/peers/contest.ts";
import { BENCHES } from "../../bench/registry.ts";

function optionsOf(...words: readonly string[]) {
  const parsed = parse(["commit", ...words], BENCHES, "en");
  if (parsed.help) throw new Error("help");
  return parsed.options;
}

describe("how hard a client presses", () => {
  test("by default: one by one, and up to 1024 at a time, from 128 on also on 8 connections", () => {
    expect(pressures(optionsOf()).map(({ outstanding, connections }) => `${outstanding}x${connections}`)).toEqual([
      ...["1x1", "16x1", "128x1", "128x8", "256x1", "256x8", "1024x1", "1024x8"],
    ]);
  });

  test("several connections are used only where each has enough to do", () => {
    const given = optionsOf("--outstanding", "1,15,64", "--connections", "1,4");
    expect(pressures(given)).toEqual([
      { outstanding: 1, connections: 1 },
      { outstanding: 15, connections: 1 },
      { outstanding: 64, connections: 1 },
      { outstanding: 64, connections: 4 },
    ]);
  });

  test("of many at a time, many rounds are measured, and never fewer than asked for", () => {
    expect(countOf({ outstanding: 1, connections: 1 }, 500)).toBe(500);
    expect(countOf({ outstanding: 1024, connections: 1 }, 500)).toBe(20_480);
    expect(countOf({ outstanding: 1024, connections: 1 }, 50_000)).toBe(50_000);
  });

  test("a title says both, in words", () => {
    expect(titleOf({ outstanding: 1, connections: 1 })).toBe("1 outstanding on 1 connection");
    expect(titleOf({ outstanding: 256, connections: 8 })).toBe("256 outstanding on 8 connections");
  });
});
