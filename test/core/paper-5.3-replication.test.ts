/** §5.3 and Figure 2, AppendEntries: a test a rule, of the receiver and of the leader. */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import {
  append,
  configurationOf,
  recoveredLog,
  truncateFrom,
  writing,
  written as wroteLog,
} from "../../src/core/log.ts";
import { IN_FLIGHT_MESSAGES_MAX } from "../../src/core/progress.ts";
import { UNCOMMITTED_ENTRIES_MAX } from "../../src/core/propose.ts";
import type { ServerState } from "../../src/core/state.ts";
import { configurationOfVoters } from "../../src/core/types.ts";
import {
  a,
  answers,
  appendAck,
  appendEntries,
  appendRefusal,
  b,
  c,
  command,
  follower,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  held,
  leader,
  logOf,
  member,
  messages,
  NO_LOG,
  on,
  persisted,
  said,
} from "./unit.ts";

const at = (index: number, term: number) => ({ index, term });
const terms = ({ log }: ServerState): number[] => log.entries.map(({ term }) => term);
const applied = (effects: readonly Effect[]): number[] =>
  effects.flatMap((effect) => (effect.type === "apply" ? effect.entries.map(({ index }) => index) : []));
const propose = (state: ServerState, nowMs: number, ...texts: string[]): Effect[] =>
  on(
    state,
    {
      type: "propose",
      proposals: texts.map((text, place) => ({ requestId: place, command: new TextEncoder().encode(text) })),
    },
    nowMs,
  );

describe("Figure 2, AppendEntries, receiver", () => {
  test("1: a request of an older term is refused, and changes nothing", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1) });
    const effects = hear(state, c, 4, appendEntries(at(1, 1), [command(2, 4)]), 10);
    expect(messages(effects)).toMatchObject([{ to: "c", term: 5, body: { type: "appendRefusal" } }]);
    expect(terms(state)).toEqual([1]);
  });

  test.each([
    ["has no entry at prev", [1], at(3, 2), at(1, 1)],
    ["has an entry of another term there", [1, 1, 1], at(3, 2), at(3, 1)],
    ["has a run of a newer term there: the hint skips all of it", [1, 3, 3, 3], at(4, 2), at(1, 1)],
  ])("2: it is refused where the follower %s", (_, own, prev, hint) => {
    const state = followerOf(b, 5, 0, { entries: logOf(...own) });
    const effects = hear(state, b, 5, appendEntries(prev, [command(prev.index + 1, 5)]), 10);
    expect(messages(effects)).toMatchObject([{ body: appendRefusal(prev.index, hint) }]);
    expect(terms(state)).toEqual(own);
    expect(state.verifiedIndex).toBe(0);
  });

  test("3: an entry that conflicts goes, with all that follow it", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 2, 2, 2) });
    const effects = hear(state, b, 5, appendEntries(at(1, 1), [command(2, 4)]), 10);
    expect(terms(state)).toEqual([1, 4]);
    expect(effects).toContainEqual(expect.objectContaining({ type: "persist", entries: [command(2, 4)] }));
  });

  test("3: an entry that is there already is kept, and so is what follows it: a late request takes nothing away", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 5, 5) });
    const effects = hear(state, b, 5, appendEntries(at(1, 1), [command(2, 5)]), 10);
    expect(terms(state)).toEqual([1, 5, 5]);
    expect(messages(effects)).toMatchObject([{ body: appendAck(2) }]);
  });

  test("3: what is committed is never removed: the server stops loudly", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 1) });
    hear(state, b, 5, appendEntries(at(2, 1), [], 2), 10);
    expect(() => hear(state, b, 5, appendEntries(at(1, 1), [command(2, 5)]), 11)).toThrow("committedIsKept");
  });

  test("4: entries that are not there are appended, and acknowledged once they are on disk", () => {
    const state = followerOf(b, 5, 0);
    const effects = hear(state, b, 5, appendEntries(NO_LOG, [command(1, 5), command(2, 5)]), 10);
    expect(said(effects)).toEqual([]);
    expect(held(effects)).toMatchObject([{ to: "b", body: appendAck(2) }]);
  });

  test("4: a repeated request waits for the first one's write", () => {
    const state = followerOf(b, 5, 0);
    const request = appendEntries(NO_LOG, [command(1, 5)]);
    hear(state, b, 5, request, 10);
    expect(said(hear(state, b, 5, request, 11))).toEqual([]);
    persisted(state, 12);
    expect(said(hear(state, b, 5, request, 13))).toMatchObject([{ body: appendAck(1) }]);
  });

  test("5: commitIndex follows the leader's, as far as this request has verified the log", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 1, 1) });
    expect(applied(hear(state, b, 5, appendEntries(at(2, 1), [], 9), 10))).toEqual([1, 2]);
    expect(state.commitIndex).toBe(2);
    hear(state, b, 5, appendEntries(at(2, 1), [], 1), 11);
    expect(state.commitIndex).toBe(2);
  });

  test("committed entries are applied only once they are durable here", () => {
    const state = followerOf(b, 5, 0);
    expect(applied(hear(state, b, 5, appendEntries(NO_LOG, [command(1, 5)], 1), 10))).toEqual([]);
    expect(state.commitIndex).toBe(1);
    expect(applied(persisted(state, 11))).toEqual([1]);
  });
});

describe("DESIGN 3.4: verifiedIndex", () => {
  test("a heartbeat's commitIndex counts for nothing where no AppendEntries of the term has verified the log", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 1) });
    hear(state, b, 5, heartbeat(2, 2), 10);
    expect(state.commitIndex).toBe(0);
    hear(state, b, 5, appendEntries(at(1, 1)), 11);
    hear(state, b, 5, heartbeat(3, 2), 12);
    expect(state.commitIndex).toBe(1);
  });

  test("what another term has verified counts for nothing in this one (scenario 23)", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 5) });
    hear(state, b, 5, appendEntries(at(2, 5)), 10);
    expect(state.verifiedIndex).toBe(2);
    const effects = hear(state, c, 6, heartbeat(1, 2), 2000);
    expect(state).toMatchObject({ verifiedIndex: 0, commitIndex: 0 });
    expect(messages(effects)).toMatchObject([{ body: heartbeatAck(1, 0) }]);
  });

  test("a heartbeat is answered with no more than is on disk", () => {
    const state = followerOf(b, 5, 0);
    hear(state, b, 5, appendEntries(NO_LOG, [command(1, 5)]), 10);
    expect(messages(hear(state, b, 5, heartbeat(2), 11))).toMatchObject([{ body: heartbeatAck(2, 1, 0) }]);
  });
});

describe("the disk's answers (scenario 13)", () => {
  test("an answer to a write that was since overwritten says nothing of what stands there now, be it the same entry again", () => {
    const log = recoveredLog(NO_LOG, configurationOfVoters([a]), []);
    append(log, [command(1, 1)]);
    writing(log, 1);
    truncateFrom(log, 1);
    append(log, [command(1, 2)]);
    writing(log, 2);
    wroteLog(log, 1);
    expect(log.durableIndex).toBe(0);
    truncateFrom(log, 1);
    append(log, [command(1, 1)]);
    writing(log, 3);
    wroteLog(log, 2);
    expect(log.durableIndex).toBe(0);
    wroteLog(log, 3);
    expect(log.durableIndex).toBe(1);
  });

  test("the first of three writes, the third of which brings the same entry again, does not make it durable", () => {
    const log = recoveredLog(NO_LOG, configurationOfVoters([a]), []);
    [1, 2, 1].forEach((term, place) => {
      if (place > 0) truncateFrom(log, 1);
      append(log, [command(1, term)]);
      writing(log, place + 1);
    });
    wroteLog(log, 1);
    expect(log.durableIndex).toBe(0);
  });

  test("a configuration goes with its entry", () => {
    const log = recoveredLog(NO_LOG, configurationOfVoters([a]), []);
    append(log, [{ type: "configuration", index: 1, term: 1, configuration: configurationOfVoters([a, b]) }]);
    expect(configurationOf(log).voters).toEqual([a, b]);
    truncateFrom(log, 1);
    expect(configurationOf(log).voters).toEqual([a]);
  });
});

describe("§5.3: the leader", () => {
  test("begins its term with a no-op, sent before it is on its own disk (§8)", () => {
    const { effects } = leader();
    expect(said(effects).slice(1)).toMatchObject(
      ["b", "c"].map((to) => ({ to, body: { prev: NO_LOG, entries: [{ type: "noOp", index: 1, term: 1 }] } })),
    );
  });

  test("counts its own copy only once it is durable (scenario 14)", () => {
    const { state, nowMs } = leader();
    hear(state, b, 1, appendAck(1), nowMs);
    expect(state.commitIndex).toBe(0);
    persisted(state, nowMs);
    expect(state.commitIndex).toBe(1);
  });

  test("alone, it commits once its disk has it", () => {
    const { state, nowMs } = leader({ voters: [a] });
    const effects = persisted(state, nowMs);
    expect(state.commitIndex).toBe(1);
    expect(applied(effects)).toEqual([1]);
  });

  test("counts no ack of another incarnation (scenario 8), of a stranger, or beyond its own log", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, member("b", "b-disk-2"), 1, appendAck(1), nowMs);
    hear(state, member("x"), 1, appendAck(1), nowMs);
    hear(state, b, 1, appendAck(2), nowMs);
    expect(state.commitIndex).toBe(0);
  });

  test("§5.4.2: counts replicas for entries of its own term only; those before are committed with them", () => {
    const { state, nowMs } = leader({ entries: logOf(2), hardState: { term: 3, votedFor: null } });
    persisted(state, nowMs);
    hear(state, b, 4, appendAck(1), nowMs);
    hear(state, c, 4, appendAck(1), nowMs);
    expect(state.commitIndex).toBe(0);
    expect(applied(hear(state, b, 4, appendAck(2), nowMs))).toEqual([1, 2]);
  });

  test("goes back behind a conflict by the follower's hint, never below what has matched", () => {
    const { state, nowMs } = leader({ entries: logOf(1, 2, 2, 4), hardState: { term: 5, votedFor: null } });
    const again = said(hear(state, b, 6, appendRefusal(4, at(4, 1)), nowMs));
    expect(again).toMatchObject([{ to: "b", body: { type: "appendEntries", prev: at(1, 1) } }]);
    hear(state, b, 6, appendAck(5), nowMs);
    expect(said(hear(state, b, 6, appendRefusal(4, NO_LOG), nowMs))).toEqual([]);
  });

  test("sends on before answers come, but never more than a bounded number of requests", () => {
    const { state, nowMs } = leader();
    hear(state, b, 1, appendAck(1), nowMs);
    let toB = 0;
    for (let count = 0; count < IN_FLIGHT_MESSAGES_MAX + 10; count += 1)
      toB += said(propose(state, nowMs, `${count}`)).filter(({ to }) => to === "b").length;
    expect(toB).toBe(IN_FLIGHT_MESSAGES_MAX);
    expect(said(hear(state, b, 1, appendAck(2), nowMs)).filter(({ to }) => to === "b")).toHaveLength(1);
  });

  test("sends one request at a time to a follower that has not matched yet", () => {
    const { state, nowMs } = leader();
    expect(said(propose(state, nowMs, "x"))).toEqual([]);
  });

  test("notices by a heartbeat's answer that the last request was lost", () => {
    const { state, nowMs } = leader();
    hear(state, b, 1, appendAck(1), nowMs);
    propose(state, nowMs, "lost");
    expect(said(hear(state, b, 1, heartbeatAck(1, 1), nowMs))).toEqual([]);
    on(state, { type: "wake" }, nowMs + 100);
    const again = said(hear(state, b, 1, heartbeatAck(2, 1), nowMs + 101));
    expect(again).toMatchObject([{ to: "b", body: { prev: at(1, 1), entries: [{ index: 2 }] } }]);
  });

  test("and that only the ack was lost: it is counted, and nothing is sent again", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    on(state, { type: "wake" }, nowMs + 100);
    expect(said(hear(state, b, 1, heartbeatAck(2, 1), nowMs + 101))).toEqual([]);
    expect(state.commitIndex).toBe(1);
  });

  test("or that it is there, but not on its disk yet: its answer is waited for, and nothing is sent again", () => {
    const { state, nowMs } = leader();
    on(state, { type: "wake" }, nowMs + 100);
    expect(said(hear(state, b, 1, heartbeatAck(2, 1, 0), nowMs + 101))).toEqual([]);
  });

  test("answers each command with its place, and tells followers that it is not the leader", () => {
    const { state, nowMs } = leader();
    expect(answers(propose(state, nowMs, "x", "y"))).toEqual(["accepted at 2:t1", "accepted at 3:t1"]);
    expect(answers(propose(follower(), 1, "x"))).toEqual(["notLeader"]);
  });

  test("refuses commands once too many wait for commit, and takes them again afterwards", () => {
    const { state, nowMs } = leader();
    const many = Array.from({ length: UNCOMMITTED_ENTRIES_MAX }, (_, place) => `${place}`);
    expect(answers(propose(state, nowMs, ...many)).at(-1)).toBe("overloaded");
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(UNCOMMITTED_ENTRIES_MAX), nowMs);
    expect(answers(propose(state, nowMs, "x"))).toEqual([`accepted at ${UNCOMMITTED_ENTRIES_MAX + 1}:t1`]);
  });

  test("knows what is uncommitted to the byte: nothing, once all is committed, whoever appended it", () => {
    const { state, nowMs } = leader({ entries: logOf(1, 1), hardState: { term: 1, votedFor: null } });
    propose(state, nowMs, "x");
    persisted(state, nowMs);
    hear(state, b, 2, appendAck(4), nowMs);
    expect(state).toMatchObject({ commitIndex: 4, role: { uncommittedBytes: 0 } });
  });
});
