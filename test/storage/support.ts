/** What the storage tests share: a folder in memory, states that cannot be mistaken for each other, and seeded choices. */
import type { Entry } from "../../src/core/entry.ts";
import { configurationOfVoters } from "../../src/core/types.ts";
import { isGraftError } from "../../src/errors.ts";
import type { FileSystem } from "../../src/ports/file-system.ts";
import type { Formation, Recovered, Storage, StorageBatch } from "../../src/ports/storage.ts";
import type { Choose } from "../../src/storage/memory-file-system.ts";
import { openStorage, type StorageOptions } from "../../src/storage/open-storage.ts";

export const FOLDER = "/data/n1";
export const INCARNATION = "0123456789abcdef0123456789abcdef";

export const member = (id: string) => ({ id, incarnation: `${id}-`.padEnd(32, "e") });

export const formation: Formation = {
  clusterId: "c".repeat(32),
  configuration: configurationOfVoters([member("n1"), member("n2"), member("n3")]),
};

const NOTHING: StorageBatch = { formation: null, hardState: null, entries: [], restartFrom: null };

export const batchOf = (parts: Partial<StorageBatch>): StorageBatch => ({ ...NOTHING, ...parts });

export const vote = (term: number, votedFor: string | null): StorageBatch =>
  batchOf({ hardState: { term, votedFor: votedFor === null ? null : member(votedFor) } });

/** `count` commands of `term` from `index` on, none like another. */
export const commands = (index: number, term: number, count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({
    type: "command",
    index: index + i,
    term,
    command: Uint8Array.from(Buffer.from(`${term}/${index + i}`)),
  }));

export const open = (fileSystem: FileSystem, options: Partial<StorageOptions> = {}): Promise<Storage> =>
  openStorage({
    fileSystem,
    folder: FOLDER,
    clusterName: "zy_cluster",
    nodeId: "n1",
    makeIncarnation: () => INCARNATION,
    segmentBytes: 512,
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
