/** The dry run of whole nodes that a worker does before its own node's start, or beside it. */
import { expect, onTestFinished, test, vi } from "vitest";
import { Rehearsal } from "../src/compose-rehearsal.ts";
import type { Standing } from "../src/core/effect.ts";
import { DEFAULT_TIMING, type Timing } from "../src/core/types.ts";

const SHORT: Timing = { ...DEFAULT_TIMING, electionTimeoutMinMs: 12, electionTimeoutMaxMs: 24, heartbeatMs: 3 };
const ALONE: Standing = { role: "follower", term: 1, leader: null };
const FOLLOWS: Standing = { ...ALONE, leader: "n2" };
const LEADS: Standing = { role: "leader", term: 2, leader: "n1" };

/** Those that are made from now on by whoever asks this thread's globals. */
function watchTimers() {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const timers = { made: 0, pending: new Set<unknown>() };
  const watched = (work: () => void, ms?: number): NodeJS.Timeout => {
    const timer = set(() => {
      timers.pending.delete(timer);
      work();
    }, ms);
    timers.made += 1;
    timers.pending.add(timer);
    return timer;
  };
  vi.stubGlobal("setTimeout", watched);
  vi.stubGlobal("clearTimeout", (timer?: NodeJS.Timeout) => {
    timers.pending.delete(timer);
    clear(timer);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return timers;
}

test("a follower rehearses, once, as soon as it knows of a leader: several leaders are lost and replaced", async () => {
  const rehearsal = new Rehearsal(DEFAULT_TIMING);
  await rehearsal.beforeStart();
  await rehearsal.heard(ALONE);
  expect(rehearsal.failovers).toBe(0);
  await Promise.all([rehearsal.heard(FOLLOWS), rehearsal.heard(FOLLOWS)]);
  expect(rehearsal.failovers).toBe(4);
});

test("where timeouts are so short that one might be missed, that is before the start", async () => {
  const rehearsal = new Rehearsal(SHORT);
  await rehearsal.heard(FOLLOWS);
  expect(rehearsal.failovers).toBe(0);
  await rehearsal.beforeStart();
  expect(rehearsal.failovers).toBe(4);
});

test("it leaves no timer behind that would keep a thread", async () => {
  const timers = watchTimers();
  await new Rehearsal(DEFAULT_TIMING).heard(FOLLOWS);
  expect(timers.made).toBeGreaterThan(10);
  expect(timers.pending.size).toBe(0);
});

test("who wins the lead meanwhile gives it up, and does not begin again", async () => {
  const rehearsal = new Rehearsal(DEFAULT_TIMING);
  const rehearsing = rehearsal.heard(FOLLOWS);
  await rehearsal.heard(LEADS);
  await rehearsing;
  await rehearsal.heard(FOLLOWS);
  expect(rehearsal.failovers).toBe(0);
});

test("one that was closed does not begin", async () => {
  const timers = watchTimers();
  const rehearsal = new Rehearsal(DEFAULT_TIMING);
  rehearsal.close();
  await rehearsal.heard(FOLLOWS);
  expect(timers.made).toBe(0);
});
