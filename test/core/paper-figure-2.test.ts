/**
 * Figure 2 of the paper, box by box. What has a test of its own elsewhere is named here; the rest is tested here.
 *
 *   State, persistent            paper-5.1-terms, paper-5.2-votes, paper-5.3-replication (4), paper-5.5-crashes (thesis 3.8)
 *   State, volatile              here
 *   State, of leaders            here
 *   AppendEntries, receiver 1-5  paper-5.3-replication
 *   RequestVote, receiver 1-2    paper-5.1-terms (1), paper-5.2-votes and paper-5.4.1-restriction (2)
 *   Rules, all servers           paper-5.1-terms (terms), here (apply)
 *   Rules, followers             paper-5.2-elections, here (respond)
 *   Rules, candidates            paper-5.2-elections, paper-5.2-votes
 *   Rules, leaders               paper-5.2-elections (heartbeats), test/driver/clients ("respond after entry applied"), here
 *
 * Figure 3's properties are asked by the lab (laws, log-laws) after every step of every history. §5.6 is in timing.
 */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { Progress } from "../../src/core/progress.ts";
import type { ServerState } from "../../src/core/state.ts";
import {
  a,
  appendAck,
  appendEntries,
  appendRefusal,
  b,
  c,
  command,
  d,
  e,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  leader,
  logOf,
  messages,
  NO_LOG,
  on,
  persisted,
  preVoteRequest,
  said,
  timeoutNow,
  voteRequest,
} from "./unit.ts";

const at = (index: number, term: number) => ({ index, term });
const handed = (effects: readonly Effect[]): number[] =>
  effects.flatMap((effect) => (effect.type === "apply" ? effect.entries.map(({ index }) => index) : []));

function progressOf({ role }: ServerState, id: string): Progress {
  const progress = role.name === "leader" ? role.progress.get(id) : undefined;
  if (progress === undefined) throw new Error(`nothing is known of ${id}`);
  return progress;
}

const propose = (state: ServerState, nowMs: number, ...texts: string[]): Effect[] =>
  on(
    state,
    {
      type: "propose",
      proposals: texts.map((text, requestId) => ({ requestId, command: new TextEncoder().encode(text) })),
    },
    nowMs,
  );

describe("Figure 2, State, volatile on all servers", () => {
  test("lastApplied: every committed entry is handed to the state machine once, in order, whatever comes again", () => {
    const state = followerOf(b, 5, 0);
    const seen: number[] = [];
    const request = (prev: number, count: number, commit: number) =>
      appendEntries(
        prev === 0 ? NO_LOG : at(prev, 5),
        Array.from({ length: count }, (_, place) => command(prev + 1 + place, 5)),
        commit,
      );
    for (const body of [
      request(0, 3, 2),
      request(0, 3, 2),
      request(3, 2, 1),
      heartbeat(2, 5),
      request(1, 2, 9),
      heartbeat(3, 3),
    ])
      seen.push(...handed(hear(state, b, 5, body, 10)), ...handed(persisted(state, 10)));
    on(state, { type: "applied", index: 2 }, 11);
    seen.push(...handed(on(state, { type: "applied", index: 1 }, 12)));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(state).toMatchObject({ commitIndex: 5, handedIndex: 5, appliedIndex: 2 });
  });

  test("commitIndex begins at 0, and at 0 knows nothing of what the log holds", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 1, 5) });
    expect(state).toMatchObject({ commitIndex: 0, appliedIndex: 0 });
  });

  test("verifiedIndex (DESIGN 3.4): one who campaigns in a new term has verified nothing in it", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 5) });
    hear(state, b, 5, appendEntries(at(2, 5)), 10);
    hear(state, b, 5, timeoutNow, 11);
    expect(state).toMatchObject({ term: 6, verifiedIndex: 0 });
    hear(state, c, 6, heartbeat(1, 2), 12);
    expect(state.commitIndex).toBe(0);
  });
});

describe("Figure 2, State, volatile on leaders", () => {
  test('nextIndex: "initialized to leader last log index + 1", matchIndex: "initialized to 0", for each other server', () => {
    const { state, effects } = leader({ entries: logOf(1, 1, 2), hardState: { term: 2, votedFor: null } });
    for (const id of ["b", "c"]) expect(progressOf(state, id)).toMatchObject({ matchIndex: 0, nextIndex: 4 });
    expect(said(effects).filter(({ body }) => body.type === "appendEntries")).toMatchObject(
      ["b", "c"].map((to) => ({ to, body: { prev: at(3, 2), entries: [{ index: 4 }] } })),
    );
  });

  test("they begin anew with each election: what was known in an earlier lead counts for nothing", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    hear(state, c, 5, heartbeat(1), nowMs + 1);
    hear(state, c, 5, timeoutNow, nowMs + 2);
    persisted(state, nowMs + 3);
    hear(state, b, 6, { type: "voteResponse", granted: true, early: true }, nowMs + 4);
    expect(state.role.name).toBe("leader");
    expect(progressOf(state, "b")).toMatchObject({ matchIndex: 0, nextIndex: 2 });
  });

  test('matchIndex: "increases monotonically": an earlier answer that comes late takes nothing back', () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    propose(state, nowMs, "x", "y");
    hear(state, b, 1, appendAck(3), nowMs);
    for (const late of [appendAck(2), appendAck(0), heartbeatAck(1, 1), appendRefusal(2)])
      hear(state, b, 1, late, nowMs);
    expect(progressOf(state, "b")).toMatchObject({ matchIndex: 3, nextIndex: 4 });
  });
});

describe("Figure 2, Rules for followers", () => {
  test.each([
    ["a PreVote request", preVoteRequest(6), "preVoteResponse"],
    ["a vote request", voteRequest(), "voteResponse"],
    ["a heartbeat", heartbeat(2), "heartbeatAck"],
    ["AppendEntries that fit", appendEntries(NO_LOG, [command(1, 5)]), "appendAck"],
    ["AppendEntries that do not fit", appendEntries(at(4, 5)), "appendRefusal"],
  ])('"respond to RPCs from candidates and leaders": %s', (_, request, type) => {
    const state = followerOf(b, 5, 0);
    expect(messages(hear(state, b, 5, request, 10))).toMatchObject([{ to: "b", term: 5, body: { type } }]);
  });
});

describe("Figure 2, Rules for leaders", () => {
  test('"if command received from client: append entry to local log", and write it in the same step', () => {
    const { state, nowMs } = leader();
    const effects = propose(state, nowMs, "x");
    expect(effects).toContainEqual(
      expect.objectContaining({ type: "persist", entries: [expect.objectContaining({ index: 2, term: 1 })] }),
    );
  });

  test('"if last log index >= nextIndex for a follower: send AppendEntries with log entries starting at nextIndex"', () => {
    const { state, nowMs } = leader();
    hear(state, b, 1, appendAck(1), nowMs);
    expect(said(propose(state, nowMs, "x"))).toMatchObject([
      { to: "b", body: { prev: at(1, 1), entries: [{ index: 2 }] } },
    ]);
    expect(said(propose(state, nowMs, "y"))).toMatchObject([
      { to: "b", body: { prev: at(2, 1), entries: [{ index: 3 }] } },
    ]);
  });

  test('"if successful: update nextIndex and matchIndex for follower"', () => {
    const { state, nowMs } = leader();
    propose(state, nowMs, "x");
    const effects = hear(state, b, 1, appendAck(1), nowMs);
    expect(progressOf(state, "b").matchIndex).toBe(1);
    expect(said(effects)).toMatchObject([{ to: "b", body: { prev: at(1, 1), entries: [{ index: 2 }] } }]);
  });

  test('"if AppendEntries fails because of log inconsistency: decrement nextIndex and retry", until it matches', () => {
    const { state, nowMs } = leader({ entries: logOf(1, 2, 3), hardState: { term: 3, votedFor: null } });
    let prevIndex = 3;
    for (const hint of [at(2, 2), at(1, 1), NO_LOG]) {
      const [again] = said(hear(state, b, 4, appendRefusal(prevIndex, hint), nowMs));
      expect(again).toMatchObject({ to: "b", body: { prev: hint } });
      prevIndex = hint.index;
    }
    hear(state, b, 4, appendAck(4), nowMs);
    expect(progressOf(state, "b")).toMatchObject({ matchIndex: 4, nextIndex: 5, mode: "stream" });
  });

  test('"if there exists an N > commitIndex, a majority of matchIndex[i] >= N, and log[N].term == currentTerm": the highest', () => {
    const { state, nowMs } = leader({ voters: [a, b, c, d, e] });
    propose(state, nowMs, "2", "3", "4", "5");
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(4), nowMs);
    expect(state.commitIndex).toBe(0);
    hear(state, c, 1, appendAck(3), nowMs);
    expect(state.commitIndex).toBe(3);
    hear(state, d, 1, appendAck(2), nowMs);
    hear(state, e, 1, appendAck(5), nowMs);
    expect(state.commitIndex).toBe(4);
  });

  test("followers learn of a commit with the next AppendEntries or heartbeat", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    expect(said(propose(state, nowMs, "x"))).toMatchObject([{ to: "b", body: { commitIndex: 1 } }]);
    expect(said(on(state, { type: "wake" }, nowMs + 100))).toMatchObject([
      { body: { type: "heartbeat", commitIndex: 1 } },
    ]);
  });
});
