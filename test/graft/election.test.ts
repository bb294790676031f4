/** What protocol `graft` keeps that the original does not: each test is one of its faults. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { step } from "../../src/graft/election.ts";
import { brokenInvariant, electionSnapshot } from "../../src/graft/invariants.ts";
import type { ElectionEvent } from "../../src/graft/protocol.ts";
import { type ElectionState, initialElection } from "../../src/graft/state.ts";
import { indexIn, positionOf, Rig, refuseWrites } from "./rig.ts";

let rig = new Rig(3);
afterEach(() => rig.closeAll());

const election = (ballot = { term: 0, votedFor: null as string | null }): ElectionState =>
  initialElection({ self: "a", size: 3, ballot, seed: 1 });

const askedBy = (candidate: string, term: number): ElectionEvent => ({
  type: "receive",
  acceptable: true,
  message: { type: "voteRequest", term, candidate, position: new Uint8Array() },
});

describe("a vote", () => {
  test("goes to one candidate of a term, and the next one asks in vain", async () => {
    rig = new Rig(3);
    await rig.start("a");
    const [first, second] = [rig.peer("first"), rig.peer("second")];
    first.ask(4);
    await rig.pass(5);
    second.ask(4);
    await rig.pass(5);
    expect(first.last("voteResponse")).toMatchObject({ term: 4, granted: true });
    expect(second.last("voteResponse")).toMatchObject({ term: 4, granted: false });
    expect(rig.ballot("a")).toEqual({ term: 4, votedFor: "first" });
  });

  test("is not taken back by a heartbeat of its own term", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    const [winner, late] = [rig.peer("winner"), rig.peer("late")];
    await rig.until(() => node.state === "candidate");
    winner.beat(1);
    await rig.pass(5);
    late.ask(1);
    await rig.pass(5);
    expect(late.last("voteResponse")).toMatchObject({ term: 1, granted: false });
    expect(rig.ballot("a")).toEqual({ term: 1, votedFor: "a" });
  });

  test("is not taken back by a save that failed", async () => {
    rig = new Rig(3);
    await rig.start("a");
    const [first, second] = [rig.peer("first"), rig.peer("second")];
    refuseWrites(rig.disk("a"), true);
    first.ask(4);
    await rig.pass(5);
    refuseWrites(rig.disk("a"), false);
    second.ask(4);
    await rig.pass(5);
    expect(first.last("voteResponse")).toMatchObject({ granted: false });
    expect(second.last("voteResponse")).toMatchObject({ granted: false });
    expect(rig.ballot("a")).toEqual({ term: 4, votedFor: "first" });
  });

  test("is given once a term, however many copies of the request arrive", async () => {
    rig = new Rig(5);
    await rig.start("a");
    const fake = rig.peer();
    for (let copy = 0; copy < 3; copy++) fake.ask(4);
    await rig.pass(5);
    fake.ask(4);
    await rig.pass(5);
    expect(rig.network.of("voteResponse", "a").filter(({ granted }) => granted)).toHaveLength(1);
  });

  test("that was given in a former life is not sent again", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    const fake = rig.peer();
    fake.ask(4);
    await rig.pass(5);
    await node.close();
    await rig.start("a");
    fake.ask(4);
    await rig.pass(5);
    expect(rig.network.of("voteResponse", "a")).toHaveLength(1);
  });

  test("leaves behind the sync that holds it, and the loss of power takes none that was heard", async () => {
    rig = new Rig(3);
    await rig.start("a");
    const fake = rig.peer();
    const disk = rig.disk("a");
    const saidAt: string[] = [];
    disk.onOperation = ({ type, path }) =>
      saidAt.push(`${type} ${path.split("/").at(-1)} after ${rig.network.said.length}`);
    fake.ask(4);
    await rig.pass(5);
    expect(saidAt).toEqual([
      "create graft-state.json.next after 1",
      "write graft-state.json.next after 1",
      "sync graft-state.json.next after 1",
      "rename graft-state.json after 1",
      "syncFolder node after 1",
    ]);
    expect(rig.network.of("voteResponse", "a")).toMatchObject([{ granted: true }]);
    disk.crash(() => 0);
    expect(rig.ballot("a")).toEqual({ term: 4, votedFor: "fake" });
  });
});

describe("votes for a candidate", () => {
  test("that name their voter count once, and a majority of copies elects nobody", async () => {
    rig = new Rig(5);
    const node = await rig.start("a");
    await rig.until(() => node.state === "candidate");
    const fake = rig.peer();
    await rig.pass(5);
    for (let copy = 0; copy < 4; copy++) fake.vote("a", 1, "b");
    await rig.pass(5);
    expect(node.state).toBe("candidate");
    fake.vote("a", 1, "c");
    await rig.pass(5);
    expect(node.report()).toMatchObject({ role: "leader", promise: "onePerTerm", votes: { named: ["a", "b", "c"] } });
  });

  test("that name nobody count as they come, and then nothing is promised", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    const fake = rig.peer();
    await rig.elect(node, fake);
    expect(node.report()).toMatchObject({
      promise: "nothing",
      votes: { named: ["a"], anonymous: 1 },
      anonymousVotes: 1,
      guardsOff: ["preVote", "checkQuorum", "lease", "namedVotes"],
    });
  });

  test("of another term, refused ones, and its own by another's mouth count for nothing", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    await rig.until(() => node.state === "candidate");
    const fake = rig.peer();
    await rig.pass(5);
    fake.vote("a", 0);
    fake.vote("a", 1, "a");
    rig.network.send("fake", { type: "voteResponse", term: 1, candidate: "a", granted: false, voter: null });
    await rig.pass(5);
    expect(node.state).toBe("candidate");
  });

  test("elect nobody before its own is on disk", () => {
    const state = election();
    step(state, { type: "connected" }, 0);
    step(state, { type: "wake" }, 1000);
    const vote = { type: "voteResponse", term: 1, candidate: "a", granted: true, voter: null } as const;
    for (let votes = 0; votes < 4; votes++) step(state, { type: "receive", message: vote, acceptable: true }, 1001);
    expect(state.role.name).toBe("candidate");
    const effects = step(state, { type: "persisted", writeId: 1, ballot: { term: 1, votedFor: "a" } }, 1002);
    expect(state.role.name).toBe("leader");
    expect(effects[0]).toEqual({ type: "send", message: { type: "heartbeat", term: 1, leader: "a" } });
  });

  test("are asked for once a term: who cannot tell voters apart would count an answer twice", async () => {
    rig = new Rig(3);
    await rig.start("a");
    await rig.pass(20_000);
    const terms = rig.network.of("voteRequest", "a").map(({ term }) => term);
    expect(new Set(terms).size).toBe(terms.length);
  });
});

describe("a leader", () => {
  test("sends its first heartbeat with its election, and the next an interval later", async () => {
    rig = new Rig(1);
    const node = await rig.start("a");
    await rig.until(() => node.isLeader());
    await rig.pass(350);
    const [first = 0, ...rest] = rig.network.said
      .filter(({ message }) => message.type === "heartbeat")
      .map(({ atMs }) => atMs);
    const requestAtMs = rig.network.said.find(({ message }) => message.type === "voteRequest")?.atMs;
    expect(first).toBe(requestAtMs);
    expect(rest.map((atMs) => atMs - first)).toEqual([100, 200, 300]);
  });

  test("that loses NATS leads no more, says so, and campaigns only when it is back", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    await rig.elect(node, rig.peer());
    const said = rig.network.said.length;
    rig.network.tell("a", "disconnected");
    await rig.flush();
    expect([node.state, node.isLeader(), node.report().connected]).toEqual(["follower", false, false]);
    expect(rig.codesOf("a")).toEqual(["NATS_LOST"]);
    await rig.pass(10_000);
    expect(rig.network.said).toHaveLength(said);
    rig.network.tell("a", "connected");
    await rig.pass(1001);
    expect([node.state, node.term]).toEqual(["candidate", 2]);
  });

  test("that hears another of its own term gives way, and tells of both", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    const fake = rig.peer();
    await rig.elect(node, fake);
    fake.beat(node.term);
    await rig.pass(5);
    expect([node.state, node.leader]).toEqual(["follower", "fake"]);
    expect(rig.errors.get("a")).toMatchObject([
      { code: "TWO_LEADERS", values: { leader: "a", other: "fake", term: 1 } },
    ]);
    expect(node.report().rivalries).toBe(1);
  });

  test("that has not been awake for an election timeout does not say that it leads", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    await rig.elect(node, rig.peer());
    expect(node.isLeader()).toBe(true);
    rig.clock.freeze(500);
    expect(node.isLeader()).toBe(false);
  });
});

test("a follower tells of two leaders of one term once, and stays with the first", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const [first, second] = [rig.peer("first"), rig.peer("second")];
  for (let round = 0; round < 3; round++) {
    first.beat(3);
    second.beat(3);
    await rig.pass(100);
  }
  expect(node.leader).toBe("first");
  expect(rig.codesOf("a")).toEqual(["TWO_LEADERS"]);
});

test("after a pause, what had arrived is heard before an election is started", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  fake.beat(1);
  await rig.pass(5);
  rig.clock.freeze(5_000);
  rig.clock.fireDue();
  rig.network.deliver("a", { type: "heartbeat", term: 1, leader: "fake" });
  await rig.flush();
  expect([node.state, node.leader]).toEqual(["follower", "fake"]);
});

describe("the name of a node in another's mouth", () => {
  test.each(["heartbeat", "voteRequest"] as const)(
    "stops it where a %s is of a term that it never was in",
    async (type) => {
      rig = new Rig(3);
      const node = await rig.start("a");
      const position = new Uint8Array();
      rig.network.deliver(
        "a",
        type === "heartbeat" ? { type, term: 9, leader: "a" } : { type, term: 9, candidate: "a", position },
      );
      await rig.flush();
      expect(node.state).toBe("stopped");
      expect(rig.codesOf("a")).toEqual(["DUPLICATE_ID"]);
      expect(rig.ballot("a")).toEqual({ term: 0, votedFor: null });
    },
  );

  test("is its own former life's where the term is an old one", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    rig.peer().beat(4, "b");
    await rig.pass(5);
    rig.network.deliver("a", { type: "heartbeat", term: 4, leader: "a" });
    await rig.flush();
    expect([node.state, node.leader]).toEqual(["follower", "b"]);
  });

  test("is its echo where the connection echoes", () => {
    for (const [echoes, told] of [
      [true, []],
      [false, [{ type: "duplicateId" }]],
    ] as const) {
      const state = initialElection({ self: "a", size: 3, ballot: { term: 0, votedFor: null }, seed: 1, echoes });
      step(state, { type: "connected" }, 0);
      step(state, { type: "wake" }, 1000);
      expect(step(state, askedBy("a", 1), 1001)).toEqual(told);
    }
  });
});

describe("a hook that throws", () => {
  test("costs the candidate a vote, and is told", async () => {
    rig = new Rig(3);
    const hooks = {
      currentState: () => positionOf(1),
      grantVote: (position: Uint8Array) => indexIn(position.subarray(9)) > -1,
    };
    await rig.start("a", { hooks: { ...hooks, grantVote: () => hooks.grantVote(JSON.parse("null")) } });
    const fake = rig.peer();
    fake.ask(2);
    await rig.pass(5);
    expect(fake.last("voteResponse")).toMatchObject({ term: 2, granted: false });
    expect(rig.codesOf("a")).toEqual(["HOOK_FAILED"]);
  });

  test.each([
    ["where it throws", () => JSON.parse("no state")],
    ["where it gives no bytes", () => JSON.parse('"text"')],
  ])("keeps a request from leaving without a position %s", async (_, currentState) => {
    rig = new Rig(3);
    await rig.start("a", { hooks: { currentState, grantVote: () => true } });
    await rig.pass(1001);
    expect(rig.network.said).toEqual([]);
    expect(rig.codesOf("a")).toEqual(["HOOK_FAILED"]);
  });
});

test("a request carries the application's position of the moment when it leaves", async () => {
  rig = new Rig(3);
  let index = 1;
  await rig.start("a", { hooks: { currentState: () => positionOf(index), grantVote: () => true } });
  await rig.pass(1001);
  index = 2;
  await rig.pass(1001);
  expect(rig.network.of("voteRequest").map(({ position }) => indexIn(position))).toEqual([1, 2]);
});

test("a sync that failed stops the node, and nothing is written after it", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  const io = Object.assign(new Error("EIO"), { code: "EIO" });
  rig.disk("a").failOperation = ({ type }) => (type === "sync" ? io : null);
  fake.ask(3);
  await rig.pass(5);
  expect(node.state).toBe("stopped");
  expect(rig.codesOf("a")).toEqual(["STORAGE_FAILED"]);
  expect(rig.network.of("voteResponse")).toEqual([]);
});

/** Any events in any order to one server, its disk sometimes failing: no invariant is ever broken, no vote given twice. */
test("whatever happens, a server votes once a term and never goes back", () => {
  const name = fc.constantFrom("a", "b", "c");
  const term = fc.nat(6);
  const message = fc.oneof(
    fc.record({
      type: fc.constant("voteRequest" as const),
      term,
      candidate: name,
      position: fc.constant(new Uint8Array()),
    }),
    fc.record({ type: fc.constant("heartbeat" as const), term, leader: name }),
    fc.record({
      type: fc.constant("voteResponse" as const),
      term,
      candidate: fc.constant("a"),
      granted: fc.boolean(),
      voter: fc.option(name),
    }),
  );
  const happening = fc.oneof(
    { weight: 6, arbitrary: fc.record({ type: fc.constant("receive" as const), message, acceptable: fc.boolean() }) },
    { weight: 2, arbitrary: fc.constant({ type: "wake" as const }) },
    { weight: 3, arbitrary: fc.constant({ type: "saved" as const }) },
    { weight: 1, arbitrary: fc.constant({ type: "persistFailed" as const }) },
    { weight: 1, arbitrary: fc.constantFrom({ type: "connected" as const }, { type: "disconnected" as const }) },
    { weight: 1, arbitrary: fc.constant({ type: "restart" as const }) },
  );
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      let state = election();
      let disk = { term: 0, votedFor: null as string | null };
      let pending: {
        writeId: number;
        ballot: typeof disk | null;
        release: readonly { type: string; term: number }[];
      }[] = [];
      const votes = new Map<number, string>();
      const give = (term: number, to: string): void => {
        expect(votes.get(term) ?? to).toBe(to);
        votes.set(term, to);
      };
      const apply = (event: ElectionEvent, nowMs: number): void => {
        const before = electionSnapshot(state);
        for (const effect of step(state, event, nowMs)) {
          if (effect.type === "persist") pending.push(effect);
          if (effect.type === "send" && effect.message.type === "voteResponse")
            expect(effect.message.granted).toBe(false);
        }
        expect(brokenInvariant(before, state)).toBeNull();
        if (state.role.name === "leader") give(state.term, "a");
      };
      let nowMs = 0;
      apply({ type: "connected" }, nowMs);
      for (const one of happenings) {
        nowMs += 700;
        if (one.type === "saved") {
          const [next] = pending;
          if (next === undefined) continue;
          pending = pending.slice(1);
          if (next.ballot === null) continue;
          disk = next.ballot;
          for (const said of next.release)
            if ("granted" in said && said.granted === true && "candidate" in said)
              give(said.term, String(said.candidate));
            else if (said.type === "voteRequest") give(said.term, "a");
          apply({ type: "persisted", writeId: next.writeId, ballot: disk }, nowMs);
        } else if (one.type === "persistFailed") {
          if (pending.length === 0) continue;
          pending = [];
          apply(one, nowMs);
        } else if (one.type === "restart") {
          state = election(disk);
          pending = [];
          apply({ type: "connected" }, nowMs);
        } else if (one.type === "wake" || state.role.name !== "stopped") apply(one, nowMs);
      }
    }),
    { numRuns: 500 },
  );
});

/** Five of ours, messages doubled, everybody restarted at random: one leader a term, and somebody leads in the end. */
test("among ours there is one leader a term, though each message comes twice and nodes crash with their disks", async () => {
  rig = new Rig(5);
  rig.network.copies = 2;
  const ids = ["a", "b", "c", "d", "e"];
  await rig.startAll(...ids);
  for (let round = 0; round < 25; round++) {
    await rig.pass(137 * (1 + (round % 5)));
    const id = ids[(round * 3) % 5] ?? "a";
    await Promise.all(rig.nodes.filter((node) => node.id === id).map((node) => node.close()));
    rig.disk(id).crash((bound) => round % bound);
    await rig.start(id);
  }
  await rig.until(() => rig.in("leader").length === 1);
  const leaders = new Map<number, string>();
  for (const { term, leader } of rig.network.of("heartbeat"))
    expect(leaders.set(term, leaders.get(term) ?? leader).get(term)).toBe(leader);
  const grants = new Map<string, string>();
  for (const { term, voter, candidate, granted } of rig.network.of("voteResponse"))
    if (granted)
      expect(grants.set(`${term} ${voter}`, grants.get(`${term} ${voter}`) ?? candidate).get(`${term} ${voter}`)).toBe(
        candidate,
      );
  expect(leaders.size).toBeGreaterThan(5);
});
