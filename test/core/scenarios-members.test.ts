/**
 * Faults that real Raft systems have shipped, replayed on the virtual cluster, as far as they concern who the members are.
 * The numbers are those of the project's list of such scenarios. After every step the lab asks for all laws of elections and
 * of the log; the tests say what else must come out.
 */
import { describe, expect, test } from "vitest";
import { flightsOf } from "./network.ts";
import { appliedBy, elect, FIVE, ledByN1, members, part, THREE, texts } from "./scenario-lab.ts";

test("scenario 3: a leader changes no members before an entry of its own term is committed", () => {
  const four = FIVE.slice(0, 4);
  const lab = ledByN1({ ids: FIVE, voters: four, promptDisk: true });
  part(lab, ["n1", "n5"], ["n2", "n3", "n4"]);
  lab.add("n1", "n5");
  lab.settle(flightsOf(null, "appendEntries"));
  lab.network.take(() => true);
  elect(lab, "n2", ["n3", "n4"]);
  expect(lab.state("n2").commitIndex).toBeLessThan(lab.state("n2").log.entries.length);
  expect(lab.answerTo(lab.remove("n2", "n1"))).toBe("noOwnCommitYet");
  expect(members(lab, "n2")).toBe("n1,n2,n3,n4");
  lab.run(50);
  expect(lab.answerTo(lab.remove("n2", "n1"))).toContain("accepted");
  lab.run(500);
  expect(members(lab, "n3")).toBe("n2,n3,n4");
  lab.network.heal();
  lab.run(5000);
  expect(members(lab, lab.leading()[0] ?? "")).toBe("n2,n3,n4");
});

describe("scenario 7: membership, partition and kills", () => {
  test("members that are dead cannot be removed by those who are too few: neither one by one nor all", () => {
    const lab = ledByN1({ ids: FIVE });
    lab.transfer("n1", "n5");
    lab.run(500);
    expect(lab.leading()).toEqual(["n5"]);
    part(lab, ["n1"], FIVE.slice(1));
    lab.propose("n5", "a", "b");
    lab.run(100);
    const acknowledged = texts(lab);
    expect(acknowledged.join()).toContain('"b"');
    for (const id of THREE) lab.crash(id);
    const answers = THREE.map((id) => lab.answerTo(lab.remove("n5", id)));
    expect(answers).toEqual([expect.stringContaining("accepted"), "changeUnderWay", "changeUnderWay"]);
    lab.propose("n5", "uncertain");
    lab.run(700);
    expect(texts(lab)).toEqual(acknowledged);
    part(lab, ["n4", "n5"], THREE);
    for (const id of THREE) lab.restart(id);
    lab.connect(...THREE);
    lab.run(6000);
    lab.network.heal();
    lab.run(6000);
    for (const id of FIVE) expect(appliedBy(lab, id).slice(0, acknowledged.length)).toEqual(acknowledged);
  });

  test("a member is removed under load while others are cut off and killed: nothing acknowledged is lost", () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const lab = ledByN1({ ids: FIVE, seed });
      const load = (times: number): void => {
        for (let time = 0; time < times; time += 1) {
          for (const id of lab.leading()) lab.propose(id, `load ${time} at ${lab.nowMs} ms`);
          lab.run(20);
        }
      };
      part(lab, ["n1"], FIVE.slice(1));
      load(100);
      for (const id of THREE) lab.crash(id);
      for (const id of lab.leading()) lab.remove(id, "n4");
      load(20);
      const acknowledged = texts(lab);
      lab.network.heal();
      for (const id of THREE) lab.restart(id);
      lab.connect(...THREE);
      load(100);
      for (const id of lab.leading()) lab.remove(id, "n4");
      load(20);
      lab.run(1000);
      const [leader = ""] = lab.leading();
      expect({ seed, members: members(lab, leader) }).toEqual({ seed, members: "n1,n2,n3,n5" });
      expect(texts(lab).slice(0, acknowledged.length)).toEqual(acknowledged);
      for (const id of ["n1", "n2", "n3", "n5"])
        expect({ seed, id, applied: appliedBy(lab, id) }).toEqual({ seed, id, applied: texts(lab) });
    }
  });
});

describe("scenario 8: a voter with an empty disk", () => {
  test("does not help one who lacks what was acknowledged to the lead", () => {
    const lab = ledByN1();
    part(lab, ["n3"], ["n1", "n2"]);
    lab.propose("n1", "acknowledged");
    lab.run(100);
    expect(texts(lab).join()).toContain("acknowledged");
    lab.wipe("n2");
    lab.crash("n1");
    lab.network.heal();
    lab.connect("n2");
    lab.run(60_000);
    expect(lab.leading()).toEqual([]);
    expect(lab.state("n3").ignored.otherIncarnation).toBeGreaterThan(0);
  });

  test("confirms neither an entry nor a read of a leader that was deposed by its former self's vote", () => {
    const lab = ledByN1({ promptDisk: true });
    part(lab, ["n1"], ["n2", "n3"]);
    elect(lab, "n3", ["n2"]);
    lab.settle();
    expect(lab.leading()).toEqual(["n1", "n3"]);
    lab.propose("n3", "acknowledged");
    lab.settle();
    const acknowledged = texts(lab);
    expect(acknowledged.join()).toContain("acknowledged");
    lab.wipe("n2");
    lab.network.heal();
    part(lab, ["n3"], ["n1", "n2"]);
    lab.connect("n2");
    lab.propose("n1", "stale");
    const read = lab.read("n1");
    lab.settle();
    expect(lab.leading()).toEqual(["n1", "n3"]);
    expect(texts(lab)).toEqual(acknowledged);
    expect(lab.answerTo(read)).toBeUndefined();
  });
});

test("scenario 16: the lead is not handed to a learner, which could not win and would leave the cluster without one", () => {
  const lab = ledByN1({ ids: [...THREE, "n4"], voters: THREE, promptDisk: true });
  part(lab, ["n2", "n3"], ["n1"]);
  lab.add("n1", "n4");
  lab.settle();
  expect(members(lab, "n4")).toBe("n1,n2,n3 learning n4");
  const lines = lab.lines.length;
  lab.transfer("n1", "n4");
  expect(lab.lines.slice(lines).join()).toContain("notAVoter");
  expect(lab.flights.filter(flightsOf(null, "timeoutNow"))).toEqual([]);
  expect(lab.answerTo(lab.propose("n1", "goes on")[0])).toContain("accepted");
});
