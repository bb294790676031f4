/**
 * Faults that real Raft systems have shipped, replayed on the virtual cluster, as far as they concern the log, snapshots and reads.
 * The numbers are those of the project's list of such scenarios. After every step the lab asks for all laws of elections and
 * of the log; the tests say what else must come out.
 */
import { describe, expect, test } from "vitest";
import { entryAt } from "../../src/core/log.ts";
import type { NodeId } from "../../src/core/types.ts";
import { Lab, memberOf } from "./lab.ts";
import { flightsOf } from "./network.ts";
import { appliedBy, elect, FIVE, ledByN1, part, THREE, texts } from "./scenario-lab.ts";
import { entryText } from "./trace.ts";

describe("scenario 5: lazy fsync", () => {
  const seeds = Array.from({ length: 12 }, (_, place) => place + 1);

  test.each(seeds)(
    "what was acknowledged survives a power cut of one and a change of those who hear each other (seed %i)",
    (seed) => {
      const lab = ledByN1({ ids: FIVE, seed });
      part(lab, ["n1", "n2"], ["n3", "n4", "n5"]);
      const rightLeader = (): NodeId | undefined => lab.leading().find((id) => id !== "n1");
      expect(lab.runUntil(() => rightLeader() !== undefined, 3000)).toBe(true);
      lab.propose(rightLeader() ?? "", "a", "b", "c");
      expect(lab.runUntil(() => texts(lab).join().includes('"c"'), 1000)).toBe(true);
      lab.crash("n3");
      const acknowledged = texts(lab);
      lab.network.heal();
      part(lab, ["n4", "n5"], ["n1", "n2", "n3"]);
      lab.restart("n3");
      lab.connect("n3");
      lab.run(6000);
      expect(lab.leading()).toEqual(["n3"]);
      for (const id of THREE) expect(appliedBy(lab, id).slice(0, acknowledged.length)).toEqual(acknowledged);
    },
  );
});

describe("scenario 12: a snapshot over a conflicting log", () => {
  test.each([4, 5, 9])(
    "takes the place of all of it, where it holds an entry of another term at the snapshot's end (of %i)",
    (length) => {
      const disk = { term: 1, votedFor: null };
      const lab = new Lab({
        ids: THREE,
        seed: 1,
        disks: { n1: disk, n2: disk, n3: disk },
        lasts: { n3: { index: length, term: 1 } },
      });
      lab.connect("n1", "n2");
      lab.run(400);
      lab.propose("n1", "a", "b", "c");
      lab.run(400);
      for (const id of ["n1", "n2"]) {
        lab.snapshot(id);
        lab.restart(id);
        lab.connect(id);
      }
      const end = lab.node("n1").snapshot?.last;
      expect(end).toEqual({ index: 4, term: 2 });
      expect(entryAt(lab.state("n3").log, 4)?.term).toBe(1);
      lab.run(2000);
      const lines = lab.lines.length;
      lab.connect("n3");
      lab.run(3000);
      expect(lab.lines.slice(lines).filter((line) => line.includes("n3 takes up snapshot"))).toHaveLength(1);
      expect(appliedBy(lab, "n3")).toEqual(texts(lab));
    },
  );
});

describe("scenario 13: stale acknowledgements", () => {
  test("a request of an older term that comes after a vote in a newer one is neither taken nor acknowledged", () => {
    const lab = ledByN1({ promptDisk: true });
    lab.propose("n1", "late");
    const late = lab.network.take(flightsOf("n1>n3", "appendEntries"));
    lab.network.take(flightsOf("n1>n2", "appendEntries"));
    expect(late).toHaveLength(1);
    part(lab, ["n1"], ["n2"]);
    elect(lab, "n2", ["n3"]);
    const { entries } = lab.node("n3");
    for (const flight of late) lab.arrive(flight);
    expect(lab.node("n3").entries).toEqual(entries);
    expect(lab.flights.filter(flightsOf("n3>n1", "appendAck"))).toEqual([]);
    lab.settle(flightsOf("n3>n1"));
    expect(lab.state("n1").role.name).toBe("follower");
    expect(texts(lab).join()).not.toContain("late");
  });

  test("an answer of the disk to a write that was overwritten meanwhile makes nothing durable", () => {
    const disk = { term: 1, votedFor: null };
    const lab = new Lab({ ids: THREE, seed: 1, disks: { n1: disk, n2: disk, n3: disk } });
    lab.connectAll();
    const from = (id: NodeId, term: number, texts: readonly string[]) => {
      const entries = texts.map((text, place) => {
        return { type: "command", index: place + 1, term, command: new TextEncoder().encode(text) } as const;
      });
      const body = { type: "appendEntries", prev: { index: 0, term: 0 }, entries, commitIndex: 0 } as const;
      return { to: "n3", dueAtMs: 0, message: { from: memberOf(id), to: "n3", term, body } };
    };
    lab.arrive(from("n1", 2, ["x"]));
    lab.arrive(from("n2", 3, ["y"]));
    lab.persist("n3", 1);
    expect(lab.state("n3").log).toMatchObject({ durableIndex: 0, entries: [{ index: 1, term: 3 }] });
    expect(lab.flights.filter(flightsOf("n3>n2", "appendAck"))).toEqual([]);
    lab.persist("n3");
    expect(lab.state("n3").log.durableIndex).toBe(1);
    expect(lab.flights.filter(flightsOf("n3>n2", "appendAck"))).toHaveLength(1);
  });
});

describe("scenario 14: commit or apply before durable", () => {
  test("a single voter commits and applies only what its disk has, and forgets what it had not", () => {
    const lab = new Lab({ ids: ["n1"], seed: 1 });
    lab.connectAll();
    lab.run(100);
    lab.propose("n1", "lost");
    expect(lab.node("n1").applied).toHaveLength(1);
    expect(texts(lab)).toHaveLength(1);
    lab.restart("n1");
    lab.connect("n1");
    lab.run(100);
    expect(texts(lab).join()).not.toContain("lost");
  });

  test("a restarted leader serves no read before it knows again what was committed", () => {
    const lab = ledByN1({ promptDisk: true });
    lab.propose("n1", "a", "b");
    lab.run(100);
    expect(texts(lab)).toHaveLength(3);
    for (const id of THREE) lab.restart(id);
    lab.connectAll();
    elect(lab, "n1", ["n2", "n3"]);
    expect(lab.node("n1").applied).toEqual([]);
    const read = lab.read("n1");
    lab.settle(flightsOf(null, "heartbeat"));
    lab.settle(flightsOf(null, "heartbeatAck"));
    expect(lab.answerTo(read)).toBeUndefined();
    lab.settle();
    expect(lab.answerTo(read)).toBe("read at 4");
    expect(appliedBy(lab, "n1").join()).toContain('"b"');
  });
});

test("scenario 18: a snapshot that is slow to install never begins again, and the follower follows all the while", () => {
  const lab = ledByN1();
  part(lab, ["n3"], ["n1", "n2"]);
  lab.propose("n1", "a", "b");
  lab.run(100);
  for (const id of ["n1", "n2"]) {
    lab.snapshot(id);
    lab.restart(id);
    lab.connect(id);
  }
  lab.run(3000);
  const [leader = ""] = lab.leading();
  const { term } = lab.state(leader);
  lab.network.heal();
  const answer = flightsOf(`n3>${leader}`, "snapshotAck");
  // Within the leader's patience, and beyond it: then the same piece is sent again, and no other.
  for (const waitMs of [250, 650]) {
    expect(lab.runUntil(() => lab.flights.some(answer), 3000)).toBe(true);
    const late = lab.network.take(answer);
    lab.propose(leader, `meanwhile ${waitMs}`);
    lab.run(waitMs);
    expect(lab.log.committed.map(entryText).at(-1)).toContain("meanwhile");
    for (const flight of late) lab.arrive(flight);
  }
  lab.run(1000);
  const pieces = lab.lines.filter((line) => line.startsWith(`  ${leader} > n3`) && line.includes("installSnapshot"));
  const offsets = pieces.map((line) => Number(/bytes (\d+) to/.exec(line)?.[1]));
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
  expect(offsets.length).toBeGreaterThan(3);
  expect(appliedBy(lab, "n3")).toEqual(texts(lab));
  expect(lab.leading()).toEqual([leader]);
  expect(lab.state("n3").term).toBe(term);
});

test("scenario 23: what an earlier term has verified lets nobody commit in this one", () => {
  const lab = ledByN1({ ids: FIVE, promptDisk: true });
  lab.propose("n1", "b", "c", "d");
  lab.run(200);
  lab.propose("n1", "5");
  lab.network.take((flight) => flight.to !== "n3");
  lab.settle(flightsOf("n1>n3"));
  expect(entryAt(lab.state("n3").log, 5)).toMatchObject({ term: 1 });
  part(lab, ["n1"], FIVE.slice(1));
  elect(lab, "n2", ["n4", "n5"]);
  lab.settle(flightsOf("n2>n3", "appendEntries"));
  lab.settle(({ to, message }) => [to, message.from.id].sort().join() === "n2,n3");
  expect(entryAt(lab.state("n3").log, 5)).toMatchObject({ term: 2 });
  expect(lab.state("n3").verifiedIndex).toBe(5);
  lab.network.heal();
  part(lab, ["n2"], ["n1", "n3", "n4", "n5"]);
  lab.disconnect("n1");
  lab.connect("n1");
  elect(lab, "n1", ["n4", "n5"]);
  lab.network.take(flightsOf("n1>n3", "appendEntries"));
  lab.settle(({ to, message }) => to !== "n3" && message.from.id !== "n3");
  expect(lab.state("n1").commitIndex).toBe(6);
  lab.tick(100);
  const commits = lab.flights.filter(flightsOf("n1>n3", "heartbeat")).map(({ message }) => message.body);
  expect(commits.at(-1)).toMatchObject({ commitIndex: 6 });
  lab.deliver(flightsOf("n1>n3", "heartbeat"));
  expect(lab.state("n3")).toMatchObject({ term: 3, commitIndex: 4, verifiedIndex: 0 });
  lab.run(1000);
  expect(appliedBy(lab, "n3")).toEqual(texts(lab));
});
