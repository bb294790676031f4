/**
 * Segments as files: how one is born, read, and laid down.
 *
 * Law: a name `segment-N.log` stands for a file that is complete and durable; it is written aside, synced, and only then
 * renamed. So a torn file never carries a segment's name, and a folder that has lost a segment cannot pass for a new one.
 */
import { join } from "node:path";
import { isGraftError } from "../errors.ts";
import type { File, FileSystem } from "../ports/file-system.ts";
import { encodeFacts, NO_FACTS } from "./record.ts";
import { needingRoom } from "./refusals.ts";
import { encodeBatch, SEGMENT_HEADER_BYTES } from "./segment.ts";

const SEGMENT_NAME = /^segment-\d+\.log$/;
const UNFINISHED_NAME = /^segment-\d+\.log\.new$/;

export const segmentName = (slot: number): string => `segment-${slot}.log`;
export const isSegmentName = (name: string): boolean => SEGMENT_NAME.test(name);
export const isUnfinishedName = (name: string): boolean => UNFINISHED_NAME.test(name);

export interface SegmentFile {
  readonly name: string;
  readonly file: File;
  /** Bytes set aside for it; a write within them changes no length. */
  readonly size: number;
}

const PIECE_BYTES = 1024 * 1024;

/**
 * `content` followed by zeros up to `size`, under its name and durable. Takes the place of a file of that name. Where there
 * is no room for it (DISK_FULL), nothing is left of it; a sync that fails is a failure of the disk like any other.
 */
export async function createSegment(
  fileSystem: FileSystem,
  folder: string,
  name: string,
  size: number,
  content: Buffer,
): Promise<SegmentFile> {
  const path = join(folder, name);
  const aside = `${path}.new`;
  const file = await needingRoom(fileSystem.open(aside, "create"));
  try {
    await needingRoom(fill(file, size, content));
    await file.sync();
    await needingRoom(fileSystem.rename(aside, path));
    await fileSystem.syncFolder(folder);
  } catch (error) {
    await file.close().catch(() => undefined);
    // What was set aside so far must not keep a full disk full.
    if (isGraftError(error)) await fileSystem.remove(aside).catch(() => undefined);
    throw error;
  }
  return { name, file, size };
}

/** In pieces, so that a large segment does not hold the disk up at once. */
async function fill(file: File, size: number, content: Buffer): Promise<void> {
  const head = Buffer.alloc(Math.max(content.length, Math.min(size, PIECE_BYTES)));
  content.copy(head);
  await file.write(head, 0);
  const zeros = Buffer.alloc(size > head.length ? PIECE_BYTES : 0);
  for (let at = head.length; at < size; at += PIECE_BYTES)
    await file.write(zeros.subarray(0, Math.min(PIECE_BYTES, size - at)), at);
}

export async function readWhole(file: File): Promise<Buffer> {
  const bytes = Buffer.alloc(await file.size());
  let length = 0;
  while (length < bytes.length) {
    const read = await file.read(bytes.subarray(length), length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** One write, one sync. */
export async function writeDurably(file: File, bytes: Uint8Array, position: number): Promise<void> {
  await file.write(bytes, position);
  await file.sync();
}

/** Makes a segment that has a successor illegible for good, so that nobody ever falls back to it. */
export const retire = (file: File): Promise<void> => writeDurably(file, Buffer.alloc(SEGMENT_HEADER_BYTES), 0);

/** Ends a segment for good: the log goes on in the one of the generation `successor`. */
export async function sealSegment(
  segment: SegmentFile & { readonly generation: number; readonly sequence: number; readonly end: number },
  successor: number,
): Promise<void> {
  const { generation, sequence, end: position, size, file } = segment;
  const at = { generation, sequence: sequence + 1, position, size };
  await writeDurably(file, encodeBatch(at, encodeFacts({ ...NO_FACTS, sealedBy: successor })), position);
}
