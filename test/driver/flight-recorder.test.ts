/**
 * What a recorder keeps is enough: random histories through the core, recorded in little room, replay to the same state bit for
 * bit; and a core that is not the same is found out where it first does something else.
 */
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { ServerState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import { FlightRecorder } from "../../src/driver/flight-recorder.ts";
import { decodeRecording, hashOfState } from "../../src/driver/recording.ts";
import { GraftError } from "../../src/errors.ts";
import { replay } from "../../src/simulator/replay.ts";
import { Lab } from "../core/lab.ts";
import type { Life } from "../core/lab-node.ts";
import { histories, play } from "../core/schedule.ts";

const recorderOf = (state: ServerState, bytesMax: number): FlightRecorder =>
  new FlightRecorder({ state, cluster: "c", bytesMax, wallMs: () => 1e12, save: async () => "" });

/** Lives that life once more, recorded. */
function recorded({ first, taken }: Life, bytesMax: number): { recorder: FlightRecorder; state: ServerState } {
  const state = structuredClone(first);
  const recorder = recorderOf(state, bytesMax);
  for (const { event, nowMs } of taken) {
    recorder.takes(event, nowMs);
    recorder.gave(step(state, event, nowMs));
  }
  return { recorder, state };
}

const bytesOf = (recorder: FlightRecorder): Buffer => Buffer.from(recorder.recording(null));

afterEach(() => {
  vi.doUnmock("../../src/core/log.ts");
  vi.resetModules();
});

describe("a recording", () => {
  test("of any history, in however little room, replays to the same state, bit for bit", { timeout: 120_000 }, () => {
    const seen = { steps: 0, dropped: 0, chunks: 0, taken: 0 };
    fc.assert(
      fc.property(histories({ actionsMax: 200 }), fc.integer({ min: 100, max: 20_000 }), (history, bytesMax) => {
        for (const life of play(history, true).lives) {
          const { recorder, state } = recorded(life, bytesMax);
          const { header, chunks } = decodeRecording(bytesOf(recorder));
          const replayed = replay({ header, chunks });
          expect(replayed).toMatchObject({ difference: null, broken: null, steps: header.steps });
          expect(replayed.stateHash).toBe(hashOfState(state));
          expect(header.stateHash).toBe(hashOfState(life.state));
          expect(header.firstStep - 1 + header.steps).toBe(life.taken.length);
          seen.steps += header.steps;
          seen.taken += life.taken.length;
          seen.dropped += header.firstStep - 1;
          seen.chunks += chunks.length;
        }
      }),
      { numRuns: 40, interruptAfterTimeLimit: 100_000 },
    );
    // Most is dropped, much is left, and the joints between chunks are many.
    expect(seen.taken).toBeGreaterThan(1_000);
    expect(seen.dropped).toBeGreaterThan(200);
    expect(seen.steps).toBeGreaterThan(150);
    expect(seen.chunks).toBeGreaterThan(100);
  });

  test("stays within its bound, whatever goes by, and keeps the latest", () => {
    const bytesMax = 16_384;
    const { lab, life } = busyLeader(400);
    const { recorder } = recorded(life, bytesMax);
    expect(recorder.bytes).toBeLessThanOrEqual(bytesMax);
    expect(recorder.bytes).toBeGreaterThan(bytesMax / 4);
    const { header, chunks } = decodeRecording(bytesOf(recorder));
    expect(header.firstStep).toBeGreaterThan(100);
    expect(chunks.at(-1)?.steps.at(-1)?.event).toEqual(life.taken.at(-1)?.event);
    expect(lab.log.committed.length).toBeGreaterThan(400);
  });

  test("says why the node stopped, and where the exception came that its step ended in", () => {
    const { life } = busyLeader(3);
    const { recorder, state } = recorded(life, 1e6);
    const { self, term } = state;
    const from = { id: "n9", incarnation: "other" };
    const body = { type: "heartbeat", round: 1, commitIndex: 0 } as const;
    const event = { type: "receive", message: { from, to: self.id, term, body } } as const;
    recorder.takes(event, 1e6);
    expect(() => step(state, event, 1e6)).toThrow("n9 leads term");
    recorder.takes({ type: "stop" }, 1e6);
    recorder.gave(step(state, { type: "stop" }, 1e6));
    const fault = { code: "INVARIANT_BROKEN", message: "m" };
    const recording = decodeRecording(Buffer.from(recorder.recording(fault)));
    expect(recording.header).toMatchObject({ cluster: "c", node: self.id, fault, writtenAtMs: 1e12 });
    const replayed = replay(recording);
    expect(replayed.difference).toBe(null);
    expect(replayed.broken).toEqual({ step: life.taken.length + 1, message: expect.stringContaining("n9 leads term") });
  });

  test("of a core that gives what is no plain value fails, and harms nobody", () => {
    const { life } = busyLeader(1);
    const { recorder } = recorded(life, 1e6);
    const strange = { type: "wakeAt" as const, atMs: 1, why: () => 1 };
    recorder.gave([strange]);
    recorder.takes({ type: "wake" }, 1);
    expect(() => recorder.recording(null)).toThrow(GraftError);
    expect(() => recorder.recording(null)).toThrow("keeps no recording: a function is no plain value");
  });
});

/** n1's life as a leader that has committed `count` commands, one at a time. */
function busyLeader(count: number): { lab: Lab; life: Life } {
  const lab = new Lab({ ids: ["n1", "n2", "n3"], seed: 5, record: true });
  lab.connectAll();
  lab.run(3000);
  const [leader = ""] = lab.leading();
  for (let number = 0; number < count; number++) {
    lab.propose(leader, `command ${number}`);
    lab.run(10);
  }
  const life = lab.lives.find(({ state }) => state.self.id === leader);
  if (life === undefined) throw new Error("nobody leads");
  return { lab, life };
}

describe("a core with a rule taken out", () => {
  test("is found out at the step in which the rule had a say, and not before", async () => {
    const disk = { term: 1, votedFor: null };
    const lasts = { n2: { index: 2, term: 1 } };
    const ids = ["n1", "n2", "n3"];
    const lab = new Lab({ ids, seed: 3, record: true, disks: { n1: disk, n2: disk, n3: disk }, lasts });
    lab.connectAll();
    lab.run(3000);
    const isRefusal = ({ effects }: { readonly effects: readonly Effect[] }): boolean =>
      JSON.stringify(effects).includes('"granted":false');
    const life = lab.lives.find(({ taken, state }) => state.self.id === "n2" && taken.some(isRefusal));
    if (life === undefined) throw new Error("n2 refuses nobody");
    const recording = decodeRecording(bytesOf(recorded(life, 1e6).recorder));
    vi.resetModules();
    vi.doMock("../../src/core/log.ts", async (original) => ({ ...(await original<object>()), isUpToDate: () => true }));
    const { replay: replayChanged } = await import("../../src/simulator/replay.ts");
    const { difference } = replayChanged(recording);
    expect(difference?.kind).toBe("effects");
    expect(difference?.step?.number).toBe(life.taken.findIndex(isRefusal) + 1);
    expect(JSON.stringify(difference?.step?.now)).toContain('"granted":true');
  });

  test("is found out also where its effects are the same and only what it knows is not", () => {
    const { life } = busyLeader(60);
    const { recorder } = recorded(life, 16_384);
    const { header, chunks } = decodeRecording(bytesOf(recorder));
    expect(chunks.length).toBeGreaterThan(2);
    const atEnd = replay({ header: { ...header, stateHash: "0" }, chunks });
    expect(atEnd.difference?.kind).toBe("state");
    const again = decodeRecording(bytesOf(recorder));
    const second = again.chunks[1];
    if (second !== undefined) second.state.ignored.notMember += 1;
    const atJoint = replay(again);
    expect(atJoint.difference?.kind).toBe("state");
    expect(atJoint.steps).toBe(again.chunks[0]?.steps.length);
  });
});

describe("a file that is damaged", () => {
  const whole = (): Buffer => bytesOf(recorded(busyLeader(30).life, 8192).recorder);
  const refusal = (bytes: Buffer): unknown => {
    try {
      decodeRecording(bytes);
      return null;
    } catch (error) {
      return error;
    }
  };

  test("is refused wherever a bit is flipped, and says where", () => {
    const bytes = whole();
    for (let at = 0; at < bytes.length; at += at < 200 ? 1 : 97) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
      expect({ at, error: refusal(damaged) }).toMatchObject({ at, error: { code: "RECORDING_UNREADABLE" } });
    }
  });

  test("is refused wherever it is cut short", () => {
    const bytes = whole();
    for (let length = 0; length < bytes.length; length += 61)
      expect(refusal(bytes.subarray(0, length))).toMatchObject({ code: "RECORDING_UNREADABLE" });
    expect(refusal(bytes)).toBe(null);
  });

  test("is refused where a whole chunk is missing, though no step was in it", () => {
    const [life] = new Lab({ ids: ["n1"], seed: 1, record: true }).lives;
    if (life === undefined) throw new Error("nobody lives");
    const bytes = bytesOf(recorderOf(life.state, 1e6));
    expect(decodeRecording(bytes).chunks).toEqual([{ state: life.state, steps: [] }]);
    const headerEnds = 9 + 9 + bytes.readUInt32LE(10);
    expect(refusal(bytes.subarray(0, headerEnds))).toMatchObject({ message: expect.stringContaining("0 of 1 chunks") });
  });

  test("is refused where another version has written it, and says so", () => {
    const bytes = whole();
    bytes.writeUInt8(2, 8);
    expect(refusal(bytes)).toMatchObject({ message: expect.stringContaining("version 2") });
  });
});
