/** What leaves a node binds it: over crashes and restarts, whatever the disk had not kept. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../../src/core/message.ts";
import type { HardState, NodeId, Term } from "../../src/core/types.ts";
import { type Disk, newDisk } from "./fake-storage.ts";
import { NetworkRig } from "./network-rig.ts";
import { heartbeat, member, type Rig, startedNode, TIMING } from "./rig.ts";

/** Where the node is cut off from power: it starts again from what its disk holds. */
const afterCrash = (rig: Rig): Promise<Rig> => startedNode({ hardState: rig.storage.durable });

const granted = (rig: Rig): NodeId[] =>
  rig.sentOf("voteResponse").flatMap(({ to, body }) => (body.granted && to !== null ? [to] : []));

describe("scenario 2: a vote that is not durable", () => {
  test("never left: power is cut before the sync, the vote is forgotten, and another may have it", async () => {
    const first = await startedNode();
    first.askForVote("n2", 1);
    expect(granted(first)).toEqual([]);
    const second = await afterCrash(first);
    second.askForVote("n3", 1);
    second.sync();
    expect([granted(first), granted(second)]).toEqual([[], ["n3"]]);
  });

  test("that left is kept: power is cut after the sync, and the other is refused in that term", async () => {
    const first = await startedNode();
    first.askForVote("n2", 1);
    first.sync();
    expect(granted(first)).toEqual(["n2"]);
    const second = await afterCrash(first);
    second.askForVote("n3", 1);
    expect(second.sentOf("voteResponse").map(({ body }) => body.granted)).toEqual([false]);
    second.askForVote("n2", 1);
    expect(granted(second)).toEqual(["n2"]);
  });

  test("and a term that is not durable is told to nobody", async () => {
    const rig = await startedNode();
    rig.askForVote("n2", 3);
    rig.askForVote("n3", 2);
    expect(rig.sent).toEqual([]);
    rig.sync();
    expect(rig.sent.map(({ to, term }) => [to, term])).toEqual([
      ["n2", 3],
      ["n3", 3],
    ]);
  });

  test("is kept by a graceful restart as well", async () => {
    const first = await startedNode();
    first.askForVote("n2", 1);
    first.sync();
    await first.driver.close();
    const second = await afterCrash(first);
    second.askForVote("n3", 1);
    expect(granted(second)).toEqual([]);
  });
});

/** Over all lives of a node: what it has told others, against what its disk would give back. */
class Conscience {
  readonly votes = new Map<Term, NodeId>();
  readonly led = new Set<Term>();

  watch(rig: Rig): Rig {
    rig.transport.onSend = (message) => this.#left(message, rig.storage.durable);
    return rig;
  }

  /** `expect` is slow, and this is asked often. */
  #must(holds: boolean, law: string): void {
    if (!holds) expect.fail(law);
  }

  #left({ body, term, to }: Message, durable: HardState): void {
    if (body.type === "voteResponse" || body.type === "heartbeatAck")
      this.#must(durable.term >= term, `a ${body.type} of term ${term} left, with ${durable.term} on disk`);
    if (body.type === "voteResponse" && body.granted && to !== null) this.#promised(term, to, durable);
    if (body.type === "heartbeat") {
      this.led.add(term);
      this.#promised(term, "n1", durable);
    }
  }

  #promised(term: Term, candidate: NodeId, durable: HardState): void {
    const before = this.votes.get(term) ?? candidate;
    this.#must(before === candidate, `voted for ${before} and ${candidate} in term ${term}`);
    this.votes.set(term, candidate);
    const kept = durable.term > term || (durable.term === term && durable.votedFor?.id === candidate);
    this.#must(kept, `the vote of term ${term} is not on disk`);
  }
}

type Act =
  | { readonly do: "ask" | "beat"; readonly from: NodeId; readonly ahead: number; readonly transfer: boolean }
  | { readonly do: "grant"; readonly from: NodeId }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "sync" | "crash" | "settle" };

const from = fc.constantFrom("n2", "n3");
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("ask", "beat"),
      from,
      ahead: fc.integer({ min: 0, max: 2 }),
      transfer: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("grant"), from }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.integer({ min: 1, max: 250 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("sync", "crash", "settle") }) },
) as fc.Arbitrary<Act>;

/** The others keep to Raft as well: `leaders` is who can win each term, n1 once another has voted for it. */
function perform(rig: Rig, act: Act, leaders: Map<Term, NodeId>): void {
  const { term } = rig.state;
  if (act.do === "ask")
    rig.arrive(act.from, term + act.ahead, {
      type: "voteRequest",
      last: { index: 0, term: 0 },
      transfer: act.transfer,
    });
  else if (act.do === "beat") {
    const led = term + act.ahead;
    if (led === 0 || (leaders.get(led) ?? act.from) !== act.from) return;
    leaders.set(led, act.from);
    rig.arrive(act.from, led, heartbeat(1));
  } else if (act.do === "grant") {
    rig.hear(act.from, Math.max(0, term - 1), { type: "preVoteResponse", nextTerm: term + 1, granted: true });
    const asked = rig.state.term;
    if (rig.role !== "candidate" || (leaders.get(asked) ?? "n1") !== "n1") return;
    leaders.set(asked, "n1");
    rig.arrive(act.from, asked, { type: "voteResponse", granted: true, early: false });
  } else if (act.do === "pass") rig.clock.pass(act.ms);
  else rig.clock.settle();
  if (act.do === "sync" && rig.storage.sync()) rig.clock.settle();
}

test("whatever happens, each promise that left is on disk, and over all lives there is one vote a term", async () => {
  const tally = { votes: 0, led: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 60, maxLength: 160 }), fc.integer(), async (acts, seed) => {
      const conscience = new Conscience();
      const leaders = new Map<Term, NodeId>();
      let rig = conscience.watch(await startedNode({ seed }));
      for (const act of acts) {
        if (act.do === "crash") rig = conscience.watch(await startedNode({ hardState: rig.storage.durable, seed }));
        else perform(rig, act, leaders);
        for (const error of rig.stopped) throw error ?? new Error("stopped");
      }
      tally.votes += conscience.votes.size;
      tally.led += conscience.led.size;
    }),
    { numRuns: 100 },
  );
  expect(tally.votes).toBeGreaterThan(100);
  expect(tally.led).toBeGreaterThan(10);
});

describe("scenario 24: the candidate's own vote", () => {
  const { earlyStartStepMs } = TIMING;

  /** n3 campaigns in term 1 with the durable vote of n2; its own is still being written. n2 goes, and n1 has heard of nothing. */
  async function campaign() {
    const rig = new NetworkRig({ size: 3 });
    const n3 = await rig.start("n3");
    rig.clock.pass(1.5 * earlyStartStepMs);
    const n2 = await rig.start("n2");
    rig.clock.pass(earlyStartStepMs / 2);
    rig.flush();
    rig.sync(n2);
    rig.flush();
    expect(n2.storage.durable).toEqual({ term: 1, votedFor: member("n3") });
    rig.crash(n2);
    return { rig, n3 };
  }

  test("counts only once it is durable: a crash before that gives the term away, and only the other leads it", async () => {
    const { rig, n3 } = await campaign();
    expect(n3.driver.report()).toMatchObject({ role: "preCandidate", term: 0, votedFor: null });
    const again = await rig.start("n3", rig.crash(n3));
    expect(again.driver.report()).toMatchObject({ term: 0, votedFor: null });
    const n1 = await rig.start("n1");
    rig.clock.pass(1);
    rig.flush();
    rig.sync(again);
    rig.sync(n1);
    rig.flush();
    expect(again.storage.durable).toEqual({ term: 1, votedFor: member("n1") });
    expect(rig.led).toEqual([{ id: "n1", term: 1 }]);
  });

  test("that is durable is remembered: the term was won, and after the crash nobody else gets it", async () => {
    const { rig, n3 } = await campaign();
    rig.sync(n3);
    expect(rig.led).toEqual([{ id: "n3", term: 1 }]);
    const again = await rig.start("n3", rig.crash(n3));
    expect(again.driver.report()).toMatchObject({ role: "follower", term: 1, votedFor: member("n3") });
    const n1 = await rig.start("n1");
    for (let step = 0; step < 100; step++) {
      rig.clock.pass(earlyStartStepMs);
      rig.flush();
      for (const life of [again, n1]) if (life.storage.writing) rig.sync(life);
    }
    expect(rig.led[0]).toEqual({ id: "n3", term: 1 });
    expect(rig.led.slice(1).map(({ term }) => term)).toEqual([2]);
  });
});

describe("scenario 22: one id, two machines", () => {
  test("two nodes on copies of one folder both stop with DUPLICATE_ID, and give it back", async () => {
    const rig = new NetworkRig({ size: 3, delayMs: 1 });
    await rig.start("n2", undefined, true);
    const copied: Disk = newDisk({ term: 4, votedFor: member("n2") });
    const original = await rig.start("n1", copied, true);
    await rig.pass(300);
    expect(original.stopped).toEqual([]);
    const copy = await rig.start("n1", copied, true);
    await rig.pass(1_000);
    for (const { stopped, storage } of [original, copy]) {
      expect(stopped.map((error) => error?.code)).toEqual(["DUPLICATE_ID"]);
      expect(storage.closed).toBe(1);
    }
  });

  test("the votes of both are one: of five, two doubles and a third do not elect a leader", async () => {
    const rig = new NetworkRig({ size: 5, delayMs: 1 });
    const original = await rig.start("n1", undefined, true);
    const copy = await rig.start("n1", undefined, true);
    await rig.start("n2", undefined, true);
    await rig.pass(2_000);
    expect(rig.led).toEqual([]);
    for (const { stopped } of [original, copy]) expect(stopped.map((error) => error?.code)).toEqual(["DUPLICATE_ID"]);
  });

  test("a node that restarts is not taken for the double of its former life", async () => {
    const rig = new NetworkRig({ size: 3, delayMs: 1 });
    await rig.start("n2", undefined, true);
    await rig.start("n3", undefined, true);
    let n1 = await rig.start("n1", undefined, true);
    for (let life = 0; life < 10; life++) {
      await rig.pass(60);
      n1 = await rig.start("n1", rig.crash(n1), true);
    }
    await rig.pass(500);
    expect(n1.stopped).toEqual([]);
    expect(n1.driver.report().leader).not.toBeNull();
  });
});
