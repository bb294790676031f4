/**
 * The power is cut after every single operation, the unsynced part of the disk is lost in many ways, and what is recovered
 * must be one of the states that were appended, never older than the last acknowledged, and good to go on with.
 */
import { describe, expect, test } from "vitest";
import { configurationOfVoters } from "../../src/core/types.ts";
import { isGraftError } from "../../src/errors.ts";
import type { Recovered, StorageBatch } from "../../src/ports/storage.ts";
import { type Choose, MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import {
  append,
  chooser,
  formation,
  INCARNATION,
  keepPrefix,
  loseAll,
  NOTHING,
  open,
  reopen,
  settle,
  vote,
} from "./support.ts";

/** Several rolls, reuse of both segments, and a checkpoint that outgrows them. */
const SCRIPT: readonly StorageBatch[] = [
  vote(1, null),
  vote(1, "n1"),
  { ...NOTHING, formation },
  ...Array.from({ length: 14 }, (_, i) => vote(2 + i, i % 3 === 0 ? null : "n2")),
  {
    ...NOTHING,
    formation: { ...formation, configuration: configurationOfVoters(formation.configuration.voters.slice(0, 2)) },
  },
  ...Array.from({ length: 8 }, (_, i) => vote(20 + i, "n3")),
];

type Remembered = Pick<Recovered, "formation" | "hardState">;
const remembered = ({ formation: formed, hardState }: Recovered): Remembered => ({ formation: formed, hardState });

/** The state after each number of batches. */
const STATES: readonly Remembered[] = SCRIPT.reduce<Remembered[]>(
  (states, batch) => {
    const before = states.at(-1) ?? { formation: null, hardState: { term: 0, votedFor: null } };
    states.push({ formation: batch.formation ?? before.formation, hardState: batch.hardState ?? before.hardState });
    return states;
  },
  [{ formation: null, hardState: { term: 0, votedFor: null } }],
);

interface Run {
  /** Batches acknowledged; -1: not even the folder was. */
  acknowledged: number;
  begun: number;
}

/** Appends the script until it ends or the disk refuses. */
async function run(disk: MemoryFileSystem): Promise<Run> {
  const result = { acknowledged: -1, begun: 0 };
  try {
    const storage = await open(disk);
    result.acknowledged = 0;
    for (const batch of SCRIPT) {
      result.begun += 1;
      await append(storage, batch);
      result.acknowledged += 1;
    }
  } catch (error) {
    if (!isGraftError(error)) throw error;
  }
  return result;
}

function cutAfter(disk: MemoryFileSystem, operations: number): void {
  let left = operations;
  disk.onOperation = () => {
    left -= 1;
    if (left <= 0) disk.powerOff();
  };
}

async function countOperations(): Promise<number> {
  const disk = new MemoryFileSystem();
  let count = 0;
  disk.onOperation = () => {
    count += 1;
  };
  expect(await run(disk)).toEqual({ acknowledged: SCRIPT.length, begun: SCRIPT.length });
  return count;
}

function expectOneOfItsStates(recovered: Recovered, { acknowledged, begun }: Run, where: string): void {
  const state = remembered(recovered);
  const found = STATES.findIndex((each) => JSON.stringify(each) === JSON.stringify(state));
  expect(found, `${where}: a mixture, ${JSON.stringify(state)}`).not.toBe(-1);
  expect(found, `${where}: older than what was acknowledged`).toBeGreaterThanOrEqual(Math.max(0, acknowledged));
  expect(found, `${where}: never appended`).toBeLessThanOrEqual(begun);
  expect(recovered.identity.incarnation, where).toBe(INCARNATION);
}

async function expectGoesOn(disk: MemoryFileSystem, before: Recovered, where: string): Promise<void> {
  const storage = await open(disk);
  expect(remembered(storage.recovered), `${where}: what was recovered did not last`).toEqual(remembered(before));
  for (let term = 100; term < 110; term++) await append(storage, vote(term, "n1"));
  await settle();
  disk.crash(loseAll);
  const after = await reopen(disk);
  expect(after.hardState, `${where}: appends after the recovery`).toEqual(vote(109, "n1").hardState);
  expect(after.formation, where).toEqual(before.formation);
}

/** Recovery is cut short as well, up to `cuts` times. */
async function recoverThroughCrashes(disk: MemoryFileSystem, choose: Choose, cuts: number): Promise<Recovered> {
  for (let cut = 0; cut < cuts; cut++) {
    cutAfter(disk, 1 + choose(9));
    await reopen(disk).catch(() => undefined);
    disk.onOperation = null;
    disk.crash(choose);
  }
  return reopen(disk);
}

describe("after a crash", () => {
  const fates: [string, (seed: number) => Choose][] = [
    ["all that was not synced is lost", () => loseAll],
    ["any part of it survives", chooser],
    ["its first bytes survive", (seed) => keepPrefix(seed * 7 + 25)],
  ];
  test.each(fates)("at any operation, when %s, the state is one that was appended", async (_, fate) => {
    const operations = await countOperations();
    expect(operations).toBeGreaterThan(70);
    for (let stop = 1; stop <= operations; stop++) {
      for (let seed = 0; seed < 16; seed++) {
        const where = `cut after operation ${stop}, seed ${seed}`;
        const choose = fate(seed);
        const disk = new MemoryFileSystem();
        cutAfter(disk, stop);
        const ran = await run(disk);
        disk.onOperation = null;
        disk.crash(choose);
        const recovered = await recoverThroughCrashes(disk, choose, seed % 3);
        expectOneOfItsStates(recovered, ran, where);
        disk.crash(choose);
        await expectGoesOn(disk, recovered, where);
      }
    }
  });

  test("of the process alone, what the next one recovers survives a later loss of power", async () => {
    const operations = await countOperations();
    for (let stop = 1; stop <= operations; stop++) {
      for (let seed = 0; seed < 6; seed++) {
        const where = `killed after operation ${stop}, seed ${seed}`;
        const disk = new MemoryFileSystem();
        cutAfter(disk, stop);
        const ran = await run(disk);
        disk.onOperation = null;
        disk.kill();
        const { recovered } = await open(disk);
        expectOneOfItsStates(recovered, ran, where);
        await settle();
        disk.crash(seed === 0 ? loseAll : chooser(seed));
        await expectGoesOn(disk, recovered, where);
      }
    }
  });

  test("a sync that failed anywhere leaves a state that was appended", async () => {
    const operations = await countOperations();
    for (let failing = 1; failing <= operations; failing++) {
      const where = `operation ${failing} failed`;
      const disk = new MemoryFileSystem();
      let left = failing;
      disk.failOperation = () => {
        left -= 1;
        return left === 0 ? new Error("EIO: i/o error") : null;
      };
      const ran = await run(disk);
      disk.failOperation = null;
      disk.kill();
      const { recovered } = await open(disk);
      expectOneOfItsStates(recovered, ran, where);
      await settle();
      disk.crash(loseAll);
      await expectGoesOn(disk, recovered, where);
    }
  });
});
