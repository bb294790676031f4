/**
 * §7 and Figure 13: log compaction, a test a rule. How pieces are put together on disk is in test/driver/snapshot-keeper,
 * how they get lost and are resumed in the scripts snapshot.txt and snapshot-conflict.txt.
 */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { Body } from "../../src/core/message.ts";
import { configurationIn, type ServerState, TRAILING_ENTRIES } from "../../src/core/state.ts";
import { configurationOfVoters, type LogPosition, type SnapshotMeta } from "../../src/core/types.ts";
import {
  a,
  appendAck,
  appendEntries,
  b,
  c,
  command,
  d,
  e,
  follower,
  followerOf,
  hear,
  heartbeat,
  heartbeatAck,
  held,
  leader,
  logOf,
  messages,
  on,
  persisted,
  said,
} from "./unit.ts";

const at = (index: number, term: number): LogPosition => ({ index, term });
const meta = (last: LogPosition): SnapshotMeta => ({
  last,
  configuration: configurationOfVoters([a, b, c, d, e]),
  bytes: 10,
});
const piece = (last: LogPosition, offset = 0): Body => {
  const { configuration, bytes: totalBytes } = meta(last);
  return { type: "installSnapshot", last, configuration, totalBytes, offset, data: new Uint8Array(5) };
};
const received = (state: ServerState, last: LogPosition, nowMs = 10): Effect[] =>
  on(state, { type: "snapshotReceived", snapshot: meta(last) }, nowMs);
const typesOf = (effects: readonly Effect[]): string[] => effects.map(({ type }) => type);
const installedUpTo = (lastIndex: number) => ({ type: "snapshotAck", lastIndex, offset: 0, installed: true });

describe("Figure 13, InstallSnapshot, receiver", () => {
  test("1: a piece of an older term is not kept, and makes nobody a leader", () => {
    const state = followerOf(b, 5, 0);
    expect(typesOf(hear(state, c, 4, piece(at(9, 4)), 10))).not.toContain("saveSnapshotChunk");
    expect(state).toMatchObject({ term: 5, role: { leader: b } });
    expect(messages(hear(state, c, 4, heartbeat(1), 10))).toMatchObject([{ to: "c", term: 5 }]);
  });

  test("2-4: a piece is handed on to be kept, and answered, once it is, by how much is there", () => {
    const state = followerOf(b, 5, 0);
    const effects = hear(state, b, 5, piece(at(9, 4)), 10);
    expect(typesOf(effects)).toContain("saveSnapshotChunk");
    expect(messages(effects)).toEqual([]);
    const saved = on(state, { type: "snapshotChunkSaved", last: at(9, 4), offset: 5 }, 11);
    expect(messages(saved)).toMatchObject([
      { to: "b", body: { type: "snapshotAck", lastIndex: 9, offset: 5, installed: false } },
    ]);
    expect(state).toMatchObject({ commitIndex: 0, verifiedIndex: 0 });
  });

  test("a piece is a sign of life: whoever receives one waits anew", () => {
    const state = followerOf(b, 5, 0);
    hear(state, b, 5, piece(at(9, 4)), 400);
    expect(state.heardLeaderAtMs).toBe(400);
  });

  test("5: a snapshot that ends before the latest one counts for nothing", () => {
    const state = followerOf(b, 5, 0);
    received(state, at(9, 4));
    on(state, { type: "snapshotSaved", snapshot: meta(at(7, 4)) }, 11);
    expect(state.snapshot?.last).toEqual(at(9, 4));
    expect(typesOf(received(state, at(7, 4), 12))).not.toContain("restoreSnapshot");
    expect(state.commitIndex).toBe(9);
  });

  test('6: "if existing log entry has same index and term as snapshot\'s last included entry, retain log entries following it and reply"', () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1, 4, 4, 5) });
    const effects = hear(state, b, 5, piece(at(3, 4)), 10);
    expect(typesOf(effects)).not.toContain("saveSnapshotChunk");
    expect(messages(effects)).toMatchObject([{ to: "b", body: installedUpTo(3) }]);
    expect(state.log.entries).toHaveLength(4);
    expect(state).toMatchObject({ commitIndex: 3, verifiedIndex: 3 });
  });

  test("6: also where that entry came while the last piece was being written", () => {
    const state = followerOf(b, 5, 0, { entries: logOf(1) });
    hear(state, b, 5, appendEntries(at(1, 1), [command(2, 4), command(3, 4), command(4, 5)]), 10);
    persisted(state, 10);
    const effects = received(state, at(3, 4));
    expect(typesOf(effects)).not.toContain("restoreSnapshot");
    expect(state.log.entries).toHaveLength(4);
    expect(messages(effects)).toMatchObject([{ to: "b", body: installedUpTo(3) }]);
  });

  test.each([
    ["is shorter", [1, 1]],
    ["has an entry of another term there", [1, 1, 1, 1, 1]],
  ])('7: "discard the entire log" where it %s', (_, terms) => {
    const state = followerOf(b, 5, 0, { entries: logOf(...terms) });
    const effects = received(state, at(4, 4));
    expect(state.log).toMatchObject({ base: at(4, 4), entries: [], durableIndex: 4 });
    expect(effects).toContainEqual(expect.objectContaining({ type: "persist", restartFrom: at(4, 4), entries: [] }));
    expect(state).toMatchObject({ commitIndex: 4, verifiedIndex: 4, handedIndex: 4 });
  });

  test('8: "reset state machine using snapshot contents (and load snapshot\'s cluster configuration)"', () => {
    const state = followerOf(b, 5, 0);
    const effects = received(state, at(4, 4));
    expect(effects).toContainEqual({ type: "restoreSnapshot", snapshot: meta(at(4, 4)) });
    expect(configurationIn(state).voters).toEqual([a, b, c, d, e]);
    const next = hear(state, b, 5, appendEntries(at(4, 4), [command(5, 5)], 5), 11);
    expect([...next, ...persisted(state, 12)]).toContainEqual({ type: "apply", entries: [command(5, 5)] });
  });

  test("8: one that came behind another, and was taken up in its place, has taken the state as far as it goes", () => {
    const state = followerOf(b, 5, 0);
    received(state, at(4, 4));
    persisted(state, 11);
    hear(state, b, 5, appendEntries(at(4, 4), [command(5, 5), command(6, 5), command(7, 5)], 5), 12);
    received(state, at(6, 5), 13);
    expect(state.snapshot?.last).toEqual(at(6, 5));
    expect(state).toMatchObject({ commitIndex: 6, log: { base: at(4, 4) } });
    on(state, { type: "applied", index: 6 }, 14);
    expect(state).toMatchObject({ appliedIndex: 6, handedIndex: 6 });
    hear(state, b, 5, heartbeat(9, 7), 15);
    expect(state).toMatchObject({ commitIndex: 7, handedIndex: 6 });
    expect(() => on(structuredClone(state), { type: "applied", index: 7 }, 15)).toThrow("appliedIsCommitted");
    expect(persisted(state, 16)).toContainEqual({ type: "apply", entries: [command(7, 5)] });
  });

  test("6: what it holds is committed, whoever leads by the time that it is here", () => {
    const state = follower({ entries: logOf(1, 4, 4, 5), hardState: { term: 5, votedFor: null } });
    on(state, { type: "snapshotReceived", snapshot: meta(at(3, 4)) }, 10);
    expect(state).toMatchObject({ commitIndex: 3, snapshot: { last: at(3, 4) } });
    expect(state.log.entries).toHaveLength(4);
  });

  test("that the log begins anew is durable before the snapshot is acknowledged", () => {
    const state = followerOf(b, 5, 0);
    const effects = received(state, at(4, 4));
    expect(said(effects)).toEqual([]);
    expect(held(effects)).toMatchObject([{ to: "b", body: installedUpTo(4) }]);
  });

  test("a write of the old log that ends afterwards makes nothing of the new one durable", () => {
    const state = followerOf(b, 5, 0);
    hear(state, b, 5, appendEntries(at(0, 0), [command(1, 5), command(2, 5)]), 10);
    const { writeId } = state;
    received(state, at(9, 4));
    hear(state, b, 5, appendEntries(at(9, 4), [command(10, 5)]), 11);
    on(state, { type: "persisted", writeId }, 12);
    expect(state.log.durableIndex).toBe(9);
  });
});

describe("§7: the leader", () => {
  /** It has as many entries as this, all committed, in term 1. */
  function withCommitted(count: number): { state: ServerState; nowMs: number } {
    const { state, nowMs } = leader();
    const proposals = Array.from({ length: count - 1 }, (_, requestId) => ({ requestId, command: new Uint8Array(1) }));
    on(state, { type: "propose", proposals }, nowMs);
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(count), nowMs);
    on(state, { type: "applied", index: count }, nowMs);
    expect(state.commitIndex).toBe(count);
    return { state, nowMs };
  }

  test("cuts its log behind a durable snapshot, less a margin for those who are a little behind", () => {
    const count = TRAILING_ENTRIES + 100;
    const { state, nowMs } = withCommitted(count);
    const effects = on(state, { type: "snapshotSaved", snapshot: meta(at(count, 1)) }, nowMs);
    expect(effects).toContainEqual({ type: "compactLog", base: at(100, 1) });
    expect(state.log).toMatchObject({ base: at(100, 1), durableIndex: count });
    expect(state.log.entries[0]?.index).toBe(101);
  });

  test("keeps a log that is shorter than that margin whole", () => {
    const { state, nowMs } = withCommitted(50);
    expect(typesOf(on(state, { type: "snapshotSaved", snapshot: meta(at(50, 1)) }, nowMs))).not.toContain("compactLog");
    expect(state.log.base.index).toBe(0);
  });

  /** What c was sent first was lost, and the log has been cut since. The answer to a heartbeat tells the leader. */
  function laggard(): { state: ServerState; nowMs: number; last: LogPosition; effects: Effect[] } {
    const count = TRAILING_ENTRIES + 100;
    const { state, nowMs } = withCommitted(count);
    on(state, { type: "snapshotSaved", snapshot: meta(at(count, 1)) }, nowMs);
    on(state, { type: "wake" }, nowMs + 100);
    const effects = hear(state, c, 1, heartbeatAck(2, 0), nowMs + 101);
    return { state, nowMs: nowMs + 101, last: at(count, 1), effects };
  }

  test('sends a snapshot where it "has already discarded the next log entry that it needs to send", and entries after it', () => {
    const { state, nowMs, last, effects } = laggard();
    expect(effects).toContainEqual({ type: "sendSnapshot", to: "c", last, offset: 0 });
    on(state, { type: "propose", proposals: [{ requestId: 1, command: new Uint8Array(1) }] }, nowMs);
    const ack = { type: "snapshotAck", lastIndex: last.index, offset: 0, installed: true } as const;
    const next = hear(state, c, 1, ack, nowMs);
    expect(said(next)).toMatchObject([{ to: "c", body: { prev: last, entries: [{ index: last.index + 1 }] } }]);
  });

  test("sends the next piece when one is answered, none for an answer that is repeated, and no entries meanwhile", () => {
    const { state, nowMs, last } = laggard();
    const ack = { type: "snapshotAck", lastIndex: last.index, offset: 5, installed: false } as const;
    expect(hear(state, c, 1, ack, nowMs)).toContainEqual({ type: "sendSnapshot", to: "c", last, offset: 5 });
    expect(typesOf(hear(state, c, 1, ack, nowMs))).not.toContain("sendSnapshot");
    const effects = on(state, { type: "propose", proposals: [{ requestId: 1, command: new Uint8Array(1) }] }, nowMs);
    expect(said(effects).map(({ to }) => to)).toEqual(["b"]);
  });

  test("sends a piece again once three rounds were answered without news of it, from where the follower stands", () => {
    const { state, nowMs, last } = laggard();
    hear(state, c, 1, { type: "snapshotAck", lastIndex: last.index, offset: 5, installed: false }, nowMs);
    const sent: (readonly [number, Effect[]])[] = [];
    for (let round = 3; round <= 5; round += 1) {
      on(state, { type: "wake" }, nowMs + 100 * (round - 2));
      const effects = hear(state, c, 1, heartbeatAck(round, 0), nowMs + 100 * (round - 2));
      sent.push([round, effects.filter(({ type }) => type === "sendSnapshot")]);
    }
    expect(sent).toEqual([
      [3, []],
      [4, []],
      [5, [{ type: "sendSnapshot", to: "c", last, offset: 5 }]],
    ]);
  });

  test("begins with the newer snapshot, if there is one by then", () => {
    const { state, nowMs, last } = laggard();
    const index = last.index + 1;
    on(state, { type: "propose", proposals: [{ requestId: 1, command: new Uint8Array(1) }] }, nowMs);
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(index), nowMs);
    on(state, { type: "applied", index }, nowMs);
    on(state, { type: "snapshotSaved", snapshot: meta(at(index, 1)) }, nowMs);
    for (const waitedMs of [100, 200, 300]) on(state, { type: "wake" }, nowMs + waitedMs);
    const effects = hear(state, c, 1, heartbeatAck(5, 0), nowMs + 301);
    expect(effects).toContainEqual({ type: "sendSnapshot", to: "c", last: at(index, 1), offset: 0 });
  });
});
