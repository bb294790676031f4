/**
 * How a data folder is opened: looked at, judged, and only then touched.
 *
 * Law: a folder that is refused is left as it was found, and its lock is given back (DESIGN 3.7). What is handed out as
 * recovered is durable: a state that was read may have been written but never synced, by a process that was killed, so it
 * is written back and synced before anybody acts on it. After a failed sync the page cache shows bytes that the disk may
 * not have and calls them clean; writing them again is the only way to know (DESIGN 3.6).
 */
import { join } from "node:path";
import type { LogPosition } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";
import type { FileLock, FileSystem } from "../ports/file-system.ts";
import type { Identity, Storage } from "../ports/storage.ts";
import type { LogState } from "./record.ts";
import { type FoundLog, recover } from "./recovery.ts";
import { decodeSegmentHeader, usedBytes } from "./segment.ts";
import {
  createSegment,
  isSegmentName,
  isUnfinishedName,
  readWhole,
  retire,
  type SegmentFile,
  segmentName,
  writeDurably,
} from "./segment-file.ts";
import { openSnapshots, type SnapshotFiles } from "./snapshots.ts";
import { beginSegment, Wal } from "./wal.ts";

/** Room for some 2,000 votes. Two are written when a folder is made, so a larger one costs start-up time. */
export const DEFAULT_SEGMENT_BYTES = 256 * 1024;
const SEGMENT_BYTES_MIN = 512;
const SEGMENT_BYTES_MAX = 1024 * 1024 * 1024;

export interface StorageOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly clusterName: string;
  readonly nodeId: string;
  /** Asked once, and only for a new folder: 16 random bytes in hex. */
  readonly makeIncarnation: () => string;
  /** Of segments made from now on. Default 256 KiB; at least 512 bytes, at most 1 GiB. */
  readonly segmentBytes?: number;
}

interface OpenSegment extends SegmentFile {
  readonly bytes: Buffer;
}

/**
 * Opens the data folder, and makes it where there is none. Rejects with DATA_FOLDER_IN_USE, DATA_FOLDER_OF_ANOTHER,
 * DATA_FOLDER_UNREADABLE, LOG_DAMAGED or INVALID_OPTION; then the folder is as it was and free, except that where the disk
 * failed in the middle of the repair, the next opening repairs it.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { fileSystem, folder, segmentBytes = DEFAULT_SEGMENT_BYTES } = options;
  checkSegmentBytes(segmentBytes);
  const lock = await takeLock(fileSystem, folder);
  const segments: OpenSegment[] = [];
  try {
    return await openLocked({ ...options, segmentBytes }, lock, segments);
  } catch (error) {
    await Promise.allSettled(segments.map(({ file }) => file.close()));
    await lock.release();
    throw isGraftError(error) ? error : folderUnreadable(folder, error);
  }
}

/** `segments` collects what was opened, so that the caller can close it whatever happens. */
async function openLocked(options: Required<StorageOptions>, lock: FileLock, segments: OpenSegment[]): Promise<Wal> {
  const { fileSystem, folder } = options;
  const names = await fileSystem.list(folder);
  for (const name of names.filter(isSegmentName)) await readSegment(fileSystem, folder, name, segments);
  const recovery = recover(segments);
  if (recovery.type === "damaged") throw logDamaged(join(folder, recovery.file), recovery.offset);
  if (recovery.type === "tooNew") throw tooNew(folder, recovery.file, recovery.what);
  if (recovery.type === "found") refuseAnother(options, recovery.log.state.identity);
  // Until here the folder was only looked at.
  for (const name of names.filter(isUnfinishedName)) await fileSystem.remove(join(folder, name));
  const log = recovery.type === "found" ? recovery.log : await foundLog(options, segments);
  if (recovery.type === "found") await secure(fileSystem, folder, log, segments);
  const { active, spare } = await pair(options, log.name, segments);
  const nextGeneration = recovery.type === "found" ? recovery.nextGeneration : log.generation + 1;
  const snapshots = await openSnapshots(fileSystem, folder);
  const restartFrom = ahead(log, snapshots);
  const state = restartFrom === null ? log.state : { ...log.state, base: restartFrom, entries: [] };
  const found = { ...log, state };
  return new Wal({ fileSystem, folder, lock, log: found, active, spare, nextGeneration, snapshots, restartFrom });
}

/** Where the snapshot ends, if the log does not know that entry: a crash came between the leader's snapshot and the log. */
function ahead(log: FoundLog, { latest }: SnapshotFiles): LogPosition | null {
  if (latest === null) return null;
  const { base, entries } = log.state;
  const { index, term } = latest.last;
  const known = index === base.index ? base.term : entries[index - base.index - 1]?.term;
  return known === term ? null : latest.last;
}

/** A new folder: the log begins with its identity. */
async function foundLog(options: Required<StorageOptions>, segments: OpenSegment[]): Promise<FoundLog> {
  const { fileSystem, folder, clusterName, nodeId, segmentBytes } = options;
  const identity = { clusterName, nodeId, incarnation: options.makeIncarnation() };
  const state: LogState = {
    identity,
    formation: null,
    hardState: { term: 0, votedFor: null },
    base: { index: 0, term: 0 },
    entries: [],
  };
  const at = { generation: 1, sequence: 1 };
  const { content, size, end } = beginSegment(state, { ...at, sizeMin: segmentBytes });
  const name = segmentName(0);
  const { file } = await createSegment(fileSystem, folder, name, size, content);
  segments.push({ name, file, size, bytes: content });
  return { name, ...at, size, end, state, tornBytes: 0 };
}

/** Makes durable what was recovered, wipes what stands behind it, then retires what is older. */
async function secure(fileSystem: FileSystem, folder: string, log: FoundLog, segments: OpenSegment[]): Promise<void> {
  for (const { name, file, bytes } of segments) {
    if (name !== log.name) continue;
    const clean = usedBytes(bytes.subarray(log.end, log.size)) === 0;
    bytes.fill(0, log.end);
    await writeDurably(file, clean ? bytes.subarray(0, log.end) : bytes, 0);
  }
  await fileSystem.syncFolder(folder);
  for (const { name, file, bytes } of segments) {
    if (name !== log.name && decodeSegmentHeader(bytes).type !== "none") await retire(file);
  }
}

/** The segment in use and one to go on with, made now if it is missing. */
async function pair(
  options: Required<StorageOptions>,
  activeName: string,
  segments: OpenSegment[],
): Promise<{ readonly active: SegmentFile; readonly spare: SegmentFile }> {
  const { fileSystem, folder } = options;
  const active = segments.find(({ name }) => name === activeName);
  if (active === undefined) throw new Error(`the segment ${activeName} is not open`);
  const [found, ...surplus] = segments.filter((segment) => segment !== active);
  for (const { file } of surplus) await file.close();
  if (found !== undefined) return { active, spare: found };
  const name = segmentName(activeName === segmentName(0) ? 1 : 0);
  const spare = await createSegment(fileSystem, folder, name, active.size, Buffer.alloc(0));
  return { active, spare };
}

async function readSegment(
  fileSystem: FileSystem,
  folder: string,
  name: string,
  segments: OpenSegment[],
): Promise<void> {
  const file = await fileSystem.open(join(folder, name), "existing");
  try {
    const bytes = await readWhole(file);
    segments.push({ name, file, bytes, size: bytes.length });
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

async function takeLock(fileSystem: FileSystem, folder: string): Promise<FileLock> {
  let lock: FileLock | null;
  try {
    await fileSystem.makeFolder(folder);
    lock = await fileSystem.lock(folder);
  } catch (error) {
    throw folderUnreadable(folder, error);
  }
  if (lock === null) throw new GraftError("DATA_FOLDER_IN_USE", `a running node holds ${folder}`, { folder });
  return lock;
}

function checkSegmentBytes(value: number): void {
  if (Number.isSafeInteger(value) && value >= SEGMENT_BYTES_MIN && value <= SEGMENT_BYTES_MAX) return;
  const range = `${SEGMENT_BYTES_MIN} to ${SEGMENT_BYTES_MAX}`;
  throw new GraftError("INVALID_OPTION", `segmentBytes is ${value}, and must be a whole number from ${range}`, {
    option: "segmentBytes",
    value,
  });
}

function refuseAnother(options: StorageOptions, identity: Identity): void {
  const { folder, clusterName, nodeId } = options;
  if (identity.clusterName === clusterName && identity.nodeId === nodeId) return;
  const values = {
    folder,
    expectedClusterName: clusterName,
    expectedNodeId: nodeId,
    foundClusterName: identity.clusterName,
    foundNodeId: identity.nodeId,
  };
  const owner = `${identity.nodeId} of cluster ${identity.clusterName}`;
  throw new GraftError("DATA_FOLDER_OF_ANOTHER", `${folder} belongs to ${owner}`, values);
}

const logDamaged = (file: string, offset: number): GraftError =>
  new GraftError("LOG_DAMAGED", `${file} is damaged at byte ${offset}`, { file, offset });

function tooNew(folder: string, file: string, what: string): GraftError {
  const reason = `${file} was written by another version (${what})`;
  return new GraftError("DATA_FOLDER_UNREADABLE", `${folder}: ${reason}`, { folder, reason });
}

function folderUnreadable(folder: string, cause: unknown): GraftError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GraftError("DATA_FOLDER_UNREADABLE", `${folder}: ${reason}`, { folder, reason }, { cause });
}
