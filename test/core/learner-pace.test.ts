/** A learner is caught up at a pace, so that those who do the work hardly notice; and it always gains on the log. */
import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import { type Entry, entryBytes } from "../../src/core/entry.ts";
import { lastPosition } from "../../src/core/log.ts";
import { LEARNER_BATCH_BYTES_MAX } from "../../src/core/replication.ts";
import type { ServerState } from "../../src/core/state.ts";
import { deadlineMs } from "../../src/core/turn.ts";
import type { Member } from "../../src/core/types.ts";
import { a, appendAck, appendRefusal, b, c, d, hear, leader, on, persisted, said } from "./unit.ts";

const ENTRIES = 400;
const COMMAND = new Uint8Array(8 * 1024);

const big = (index: number): Entry => ({ type: "command", index, term: 1, command: COMMAND });

/** In the order in which they were sent to `to`. */
const sentTo = (to: Member, effects: readonly Effect[]): Entry[] =>
  said(effects).flatMap((message) =>
    message.to === to.id && message.body.type === "appendEntries" ? message.body.entries : [],
  );

const bytesOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entryBytes(entry), 0);

/** a leads a, b and c with a long log, and has just learnt that the learner d has nothing of it. */
function learning(): { state: ServerState; nowMs: number; effects: readonly Effect[] } {
  const entries = Array.from({ length: ENTRIES }, (_, place) => big(place + 1));
  const { state, nowMs } = leader({ voters: [a, b, c], hardState: { term: 1, votedFor: null }, entries });
  persisted(state, nowMs);
  hear(state, b, state.term, appendAck(lastPosition(state.log).index), nowMs);
  on(state, { type: "changeMembers", requestId: 1, change: { type: "add", member: d } }, nowMs);
  const { index } = lastPosition(state.log);
  return { state, nowMs, effects: hear(state, d, state.term, appendRefusal(index - 1), nowMs) };
}

/** All that is said is answered at once; as time passes, up to `untilMs`. Gives back what d was sent. */
function catchUp(state: ServerState, fromMs: number, untilMs: number, first: readonly Effect[]): Entry[] {
  const got: Entry[] = [];
  let fresh = sentTo(d, first);
  for (let nowMs = fromMs; nowMs < untilMs; ) {
    got.push(...fresh);
    const last = fresh.at(-1);
    const effects = last === undefined ? [] : hear(state, d, state.term, appendAck(last.index), nowMs);
    fresh = sentTo(d, effects);
    if (fresh.length > 0) continue;
    nowMs = deadlineMs(state);
    if (nowMs < untilMs) fresh = sentTo(d, on(state, { type: "wake" }, nowMs));
  }
  return got;
}

describe("a learner", () => {
  test("gets small batches, and no more than 12 KiB a ms, though it answers at once", () => {
    const { state, nowMs, effects } = learning();
    expect(bytesOf(sentTo(d, effects))).toBeLessThanOrEqual(LEARNER_BATCH_BYTES_MAX);
    const forMs = 90;
    const bytes = bytesOf(catchUp(state, nowMs, nowMs + forMs, effects));
    expect(bytes).toBeLessThanOrEqual(forMs * 12 * 1024 + LEARNER_BATCH_BYTES_MAX);
    expect(bytes).toBeGreaterThan(forMs * 11 * 1024);
  });

  test("is woken for, and gets all there is", () => {
    const { state, nowMs, effects } = learning();
    const held = hear(state, d, state.term, appendAck(sentTo(d, effects).at(-1)?.index ?? 0), nowMs);
    expect(sentTo(d, held)).toEqual([]);
    expect(deadlineMs(state)).toBeLessThanOrEqual(nowMs + LEARNER_BATCH_BYTES_MAX / (12 * 1024));
    expect(catchUp(state, nowMs, nowMs + 400, []).at(-1)?.index).toBe(lastPosition(state.log).index);
  });

  test("gains on a log that grows faster than that", () => {
    const { state, nowMs, effects } = learning();
    const behind = (got: readonly Entry[]): number => lastPosition(state.log).index - (got.at(-1)?.index ?? 0);
    let got = sentTo(d, effects);
    const before = behind(got);
    for (let ms = 1; ms <= 60; ms += 1) {
      const proposals = [1, 2].map((requestId) => ({ requestId, command: COMMAND }));
      const sent = sentTo(d, on(state, { type: "propose", proposals }, nowMs + ms));
      const more = hear(state, d, state.term, appendAck((sent.at(-1) ?? got.at(-1))?.index ?? 0), nowMs + ms);
      got = [...got, ...sent, ...sentTo(d, more)];
    }
    expect(behind(got)).toBeLessThan(before - 60);
  });
});

test("a voter that lags is not held back: its copy may be needed", () => {
  const entries = Array.from({ length: ENTRIES }, (_, place) => big(place + 1));
  const { state, nowMs } = leader({ voters: [a, b, c], hardState: { term: 1, votedFor: null }, entries });
  persisted(state, nowMs);
  const first = sentTo(c, hear(state, c, state.term, appendRefusal(ENTRIES), nowMs));
  const next = sentTo(c, hear(state, c, state.term, appendAck(first.at(-1)?.index ?? 0), nowMs));
  expect(bytesOf(first)).toBeGreaterThan(LEARNER_BATCH_BYTES_MAX);
  expect(bytesOf(next)).toBeGreaterThan(LEARNER_BATCH_BYTES_MAX);
});
