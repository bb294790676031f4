/** What goes wrong: how often each kind, and what the new ones do. */
import { describe, expect, test } from "vitest";
import { Dice } from "../../src/scenario/dice.ts";
import { drawWeights, PROFILES, pickWeighted } from "../../src/simulator/faults/profiles.ts";
import { simulate } from "../../src/simulator/run.ts";
import { CLIMATES, cutLink, Weather } from "../../src/simulator/weather.ts";

const KINDS = ["kill", "partition", "suspend", "slowDisk", "transfer", "storm"];

describe("a profile", () => {
  test("the same dice draw the same weights, and other dice others", () => {
    const drawn = (name: string) => [...drawWeights(new Dice(name), "any", KINDS)];
    expect(drawn("a")).toEqual(drawn("a"));
    expect(new Set(["a", "b", "c", "d"].map((name) => JSON.stringify(drawn(name)))).size).toBe(4);
  });

  test("what it is about weighs more, and other kinds happen as well", () => {
    let [main, rest] = [0, 0];
    for (let seed = 0; seed < 300; seed++)
      for (const [kind, weight] of drawWeights(new Dice(`w${seed}`), "network", KINDS))
        if (PROFILES.network?.kinds.includes(kind) === true) main += weight;
        else rest += weight;
    expect(main).toBeGreaterThan(3 * rest);
    expect(rest).toBeGreaterThan(0);
  });

  test("kinds are picked as often as they weigh", () => {
    const dice = new Dice("pick");
    const weights = new Map([
      ["often", 3],
      ["seldom", 1],
    ]);
    const picked = Array.from({ length: 4_000 }, () => pickWeighted(dice, weights));
    const often = picked.filter((kind) => kind === "often").length;
    expect(often).toBeGreaterThan(2_850);
    expect(often).toBeLessThan(3_150);
  });

  test("there is always something that may happen", () => {
    for (let seed = 0; seed < 300; seed++)
      expect(drawWeights(new Dice(`s${seed}`), "any", KINDS).size).toBeGreaterThan(0);
  });
});

test("a path that takes no large frames passes the small ones, the other way all", () => {
  const climate = CLIMATES.machine;
  if (climate === undefined) throw new Error("no climate");
  const weather = new Weather(new Dice("w"), climate);
  weather.begin({ ...cutLink("a", "b"), overBytes: 200 });
  expect([weather.copies("a", "b", 200), weather.copies("a", "b", 201), weather.copies("b", "a", 201)]).toEqual([
    [{ extraMs: null }],
    [],
    [{ extraMs: null }],
  ]);
});

test("of nodes whose log or snapshot has a flipped bit some refuse to start, and come back as new members", {
  timeout: 120_000,
}, async () => {
  const lines: string[] = [];
  for (let seed = 1; seed <= 12; seed++) {
    const verdict = await simulate({ seed, nodes: 3, profile: "disks", onLine: (line) => lines.push(line) });
    expect(verdict.violations).toEqual([]);
  }
  const ofLog = lines.filter((line) => /fault damagedLog: \/data\/n\d+\/segment-\d+\.log at/.test(line));
  const refused = lines.filter((line) => line.includes("does not start: LOG_DAMAGED"));
  expect(ofLog.length).toBeGreaterThan(0);
  expect(refused.length).toBeGreaterThan(0);
  const after = lines.slice(lines.indexOf(refused[0] ?? ""));
  const [id = ""] = /n\d+/.exec(refused[0] ?? "") ?? [];
  expect(after.some((line) => line.includes(`${id} gets a new disk`))).toBe(true);
});
