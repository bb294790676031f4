/** How long a thread stood still, and what it did meanwhile: by a clock and a meter that the test works by hand. */
import { describe, expect, test } from "vitest";
import { Pulse } from "../../src/driver/pulse.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { ThreadUse } from "../../src/ports/thread-meter.ts";

class Bench implements Clock {
  #nowMs = 0;
  #due: { readonly atMs: number; readonly callback: () => void } | null = null;
  use: ThreadUse | null = { ranMs: 0, waitedMs: 0 };
  cancelled = 0;
  fired = 0;
  read = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  at(atMs: number, callback: () => void): { cancel(): void } {
    const due = { atMs, callback };
    this.#due = due;
    const cancel = (): void => {
      this.cancelled += 1;
      if (this.#due === due) this.#due = null;
    };
    return { cancel };
  }

  afterInput(): void {}

  /** Timers fire when they are due. */
  runs(forMs: number): void {
    const untilMs = this.#nowMs + forMs;
    while (this.#due !== null && this.#due.atMs <= untilMs) this.#fire(this.#due.atMs);
    this.#nowMs = untilMs;
  }

  /** Nothing fires meanwhile; then what is due does. */
  stands(forMs: number, ranMs: number, waitedMs: number, fires = true): void {
    if (this.use !== null) this.use = { ranMs: this.use.ranMs + ranMs, waitedMs: this.use.waitedMs + waitedMs };
    this.#nowMs += forMs;
    if (fires) this.#fire(this.#nowMs);
  }

  #fire(atMs: number): void {
    const due = this.#due;
    this.#due = null;
    this.#nowMs = atMs;
    if (due !== null) this.fired += 1;
    due?.callback();
  }
}

function start() {
  const bench = new Bench();
  const read = (): ThreadUse | null => {
    bench.read += 1;
    return bench.use;
  };
  const meter = { read, close: () => undefined };
  const pulse = new Pulse(bench, meter, 100);
  bench.runs(1_000);
  const beats = (times: number, everyMs: number): void => {
    for (let nth = 0; nth < times; nth += 1) {
      bench.runs(everyMs);
      pulse.beat(bench.nowMs());
    }
  };
  return { bench, pulse, beats };
}

describe("a thread that stands still", () => {
  test("is none where its timers are in time, or a little late", () => {
    const { bench, pulse } = start();
    bench.stands(60, 0, 0);
    expect(pulse.stopsSince(0)).toEqual([]);
  });

  test.each([
    ["paused", 0, 0],
    ["paused", 900, 400],
    ["blocked", 2_900, 50],
    ["starved", 300, 2_600],
  ] as const)("was %s where it ran for %i ms and waited for %i", (kind, ranMs, waitedMs) => {
    const { bench, pulse } = start();
    bench.stands(3_125, ranMs, waitedMs);
    expect(pulse.stopsSince(0)).toEqual([{ kind, untilMs: 4_125, forMs: 3_000 }]);
  });

  test("is known before its timer fires, and once", () => {
    const { bench, pulse } = start();
    bench.stands(3_125, 0, 0, false);
    expect(pulse.stopsSince(0)).toHaveLength(1);
    bench.runs(500);
    expect(pulse.stopsSince(0)).toHaveLength(1);
  });

  test("is looked for at each turn of the thread, so that no timer wakes one that has enough to do", () => {
    const { bench, pulse, beats } = start();
    const firedBefore = bench.fired;
    beats(20, 100);
    expect(bench.fired).toBe(firedBefore);
    bench.stands(525, 500, 0, false);
    pulse.beat(bench.nowMs());
    expect(pulse.stopsSince(0)).toEqual([{ kind: "blocked", untilMs: bench.nowMs(), forMs: 400 }]);
    pulse.close();
    const readBefore = bench.read;
    bench.runs(1_000);
    pulse.beat(bench.nowMs());
    expect(bench.read).toBe(readBefore);
  });

  test("is not looked for at every turn of a thread that has many", () => {
    const { bench, beats } = start();
    const readBefore = bench.read;
    beats(1_000, 1);
    expect(bench.read - readBefore).toBeLessThanOrEqual(16);
  });

  test("only stood where the machine does not tell", () => {
    const { bench, pulse } = start();
    bench.use = null;
    bench.stands(3_125, 0, 0);
    expect(pulse.stopsSince(0)).toMatchObject([{ kind: "stood" }]);
  });

  test("is forgotten after a while, and the longest of many last", () => {
    const { bench, pulse } = start();
    bench.stands(3_125, 0, 0);
    for (let nth = 0; nth < 100; nth += 1) bench.stands(150, 0, 0);
    const stops = pulse.stopsSince(0);
    expect(stops).toHaveLength(32);
    expect(stops[0]).toMatchObject({ forMs: 3_000 });
    bench.runs(70_000);
    bench.stands(150, 0, 0);
    expect(pulse.stopsSince(0)).toHaveLength(1);
    pulse.close();
    expect(bench.cancelled).toBe(1);
  });
});
