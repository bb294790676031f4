/** The dry run of whole nodes that a worker does before its own node's start, or beside it. */
import { expect, test } from "vitest";
import { Rehearsal } from "../src/compose-rehearsal.ts";
import type { Standing } from "../src/core/effect.ts";
import { DEFAULT_TIMING, type Timing } from "../src/core/types.ts";

const SHORT: Timing = { ...DEFAULT_TIMING, electionTimeoutMinMs: 12, electionTimeoutMaxMs: 24, heartbeatMs: 3 };
const ALONE: Standing = { role: "follower", term: 1, leader: null };
const FOLLOWS: Standing = { ...ALONE, leader: "n2" };
const LEADS: Standing = { role: "leader", term: 2, leader: "n1" };

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

test("it leaves nothing behind that would keep a thread", async () => {
  const timers = () =>
    process.getActiveResourcesInfo().filter((resource) => /^(Timeout|Immediate)$/.test(resource)).length;
  const before = timers();
  await new Rehearsal(DEFAULT_TIMING).heard(FOLLOWS);
  expect(timers()).toBeLessThanOrEqual(before);
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
  const rehearsal = new Rehearsal(DEFAULT_TIMING);
  rehearsal.close();
  await rehearsal.heard(FOLLOWS);
  expect(rehearsal.failovers).toBe(0);
});
