/** DESIGN 4: the lease, by which at most one server leads at any moment of true time. A test a sentence. */
import { describe, expect, test } from "vitest";
import type { Effect, Lease } from "../../src/core/effect.ts";
import { configurationOfVoters, DRIFT_MAX, leaseMarginMs } from "../../src/core/types.ts";
import { leaderIsAlive } from "../../src/core/vote.ts";
import {
  a,
  appendEntries,
  b,
  c,
  candidate,
  d,
  e,
  expire,
  follower,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  held,
  leader,
  member,
  NO_LOG,
  on,
  persisted,
  preCandidate,
  preVoteGranted,
  TIMING,
  timeoutNow,
  voteGranted,
  voteGrantedEarly,
  voteRequest,
} from "./unit.ts";

const LEASE_MS = 300;
const MARGIN_MS = leaseMarginMs(LEASE_MS);
const configuration = configurationOfVoters([a, b, c], LEASE_MS);
const spec = { configuration };

const leasesIn = (effects: readonly Effect[]): (Lease | null)[] =>
  effects.flatMap((effect) => (effect.type === "setLease" ? [effect.lease] : []));

/** Elected in time, and its disk is done. */
function settled() {
  const { state, nowMs } = leader(spec);
  persisted(state, nowMs);
  return { state, nowMs };
}

/** Elected by b; the vote of b, or its own, was early. */
function electedEarly() {
  const { state, nowMs } = candidate(spec);
  persisted(state, nowMs);
  hear(state, b, state.term, voteGrantedEarly, nowMs);
  persisted(state, nowMs);
  return { state, nowMs };
}

const voteOf = (effects: readonly Effect[]) => held(effects).map(({ body }) => body);

describe("a lease", () => {
  test("runs from the sending of a round that a majority has answered, less the margin", () => {
    const { state, nowMs } = settled();
    expect(state.lease).toBeNull();
    const effects = hear(state, b, 1, heartbeatAck(1), nowMs + 40);
    expect(leasesIn(effects)).toEqual([
      { fromMs: nowMs, untilMs: nowMs + LEASE_MS - MARGIN_MS, term: 1, marginMs: MARGIN_MS },
    ]);
  });

  test("is renewed by the answers to later rounds, and by nothing else", () => {
    const { state, nowMs } = settled();
    hear(state, b, 1, heartbeatAck(1), nowMs + 10);
    expect(leasesIn(hear(state, c, 1, heartbeatAck(1), nowMs + 20))).toEqual([]);
    on(state, { type: "wake" }, nowMs + 100);
    expect(leasesIn(hear(state, c, 1, heartbeatAck(2), nowMs + 110))).toMatchObject([
      { untilMs: nowMs + 100 + LEASE_MS - MARGIN_MS },
    ]);
  });

  test("is not taken on the votes alone, nor on the answers of a minority", () => {
    const five = { configuration: configurationOfVoters([a, b, c, d, e], LEASE_MS) };
    const { state, nowMs, effects } = leader(five);
    expect(leasesIn(effects)).toEqual([]);
    persisted(state, nowMs);
    for (let times = 0; times < 3; times += 1) hear(state, b, 1, heartbeatAck(1), nowMs + 1);
    expect(state.lease).toBeNull();
    hear(state, member("d", "d-disk-2"), 1, heartbeatAck(1), nowMs + 1);
    expect(state.lease).toBeNull();
    hear(state, c, 1, heartbeatAck(1), nowMs + 1);
    expect(state.lease).not.toBeNull();
  });

  test("needs both majorities while the configuration is joint", () => {
    const joint = { ...configurationOfVoters([a, b, c], LEASE_MS), outgoing: [a, d, e] };
    const { state, nowMs } = preCandidate({ configuration: joint });
    for (const voter of [b, d]) hear(state, voter, 0, preVoteGranted(1), nowMs);
    persisted(state, nowMs);
    for (const voter of [b, d]) hear(state, voter, 1, voteGranted, nowMs);
    persisted(state, nowMs);
    hear(state, b, 1, heartbeatAck(1), nowMs + 1);
    expect(state.lease).toBeNull();
    hear(state, d, 1, heartbeatAck(1), nowMs + 1);
    expect(state.lease).not.toBeNull();
  });

  test("ends by a slow clock before leaseMs are over by a fast one", () => {
    const longestMs = (LEASE_MS - MARGIN_MS) / (1 - DRIFT_MAX);
    expect(longestMs).toBeLessThanOrEqual(LEASE_MS / (1 + DRIFT_MAX));
  });

  test("does not exist in a cluster without leases", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    expect(leasesIn(hear(state, b, 1, heartbeatAck(1), nowMs + 1))).toEqual([]);
  });

  test("of a single server runs from its own rounds", () => {
    const state = follower({ configuration: configurationOfVoters([a], LEASE_MS) });
    const { nowMs } = expire(state);
    persisted(state, nowMs);
    expect(state.lease).toMatchObject({ untilMs: nowMs + LEASE_MS - MARGIN_MS });
  });

  test("ends before anything else of the step in which the lead is lost", () => {
    const { state, nowMs } = settled();
    hear(state, b, 1, heartbeatAck(1), nowMs + 10);
    const effects = hear(state, c, 2, voteRequest({ index: 9, term: 1 }, true), nowMs + 20);
    expect(effects[0]).toEqual({ type: "setLease", lease: null });
    expect(voteOf(effects)).toMatchObject([{ granted: true, early: true }]);
  });

  test("ends when the connection is lost, and when the server stops", () => {
    for (const type of ["disconnected", "stop"] as const) {
      const { state, nowMs } = settled();
      hear(state, b, 1, heartbeatAck(1), nowMs + 10);
      expect(on(state, { type }, nowMs + 20)[0]).toEqual({ type: "setLease", lease: null });
    }
  });

  test("ends with a sleep of the machine, and rounds sent before that bring no new one", () => {
    const { state, nowMs } = settled();
    hear(state, b, 1, heartbeatAck(1), nowMs + 10);
    expect(on(state, { type: "suspended" }, nowMs + 20)[0]).toEqual({ type: "setLease", lease: null });
    hear(state, c, 1, heartbeatAck(1), nowMs + 30);
    expect(state.lease).toBeNull();
    on(state, { type: "wake" }, nowMs + 100);
    hear(state, c, 1, heartbeatAck(2), nowMs + 110);
    expect(state.lease).toMatchObject({ untilMs: nowMs + 100 + LEASE_MS - MARGIN_MS });
  });
});

describe("a vote is early", () => {
  test("until leaseMs after the last acknowledgement, and not from then on", () => {
    for (const [afterMs, early] of [
      [LEASE_MS - 1, true],
      [LEASE_MS, false],
    ] as const) {
      const state = followerOf(b, 1, 1000, { ...spec, isNew: true });
      const effects = hear(state, c, 2, voteRequest(NO_LOG, true), 1000 + afterMs);
      expect(voteOf(effects)).toMatchObject([{ granted: true, early }]);
    }
  });

  test("also after the acknowledgement of an AppendEntries, which a learner gives as well", () => {
    const learning = { ...configurationOfVoters([b, c], LEASE_MS), learners: [a] };
    const state = followerOf(b, 1, 1000, { configuration: learning, isNew: true });
    hear(state, b, 1, appendEntries(NO_LOG), 1500);
    persisted(state, 1500);
    const effects = hear(state, c, 2, voteRequest(NO_LOG, true), 1500 + LEASE_MS - 1);
    expect(voteOf(effects)).toMatchObject([{ granted: true, early: true }]);
  });

  test("after a restart, for as long as a lease could run that the former life had helped to", () => {
    for (const [atMs, isNew, early] of [
      [LEASE_MS - 1, false, true],
      [LEASE_MS, false, false],
      [LEASE_MS - 1, true, false],
    ] as const) {
      const state = follower({ ...spec, isNew });
      expect(voteOf(hear(state, b, 1, voteRequest(), atMs))).toMatchObject([{ granted: true, early }]);
    }
  });

  test("of one who led until now, however long ago it was answered", () => {
    const { state, nowMs } = settled();
    const lateMs = nowMs + TIMING.electionTimeoutMaxMs - 1;
    const effects = hear(state, b, 2, voteRequest({ index: 9, term: 1 }, true), lateMs);
    expect(voteOf(effects)).toMatchObject([{ granted: true, early: true }]);
  });

  test("no more when it is asked again later: the last answer counts", () => {
    const { state, nowMs } = candidate({ configuration: configurationOfVoters([a, b, c, d, e], LEASE_MS) });
    persisted(state, nowMs);
    hear(state, b, 1, voteGrantedEarly, nowMs);
    hear(state, b, 1, voteGranted, nowMs + 1);
    hear(state, c, 1, voteGranted, nowMs + 1);
    expect(state.role).toMatchObject({ name: "leader", leaseFromMs: nowMs + 1 });
  });
});

describe("a leader elected with an early vote", () => {
  test("takes no lease until every lease is over that ran at its election", () => {
    const { state, nowMs } = electedEarly();
    hear(state, b, 1, heartbeatAck(1), nowMs + 1);
    expect(state.lease).toMatchObject({ fromMs: nowMs + LEASE_MS + MARGIN_MS });
  });

  test("its own included: it acknowledged its leader before it was told to campaign", () => {
    const state = followerOf(b, 1, 1000, { ...spec, isNew: true });
    hear(state, b, 1, timeoutNow, 1010);
    persisted(state, 1011);
    hear(state, c, 2, voteGranted, 1012);
    expect(state.role).toMatchObject({ name: "leader", leaseFromMs: 1012 + LEASE_MS + MARGIN_MS });
  });

  test("leads meanwhile: its role waits for nothing", () => {
    const { state, nowMs } = electedEarly();
    expect(state.role.name).toBe("leader");
    expect(leaderIsAlive(state, nowMs + 1)).toBe(true);
  });

  test("an early refusal, and an early vote of a stranger, delay nobody", () => {
    const { state, nowMs } = candidate({ configuration: configurationOfVoters([a, b, c, d, e], LEASE_MS) });
    persisted(state, nowMs);
    hear(state, e, 1, { type: "voteResponse", granted: false, early: true }, nowMs);
    hear(state, member("x"), 1, voteGrantedEarly, nowMs);
    hear(state, b, 1, voteGranted, nowMs);
    hear(state, c, 1, voteGranted, nowMs);
    expect(state.role).toMatchObject({ name: "leader", leaseFromMs: nowMs });
  });
});

test("a heartbeat of a term that is over is not acknowledged, and makes no vote early", () => {
  const state = followerOf(b, 5, 1000, { ...spec, isNew: true });
  hear(state, c, 4, heartbeat(9), 1200);
  const effects = hear(state, c, 6, voteRequest(NO_LOG, true), 1000 + LEASE_MS);
  expect(voteOf(effects)).toMatchObject([{ granted: true, early: false }]);
});
