/**
 * §6: cluster membership changes, a test a rule. Whole changes, the leader that is not in C_new, and removed servers (the
 * second and third issue) are in thesis-4-membership and thesis-4.2.3-disruption.
 */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import type { MemberChange } from "../../src/core/event.ts";
import { configurationOf } from "../../src/core/log.ts";
import { configurationIn, type ServerState } from "../../src/core/state.ts";
import { deadlineMs } from "../../src/core/turn.ts";
import type { Configuration, Member } from "../../src/core/types.ts";
import { Lab } from "./lab.ts";
import { configurationText } from "./trace.ts";
import {
  a,
  answers,
  appendAck,
  appendEntries,
  b,
  c,
  command,
  d,
  e,
  expire,
  followerOf,
  hear,
  heartbeat,
  leader,
  member,
  NO_LOG,
  on,
  persisted,
  preCandidate,
  preVoteGranted,
  voteGranted,
} from "./unit.ts";

const JOINT: Configuration = { voters: [a, d, e], outgoing: [a, b, c], learners: [], leaseMs: 0 };
const configurationEntry = (index: number, term: number, voters: readonly Member[]): Entry => ({
  type: "configuration",
  index,
  term,
  configuration: { voters, outgoing: [], learners: [], leaseMs: 0 },
});
const change = (state: ServerState, what: MemberChange, nowMs: number): Effect[] =>
  on(state, { type: "changeMembers", requestId: 1, change: what }, nowMs);
const members = (state: ServerState): string => configurationText(configurationIn(state));

/** `a` leads all of the joint configuration; its no-op is on its own disk. */
function jointLeader(): { state: ServerState; nowMs: number } {
  const { state, nowMs } = preCandidate({ configuration: JOINT });
  for (const voter of [b, d]) hear(state, voter, 0, preVoteGranted(1), nowMs);
  persisted(state, nowMs);
  for (const voter of [b, d]) hear(state, voter, 1, voteGranted, nowMs);
  expect(state.role.name).toBe("leader");
  persisted(state, nowMs);
  return { state, nowMs };
}

describe("§6: joint consensus", () => {
  test('"agreement (for elections) requires separate majorities from both": an old majority and a new one', () => {
    const { state, nowMs } = preCandidate({ configuration: JOINT });
    for (const voter of [d, e]) hear(state, voter, 0, preVoteGranted(1), nowMs);
    expect(state.role.name).toBe("preCandidate");
    hear(state, c, 0, preVoteGranted(1), nowMs);
    persisted(state, nowMs);
    for (const voter of [b, c]) hear(state, voter, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("candidate");
    hear(state, e, 1, voteGranted, nowMs);
    expect(state.role.name).toBe("leader");
  });

  test.each([
    ["the new servers alone", [d, e], b],
    ["the old servers alone", [b, c], d],
  ])('"agreement (for … entry commitment)": %s are not enough, an old majority and a new one are', (_, some, other) => {
    const { state, nowMs } = jointLeader();
    for (const voter of some) hear(state, voter, 1, appendAck(1), nowMs);
    expect(state.commitIndex).toBe(0);
    hear(state, other, 1, appendAck(1), nowMs);
    expect(state.commitIndex).toBe(1);
  });

  test('"log entries are replicated to all servers in both configurations"', () => {
    const { state } = jointLeader();
    const known = state.role.name === "leader" ? [...state.role.progress.keys()].sort() : [];
    expect(known).toEqual(["b", "c", "d", "e"]);
  });

  test("C_new is created once C_old,new is committed, and not before", () => {
    const { state, nowMs } = jointLeader();
    for (const voter of [d, e]) hear(state, voter, 1, appendAck(1), nowMs);
    expect(members(state)).toBe("a,b,c and a,d,e");
    hear(state, b, 1, appendAck(1), nowMs);
    expect(members(state)).toBe("a,d,e");
    expect(configurationOf(state.log)).toEqual({ voters: [a, d, e], outgoing: [], learners: [], leaseMs: 0 });
  });

  test('"any server from either configuration may serve as leader": one whom the new leaves out finishes the change', () => {
    const lab = new Lab({ ids: ["n1", "n2", "n3", "n4"], seed: 1 });
    lab.connectAll();
    lab.run(400);
    lab.remove("n1", "n1");
    const joint = (id: string): boolean => configurationText(configurationOf(lab.state(id).log)).includes(" and ");
    expect(lab.runUntil(() => joint("n1") && joint("n2") && joint("n3"), 500)).toBe(true);
    lab.crash("n1");
    lab.run(5000);
    const [heir = ""] = lab.leading();
    expect(configurationText(configurationOf(lab.state(heir).log))).toBe("n2,n3,n4");
    expect(lab.state(heir).commitIndex).toBe(lab.state(heir).log.entries.length);
  });
});

describe("§6: which configuration", () => {
  test('"a server always uses the latest configuration in its log, regardless of whether the entry is committed"', () => {
    const state = followerOf(b, 1, 0);
    const entries = [command(1, 1), configurationEntry(2, 1, [a, b, c, d, e])];
    hear(state, b, 1, appendEntries(NO_LOG, entries), 10);
    persisted(state, 10);
    expect(state.commitIndex).toBe(0);
    const { nowMs } = expire(state);
    hear(state, b, 1, preVoteGranted(2), nowMs);
    expect(state.role.name).toBe("preCandidate");
    hear(state, d, 1, preVoteGranted(2), nowMs);
    expect(state.role.name).toBe("candidate");
  });

  test("the latest configuration is the one before, once its entry was truncated", () => {
    const state = followerOf(b, 1, 0);
    hear(state, b, 1, appendEntries(NO_LOG, [command(1, 1), configurationEntry(2, 1, [a, b, c, d, e])]), 10);
    expect(members(state)).toBe("a,b,c,d,e");
    hear(state, c, 2, appendEntries({ index: 1, term: 1 }, [command(2, 2)]), 2000);
    expect(members(state)).toBe("a,b,c");
    persisted(state, 2001);
    const { nowMs } = expire(state);
    hear(state, b, 2, preVoteGranted(3), nowMs);
    expect(state.role.name).toBe("candidate");
  });
});

describe("§6: a server that is left out waits for no timeout once it knows that this is final", () => {
  const joint: Entry = {
    ...{ type: "configuration", index: 1, term: 1 },
    configuration: { voters: [b, c], outgoing: [a, b, c], learners: [], leaseMs: 0 },
  };
  const without = configurationEntry(2, 1, [b, c]);
  const last = { index: 2, term: 1 };

  test.each<[string, (state: ServerState) => void]>([
    [
      "by the very message that brings it",
      (state) => hear(state, b, 1, appendEntries(NO_LOG, [joint, without], 2), 10),
    ],
    [
      "by a later heartbeat",
      (state) => {
        hear(state, b, 1, appendEntries(NO_LOG, [joint, without], 1), 10);
        expect(Number.isFinite(deadlineMs(state))).toBe(true); // it may yet have to finish the change
        hear(state, b, 1, heartbeat(2, 2), 20);
      },
    ],
    [
      "by a snapshot of what it has",
      (state) => {
        hear(state, b, 1, appendEntries(NO_LOG, [joint, without], 1), 10);
        const configuration = without.type === "configuration" ? without.configuration : JOINT;
        const piece = { totalBytes: 1, offset: 0, data: new Uint8Array(1) };
        hear(state, b, 1, { type: "installSnapshot", last, configuration, ...piece }, 20);
      },
    ],
  ])("%s", (_, learns) => {
    const state = followerOf(b, 1, 0, { self: a, voters: [a, b, c] });
    learns(state);
    persisted(state, 30);
    expect(state.commitIndex).toBe(2);
    on(state, { type: "wake" }, 100_000);
    expect(state.role.name).toBe("follower");
  });
});

describe("§6, first issue: new servers hold nothing", () => {
  /** `a` leads b and c; d is being added; all but d have everything. */
  function adding(commands: number): { state: ServerState; nowMs: number; lastIndex: number } {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    const proposals = Array.from({ length: commands }, (_, requestId) => ({ requestId, command: new Uint8Array(1) }));
    on(state, { type: "propose", proposals }, nowMs);
    expect(answers(change(state, { type: "add", member: d }, nowMs))).toEqual([`accepted at ${commands + 2}:t1`]);
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(commands + 2), nowMs);
    expect(state.commitIndex).toBe(commands + 2);
    return { state, nowMs, lastIndex: commands + 2 };
  }

  test('"new servers join the cluster as non-voting members (the leader replicates log entries to them)"', () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    const effects = change(state, { type: "add", member: d }, nowMs);
    expect(configurationIn(state)).toEqual({ voters: [a, b, c], outgoing: [], learners: [d], leaseMs: 0 });
    expect(effects).toContainEqual(expect.objectContaining({ message: expect.objectContaining({ to: "d" }) }));
    persisted(state, nowMs);
    hear(state, d, 1, appendAck(2), nowMs);
    expect(state.commitIndex).toBe(1);
  });

  test('"once the new servers have caught up with the rest of the cluster, the reconfiguration can proceed", and not before', () => {
    const { state, nowMs, lastIndex } = adding(0);
    const proposals = Array.from({ length: 100 }, (_, requestId) => ({ requestId, command: new Uint8Array(1) }));
    on(state, { type: "propose", proposals }, nowMs);
    hear(state, d, 1, appendAck(lastIndex + 100 - 65), nowMs);
    expect(members(state)).toBe("a,b,c learning d");
    hear(state, d, 1, appendAck(lastIndex + 100 - 64), nowMs);
    expect(members(state)).toBe("a,b,c and a,b,c,d");
  });

  test("one whose log does not hold yet that it is a member is not promoted, however close: it might take itself for a voter without its disk", () => {
    const { state, nowMs, lastIndex } = adding(3);
    hear(state, d, 1, appendAck(lastIndex - 1), nowMs);
    expect(members(state)).toBe("a,b,c learning d");
    hear(state, d, 1, appendAck(lastIndex), nowMs);
    expect(members(state)).toBe("a,b,c and a,b,c,d");
  });

  test("one that says nothing is never promoted, however short the log", () => {
    const { state, nowMs } = adding(0);
    for (let waitedMs = 100; waitedMs <= 900; waitedMs += 100) on(state, { type: "wake" }, nowMs + waitedMs);
    expect(members(state)).toBe("a,b,c learning d");
  });

  test("one that cannot catch up is given up by removing it: no majority was ever asked of it", () => {
    const { state, nowMs, lastIndex } = adding(0);
    expect(answers(change(state, { type: "remove", id: "d" }, nowMs))).toEqual([`accepted at ${lastIndex + 1}:t1`]);
    expect(configurationIn(state)).toEqual({ voters: [a, b, c], outgoing: [], learners: [], leaseMs: 0 });
  });

  test("another incarnation is replaced by the same change: out as a voter, in as a learner", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    const reborn = member("c", "c-disk-2");
    change(state, { type: "add", member: reborn }, nowMs);
    expect(configurationIn(state)).toEqual({ voters: [a, b], outgoing: [a, b, c], learners: [reborn], leaseMs: 0 });
  });
});
