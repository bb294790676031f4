/**
 * The power is cut after every single operation of a log with entries, overwrites, rolls, snapshots, forgetting and a restart.
 * What is recovered must be the log after one of the batches, none older than the last acknowledged, and good to go on with.
 */
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { LogPosition } from "../../src/core/types.ts";
import { isGraftError } from "../../src/errors.ts";
import type { Recovered, Storage, StorageBatch } from "../../src/ports/storage.ts";
import {
  type Choose,
  MemoryFileSystem,
  type Operation,
  type OperationType,
} from "../../src/storage/memory-file-system.ts";
import { END_MARK_BYTES, SEAL_BYTES } from "../../src/storage/segment.ts";
import {
  append,
  chooser,
  commands,
  formation,
  keepPrefix,
  loseAll,
  NOTHING,
  open,
  reopen,
  settle,
  takeSnapshot,
  vote,
  write,
} from "./support.ts";

type Step =
  | { readonly type: "append"; readonly batch: StorageBatch }
  | { readonly type: "compact"; readonly snapshot: LogPosition; readonly base: LogPosition }
  | { readonly type: "install"; readonly snapshot: LogPosition };

const at = (index: number, term: number): LogPosition => ({ index, term });
const appends = (...batches: StorageBatch[]): Step[] => batches.map((batch) => ({ type: "append", batch }));

const SCRIPT: readonly Step[] = [
  ...appends({ ...NOTHING, formation }, vote(1, "n1")),
  ...appends(write({ type: "noOp", index: 1, term: 1 }), write(...commands(1, 2, 6)), write(...commands(1, 7, 12))),
  ...appends(vote(2, null), { ...vote(2, "n2"), entries: commands(2, 9, 10) }, write(...commands(2, 11, 16))),
  { type: "compact", snapshot: at(12, 2), base: at(10, 2) },
  ...appends(write(...commands(2, 17, 24)), write(...commands(2, 25, 30)), vote(3, "n3")),
  { type: "compact", snapshot: at(28, 2), base: at(26, 2) },
  ...appends(write(...commands(3, 31, 60)), vote(4, null), write(...commands(4, 40, 44))),
  { type: "install", snapshot: at(50, 4) },
  ...appends({ ...write(...commands(4, 51, 53)), restartFrom: at(50, 4) }, write(...commands(4, 54, 64))),
  ...appends(write({ type: "configuration", index: 65, term: 4, configuration: formation.configuration })),
];

interface State {
  readonly hardState: Recovered["hardState"];
  readonly entries: readonly Entry[];
}

/** Naive: every entry that was ever in the log and not replaced, from the latest restart on. */
function after(state: State, { hardState, entries, restartFrom }: StorageBatch): State {
  const first = entries[0]?.index ?? Number.POSITIVE_INFINITY;
  const kept = restartFrom === null ? state.entries.filter(({ index }) => index < first) : [];
  return { hardState: hardState ?? state.hardState, entries: [...kept, ...entries] };
}

interface Run {
  /** The state after each batch that was begun; the first is the empty one. */
  readonly states: State[];
  acknowledged: number;
  /** Of the snapshots that were durable or begun. */
  readonly snapshots: LogPosition[];
  durableSnapshot: number;
  /** Of those, the ones that came from a leader. */
  readonly installed: LogPosition[];
}

async function run(disk: MemoryFileSystem): Promise<Run> {
  const empty: State = { hardState: { term: 0, votedFor: null }, entries: [] };
  const result: Run = { states: [empty], acknowledged: 0, snapshots: [], durableSnapshot: 0, installed: [] };
  try {
    const storage = await open(disk);
    for (const step of SCRIPT) {
      if (step.type === "append") {
        result.states.push(after(result.states.at(-1) ?? empty, step.batch));
        await appendOnceThereIsRoom(storage, step.batch);
        result.acknowledged = result.states.length - 1;
        continue;
      }
      result.snapshots.push(step.snapshot);
      if (step.type === "install") result.installed.push(step.snapshot);
      await onceThereIsRoom(storage, () => takeSnapshot(storage, step.snapshot));
      result.durableSnapshot = result.snapshots.length;
      if (step.type === "compact") storage.forget(step.base);
    }
  } catch (error) {
    if (!isGraftError(error)) throw error;
  }
  await settle();
  return result;
}

/** The disk was full for a moment: nothing else may come of it. */
async function onceThereIsRoom(storage: Storage, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isGraftError(error) || error.code !== "DISK_FULL") throw error;
    storage.retryRoom();
    await settle();
    await work();
  }
}

/** As the driver does: what rests on entries waits, a vote does not. */
const appendOnceThereIsRoom = (storage: Storage, batch: StorageBatch): Promise<void> =>
  onceThereIsRoom(storage, () => append(storage, batch));

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
  const { acknowledged, states } = await run(disk);
  expect(acknowledged).toBe(states.length - 1);
  return count;
}

/** What was recovered is `state`, less what its base has replaced; or an installed snapshot took the place of all of it. */
function shows(recovered: Recovered, state: State, installed: readonly LogPosition[]): boolean {
  if (JSON.stringify(recovered.hardState) !== JSON.stringify(state.hardState)) return false;
  const behind = state.entries.filter(({ index }) => index > recovered.base.index);
  if (JSON.stringify(recovered.entries) === JSON.stringify(behind)) return true;
  return recovered.entries.length === 0 && installed.some((last) => isAt(last, recovered.base));
}

const isAt = (a: LogPosition, b: LogPosition): boolean => a.index === b.index && a.term === b.term;

function expectAState(recovered: Recovered, ran: Run, latest: LogPosition | null, where: string): void {
  const possible = ran.states.slice(ran.acknowledged).some((state) => shows(recovered, state, ran.installed));
  expect(possible, `${where}: ${JSON.stringify(recovered.hardState)}, base ${recovered.base.index}`).toBe(true);
  const durable = ran.snapshots[ran.durableSnapshot - 1]?.index ?? 0;
  expect(latest?.index ?? 0, `${where}: the snapshot`).toBeGreaterThanOrEqual(durable);
  expect(recovered.base.index, `${where}: nothing is missing between snapshot and log`).toBeLessThanOrEqual(
    latest?.index ?? 0,
  );
}

async function expectGoesOn(disk: MemoryFileSystem, before: Recovered, where: string): Promise<void> {
  const storage = await open(disk);
  expect(storage.recovered, `${where}: what was recovered did not last`).toEqual({ ...before, tornBytes: 0 });
  const next = (before.entries.at(-1)?.index ?? before.base.index) + 1;
  for (let i = 0; i < 8; i++) await append(storage, write(...commands(9, next + 4 * i, next + 4 * i + 3)));
  await settle();
  disk.crash(loseAll);
  const again = await reopen(disk);
  expect(again.entries, where).toEqual([...before.entries, ...commands(9, next, next + 31)]);
  expect(again.formation, where).toEqual(before.formation);
}

async function recoverThroughCrashes(disk: MemoryFileSystem, choose: Choose, cuts: number): Promise<void> {
  for (let cut = 0; cut < cuts; cut++) {
    cutAfter(disk, 1 + choose(14));
    await reopen(disk).catch(() => undefined);
    await settle();
    disk.onOperation = null;
    disk.crash(choose);
  }
}

async function expectRecovers(disk: MemoryFileSystem, ran: Run, where: string): Promise<Recovered> {
  const storage = await open(disk);
  expectAState(storage.recovered, ran, storage.snapshots.latest?.last ?? null, where);
  const { recovered } = storage;
  await storage.close();
  return recovered;
}

describe("a log with entries, after a crash", () => {
  const fates: [string, (seed: number) => Choose][] = [
    ["all that was not synced is lost", () => loseAll],
    ["any part of it survives", chooser],
    ["its first bytes survive", (seed) => keepPrefix(seed * 67 + 25)],
  ];
  test.each(fates)("at any operation, when %s, holds what one of its batches left", async (_, fate) => {
    const operations = await countOperations();
    expect(operations).toBeGreaterThan(90);
    for (let stop = 1; stop <= operations; stop++) {
      for (let seed = 0; seed < 3; seed++) {
        const where = `cut after operation ${stop}, seed ${seed}`;
        const choose = fate(3 * stop + seed);
        const disk = new MemoryFileSystem();
        cutAfter(disk, stop);
        const ran = await run(disk);
        disk.onOperation = null;
        disk.crash(choose);
        await recoverThroughCrashes(disk, choose, seed % 3);
        const recovered = await expectRecovers(disk, ran, where);
        disk.crash(choose);
        await expectGoesOn(disk, recovered, where);
      }
    }
  });

  test("of the process alone, holds it, and still does after a loss of power", async () => {
    const operations = await countOperations();
    for (let stop = 1; stop <= operations; stop++) {
      const where = `killed after operation ${stop}`;
      const disk = new MemoryFileSystem();
      cutAfter(disk, stop);
      const ran = await run(disk);
      disk.onOperation = null;
      disk.kill();
      const recovered = await expectRecovers(disk, ran, where);
      disk.crash(stop % 2 === 0 ? loseAll : chooser(stop));
      await expectGoesOn(disk, recovered, where);
    }
  });

  test("when any one operation had failed, holds what one of its batches left", async () => {
    const operations = await countOperations();
    for (let failing = 1; failing <= operations; failing++) {
      const disk = new MemoryFileSystem();
      failOnce(disk, failing, "EIO");
      const ran = await run(disk);
      await expectSound(disk, ran, `operation ${failing} failed with EIO`);
    }
  });

  test("of a disk that was full at any one operation, misses nothing, and all had gone on", async () => {
    const operations = await countOperations();
    for (const landed of [0, 7, Number.POSITIVE_INFINITY]) {
      for (let failing = 1; failing <= operations; failing++) {
        const where = `operation ${failing} found no room, ${landed} bytes landed`;
        const disk = new MemoryFileSystem();
        disk.landedOfFailed = ({ bytes }) => Math.min(bytes, landed);
        const failed = failOnce(disk, failing, "ENOSPC");
        const ran = await run(disk);
        if (goesOnAfter(failed, ran)) expect(ran.acknowledged, where).toBe(ran.states.length - 1);
        await expectSound(disk, ran, where);
      }
    }
  });
});

/** A sync is never tried again; nor is the end of a segment that has a successor, for which room was kept. */
function goesOnAfter({ type, path, bytes }: Operation, { acknowledged }: Run): boolean {
  if (acknowledged === 0) return false;
  if (type === "write") return path.includes("snapshot") || bytes > SEAL_BYTES + END_MARK_BYTES;
  return type === "create" || type === "rename";
}

function failOnce(disk: MemoryFileSystem, failing: number, code: string): Operation {
  const failed = { type: "open" as OperationType, path: "", bytes: 0 };
  let left = failing;
  disk.failOperation = (operation) => {
    left -= 1;
    if (left !== 0) return null;
    Object.assign(failed, operation);
    return Object.assign(new Error(`${code}: no`), { code });
  };
  return failed;
}

async function expectSound(disk: MemoryFileSystem, ran: Run, where: string): Promise<void> {
  disk.failOperation = null;
  disk.landedOfFailed = null;
  disk.kill();
  const recovered = await expectRecovers(disk, ran, where);
  disk.crash(loseAll);
  await expectGoesOn(disk, recovered, where);
}
