/**
 * Segments as files: how one is born, read, and laid down.
 *
 * Law: a name `segment-N.log` stands for a file that is complete and durable; it is written aside, synced, and only then
 * renamed. So a torn file never carries a segment's name, and a folder that has lost a segment cannot pass for a new one.
 */
import { join } from "node:path";
import type { File, FileSystem } from "../ports/file-system.ts";
import { SEGMENT_HEADER_BYTES } from "./segment.ts";

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

/** `content` followed by zeros up to `size`, under its name and durable. Takes the place of a file of that name. */
export async function createSegment(
  fileSystem: FileSystem,
  folder: string,
  name: string,
  size: number,
  content: Buffer,
): Promise<SegmentFile> {
  const path = join(folder, name);
  const aside = `${path}.new`;
  const bytes = Buffer.alloc(size);
  content.copy(bytes);
  const file = await fileSystem.open(aside, "create");
  try {
    await file.write(bytes, 0);
    await file.sync();
    await fileSystem.rename(aside, path);
    await fileSystem.syncFolder(folder);
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  return { name, file, size };
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
