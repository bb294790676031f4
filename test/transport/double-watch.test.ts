import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALIVE_AFTER_MS, DoubleWatch, PRESENCE_GAP_MS } from "../../src/transport/double-watch.ts";
import { VirtualClock } from "./virtual-clock.ts";

class Twin {
  readonly presencesMs: number[] = [];
  found = 0;
  readonly watch: DoubleWatch;

  constructor(clock: VirtualClock, send: () => void = () => {}) {
    this.watch = new DoubleWatch({
      clock,
      publishPresence: () => {
        this.presencesMs.push(clock.nowMs());
        send();
      },
      onDouble: () => {
        this.found += 1;
      },
    });
  }
}

describe("one frame of a foreign boot", () => {
  test("draws a presence at once, and no verdict", () => {
    const clock = new VirtualClock();
    const twin = new Twin(clock);
    twin.watch.heard("other");
    clock.advance(10_000);
    expect([twin.presencesMs.length, twin.found]).toEqual([1, 0]);
  });

  test("is no proof, however often it comes within 50 ms: our former life can leave a burst behind", () => {
    const clock = new VirtualClock();
    const twin = new Twin(clock);
    for (let ms = 0; ms < ALIVE_AFTER_MS; ms += 1) {
      twin.watch.heard("other");
      clock.advance(1);
    }
    expect(twin.found).toBe(0);
    twin.watch.heard("other");
    expect(twin.found).toBe(1);
  });

  test("says nothing of another boot: each restart of a crashing process has one of its own", () => {
    const clock = new VirtualClock();
    const twin = new Twin(clock);
    for (let life = 0; life < 100; life += 1) {
      twin.watch.heard(`life-${life}`);
      clock.advance(ALIVE_AFTER_MS * 2);
    }
    expect(twin.found).toBe(0);
  });
});

test("presences in answer are 50 ms apart or more, however many frames come", () => {
  const clock = new VirtualClock();
  const twin = new Twin(clock);
  for (let life = 0; life < 500; life += 1) {
    twin.watch.heard(`life-${life}`);
    clock.advance(1);
  }
  const gaps = twin.presencesMs.slice(1).map((atMs, index) => atMs - (twin.presencesMs[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(5);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(PRESENCE_GAP_MS);
});

test("a boot is told once to be a double", () => {
  const clock = new VirtualClock();
  const twin = new Twin(clock);
  for (let count = 0; count < 10; count += 1) {
    twin.watch.heard("other");
    clock.advance(60);
  }
  expect(twin.found).toBe(1);
});

test("silence is waited for: it comes when the farewell is out, at once where there is none, at once when stopped", async () => {
  const clock = new VirtualClock();
  const twin = new Twin(clock);
  await twin.watch.silent();
  const other = new Twin(clock);
  other.watch.heard("x");
  clock.advance(60);
  other.watch.heard("x");
  let isSilent = false;
  const silent = other.watch.silent().then(() => {
    isSilent = true;
  });
  await Promise.resolve();
  expect(isSilent).toBe(false);
  clock.advance(1000);
  await silent;
  expect(clock.waiting).toBe(0);
  const stopped = new Twin(clock);
  stopped.watch.heard("x");
  clock.advance(60);
  stopped.watch.heard("x");
  stopped.watch.stop();
  await stopped.watch.silent();
  expect(clock.waiting).toBe(0);
});

test("two doubles both find out, whatever the delays and whoever speaks first, and then fall silent", () => {
  const delay = fc.integer({ min: 0, max: 30 });
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
      delay,
      delay,
      fc.boolean(),
      (jitter, there, back, isBoth) => {
        const clock = new VirtualClock();
        const jitterMs = (): number => Number(jitter.next().value);
        const twins: Twin[] = [];
        const send = (to: number, delayMs: number) => () => {
          clock.at(clock.nowMs() + delayMs + jitterMs(), () => twins[to]?.watch.heard(`boot-${1 - to}`));
        };
        twins.push(new Twin(clock, send(1, there)), new Twin(clock, send(0, back)));
        send(1, there)();
        twins[0]?.watch.presencePublished();
        if (isBoth) {
          send(0, back)();
          twins[1]?.watch.presencePublished();
        }
        clock.advance(2000);
        expect(twins.map((twin) => twin.found)).toEqual([1, 1]);
        for (const twin of twins) expect(twin.presencesMs.length).toBeLessThan(12);
        expect(clock.waiting).toBe(0);
      },
    ),
    { numRuns: 500 },
  );
});
