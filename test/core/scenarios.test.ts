/**
 * Faults that real Raft systems have shipped, replayed on the virtual cluster, as far as they concern elections. The numbers
 * are those of the project's list of such scenarios. The lab's own laws (one leader a term, one vote a term over all
 * lives, nothing promised that is not durable) are asked after every step; the tests say what else must come out.
 */
import { describe, expect, test } from "vitest";
import { Lab, memberOf } from "./lab.ts";
import type { LabOptions } from "./lab-node.ts";
import { flightsOf } from "./network.ts";

const THREE = ["n1", "n2", "n3"];
const FIVE = ["n1", "n2", "n3", "n4", "n5"];

const ask = (lab: Lab): void => lab.settle(({ message }) => message.body.type.startsWith("preVote"));

/** All connected, and n1, whose rank is 0, leads. */
function ledByN1(options: Partial<LabOptions> = {}): Lab {
  const lab = new Lab({ ids: THREE, seed: 1, ...options });
  lab.connectAll();
  lab.run(400);
  expect(lab.leading()).toEqual(["n1"]);
  return lab;
}

/** n1 and n3 campaign in term 1 at the same time; their vote requests are on the way. */
function twoCandidates(options: Partial<LabOptions> = {}): Lab {
  const lab = new Lab({ ids: THREE, seed: 1, promptDisk: true, ...options });
  lab.connectAll();
  lab.expire("n1");
  lab.expire("n3");
  ask(lab);
  expect([lab.state("n1").role.name, lab.state("n3").role.name]).toEqual(["candidate", "candidate"]);
  return lab;
}

test("scenario 1: a vote given in a term is not erased when its leader's heartbeat steps the voter down", () => {
  const lab = twoCandidates();
  lab.deliver(flightsOf("n1>n2", "voteRequest"));
  lab.deliver(flightsOf("n2>n1"));
  expect(lab.leading()).toEqual(["n1"]);
  lab.expire("n2");
  expect(lab.state("n2")).toMatchObject({ term: 1, role: { name: "preCandidate" } });
  lab.deliver(flightsOf("n1>n2", "heartbeat"));
  expect(lab.state("n2")).toMatchObject({ term: 1, votedFor: memberOf("n1"), role: { name: "follower" } });
  lab.network.take(flightsOf("n2>n3"));
  lab.deliver(flightsOf("n3>n2", "voteRequest"));
  expect(lab.network.take(flightsOf("n2>n3")).map(({ message }) => message.body)).toEqual([
    { type: "voteResponse", granted: false, early: false },
  ]);
});

describe("scenario 2: a vote outlives a crash, or was never told", () => {
  test("power is cut before the sync: the vote had not left", () => {
    const lab = twoCandidates({ promptDisk: false });
    lab.deliver(flightsOf("n1>n2", "voteRequest"));
    expect(lab.state("n2").votedFor).toEqual(memberOf("n1"));
    expect(lab.flights.filter(flightsOf("n2>n1", "voteResponse"))).toEqual([]);
    lab.restart("n2");
    lab.connect("n2");
    lab.persist("n3");
    lab.deliver(flightsOf("n3>n2", "voteRequest"));
    lab.persist("n2");
    lab.deliver(flightsOf("n2>n3"));
    expect(lab.leading()).toEqual(["n3"]);
  });

  test("power is cut after the sync: the vote stands, and another is refused", () => {
    const lab = twoCandidates();
    lab.deliver(flightsOf("n1>n2", "voteRequest"));
    lab.restart("n2");
    lab.connect("n2");
    lab.deliver(flightsOf("n3>n2", "voteRequest"));
    lab.deliver(flightsOf("n2>n3", "voteResponse"));
    expect(lab.state("n2").votedFor).toEqual(memberOf("n1"));
    expect(lab.leading()).toEqual([]);
  });
});

test("scenario 8: a voter that has lost its disk is another member: its vote helps nobody, and it does not campaign", () => {
  const lab = new Lab({ ids: THREE, seed: 1, lasts: { n1: { index: 9, term: 0 }, n2: { index: 9, term: 0 } } });
  lab.connectAll();
  lab.run(3000);
  const term = lab.state("n2").term;
  lab.wipe("n2");
  lab.crash("n1");
  lab.connect("n2");
  lab.run(60_000);
  expect(lab.leading()).toEqual([]);
  expect(lab.state("n3").term).toBe(term);
  expect(lab.state("n3").ignored.otherIncarnation).toBeGreaterThan(0);
  expect(lab.state("n2").role.name).toBe("follower");
  lab.restart("n1");
  lab.connect("n1");
  lab.run(3000);
  expect(lab.leading()).toEqual(["n1"]);
});

describe("scenario 9: one broken link", () => {
  test("between a follower and the leader, both of which reach the third: leader and term stay", () => {
    const lab = ledByN1();
    lab.network.cut("n1", "n3");
    lab.network.cut("n3", "n1");
    lab.run(60_000);
    expect(lab.leading()).toEqual(["n1"]);
    expect(THREE.map((id) => lab.state(id).term)).toEqual([1, 1, 1]);
  });

  test("from the leader to a follower only", () => {
    const lab = ledByN1();
    lab.network.cut("n1", "n3");
    lab.run(60_000);
    expect(lab.leading()).toEqual(["n1"]);
    expect(lab.state("n1").term).toBe(1);
    lab.network.heal();
    lab.run(2000);
    expect(lab.state("n3")).toMatchObject({ term: 1, role: { name: "follower", leader: memberOf("n1") } });
  });

  test("a leader that can send and not receive steps down, and another leads", () => {
    const lab = ledByN1();
    lab.network.cut("n2", "n1");
    lab.network.cut("n3", "n1");
    lab.run(1200);
    expect(lab.leading()).toEqual([]);
    lab.run(2000);
    expect(lab.leading()).toHaveLength(1);
    expect(lab.leading()).not.toEqual(["n1"]);
    const changes = lab.changes.length;
    lab.run(60_000);
    expect(lab.changes.slice(changes).filter((line) => !line.includes("n1:"))).toEqual([]);
  });

  test("a leader that can receive and not send is replaced, and then follows nobody but disturbs nobody", () => {
    const lab = ledByN1();
    lab.network.cut("n1", "n2");
    lab.network.cut("n1", "n3");
    lab.run(3000);
    const [heir = ""] = lab.leading();
    expect(["n2", "n3"]).toContain(heir);
    lab.run(60_000);
    expect(lab.leading()).toEqual([heir]);
    expect(lab.state("n1").role).toMatchObject({ name: "follower", leader: memberOf(heir) });
  });
});

describe("scenario 10: PreVote never locks a majority out", () => {
  const logs = [
    { index: 0, term: 0 },
    { index: 1, term: 1 },
    { index: 9, term: 1 },
    { index: 2, term: 5 },
  ];
  const pairs = logs.flatMap((ofA) => logs.filter(({ term }) => term <= 1).map((ofC) => [ofA, ofC] as const));

  test.each(pairs)("A is at t5 with log %o, C returns at t1 with log %o, B is dead: somebody wins", (ofA, ofC) => {
    const lab = new Lab({
      ids: THREE,
      seed: 1,
      disks: { n1: { term: 5, votedFor: null }, n2: { term: 5, votedFor: null }, n3: { term: 1, votedFor: null } },
      lasts: { n1: ofA, n3: ofC },
    });
    lab.crash("n2");
    lab.connect("n1");
    lab.run(2000);
    lab.connect("n3");
    expect(lab.runUntil(() => lab.leading().length === 1, 3000)).toBe(true);
    expect(lab.state(lab.leading()[0] ?? "").term).toBe(6);
  });

  test("a pre-candidate forgets its leader: two of three elect another when that one has died", () => {
    const lab = ledByN1();
    lab.crash("n1");
    lab.expire("n2");
    lab.expire("n3");
    lab.deliver();
    lab.deliver();
    expect(["n2", "n3"].map((id) => lab.state(id).role.name)).toContain("candidate");
  });
});

test("scenario 13: duplicated vote replies elect nobody", () => {
  const lab = new Lab({ ids: FIVE, seed: 1, promptDisk: true });
  lab.connectAll();
  lab.expire("n1");
  ask(lab);
  lab.deliver(flightsOf("n1>n2", "voteRequest"));
  for (let copies = 0; copies < 4; copies += 1) lab.network.duplicate(flightsOf("n2>n1", "voteResponse"));
  expect(lab.deliver(flightsOf("n2>n1", "voteResponse"))).toBe(16);
  expect(lab.leading()).toEqual([]);
  lab.deliver(flightsOf("n1>n3", "voteRequest"));
  lab.deliver(flightsOf("n3>n1", "voteResponse"));
  expect(lab.leading()).toEqual(["n1"]);
});

test("scenario 15: with the same last term, the shorter log gets no vote: whoever asks first, the longest leads", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const disk = { term: 3, votedFor: null };
    const lab = new Lab({
      ids: THREE,
      seed,
      disks: { n1: disk, n2: disk, n3: disk },
      lasts: { n1: { index: 4, term: 3 }, n2: { index: 5, term: 3 }, n3: { index: 5, term: 3 } },
    });
    lab.connectAll();
    lab.run(5000);
    expect(lab.leading()).toHaveLength(1);
    expect(lab.leading()).not.toEqual(["n1"]);
  }
});

test("scenario 17: a burst of what was held back for seconds changes no term and unseats nobody", () => {
  const lab = ledByN1();
  for (const id of ["n1", "n2"]) {
    lab.network.freeze(id, "n3");
    lab.network.freeze("n3", id);
  }
  lab.run(2900);
  expect(lab.state("n3").role.name).toBe("preCandidate");
  expect(lab.flights.length).toBeGreaterThan(20);
  const changes = lab.changes.length;
  lab.network.thaw(lab.nowMs);
  lab.run(10_000);
  expect(lab.changes.slice(changes).filter((line) => !line.includes("n3:"))).toEqual([]);
  expect(lab.changes.length - changes).toBeLessThanOrEqual(3);
  expect(lab.leading()).toEqual(["n1"]);
  expect(lab.state("n3")).toMatchObject({ term: 1, role: { name: "follower", leader: memberOf("n1") } });
});

test("scenario 17: a burst of what a deposed leader said, and of what it was answered, brings it no followers back", () => {
  const lab = ledByN1();
  for (const id of ["n2", "n3"]) {
    lab.network.freeze("n1", id);
    lab.network.freeze(id, "n1");
  }
  lab.run(2900);
  const [leader = ""] = lab.leading();
  expect(["n2", "n3"]).toContain(leader);
  expect(lab.state("n1").role.name).not.toBe("leader");
  expect(
    lab.flights.filter(({ message }) => message.from.id === "n1" && message.body.type === "heartbeat").length,
  ).toBeGreaterThan(5);
  const { term } = lab.state(leader);
  lab.network.thaw(lab.nowMs);
  lab.run(10_000);
  expect(lab.leading()).toEqual([leader]);
  expect(THREE.map((id) => lab.state(id).term)).toEqual([term, term, term]);
});

test("scenario 20: ten minutes with 1% loss and pauses of a follower change no leader", () => {
  const lab = ledByN1({ ids: FIVE, lossRate: 0.01 });
  const changes = lab.changes.length;
  for (let second = 0; second < 600; second += 1) {
    const paused = FIVE[second % FIVE.length] ?? "n1";
    for (const id of FIVE) if (id !== paused) lab.network.freeze(id, paused);
    lab.run(200);
    lab.network.thaw(lab.nowMs);
    lab.run(800);
  }
  expect(lab.changes.slice(changes)).toEqual([]);
});

test("scenario 24: a candidate's own vote that a crash takes back has helped nobody to lead", () => {
  const lab = twoCandidates({ promptDisk: false });
  lab.deliver(flightsOf("n1>n2", "voteRequest"));
  lab.persist("n2");
  lab.deliver(flightsOf("n2>n1", "voteResponse"));
  expect(lab.state("n1").role.name).toBe("candidate");
  expect(lab.flights.filter(flightsOf(null, "heartbeat"))).toEqual([]);
  lab.restart("n1");
  lab.connect("n1");
  lab.persist("n3");
  lab.deliver(flightsOf("n3>n1", "voteRequest"));
  lab.persist("n1");
  lab.deliver(flightsOf("n1>n3", "voteResponse"));
  expect(lab.leading()).toEqual(["n3"]);
  expect(lab.laws.leaders.get(1)).toEqual(memberOf("n3"));
});

describe("25: a TimeoutNow that comes too late", () => {
  test("in the term of its leader, after the wish was given up: an election, and one leader after it", () => {
    const lab = ledByN1();
    lab.network.freeze("n1", "n3");
    lab.transfer("n1", "n3");
    const [late] = lab.network.take(flightsOf("n1>n3", "timeoutNow"));
    if (late === undefined) throw new Error("nothing was sent");
    lab.network.thaw(lab.nowMs);
    lab.run(5000);
    expect(lab.leading()).toEqual(["n1"]);
    lab.arrive(late);
    lab.run(2000);
    expect(lab.leading()).toEqual(["n3"]);
    expect(THREE.map((id) => lab.state(id).term)).toEqual([2, 2, 2]);
  });

  test("in the term of another leader, or at an heir that was restarted meanwhile: nothing", () => {
    const lab = ledByN1();
    lab.transfer("n1", "n3");
    const [late] = lab.network.take(flightsOf("n1>n3", "timeoutNow"));
    if (late === undefined) throw new Error("nothing was sent");
    lab.restart("n3");
    lab.arrive(late);
    lab.connect("n3");
    lab.arrive(late);
    expect(lab.state("n3").term).toBe(1);
    lab.transfer("n1", "n2");
    lab.run(1000);
    expect(lab.leading()).toEqual(["n2"]);
    lab.arrive(late);
    lab.run(1000);
    expect(lab.leading()).toEqual(["n2"]);
    expect(lab.state("n3").term).toBe(2);
  });
});
