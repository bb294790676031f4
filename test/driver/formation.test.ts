import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PROPOSAL_MS } from "../../src/driver/formation.ts";
import { type Action, brokenLaw, FormationLab } from "./formation-lab.ts";

const NODES_MAX = 6;
const node = fc.nat(NODES_MAX - 1);
const which = fc.nat(50);

const calmAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant("deliver" as const), to: node, which, keep: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("lose" as const), to: node, which }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("save" as const), node }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("wake" as const),
      node,
      afterMs: fc.constantFrom(0, 10, 250, 1_500, PROPOSAL_MS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("crash" as const), node, written: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("start" as const), node }) },
);
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 30, arbitrary: calmAction },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("wipe" as const), node }) },
);
const schedule = (action: fc.Arbitrary<Action>) => fc.array(action, { minLength: 20, maxLength: 250, size: "max" });

function played(starters: number, size: number, actions: readonly Action[]): FormationLab {
  const lab = new FormationLab(starters, size);
  for (const each of lab.nodes) lab.start(each);
  for (const action of actions) lab.do(action);
  return lab;
}

const outcomes = (lab: FormationLab): string[] => lab.nodes.map(({ outcome }) => outcome?.type ?? "none").sort();

const clusterIds = (lab: FormationLab): string[] => [
  ...new Set(lab.formed.map(({ formation }) => formation.clusterId)),
];

describe("formation under an adversary", () => {
  test("no node is of two clusters, and a cluster has one set of members, whatever is lost, doubled, late, or crashes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: NODES_MAX }),
        fc.integer({ min: 1, max: 4 }),
        schedule(anyAction),
        (starters, size, actions) => {
          const lab = played(starters, size, actions);
          expect(brokenLaw(lab)).toBeNull();
          for (const each of lab.nodes) lab.start(each);
          lab.calm(3 * PROPOSAL_MS);
          expect(brokenLaw(lab)).toBeNull();
        },
      ),
      { numRuns: 600 },
    );
  });

  test("four starters of a cluster of three: once all are well, three of them are one cluster and the fourth is told so", () => {
    fc.assert(
      fc.property(schedule(calmAction), (actions) => {
        const lab = played(4, 3, actions);
        // Who had been told that it is full has ended, and is started once more.
        for (const each of lab.nodes)
          if (each.outcome?.type === "full") lab.do({ type: "crash", node: lab.nodes.indexOf(each), written: false });
        for (const each of lab.nodes) lab.start(each);
        lab.calm(4 * PROPOSAL_MS);
        expect(brokenLaw(lab)).toBeNull();
        expect(clusterIds(lab)).toHaveLength(1);
        expect(lab.nodes.filter(({ disk }) => disk.type === "formed")).toHaveLength(3);
        expect(lab.nodes.filter(({ outcome }) => outcome?.type === "full")).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  test("nobody is stuck without saying on whom it waits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: NODES_MAX }),
        fc.integer({ min: 2, max: 4 }),
        schedule(anyAction),
        (starters, size, actions) => {
          const lab = played(starters, size, actions);
          lab.calm(3 * PROPOSAL_MS);
          for (const each of lab.nodes) {
            const running = each.state !== null && each.state.stance.type !== "formed" && !each.state.over;
            if (running) expect(each.waits).not.toBeNull();
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("formation, step by step", () => {
  test("the lowest id proposes, and the cluster is of exactly those who said yes", () => {
    const lab = played(3, 3, []);
    lab.calm(1_000);
    expect(outcomes(lab)).toEqual(["formed", "formed", "formed"]);
    expect(lab.formed[0]?.by).toBe("n1-1");
    expect(lab.formed[0]?.formation.configuration.voters.map(({ id }) => id)).toEqual(["n1", "n2", "n3"]);
  });

  test("who hears a lower one that is free leaves it to that", () => {
    const lab = played(3, 3, []);
    const second = lab.at(1);
    while (second.inbox.length > 0) lab.do({ type: "deliver", to: 1, which: 0, keep: false });
    expect(second.state?.saving).toBeNull();
    expect(second.waits).toEqual({ type: "proposer", proposer: "n1", bound: false, heard: true });
  });

  test("a cluster of one needs nobody", () => {
    const lab = played(1, 1, []);
    lab.calm(100);
    expect(outcomes(lab)).toEqual(["formed"]);
  });

  test("too few wait, and say for how many", () => {
    const lab = played(2, 3, []);
    lab.calm(1_000);
    expect(lab.at(0).waits).toEqual({ type: "members", known: ["n1", "n2"], size: 3 });
  });

  test("a proposer that crashes between yes and formed leaves the others in doubt, by its name; back, it completes", () => {
    const lab = played(4, 3, []);
    proposedByFirst(lab);
    lab.do({ type: "crash", node: 0, written: true });
    lab.calm(10 * PROPOSAL_MS);
    expect(lab.formed).toEqual([]);
    expect(lab.at(1).waits).toEqual({ type: "proposer", proposer: "n1", bound: true, heard: false });
    expect(lab.at(2).waits).toEqual({ type: "proposer", proposer: "n1", bound: true, heard: false });
    expect(lab.at(3).waits).toEqual({ type: "proposer", proposer: "n1", bound: false, heard: false });
    lab.start(lab.at(0));
    lab.calm(1_000);
    expect(outcomes(lab)).toEqual(["formed", "formed", "formed", "full"]);
    expect(clusterIds(lab)).toHaveLength(1);
  });

  test("a yes binds also over a restart of who gave it, and nobody but the proposer lifts it", () => {
    const lab = played(4, 3, []);
    proposedByFirst(lab);
    lab.do({ type: "crash", node: 0, written: true });
    for (const at of [1, 2, 3]) {
      lab.do({ type: "crash", node: at, written: false });
      lab.start(lab.at(at));
    }
    const { disk } = lab.at(1);
    const clusterId = disk.type === "bound" ? disk.proposal.clusterId : "";
    for (const from of [
      { id: "n3", incarnation: "n3-1" },
      { id: "n1", incarnation: "n1-9" },
    ]) {
      lab.at(1).inbox = [{ from, size: 3, leaseMs: 300, body: { type: "abandoned", clusterId } }];
      lab.do({ type: "deliver", to: 1, which: 0, keep: false });
    }
    lab.calm(10 * PROPOSAL_MS);
    expect(lab.formed).toEqual([]);
    expect(lab.at(1).disk).toEqual(disk);
  });

  test("who was told of the cluster in vain hears of it when it asks", () => {
    const lab = played(4, 3, []);
    proposedByFirst(lab);
    for (const at of [1, 2]) lab.do({ type: "wake", node: at, afterMs: 300 });
    while (lab.at(0).inbox.length > 0) lab.do({ type: "deliver", to: 0, which: 0, keep: false });
    lab.do({ type: "save", node: 0 });
    expect(lab.at(0).disk.type).toBe("formed");
    for (const each of lab.nodes) each.inbox = [];
    lab.calm(1_000);
    expect(outcomes(lab)).toEqual(["formed", "formed", "formed", "full"]);
  });

  test("a proposer gives way to a lower one as soon as it hears of it", () => {
    const lab = played(4, 3, []);
    lab.do({ type: "crash", node: 0, written: false });
    const second = lab.at(1);
    for (let round = 0; round < 5 && second.disk.type !== "proposing"; round += 1) {
      for (const at of [1, 2, 3]) lab.do({ type: "wake", node: at, afterMs: 90 });
      while (second.inbox.length > 0) lab.do({ type: "deliver", to: 1, which: 0, keep: false });
      lab.do({ type: "save", node: 1 });
    }
    expect(second.disk.type).toBe("proposing");
    const members = ["n1", "n2", "n3"].map((id) => ({ id, incarnation: `${id}-1` }));
    const proposer = { id: "n1", incarnation: "n1-1" };
    const proposal = { clusterId: "c", proposer, members, leaseMs: 300 };
    second.inbox = [{ from: proposer, size: 3, leaseMs: 300, body: { type: "proposing", proposal } }];
    lab.do({ type: "deliver", to: 1, which: 0, keep: false });
    expect(second.state?.saving).toEqual({ type: "bound", proposal });
  });

  test("a member that never answers is given up, and who waits takes its place", () => {
    const lab = played(4, 3, []);
    lab.calm(0);
    for (const each of lab.nodes) lab.do({ type: "wake", node: lab.nodes.indexOf(each), afterMs: 250 });
    lab.do({ type: "crash", node: 1, written: false });
    lab.calm(4 * PROPOSAL_MS);
    expect(lab.formed[0]?.formation.configuration.voters.map(({ id }) => id)).toEqual(["n1", "n3", "n4"]);
    lab.start(lab.at(1));
    lab.calm(1_000);
    expect(lab.at(1).outcome?.type).toBe("full");
  });

  test("the yes of another folder counts for nothing", () => {
    const lab = played(2, 2, []);
    lab.do({ type: "crash", node: 1, written: false });
    for (let round = 0; round < 3; round += 1) {
      lab.do({ type: "wake", node: 0, afterMs: 10 });
      while (lab.at(0).inbox.length > 0) lab.do({ type: "deliver", to: 0, which: 0, keep: false });
      lab.do({ type: "save", node: 0 });
    }
    const { disk } = lab.at(0);
    if (disk.type !== "proposing") throw new Error("it has not proposed");
    const { clusterId, proposer } = disk.proposal;
    const yes = { size: 2, leaseMs: 300, body: { type: "bound", clusterId, proposer } } as const;
    for (const incarnation of ["n2-9", "n2-1"]) {
      lab.at(0).inbox = [{ ...yes, from: { id: "n2", incarnation } }];
      lab.do({ type: "deliver", to: 0, which: 0, keep: false });
      expect(lab.at(0).state?.saving?.type ?? null).toBe(incarnation === "n2-1" ? "formed" : null);
    }
  });

  test("another folder under one's own id ends the start", () => {
    const lab = played(2, 3, []);
    const word = { from: { id: "n1", incarnation: "other" }, size: 3, leaseMs: 300, body: { type: "free" } } as const;
    lab.at(0).inbox = [word];
    lab.do({ type: "deliver", to: 0, which: 0, keep: false });
    expect(lab.at(0).outcome).toEqual({ type: "duplicateId" });
  });

  test("nodes that ask for another size do not come together, and say so", () => {
    const lab = played(1, 2, []);
    const word = { from: { id: "n2", incarnation: "n2-1" }, size: 3, leaseMs: 300, body: { type: "free" } } as const;
    lab.at(0).inbox = [word];
    lab.do({ type: "deliver", to: 0, which: 0, keep: false });
    expect(lab.at(0).waits).toEqual({ type: "unlike", node: "n2", size: 3, leaseMs: 300 });
  });
});

/** Until n1 has proposed to n2 and n3, and both are bound; n1 has not heard of it. */
function proposedByFirst(lab: FormationLab): void {
  const first = lab.at(0);
  for (let round = 0; round < 20 && lab.at(2).disk.type !== "bound"; round += 1) {
    for (const at of [0, 1, 2, 3]) lab.do({ type: "wake", node: at, afterMs: 60 });
    for (const at of [0, 1, 2, 3]) {
      if (at === 0 && first.disk.type === "proposing") first.inbox = [];
      while (lab.at(at).inbox.length > 0) lab.do({ type: "deliver", to: at, which: 0, keep: false });
      lab.do({ type: "save", node: at });
    }
  }
  expect([1, 2].map((at) => lab.at(at).disk.type)).toEqual(["bound", "bound"]);
  expect(first.disk.type).toBe("proposing");
}
