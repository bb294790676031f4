/**
 * The recorder over whole simulated clusters, driven by the production driver through crashes, snapshots, changes of members and
 * disks that fail: each life of each node replays bit for bit. What changes the core's state behind its back would show here.
 */
import { afterEach, expect, test, vi } from "vitest";
import type { ServerState } from "../../src/core/state.ts";
import type * as StepModule from "../../src/core/step.ts";
import { FlightRecorder } from "../../src/driver/flight-recorder.ts";
import { decodeRecording } from "../../src/driver/recording.ts";
import { replay } from "../../src/simulator/replay.ts";

const SEEDS = 3;

afterEach(() => {
  vi.doUnmock("../../src/core/step.ts");
  vi.resetModules();
});

test(`what ${SEEDS} simulated clusters do is recorded in little room, and replays bit for bit`, {
  timeout: 120_000,
}, async () => {
  const recorders = new Map<ServerState, FlightRecorder>();
  vi.resetModules();
  vi.doMock("../../src/core/step.ts", async (original) => {
    const { step } = await original<typeof StepModule>();
    const recorded: typeof step = (state, event, nowMs) => {
      const recorder = recorders.get(state) ?? recorderOf(state);
      recorders.set(state, recorder);
      recorder.takes(event, nowMs);
      const effects = step(state, event, nowMs);
      recorder.gave(effects);
      return effects;
    };
    return { step: recorded };
  });
  const { simulate } = await import("../../src/simulator/run.ts");
  const seen = { lives: 0, steps: 0, dropped: 0, kinds: new Set<string>() };
  for (let seed = 1; seed <= SEEDS; seed++) {
    expect((await simulate({ seed, nodes: null })).violations).toEqual([]);
    for (const recorder of recorders.values()) {
      const recording = decodeRecording(Buffer.from(recorder.recording(null)));
      const replayed = replay(recording, ({ event }) => seen.kinds.add(event.type));
      expect({ seed, node: recording.header.node, ...replayed }).toMatchObject({ difference: null, broken: null });
      seen.lives += 1;
      seen.steps += recording.header.steps;
      seen.dropped += recording.header.firstStep - 1;
    }
    recorders.clear();
  }
  expect(seen.lives).toBeGreaterThan(20);
  expect(seen.steps).toBeGreaterThan(5_000);
  expect(seen.dropped).toBeGreaterThan(500);
  expect([...seen.kinds]).toEqual(expect.arrayContaining(["propose", "readIndex", "snapshotSaved", "changeMembers"]));
});

const recorderOf = (state: ServerState): FlightRecorder =>
  new FlightRecorder({ state, cluster: "c", bytesMax: 40_000, wallMs: () => 0, save: async () => "" });
