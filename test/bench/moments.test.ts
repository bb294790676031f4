import { describe, expect, test, vi } from "vitest";
import { patient } from "../../bench/harness.ts";
import { gapsOf } from "../../bench/heartbeat.ts";
import { longestGap } from "../../bench/writer.ts";
import type { Message } from "../../src/core/message.ts";
import type { RecordedStep } from "../../src/driver/recording.ts";

describe("the longest wait of a client", () => {
  test("is the longest between two answers that ends behind the harm, wherever it began", () => {
    expect(longestGap([0, 10, 11, 12, 20, 21], 11.5, 12)).toEqual({ beganMs: 12, endedMs: 20 });
    expect(longestGap([0, 1, 9, 10], 5, 7)).toEqual({ beganMs: 1, endedMs: 9 });
  });

  test("is none that began when another led", () => {
    expect(longestGap([0, 10, 20, 29, 120], 11, 25)).toEqual({ beganMs: 10, endedMs: 20 });
  });

  test("is none before that, and none of a single answer", () => {
    expect(longestGap([0, 10, 11], 12, 13)).toBeNull();
    expect(longestGap([5], 0, 1)).toBeNull();
  });
});

describe("what a trial waits for", () => {
  const never = new Promise<never>(() => undefined);

  test("is given up when the run is told to stop, also where that was before", async () => {
    const stop = new AbortController();
    const waiting = patient("nothing", never, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrow("stopped");
    await expect(patient("nothing", never, stop.signal)).rejects.toThrow("stopped");
  });

  test("is given up after a minute, and named", async () => {
    vi.useFakeTimers();
    const waiting = patient("a new leader", never, new AbortController().signal);
    const refused = expect(waiting).rejects.toThrow("waited 60000 ms for a new leader");
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    vi.useRealTimers();
  });
});

describe("gaps between heartbeats", () => {
  const received = (type: Message["body"]["type"], id: string, nowMs: number): RecordedStep => ({
    nowMs,
    effects: 0,
    event: {
      type: "receive",
      message: { from: { id, incarnation: "a" }, body: { type } } as Message,
    } as RecordedStep["event"],
  });

  test("are of one leader, after a moment, and of heartbeats alone", () => {
    const steps = [
      received("heartbeat", "n1", 100),
      received("heartbeat", "n1", 200),
      received("appendEntries", "n1", 250),
      received("heartbeat", "n1", 305),
      { nowMs: 310, effects: 0, event: { type: "wake" } } as RecordedStep,
      received("heartbeat", "n2", 400),
      received("heartbeat", "n2", 501),
    ];
    expect(gapsOf(steps, 150)).toEqual([105, 101]);
  });
});
