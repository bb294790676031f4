import { describe, expect, test } from "vitest";
import { Recorder } from "../../bench/record.ts";
import { FORMAT, parseResult, type ResultFile, resultText } from "../../bench/result-file.ts";

function result(): ResultFile {
  const record = new Recorder();
  record.spread("latency", "ms").addAll([1.23456, 2, 3]);
  record.rate("rate", "commits/s", 1000, { better: "more", place: { line: "3 nodes", x: 16 } });
  return {
    format: FORMAT,
    bench: "commit",
    date: "2026-11-23T15:00:00.000Z",
    options: {
      trials: 3,
      nodes: [3],
      broker: "embedded",
      cases: [],
      outstanding: [16],
      connections: [1],
      valueBytes: [256],
      peers: [],
      commits: 1,
      snapshotEvery: 100,
    },
    loadBefore: 0.1,
    load: 0.2,
    cores: 2,
    cpu: "2 x a processor",
    node: "v20.20.2",
    sync: "fdatasync",
    interrupted: false,
    cases: record.recorded,
  };
}

const changed = (change: object): string => JSON.stringify({ ...result(), ...change });

describe("the JSON of a run", () => {
  test("comes back as it was written, its samples rounded to thousandths", () => {
    const { options: _options, ...kept } = result();
    const [latency, rate] = kept.cases;
    const read = parseResult(resultText(result()));
    expect(read).toEqual({ ...kept, cases: [{ ...latency, samples: [1.235, 2, 3] }, rate] });
  });

  test.each([
    ["another format", changed({ format: 2 }), "format 2: known is 1"],
    ["no format", "{}", "format undefined"],
    ["no object", "[]", "is no object"],
    ["no JSON", "{", "JSON"],
    ["no cases", changed({ cases: null }), "there are no cases"],
    ["a case that is none", changed({ cases: [3] }), "a case is no object"],
    ["a spread without samples", changed({ cases: [{ name: "x", unit: "ms", better: "less" }] }), "x has no samples"],
    ["a number that is none", changed({ load: "high" }), "load is no number"],
    [
      "a direction that is none",
      changed({ cases: [{ name: "x", unit: "s", better: "odd", rate: 1 }] }),
      'better is "odd"',
    ],
  ])("is refused where it is %s", (_, text, reason) => {
    expect(() => parseResult(text)).toThrow(reason);
  });
});
