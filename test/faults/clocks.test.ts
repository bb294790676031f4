/** Clocks that run fast or slow, and calendars that leap: by themselves, and under a real worker. */
import { describe, expect, test } from "vitest";
import { FaultyClock } from "../../src/faults/faulty-clock.ts";
import { faultBench, nobody } from "./bench.ts";

const TRUE = { clockRate: 1, wallAheadMs: 0 };

function ticking() {
  let atMs = 1_000;
  const timers: { atMs: number; callback: () => void }[] = [];
  const clock = new FaultyClock({
    nowMs: () => atMs,
    wallMs: () => 1_000_000 + atMs,
    at(dueMs, callback) {
      timers.push({ atMs: dueMs, callback });
      return { cancel: () => undefined };
    },
    afterInput: () => undefined,
  });
  const pass = (ms: number): void => {
    atMs += ms;
    for (const timer of timers.splice(0)) timer.atMs <= atMs ? timer.callback() : timers.push(timer);
  };
  return { clock, pass };
}

describe("a clock", () => {
  test("that drifts gains or loses from then on, and never leaps when that changes", () => {
    const { clock, pass } = ticking();
    expect(clock.nowMs()).toBe(1_000);
    clock.setFaults({ ...TRUE, clockRate: 2 });
    expect(clock.nowMs()).toBe(1_000);
    pass(100);
    expect(clock.nowMs()).toBe(1_200);
    clock.setFaults({ ...TRUE, clockRate: 0.5 });
    pass(100);
    expect(clock.nowMs()).toBe(1_250);
    clock.setFaults(TRUE);
    pass(100);
    expect(clock.nowMs()).toBe(1_350);
  });

  test("that is slowed down meanwhile fires no timer before its moment", () => {
    const { clock, pass } = ticking();
    clock.setFaults({ ...TRUE, clockRate: 2 });
    const firedAtMs: number[] = [];
    clock.at(1_200, () => firedAtMs.push(clock.nowMs()));
    clock.setFaults({ ...TRUE, clockRate: 0.5 });
    for (let n = 0; n < 60; n += 1) pass(10);
    expect(firedAtMs).toEqual([1_200]);
  });

  test("whose calendar leaps goes on as before, and leaps back when it is healed", () => {
    const { clock } = ticking();
    clock.setFaults({ ...TRUE, wallAheadMs: 5_000 });
    expect([clock.nowMs(), clock.wallMs()]).toEqual([1_000, 1_006_000]);
    clock.setFaults(TRUE);
    expect(clock.wallMs()).toBe(1_001_000);
  });
});

test("a worker whose clock runs twice as fast ages twice as fast, until it is healed", async () => {
  const { cluster, followers } = await faultBench();
  const [one = nobody(), other = nobody()] = followers;
  const gain = async (untilMs: number): Promise<number> => {
    const [fast, right] = await Promise.all([cluster.node(one).report(), cluster.node(other).report()]);
    const endMs = performance.now() + untilMs;
    while (performance.now() < endMs) await cluster.node(one).report();
    const [fastAfter, rightAfter] = await Promise.all([cluster.node(one).report(), cluster.node(other).report()]);
    return (fastAfter.uptimeMs - fast.uptimeMs) / (rightAfter.uptimeMs - right.uptimeMs);
  };
  await expect(cluster.node(one).clock({ rate: 2 })).rejects.toMatchObject({ code: "INVALID_OPTION" });
  await cluster.node(one).clock({ rate: 2, force: true });
  expect(await gain(400)).toBeGreaterThan(1.5);
  await cluster.heal();
  expect(await gain(400)).toBeLessThan(1.5);
});

test("a leader whose calendar leaps ahead takes it for a sleep, and holds no lease until it has asked again", async () => {
  const { cluster, leader, event } = await faultBench();
  const lost = cluster
    .node(leader)
    .lead(({ signal }) => new Promise((resolve) => signal.addEventListener("abort", resolve)));
  await cluster.node(leader).lead(() => undefined);
  await cluster.node(leader).clock({ jumpMs: 3_600_000, forMs: 3_000 });
  await lost;
  expect(cluster.faults).toHaveLength(1);
  await event(({ type }) => type === "faultEnded");
  await cluster.node(cluster.leader ?? nobody()).lead(() => undefined);
});
