import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMING } from "../../src/core/types.ts";
import { GraftError } from "../../src/errors.ts";
import { startCluster } from "../../src/supervisor/cluster.ts";
import { type ClusterOptions, checkOptions, SIZE_MAX } from "../../src/supervisor/options.ts";

function refusal(options: ClusterOptions): GraftError {
  try {
    checkOptions(options);
  } catch (error) {
    if (error instanceof GraftError) return error;
    throw error;
  }
  return expect.fail("nothing was refused");
}

const LARGEST = { size: SIZE_MAX, name: "a_B-9".repeat(12) };

describe("options that hold together", () => {
  test("get their defaults", () => {
    expect(checkOptions({ size: 3 })).toEqual({
      size: 3,
      name: "graft",
      nats: [],
      security: {},
      broker: "embedded",
      logLevel: "warn",
      snapshotEvery: 100_000,
      restart: { max: 3, withinMs: 60_000 },
      hungAfterMs: 2_000,
      recording: null,
      sizes: {},
      fullTiming: DEFAULT_TIMING,
      leaseMs: 300,
      priorities: {},
    });
  });

  test("are kept as they are given, and a timing given in part is filled up", () => {
    const timing = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 50 };
    const checked = checkOptions({ ...LARGEST, nats: ["nats://h:4222"], logLevel: "debug", timing });
    expect(checked).toMatchObject({ ...LARGEST, nats: ["nats://h:4222"], logLevel: "debug" });
    expect(checked.fullTiming).toEqual({ ...timing, earlyStartStepMs: DEFAULT_TIMING.earlyStartStepMs });
  });

  test("may be at the edge: one node, and a heartbeat of exactly a third of the least timeout", () => {
    const timing = { electionTimeoutMinMs: 12, electionTimeoutMaxMs: 24, heartbeatMs: 4 };
    expect(checkOptions({ size: 1, name: "x", timing }).fullTiming).toMatchObject(timing);
  });
});

describe("recording", () => {
  test("has a bound and a place, by default 4 MiB and the data folder", () => {
    expect(checkOptions({ size: 3, record: true }).recording).toEqual({ bytes: 4 * 1024 * 1024, folder: null });
    expect(checkOptions({ size: 3, record: { bytes: 65_536, folder: "f" } }).recording).toEqual({
      bytes: 65_536,
      folder: resolve("f"),
    });
    expect(checkOptions({ size: 3, record: false }).recording).toBe(null);
  });

  test("is refused where the bound is none", () => {
    for (const bytes of [65_535, 1e9, 1e5 + 0.5, Number.NaN])
      expect(refusal({ size: 3, record: { bytes } }).values).toMatchObject({ option: "record.bytes" });
    expect(refusal({ size: 3, record: { folder: "" } }).values).toMatchObject({ option: "record.folder" });
  });
});

describe("the lease", () => {
  test("is 60% of the least election timeout, in whole ms, where nothing is said", () => {
    const timing = { electionTimeoutMinMs: 12, electionTimeoutMaxMs: 24, heartbeatMs: 3 };
    expect(checkOptions({ size: 3, timing }).leaseMs).toBe(7);
  });

  test("may be none, and must be below the least election timeout, in whole ms", () => {
    expect(checkOptions({ size: 3, leaseMs: 0 }).leaseMs).toBe(0);
    expect(checkOptions({ size: 3, leaseMs: 499 }).leaseMs).toBe(499);
    for (const leaseMs of [500, 1.5, -1, Number.NaN])
      expect(refusal({ size: 3, leaseMs }).values).toMatchObject({ option: "leaseMs", value: String(leaseMs) });
  });

  test("goes with priorities that are whole numbers", () => {
    expect(checkOptions({ size: 3, priorities: { n1: 5 } }).priorities).toEqual({ n1: 5 });
    expect(refusal({ size: 3, priorities: { n2: -1 } }).values).toMatchObject({ option: "priorities.n2", value: "-1" });
  });
});

describe("an option that is refused is named, with its value and what is allowed", () => {
  test.each([0, -1, 1.5, SIZE_MAX + 1, Number.NaN, Number.POSITIVE_INFINITY])("size %s", (size) => {
    const error = refusal({ size });
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.values).toEqual({ option: "size", value: String(size), allowed: `1 to ${SIZE_MAX}` });
  });

  test.each(["", "a b", "a.b", "*", ">", "ä", "x".repeat(65), "a\n"])("name %j", (name) => {
    const error = refusal({ size: 3, name });
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.values).toEqual({ option: "name", value: name, allowed: "[A-Za-z0-9_-]{1,64}" });
  });

  test.each([
    [{ electionTimeoutMinMs: 0 }, "timing"],
    [{ electionTimeoutMaxMs: Number.POSITIVE_INFINITY }, "timing"],
    [{ heartbeatMs: -1 }, "timing"],
    [{ earlyStartStepMs: Number.NaN }, "timing"],
    [{ electionTimeoutMinMs: 1000 }, "timing.electionTimeoutMinMs"],
    [{ electionTimeoutMinMs: 2000 }, "timing.electionTimeoutMinMs"],
    [{ heartbeatMs: 167 }, "timing.heartbeatMs"],
  ])("timing %j, as %s", (timing, option) => {
    const error = refusal({ size: 3, timing });
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.values.option).toBe(option);
    expect(error.values.allowed).not.toBe("");
  });

  test("and nothing is started for it", async () => {
    const events: string[] = [];
    const started = startCluster({ size: 0, onEvent: ({ type }) => events.push(type) });
    await expect(started).rejects.toMatchObject({ code: "INVALID_OPTION" });
    expect(events).toEqual([]);
  });
});

test("a name is taken exactly when it is 1 to 64 of the characters that a NATS subject has room for", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 70, unit: fc.constantFrom(..."aZ09_-.*> ") }), (name) => {
      const fits = name.length >= 1 && name.length <= 64 && [...name].every((char) => "aZ09_-".includes(char));
      if (fits) expect(checkOptions({ size: 3, name }).name).toBe(name);
      else expect(refusal({ size: 3, name }).values.option).toBe("name");
    }),
  );
});
