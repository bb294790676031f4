/**
 * How a data folder is opened: looked at, judged, and only then touched.
 *
 * Law: a folder that is refused is left as it was found, and its lock is given back (DESIGN 3.7). What is handed out as
 * recovered is durable: a state that was read may have been written but never synced, by a process that was killed, so it
 * is written back and synced before anybody acts on it. After a failed sync the page cache shows bytes that the disk may
 * not have and calls them clean; writing them again is the only way to know (DESIGN 3.6).
 *
 * A log of version 1 held all of its state in one segment, written anew at each roll. It is written anew once more, in the
 * form of this version, before anything is added to it; its own segment is retired only when that is durable.
 */
import { join } from "node:path";
import type { LogPosition } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";
import type { File, FileLock, FileSystem } from "../ports/file-system.ts";
import type { Identity } from "../ports/storage.ts";
import { BatchBuffer } from "./batch-buffer.ts";
import { NO_ENTRIES } from "./log-shape.ts";
import { type LogState, NO_FACTS } from "./record.ts";
import { type FoundLog, recover } from "./recovery.ts";
import { folderOfAnother, folderUnreadable, logDamaged, tooNew } from "./refusals.ts";
import { decodeSegmentHeader, FORMAT_VERSION, isZero, SEGMENT_HEADER_BYTES } from "./segment.ts";
import {
  createSegment,
  isSegmentName,
  isUnfinishedName,
  readWhole,
  retire,
  type SegmentFile,
  sealSegment,
  segmentName,
  writeDurably,
} from "./segment-file.ts";
import { openSnapshots, SNAPSHOT_NAME, type SnapshotFiles, UNFINISHED_SNAPSHOT_NAME } from "./snapshots.ts";
import { SpareSegments } from "./spare-segments.ts";
import { type LogSegment, Wal } from "./wal.ts";

/** Room for some 2,000 votes. Two are written when a folder is made, so a larger one costs start-up time. */
export const DEFAULT_SEGMENT_BYTES = 256 * 1024;
const DEFAULT_SEGMENT_BYTES_MAX = 8 * 1024 * 1024;
const SEGMENT_BYTES_MIN = 512;
const SEGMENT_BYTES_MAX = 1024 * 1024 * 1024;

export interface StorageOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly clusterName: string;
  readonly nodeId: string;
  /** Asked once, and only for a new folder: 16 random bytes in hex. */
  readonly makeIncarnation: () => string;
  /** Of the first segments. Default 256 KiB; at least 512 bytes, at most 1 GiB. */
  readonly segmentBytes?: number;
  /** To which segments grow while entries fill them. Default 8 MiB; never below `segmentBytes`. */
  readonly segmentBytesMax?: number;
}

interface OpenSegment extends SegmentFile {
  readonly bytes: Buffer;
}

/**
 * Opens the data folder, and makes it where there is none. Rejects with DATA_FOLDER_IN_USE, DATA_FOLDER_OF_ANOTHER,
 * DATA_FOLDER_UNREADABLE, LOG_DAMAGED or INVALID_OPTION; then the folder is as it was and free, except that where the disk
 * failed in the middle of the repair, the next opening repairs it.
 */
export async function openStorage(options: StorageOptions): Promise<Wal> {
  const { fileSystem, folder, segmentBytes = DEFAULT_SEGMENT_BYTES } = options;
  const segmentBytesMax = Math.max(options.segmentBytesMax ?? DEFAULT_SEGMENT_BYTES_MAX, segmentBytes);
  checkSegmentBytes("segmentBytes", segmentBytes);
  checkSegmentBytes("segmentBytesMax", segmentBytesMax);
  const lock = await takeLock(fileSystem, folder);
  const opened: File[] = [];
  try {
    return await openLocked({ ...options, segmentBytes, segmentBytesMax }, lock, opened);
  } catch (error) {
    await Promise.allSettled(opened.map((file) => file.close()));
    await lock.release();
    throw isGraftError(error) ? error : folderUnreadable(folder, error);
  }
}

type Options = Required<StorageOptions>;

/** `opened` collects the files, so that the caller can close them whatever happens. */
async function openLocked(options: Options, lock: FileLock, opened: File[]): Promise<Wal> {
  const { fileSystem, folder, segmentBytesMax } = options;
  const names = await fileSystem.list(folder);
  const segments: OpenSegment[] = [];
  for (const name of names.filter(isSegmentName)) segments.push(await readSegment(fileSystem, folder, name, opened));
  const recovery = recover(segments);
  if (recovery.type === "damaged") throw logDamaged(join(folder, recovery.file), recovery.offset);
  if (recovery.type === "tooNew") throw tooNew(folder, recovery.file, recovery.what);
  if (recovery.type === "found" && !isOwn(options, recovery.log.state.identity))
    throw folderOfAnother(folder, options, recovery.log.state.identity);
  const snapshots = await openSnapshots(fileSystem, folder, names, opened);
  const joined = joinLogAndSnapshot(folder, recovery.type === "found" ? recovery.log : null, snapshots);
  // Until here the folder was only looked at.
  for (const name of names)
    if (isUnfinishedName(name) || name === UNFINISHED_SNAPSHOT_NAME) await fileSystem.remove(join(folder, name));
  if (recovery.type === "empty" || joined === null) return foundLog(options, lock, opened, snapshots);
  const { nextGeneration } = recovery;
  await secure(fileSystem, folder, joined.log, segments);
  const current = await inThisVersion(options, joined, nextGeneration, segments, opened);
  const { log, restartFrom } = current;
  const chain = log.segments.map((each) => ({ ...each, file: fileOf(each.name, segments) }));
  const spare = await keepOneSpare(options, log, segments);
  const spares = new SpareSegments(fileSystem, folder, namesInUse(log, spare), spare);
  const generations = { nextGeneration: current.nextGeneration, restartFrom };
  const wal = new Wal({ lock, log, segments: chain, ...generations, spares, segmentBytesMax, snapshots });
  wal.retryRoom();
  return wal;
}

/** A new folder: the log begins with its identity. */
async function foundLog(options: Options, lock: FileLock, opened: File[], snapshots: SnapshotFiles): Promise<Wal> {
  const { fileSystem, folder, clusterName, nodeId, segmentBytesMax } = options;
  const identity = { clusterName, nodeId, incarnation: options.makeIncarnation() };
  const state: LogState = { identity, formation: null, hardState: { term: 0, votedFor: null } };
  const start = { state, base: { index: 0, term: 0 }, entries: [], tornBytes: 0 };
  const first = await beginLog(options, segmentName(0), start, { generation: 1, sequence: 1 }, opened);
  const spare = await createSegment(fileSystem, folder, segmentName(1), first.size, Buffer.alloc(0));
  opened.push(spare.file);
  const segments = [first];
  const log: FoundLog = { segments, ...start };
  const spares = new SpareSegments(fileSystem, folder, [first.name, spare.name], spare);
  return new Wal({ lock, log, segments, nextGeneration: 2, restartFrom: null, spares, segmentBytesMax, snapshots });
}

/** A segment that needs none before it: all that the log adds up to is in its checkpoint. */
async function beginLog(
  options: Options,
  name: string,
  { state, base, entries }: Omit<FoundLog, "segments">,
  at: { readonly generation: number; readonly sequence: number },
  opened: File[],
): Promise<LogSegment> {
  const buffer = new BatchBuffer();
  const extent = { base, oldest: at.generation };
  const end = SEGMENT_HEADER_BYTES + buffer.encode({ ...NO_FACTS, ...state, extent, entries });
  const size = Math.max(options.segmentBytes, 2 * end);
  const content = buffer.segment({ ...at, position: SEGMENT_HEADER_BYTES, size });
  const created = await createSegment(options.fileSystem, options.folder, name, size, content);
  opened.push(created.file);
  const lastIndex = entries.at(-1)?.index ?? NO_ENTRIES;
  return { ...created, ...at, version: FORMAT_VERSION, end, lastIndex };
}

interface Joined {
  readonly log: FoundLog;
  /** Where the log must be told to begin anew. */
  readonly restartFrom: LogPosition | null;
}

/**
 * The log and the snapshot, made one; null: there is no log. A log that does not hold the last entry of the snapshot (the
 * power went between the two) begins where that ends; a snapshot that the log cannot do without must be there.
 */
function joinLogAndSnapshot(folder: string, log: FoundLog | null, { latest }: SnapshotFiles): Joined | null {
  if (log === null) {
    if (latest !== null) throw logDamaged(join(folder, segmentName(0)), 0);
    return null;
  }
  if ((latest?.last.index ?? 0) < log.base.index) throw logDamaged(join(folder, SNAPSHOT_NAME), 0);
  if (latest === null || holds(log, latest.last)) return { log, restartFrom: null };
  return { log: { ...log, base: latest.last, entries: [] }, restartFrom: latest.last };
}

function holds({ base, entries }: FoundLog, last: LogPosition): boolean {
  if (last.index === base.index) return last.term === base.term;
  return entries[last.index - base.index - 1]?.term === last.term;
}

interface Current extends Joined {
  readonly nextGeneration: number;
}

/** The log in a form that this version may add to. `segments` gains the one that it had to begin, and it alone is in use. */
async function inThisVersion(
  options: Options,
  joined: Joined,
  nextGeneration: number,
  segments: OpenSegment[],
  opened: File[],
): Promise<Current> {
  const { log } = joined;
  const active = log.segments.at(-1);
  if (active === undefined || active.version === FORMAT_VERSION) return { ...joined, nextGeneration };
  const at = { generation: nextGeneration, sequence: active.sequence + 1 };
  const begun = await beginLog(options, freeName(segments), log, at, opened);
  for (const { name } of log.segments) await retire(fileOf(name, segments));
  segments.push({ name: begun.name, file: begun.file, size: begun.size, bytes: Buffer.alloc(0) });
  return { log: { ...log, segments: [begun] }, restartFrom: null, nextGeneration: nextGeneration + 1 };
}

function freeName(segments: readonly OpenSegment[]): string {
  let slot = 0;
  while (segments.some(({ name }) => name === segmentName(slot))) slot += 1;
  return segmentName(slot);
}

/**
 * Makes durable what was recovered, wipes what stands behind it, and seals what is before it; then retires what is no part
 * of it. The segments before the last one were durable, but for their seals, before it was begun.
 */
async function secure(fileSystem: FileSystem, folder: string, log: FoundLog, segments: OpenSegment[]): Promise<void> {
  const active = log.segments.at(-1);
  if (active === undefined) throw new Error("a log has a segment");
  const bytes = segments.find(({ name }) => name === active.name)?.bytes ?? Buffer.alloc(0);
  const clean = isZero(bytes.subarray(active.end, active.size));
  bytes.fill(0, active.end);
  await writeDurably(fileOf(active.name, segments), clean ? bytes.subarray(0, active.end) : bytes, 0);
  await fileSystem.syncFolder(folder);
  const former = log.segments.at(-2);
  if (former !== undefined) await sealSegment({ ...former, file: fileOf(former.name, segments) }, active.generation);
  for (const { name, file, bytes: content } of segments) {
    if (isInUse(log, name) || decodeSegmentHeader(content).type === "none") continue;
    await retire(file);
  }
}

const isInUse = (log: FoundLog, name: string): boolean => log.segments.some((segment) => segment.name === name);

const namesInUse = (log: FoundLog, spare: SegmentFile | null): string[] =>
  [...log.segments, ...(spare === null ? [] : [spare])].map(({ name }) => name);

function fileOf(name: string, segments: readonly OpenSegment[]): File {
  const segment = segments.find((each) => each.name === name);
  if (segment === undefined) throw new Error(`the segment ${name} is not open`);
  return segment.file;
}

/** The largest of those that the log does not need; the others are removed. */
async function keepOneSpare(
  { fileSystem, folder }: StorageOptions,
  log: FoundLog,
  segments: readonly OpenSegment[],
): Promise<SegmentFile | null> {
  const unused = segments.filter(({ name }) => !isInUse(log, name)).sort((a, b) => b.size - a.size);
  const [spare, ...surplus] = unused;
  for (const { name, file } of surplus) {
    await file.close();
    await fileSystem.remove(join(folder, name));
  }
  return spare === undefined ? null : { name: spare.name, file: spare.file, size: spare.size };
}

async function readSegment(fileSystem: FileSystem, folder: string, name: string, opened: File[]): Promise<OpenSegment> {
  const file = await fileSystem.open(join(folder, name), "existing");
  opened.push(file);
  const bytes = await readWhole(file);
  return { name, file, bytes, size: bytes.length };
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

function checkSegmentBytes(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= SEGMENT_BYTES_MIN && value <= SEGMENT_BYTES_MAX) return;
  const range = `${SEGMENT_BYTES_MIN} to ${SEGMENT_BYTES_MAX}`;
  throw new GraftError("INVALID_OPTION", `${option} is ${value}, and must be a whole number from ${range}`, {
    option,
    value,
  });
}

const isOwn = ({ clusterName, nodeId }: StorageOptions, identity: Identity): boolean =>
  identity.clusterName === clusterName && identity.nodeId === nodeId;
