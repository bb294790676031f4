/** A machine that sleeps, and whose calendar is set: what its clocks show, and for how long it holds a lease. */
import { describe, expect, test } from "vitest";
import type { Lease } from "../../src/core/effect.ts";
import { EventLoop } from "../../src/simulator/event-loop.ts";
import { Host } from "../../src/simulator/host.ts";
import { LeaseHold } from "../../src/simulator/lease-hold.ts";

const machine = (clockRate = 1) => {
  const loop = new EventLoop();
  return { loop, host: new Host({ loop, clockRate, onTurn: () => undefined }) };
};

describe("a suspended machine", () => {
  test("has a clock that stands still, and a calendar that goes on", async () => {
    const { loop, host } = machine();
    const [nowMs, wallMs] = [host.clock.nowMs(), host.clock.wallMs()];
    loop.at(10, () => host.suspend());
    loop.at(110, () => host.resume());
    await loop.run(150);
    expect(host.clock.nowMs() - nowMs).toBe(50);
    expect(host.clock.wallMs() - wallMs).toBe(150);
  });

  test("a timer waits for its moment by that clock, whether set before or asleep in between", async () => {
    const { loop, host } = machine(0.99);
    const fired: number[] = [];
    const dueMs = host.clock.nowMs() + 99;
    host.clock.at(dueMs, () => fired.push(host.clock.nowMs()));
    loop.at(10, () => host.suspend());
    loop.at(60, () => host.resume());
    await loop.run(149);
    expect(fired).toEqual([]);
    await loop.run(151);
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(dueMs);
  });

  test("a timer that is called off while it waits anew does not fire", async () => {
    const { loop, host } = machine();
    let fired = false;
    const timer = host.clock.at(host.clock.nowMs() + 50, () => {
      fired = true;
    });
    loop.at(10, () => host.suspend());
    loop.at(40, () => host.resume());
    loop.at(60, () => timer.cancel());
    await loop.run(200);
    expect(fired).toBe(false);
  });
});

describe("a lease is held", () => {
  const holding = (clockRate = 1) => {
    const { loop, host } = machine(clockRate);
    const held: (readonly [number, number])[] = [];
    const hold = new LeaseHold(
      host,
      () => loop.nowMs,
      (fromMs, untilMs) => {
        if (fromMs < untilMs) held.push([Math.round(fromMs), Math.round(untilMs)]);
      },
    );
    const born = host.clock.nowMs();
    const lease = (fromMs: number, untilMs: number): Lease => ({
      fromMs: born + fromMs,
      untilMs: born + untilMs,
      term: 1,
      marginMs: 5,
    });
    return { loop, host, held, hold, lease };
  };

  test("from when it is told, or begins, until it is over or taken back", async () => {
    const { loop, held, hold, lease } = holding();
    loop.at(10, () => hold.set(lease(0, 100)));
    loop.at(50, () => hold.set(lease(70, 120)));
    loop.at(200, () => hold.set(lease(0, 300)));
    loop.at(250, () => hold.set(null));
    loop.at(260, () => hold.pause());
    await loop.run(300);
    expect(held).toEqual([
      [10, 50],
      [70, 120],
      [200, 250],
    ]);
  });

  test("for longer, in true time, where the clock is slow", async () => {
    const { loop, held, hold, lease } = holding(0.5);
    loop.at(0, () => hold.set(lease(0, 100)));
    loop.at(500, () => hold.set(null));
    await loop.run(500);
    expect(held).toEqual([[0, 200]]);
  });

  test("until the machine sleeps, and not after a sleep that its calendar shows", async () => {
    const { loop, host, held, hold, lease } = holding();
    loop.at(0, () => hold.set(lease(0, 100)));
    loop.at(20, () => {
      hold.pause();
      host.suspend();
    });
    loop.at(40, () => {
      host.resume();
      hold.resume();
    });
    loop.at(60, () => hold.set(null));
    await loop.run(100);
    expect(held).toEqual([[0, 20]]);
  });

  test("no more once the calendar is set forward by more than the margin", async () => {
    const { loop, host, held, hold, lease } = holding();
    const setWall = (aheadMs: number) => () => {
      hold.pause();
      host.setWall(aheadMs);
      hold.resume();
    };
    loop.at(0, () => hold.set(lease(0, 100)));
    loop.at(20, setWall(3));
    loop.at(40, setWall(60));
    loop.at(90, () => hold.set(null));
    await loop.run(100);
    expect(held).toEqual([
      [0, 20],
      [20, 40],
    ]);
  });
});
