/** What the storage tests share: a folder in memory, states that cannot be mistaken for each other, and seeded choices. */

import type { Entry } from "../../src/core/entry.ts";
import { configurationOfVoters, type LogPosition } from "../../src/core/types.ts";
import { isGraftError } from "../../src/errors.ts";
import type { FileSystem } from "../../src/ports/file-system.ts";
import type { Formation, Recovered, Storage, StorageBatch } from "../../src/ports/storage.ts";
import type { Choose } from "../../src/storage/memory-file-system.ts";
import { openStorage, type StorageOptions } from "../../src/storage/open-storage.ts";
import type { Wal } from "../../src/storage/wal.ts";

export const FOLDER = "/data/n1";
export const INCARNATION = "0123456789abcdef0123456789abcdef";

export const member = (id: string) => ({ id, incarnation: `${id}-`.padEnd(32, "e") });

export const formation: Formation = {
  clusterId: "c".repeat(32),
  configuration: configurationOfVoters([member("n1"), member("n2"), member("n3")]),
};

export const NOTHING: StorageBatch = { formation: null, hardState: null, entries: [], restartFrom: null };

/** Commands of one term from `first` to `last`, each of `bytes` bytes that name it. */
export const commands = (term: number, first: number, last: number, bytes = 40): Entry[] =>
  Array.from({ length: last - first + 1 }, (_, i) => {
    const index = first + i;
    const command = Buffer.alloc(bytes, `${index}@${term} `);
    return { type: "command", index, term, command };
  });

export const write = (...entries: Entry[]): StorageBatch => ({ ...NOTHING, entries });

/** A snapshot that ends at `last`, of `data`. */
export async function takeSnapshot(
  storage: Storage,
  last: LogPosition,
  data = `state at ${last.index}`,
): Promise<void> {
  const sink = await storage.snapshots.begin(last, formation.configuration);
  await sink.write(Buffer.from(data));
  await sink.commit();
}

export const vote = (term: number, votedFor: string | null): StorageBatch => ({
  ...NOTHING,
  hardState: { term, votedFor: votedFor === null ? null : member(votedFor) },
});

export const open = (fileSystem: FileSystem, options: Partial<StorageOptions> = {}): Promise<Wal> =>
  openStorage({
    fileSystem,
    folder: FOLDER,
    clusterName: "zy_cluster",
    nodeId: "n1",
    makeIncarnation: () => INCARNATION,
    segmentBytes: 512,
    segmentBytesMax: 2048,
    ...options,
  });

export const append = (storage: Storage, batch: StorageBatch): Promise<void> =>
  new Promise((done, fail) => storage.append(batch, (error) => (error === null ? done() : fail(error))));

/** Opens, reads what was recovered, and closes again. */
export async function reopen(fileSystem: FileSystem, options: Partial<StorageOptions> = {}): Promise<Recovered> {
  const storage = await open(fileSystem, options);
  await storage.close();
  return storage.recovered;
}

/** What an operation was refused with. */
export async function refusal(promise: Promise<unknown>): Promise<{ code: string; values: Record<string, unknown> }> {
  try {
    await promise;
  } catch (error) {
    if (isGraftError(error)) return { code: error.code, values: { ...error.values } };
    throw error;
  }
  throw new Error("nothing was refused");
}

/** mulberry32: equal seeds choose equally. */
export function chooser(seed: number): Choose {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Nothing unsynced survives. */
export const loseAll: Choose = () => 0;
/** Each unsynced write survives up to its byte `length`, and each unsynced name does. */
export const keepPrefix =
  (length: number): Choose =>
  (bound) =>
    bound === 4 ? 2 : bound === 2 ? 1 : Math.min(length, bound - 1);

/** Lets what goes on in the background come to its end, as a process that dies takes it along. */
export const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
