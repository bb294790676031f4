/** Plans of chaos: one seed, one plan; and what may be hurt at one time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHAOS_LEVELS, type ChaosLevel, chaosPlan, type Planned } from "../../../src/scenario/chaos/plan.ts";
import { Dice } from "../../../src/scenario/dice.ts";
import type { Fault } from "../../../src/scenario/language/syntax.ts";

const ELECTION_MS = 1_000;
const idsOf = (size: number): string[] => Array.from({ length: size }, (_, at) => `n${at + 1}`);

function planned(level: ChaosLevel, seed: number, size: number, count: number): Planned[] {
  const plan = chaosPlan({ level, dice: new Dice(`${seed}`), nodes: idsOf(size), electionTimeoutMs: ELECTION_MS });
  return Array.from({ length: count }, () => plan.next().value);
}

/** Those that are of no use, or cannot be heard, while it lasts. */
function hurtBy(planned: Planned): readonly string[] {
  if (planned.type === "leave") return [planned.seat];
  return planned.type === "guest" ? [] : hurtByFault(planned.fault);
}

function hurtByFault(fault: Fault<string>): readonly string[] {
  switch (fault.type) {
    case "crash":
    case "wipe":
    case "pause":
    case "clog":
    case "disconnect":
    case "isolate":
      return fault.nodes;
    case "disk":
      return fault.how.type === "slow" ? [] : fault.nodes;
    case "partition":
      return [...(fault.sides[0] ?? [])];
    case "cut":
      return fault.links.slice(0, 1).flatMap(({ from, to }) => (from === null ? [to ?? ""] : [from]));
    default:
      return [];
  }
}

const faultsOf = (plan: readonly Planned[]) => plan.flatMap((one) => (one.type === "fault" ? [one] : []));

describe("a plan of chaos", () => {
  test.each(CHAOS_LEVELS)("is the same for the same seed: %s", (level) => {
    expect(planned(level, 7, 5, 200)).toEqual(planned(level, 7, 5, 200));
    expect(planned(level, 7, 5, 20)).not.toEqual(planned(level, 8, 5, 20));
  });

  test("does more, and more often, the rougher it is", () => {
    const [gentle, rough, brutal] = CHAOS_LEVELS.map((level) => planned(level, 1, 5, 200).at(-1)?.atMs ?? 0);
    expect(gentle).toBeGreaterThan((rough ?? 0) * 1.5);
    expect(rough).toBeGreaterThan((brutal ?? 0) * 1.5);
  });

  test.each(["gentle", "rough"] as const)("leaves a majority that is whole: %s", (level) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, size) => {
        const plan = planned(level, seed, size, 60);
        for (const { atMs } of plan) {
          const active = plan.filter((one) => one.atMs <= atMs && atMs < one.atMs + one.forMs);
          const hurt = active.flatMap(hurtBy);
          const leaders = hurt.filter((node) => node === "leader").length;
          const named = new Set(hurt.filter((node) => node !== "leader")).size;
          expect(named + leaders).toBeLessThanOrEqual(Math.floor((size - 1) / 2));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("is not forced, but where it is brutal, and then it takes the quorum away", () => {
    for (const level of ["gentle", "rough"] as const)
      expect(faultsOf(planned(level, 3, 5, 100)).filter(({ force }) => force)).toEqual([]);
    const brutal = faultsOf(planned("brutal", 3, 3, 300));
    expect(brutal.every(({ fault, force }) => force || fault.type === "wipe")).toBe(true);
    expect(brutal.some(({ fault }) => fault.type === "broker")).toBe(true);
  });

  test("loses no disk by force: what was acknowledged would go with it", () => {
    const wipes = faultsOf(planned("brutal", 3, 5, 400)).filter(({ fault }) => fault.type === "wipe");
    expect(wipes.length).toBeGreaterThan(3);
    expect(wipes.filter(({ force }) => force)).toEqual([]);
  });

  test("changes one member at a time", () => {
    for (const level of ["rough", "brutal"] as const) {
      const changes = planned(level, 4, 5, 600).filter(({ type }) => type !== "fault");
      expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(["guest", "leave"]));
      for (const [at, { atMs }] of changes.slice(1).entries()) {
        const before = changes[at];
        expect(atMs).toBeGreaterThanOrEqual((before?.atMs ?? 0) + (before?.forMs ?? 0));
      }
    }
  });

  test("no clock drifts further than leases allow for", () => {
    for (const { fault } of faultsOf(planned("brutal", 9, 5, 600)))
      if (fault.type === "drift") expect(Math.abs(fault.rate - 1)).toBeCloseTo(0.01);
  });

  test("has every kind of fault that it may, sooner or later", () => {
    const types = new Set(faultsOf(planned("rough", 5, 5, 400)).map(({ fault }) => fault.type));
    expect([...types].sort()).toEqual(
      [
        ...["clog", "crash", "cut", "disconnect", "disk", "drift", "isolate", "jump", "link", "partition", "pause"],
        "wipe",
      ].sort(),
    );
  });

  test("of a cluster of one never hurts it, unless it is brutal", () => {
    expect(planned("rough", 5, 1, 30).flatMap(hurtBy)).toEqual([]);
  });
});
