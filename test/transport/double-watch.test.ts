import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DoubleWatch, PRESENCE_GAP_MS } from "../../src/transport/double-watch.ts";
import { VirtualClock } from "./virtual-clock.ts";

class Twin {
  readonly presencesMs: number[] = [];
  readonly named: string[] = [];
  found = 0;
  readonly watch: DoubleWatch;

  constructor(clock: VirtualClock, send: (answers: string) => void = () => {}) {
    this.watch = new DoubleWatch({
      clock,
      publishPresence: (answers) => {
        this.presencesMs.push(clock.nowMs());
        this.named.push(answers);
        send(answers);
      },
      onDouble: () => {
        this.found += 1;
      },
    });
  }
}

describe("one frame of a foreign boot", () => {
  test("draws a presence at once that names it, and no verdict", () => {
    const clock = new VirtualClock();
    const twin = new Twin(clock);
    twin.watch.heard("other", false);
    clock.advance(10_000);
    expect([twin.named, twin.found]).toEqual([["other"], 0]);
  });

  test("is no proof, however often and however late it comes: a clogged network gives back what our former life has said", () => {
    const clock = new VirtualClock();
    const twin = new Twin(clock);
    for (let ms = 0; ms < 5_000; ms += 1) {
      twin.watch.heard("other", false);
      clock.advance(1);
    }
    expect(twin.found).toBe(0);
    twin.watch.heard("other", true);
    expect(twin.found).toBe(1);
  });

  test("is answered once, where several came since the last answer: the last of them", () => {
    const clock = new VirtualClock();
    const twin = new Twin(clock);
    for (const boot of ["first", "second", "third"]) twin.watch.heard(boot, false);
    clock.advance(PRESENCE_GAP_MS);
    expect(twin.named).toEqual(["first", "third"]);
  });
});

test("presences in answer are 50 ms apart or more, however many frames come", () => {
  const clock = new VirtualClock();
  const twin = new Twin(clock);
  for (let life = 0; life < 500; life += 1) {
    twin.watch.heard(`life-${life}`, false);
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
    twin.watch.heard("other", true);
    clock.advance(60);
  }
  expect(twin.found).toBe(1);
});

test("silence is waited for: it comes when the farewell is out, at once where there is none, at once when stopped", async () => {
  const clock = new VirtualClock();
  const twin = new Twin(clock);
  await twin.watch.silent();
  const other = new Twin(clock);
  other.watch.heard("x", true);
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
  stopped.watch.heard("x", true);
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
        const send = (to: number, delayMs: number) => (answers: string) => {
          const namesIt = answers === `boot-${to}`;
          clock.at(clock.nowMs() + delayMs + jitterMs(), () => twins[to]?.watch.heard(`boot-${1 - to}`, namesIt));
        };
        twins.push(new Twin(clock, send(1, there)), new Twin(clock, send(0, back)));
        send(1, there)("");
        twins[0]?.watch.presencePublished();
        if (isBoth) {
          send(0, back)("");
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
