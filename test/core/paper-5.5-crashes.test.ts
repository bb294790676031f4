/**
 * §5.5: "If a follower or candidate crashes, … Raft handles these failures by retrying indefinitely; … Raft RPCs are
 * idempotent, so this causes no harm." And §5.2, thesis 3.8: what a server that starts knows is what it had made durable.
 */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import { Lab, memberOf } from "./lab.ts";
import { flightsOf } from "./network.ts";
import {
  appendAck,
  appendEntries,
  b,
  command,
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
  said,
  started,
  voteRequest,
  written,
} from "./unit.ts";

const THREE = ["n1", "n2", "n3"];

function ledByN1(): Lab {
  const lab = new Lab({ ids: THREE, seed: 1 });
  lab.connectAll();
  lab.run(400);
  expect(lab.leading()).toEqual(["n1"]);
  return lab;
}

describe("§5.5: a follower crashes", () => {
  test("the leader retries for as long as it is down, and it has all soon after it is back", () => {
    const lab = ledByN1();
    lab.crash("n3");
    lab.propose("n1", "a", "b");
    lab.run(60_000);
    expect(lab.leading()).toEqual(["n1"]);
    lab.restart("n3");
    lab.connect("n3");
    lab.run(500);
    expect(lab.node("n3").applied).toEqual(lab.node("n1").applied);
  });

  test("restarted, it applies what is committed, and serves reads, though nothing new is ever written", () => {
    const lab = ledByN1();
    lab.propose("n1", "a", "b");
    lab.run(400);
    lab.restart("n3");
    expect(lab.node("n3").applied).toEqual([]);
    lab.connect("n3");
    lab.run(500);
    expect(lab.node("n3").applied).toEqual(lab.node("n1").applied);
    expect(lab.state("n3").commitIndex).toBe(3);
    const read = lab.read("n3");
    lab.run(100);
    expect(lab.answerTo(read)).toBe("read at 3");
  });

  test("whoever has forgotten what it had verified is asked once, in every round until it answers, and no more after that", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    on(state, { type: "wake" }, nowMs + 100);
    const asked = (effects: readonly Effect[]): unknown[] => said(effects).filter(({ to }) => to === "b");
    const question = { to: "b", body: appendEntries({ index: 1, term: 1 }, [], 1) };
    expect(asked(hear(state, b, 1, heartbeatAck(2, 0), nowMs + 101))).toMatchObject([question]);
    expect(asked(hear(state, b, 1, heartbeatAck(2, 0), nowMs + 102))).toEqual([]);
    on(state, { type: "wake" }, nowMs + 200);
    expect(asked(hear(state, b, 1, heartbeatAck(3, 0), nowMs + 201))).toMatchObject([question]);
    expect(asked(hear(state, b, 1, appendAck(1), nowMs + 202))).toEqual([]);
    on(state, { type: "wake" }, nowMs + 300);
    expect(asked(hear(state, b, 1, heartbeatAck(4, 1), nowMs + 301))).toEqual([]);
  });

  test("whoever was asked that, and whose answer was lost, says the same in a heartbeat's, and gets what is new", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    on(state, { type: "wake" }, nowMs + 100);
    hear(state, b, 1, heartbeatAck(2, 0), nowMs + 101); // it has restarted, and is asked
    const toB = (effects: readonly Effect[]): unknown[] => said(effects).filter(({ to }) => to === "b");
    const propose = () =>
      on(state, { type: "propose", proposals: [{ requestId: 7, command: new Uint8Array(1) }] }, nowMs + 102);
    expect(toB(propose())).toEqual([]);
    on(state, { type: "wake" }, nowMs + 200);
    expect(toB(hear(state, b, 1, heartbeatAck(3, 1), nowMs + 201))).toMatchObject([
      { body: { entries: [{ index: 2 }] } },
    ]);
  });

  test("between its write and its answer: the same request again is answered, and the log does not change", () => {
    const lab = new Lab({ ids: THREE, seed: 1, promptDisk: true });
    lab.connectAll();
    lab.run(400);
    lab.propose("n1", "a");
    const [request] = lab.network.take(flightsOf("n1>n3", "appendEntries"));
    if (request === undefined) throw new Error("nothing was sent");
    lab.arrive(request);
    const { entries } = lab.node("n3");
    lab.network.take(flightsOf("n3>n1"));
    lab.restart("n3");
    lab.connect("n3");
    lab.run(500);
    expect(lab.node("n3").entries).toEqual(entries);
    expect(lab.node("n3").applied).toEqual(lab.node("n1").applied);
  });
});

describe("§5.5: RPCs are idempotent", () => {
  test('"if a follower receives an AppendEntries request that includes log entries already present in its log, it ignores those entries"', () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 5) });
    const request = appendEntries({ index: 1, term: 1 }, [command(2, 5), command(3, 5)], 2);
    const first = hear(state, b, 5, request, 10);
    expect(first).toContainEqual(expect.objectContaining({ type: "persist", entries: [command(3, 5)] }));
    persisted(state, 11);
    const { log, commitIndex } = structuredClone(state);
    const again = hear(state, b, 5, request, 12);
    expect(again.filter(({ type }) => type === "persist")).toEqual([]);
    expect(messages(again)).toMatchObject([{ body: appendAck(3) }]);
    expect({ log: state.log, commitIndex: state.commitIndex }).toEqual({ log, commitIndex });
  });

  test("a heartbeat that comes twice is answered twice, and changes nothing but the wait", () => {
    const state = followerOf(b, 5, 0);
    const first = messages(hear(state, b, 5, heartbeat(2), 10));
    expect(messages(hear(state, b, 5, heartbeat(2), 10))).toEqual(first);
  });
});

describe("thesis 3.8: what outlives a restart, and what does not", () => {
  test("term, vote and log do; commitIndex, lastApplied and all of the leader's knowledge begin anew (Figure 2, State)", () => {
    const votedFor = b;
    const state = started({ hardState: { term: 4, votedFor }, entries: logOf(1, 4) });
    expect(state).toMatchObject({ term: 4, votedFor, commitIndex: 0, appliedIndex: 0, verifiedIndex: 0 });
    expect(state.log.entries.map(({ term }) => term)).toEqual([1, 4]);
    expect(state.role.name).toBe("follower");
  });

  test("a candidate that crashes keeps the vote that it gave itself, and gives it to nobody else in that term", () => {
    const lab = new Lab({ ids: THREE, seed: 1, promptDisk: true });
    lab.connectAll();
    lab.expire("n1");
    lab.settle(({ message }) => message.body.type.startsWith("preVote"));
    lab.network.take(() => true);
    lab.restart("n1");
    lab.connect("n1");
    expect(lab.node("n1").disk).toEqual({ term: 1, votedFor: memberOf("n1") });
    const message = { from: memberOf("n3"), to: "n1", term: 1, body: voteRequest(NO_LOG) };
    lab.arrive({ to: "n1", dueAtMs: 0, message });
    expect(lab.network.take(flightsOf("n1>n3", "voteResponse"))).toMatchObject([
      { message: { body: { granted: false } } },
    ]);
  });

  test("a term is on disk before a server acts in it: a restart never takes it back", () => {
    const state = followerOf(b, 5, 0);
    expect(written(hear(state, b, 6, heartbeat(1), 10))).toEqual([{ term: 6, votedFor: null }]);
  });
});
