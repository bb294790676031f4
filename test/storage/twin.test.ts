/** The log against its naive twin: a list of all that was appended, and how much of it was acknowledged. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { configurationOfVoters, type HardState } from "../../src/core/types.ts";
import type { Formation, Storage, StorageBatch } from "../../src/ports/storage.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { append, chooser, formation, member, NOTHING, open, vote } from "./support.ts";

interface Said {
  readonly formation: Formation | null;
  readonly hardState: HardState;
}

interface Twin {
  /** The last entry is the newest; the log must hold `said[oldest]` or a later one. */
  said: Said[];
  oldest: number;
}

type Step =
  | { readonly type: "append"; readonly voted: boolean; readonly voters: number }
  | { readonly type: "restart" }
  | { readonly type: "kill" }
  | { readonly type: "crash"; readonly after: number; readonly seed: number };

const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant("append" as const),
      voted: fc.boolean(),
      voters: fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "restart" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "kill" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("crash" as const),
      after: fc.integer({ min: 0, max: 4 }),
      seed: fc.nat(),
    }),
  },
);

function batchOf(step: Step & { type: "append" }, term: number): StorageBatch {
  const voters = Array.from({ length: step.voters }, (_, i) => member(`n${term}-${i}`));
  const formed = step.voters === 0 ? null : { ...formation, configuration: configurationOfVoters(voters) };
  return { ...NOTHING, formation: formed, hardState: vote(term, step.voted ? "n2" : null).hardState };
}

function say(twin: Twin, batch: StorageBatch): void {
  const last = twin.said.at(-1);
  twin.said.push({
    formation: batch.formation ?? last?.formation ?? null,
    hardState: batch.hardState ?? last?.hardState ?? { term: 0, votedFor: null },
  });
}

/** Opens, and takes from now on what was recovered for the only truth. */
async function resume(disk: MemoryFileSystem, twin: Twin): Promise<Storage> {
  const storage = await open(disk);
  const { formation: formed, hardState } = storage.recovered;
  const possible = twin.said.slice(twin.oldest);
  expect(possible).toContainEqual({ formation: formed, hardState });
  twin.said = [{ formation: formed, hardState }];
  twin.oldest = 0;
  return storage;
}

async function appendToBoth(storage: Storage, twin: Twin, batch: StorageBatch): Promise<void> {
  say(twin, batch);
  await append(storage, batch);
  twin.oldest = twin.said.length - 1;
}

async function crashDuringAppend(disk: MemoryFileSystem, storage: Storage, twin: Twin, after: number, term: number) {
  let left = after;
  disk.onOperation = () => {
    left -= 1;
    if (left < 0) disk.powerOff();
  };
  await appendToBoth(storage, twin, vote(term, "n3")).catch(() => undefined);
  disk.onOperation = null;
}

test("after any sequence of appends, restarts, kills and crashes, the log holds what its twin holds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepOf, { maxLength: 60 }), async (steps) => {
      const disk = new MemoryFileSystem();
      const twin: Twin = { said: [{ formation: null, hardState: { term: 0, votedFor: null } }], oldest: 0 };
      let storage = await resume(disk, twin);
      for (const [index, step] of steps.entries()) {
        const term = index + 1;
        if (step.type === "append") {
          await appendToBoth(storage, twin, batchOf(step, term));
          continue;
        }
        if (step.type === "crash") {
          await crashDuringAppend(disk, storage, twin, step.after, term);
          disk.crash(chooser(step.seed));
        } else if (step.type === "kill") disk.kill();
        else await storage.close();
        storage = await resume(disk, twin);
      }
    }),
    { numRuns: 300 },
  );
});
