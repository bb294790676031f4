/** The dry run of whole nodes that a worker does beside its own, once its cluster has a leader. */
import { expect, test } from "vitest";
import { Rehearsal } from "../src/compose-rehearsal.ts";

test("a rehearsal loses and replaces several leaders, and is played once", async () => {
  const rehearsal = new Rehearsal();
  const playing = rehearsal.begin();
  expect(rehearsal.begin()).toBe(playing);
  expect(await playing).toBe(4);
});

test("it leaves nothing behind that would keep a thread", async () => {
  const timers = () =>
    process.getActiveResourcesInfo().filter((resource) => /^(Timeout|Immediate)$/.test(resource)).length;
  const before = timers();
  await new Rehearsal().begin();
  expect(timers()).toBeLessThanOrEqual(before);
});

test("it ends when it is told to, and does not begin after that", async () => {
  const rehearsal = new Rehearsal();
  const playing = rehearsal.begin();
  rehearsal.close();
  expect(await playing).toBe(0);
  const other = new Rehearsal();
  other.close();
  expect(await other.begin()).toBe(0);
});
