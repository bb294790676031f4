/** DESIGN 4: who learns from NATS that its leader is gone does not wait for a timeout; and no promise rests on such a hint. */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { Body, Message } from "../../src/core/message.ts";
import { initialState, type ServerState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import { configurationOfVoters, DEFAULT_TIMING, type HardState } from "../../src/core/types.ts";
import { memberOf } from "./lab.ts";
import { causes, held, said } from "./unit.ts";

const CONNECTION = "S/1";
const STEP_MS = DEFAULT_TIMING.earlyStartStepMs;
const IDS = ["n1", "n2", "n3", "n4", "n5"];

const from = (id: string, body: Body, term: number): Message => ({ from: memberOf(id), to: null, term, body });

interface FollowerOptions {
  readonly id?: string;
  readonly ids?: readonly string[];
  readonly heir?: string;
  readonly connection?: string;
  readonly leaseMs?: number;
}

/** Follows n1 in term 3, whose heartbeat came at 1000. */
function follower({
  id = "n2",
  ids = IDS.slice(0, 3),
  heir,
  connection = "S/9",
  leaseMs,
}: FollowerOptions = {}): ServerState {
  const hardState: HardState = { term: 3, votedFor: null };
  const configuration = configurationOfVoters(
    ids.map((each) => memberOf(each)),
    leaseMs,
  );
  const state = initialState({
    self: memberOf(id),
    configuration,
    hardState,
    timing: DEFAULT_TIMING,
    seed: 7,
    isNew: true,
  });
  step(state, { type: "connected", connection }, 900);
  hearLeader(state, 1000, heir);
  return state;
}

const hearLeader = (state: ServerState, atMs: number, heir?: string, connection = CONNECTION): Effect[] => {
  const body = {
    type: "heartbeat",
    round: atMs,
    commitIndex: 0,
    ...(heir === undefined ? {} : { heir }),
    connection,
  } as const;
  return step(state, { type: "receive", message: from("n1", body, 3) }, atMs);
};

const ended = (state: ServerState, atMs: number, connection = CONNECTION): Effect[] =>
  step(state, { type: "connectionEnded", connection }, atMs);
const gone = (state: ServerState, atMs: number, id = "n1"): Effect[] => step(state, { type: "peerGone", id }, atMs);

const preVotes = (effects: readonly Effect[]) => said(effects).filter(({ body }) => body.type === "preVoteRequest");
const probes = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === "probePeer" ? [effect.to] : []));

/** n3 asks, in term 3, whether it would be elected in term 4. */
const askedByN3 = (state: ServerState, atMs: number, isHinted: boolean): Effect[] => {
  const body = { type: "preVoteRequest", nextTerm: 4, last: { index: 0, term: 0 }, isHinted } as const;
  return step(state, { type: "receive", message: from("n3", body, 3) }, atMs);
};

const answersOf = (effects: readonly Effect[]) =>
  [...said(effects), ...held(effects)].flatMap(({ body }) => (body.type === "preVoteResponse" ? [body.granted] : []));

describe("the heir of a leader that is gone", () => {
  test.each([
    ["the end of its connection", ended],
    ["that nobody listens where it would", gone],
  ])("asks for votes at once, when it hears of %s", (_, hint) => {
    const state = follower({ heir: "n2" });
    const effects = hint(state, 1001);
    expect(preVotes(effects)).toMatchObject([{ body: { nextTerm: 4, isHinted: true } }]);
    expect(causes(effects)).toEqual(["leaderGone"]);
    expect(state.term).toBe(3);
  });

  test("is followed by the others, a step apart, in the order of their ids", () => {
    const waits = ["n2", "n3", "n4", "n5"].map((id) => {
      const state = follower({ id, ids: IDS, heir: "n4" });
      ended(state, 1001);
      return state.role.name === "follower" ? state.wakeAtMs - 1001 : 0;
    });
    expect(waits).toEqual([STEP_MS, 2 * STEP_MS, 0, 3 * STEP_MS]);
  });

  test("asks again soon, and then at the usual pace", () => {
    const state = follower({ heir: "n2" });
    let atMs = 1001;
    ended(state, atMs);
    const gaps: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const dueMs = state.wakeAtMs;
      gaps.push(dueMs - atMs);
      atMs = dueMs;
      expect(preVotes(step(state, { type: "wake" }, atMs))).toHaveLength(1);
    }
    expect(gaps).toEqual([STEP_MS, 2 * STEP_MS, 4 * STEP_MS, 8 * STEP_MS, 100, 100]);
  });
});

describe("no hint", () => {
  test.each([
    [
      "the end of another connection, an earlier one of the leader's for instance",
      (state: ServerState) => ended(state, 1001, "S/0"),
    ],
    ["the end of a connection without a name", (state: ServerState) => ended(state, 1001, "")],
    ["that another peer is gone", (state: ServerState) => gone(state, 1001, "n3")],
  ])("is %s", (_, hint) => {
    const state = follower({ heir: "n2" });
    const before = structuredClone(state);
    expect(hint(state)).toEqual([]);
    expect(state).toEqual(before);
  });

  test("is what is heard of a leader that has connected anew", () => {
    const state = follower({ heir: "n2" });
    hearLeader(state, 1050, "n2", "S/2");
    expect(ended(state, 1051)).toEqual([]);
    expect(preVotes(ended(state, 1052, "S/2"))).toHaveLength(1);
  });

  test("outlives a word of the leader", () => {
    const state = follower({ id: "n3", heir: "n2" });
    ended(state, 1001);
    hearLeader(state, 1002, "n2");
    expect(answersOf(askedByN3(follower({ id: "n2", heir: "n2" }), 1002, false))).toEqual([false]);
    expect(state.role).toMatchObject({ name: "follower", isLeaderGone: false });
    expect(preVotes(step(state, { type: "wake" }, 1001 + 5 * STEP_MS))).toEqual([]);
  });

  test("unseats the leader that is told of itself, or makes one without a connection campaign", () => {
    const leader = follower({ ids: ["n2"], id: "n2" });
    expect(preVotes(gone(leader, 1001, "n2"))).toEqual([]);
    const cut = follower({ heir: "n2" });
    step(cut, { type: "disconnected" }, 1001);
    expect([...ended(cut, 1002), ...gone(cut, 1002)]).toEqual([]);
  });
});

describe("whoever protects the leader", () => {
  test("protects it no more once it has the hint as well", () => {
    const state = follower({ id: "n2", ids: IDS, heir: "n3" });
    expect(answersOf(askedByN3(state, 1001, false))).toEqual([false]);
    ended(state, 1001);
    expect(answersOf(askedByN3(state, 1002, true))).toEqual([true]);
    expect(state.role).toMatchObject({ name: "follower", leader: { id: "n1" } });
  });

  test("looks for itself, when it is asked because of a hint that it lacks, and says nothing meanwhile", () => {
    const state = follower({ heir: "n3" });
    const effects = askedByN3(state, 1001, true);
    expect([probes(effects), answersOf(effects)]).toEqual([["n1"], []]);
    gone(state, 1002);
    expect(answersOf(askedByN3(state, 1003, true))).toEqual([true]);
  });

  test("refuses at once where it could not grant, or cannot look", () => {
    const behind = follower({ heir: "n3" });
    const old = { type: "preVoteRequest", nextTerm: 3, last: { index: 0, term: 0 }, isHinted: true } as const;
    const effects = step(behind, { type: "receive", message: from("n3", old, 3) }, 1001);
    expect([probes(effects), answersOf(effects)]).toEqual([[], [false]]);
    const blind = follower({ heir: "n3", connection: "" });
    expect(answersOf(askedByN3(blind, 1001, true))).toEqual([false]);
  });
});

describe("a heartbeat that is late", () => {
  test("by half an interval has the leader looked for, and again after half an interval; never has it unseated", () => {
    const state = follower({ heir: "n2" });
    const probedAtMs: number[] = [];
    while (state.role.name === "follower") {
      const atMs = state.wakeAtMs;
      if (probes(step(state, { type: "wake" }, atMs)).length > 0) probedAtMs.push(atMs);
    }
    expect(probedAtMs.slice(0, 3)).toEqual([1150, 1200, 1250]);
    expect(probedAtMs.at(-1)).toBeGreaterThan(1400);
  });

  test("is late whatever else the leader has said: entries do not put it off, the next heartbeat does", () => {
    const state = follower({ heir: "n2" });
    const entries = { type: "appendEntries", prev: { index: 0, term: 0 }, entries: [], commitIndex: 0 } as const;
    step(state, { type: "receive", message: from("n1", entries, 3) }, 1090);
    expect(state.wakeAtMs).toBe(1150);
    hearLeader(state, 1100, "n2");
    expect(state.wakeAtMs).toBe(1250);
  });

  test("is looked for by nobody where there is no server to ask", () => {
    const state = follower({ heir: "n2", connection: "" });
    expect(state.wakeAtMs).toBeGreaterThanOrEqual(1500);
    expect(probes(step(state, { type: "wake" }, 1200))).toEqual([]);
  });
});

test("a vote given on a hint is as early as any other: the lease of a leader that lives on is waited for", () => {
  const state = follower({ leaseMs: 300, heir: "n3" });
  ended(state, 1001);
  const body = { type: "voteRequest", last: { index: 0, term: 0 }, transfer: false } as const;
  const effects = step(state, { type: "receive", message: from("n3", body, 4) }, 1010);
  expect(held(effects)).toMatchObject([{ body: { type: "voteResponse", granted: true, early: true } }]);
});
