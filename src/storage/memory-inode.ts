/**
 * One file of the disk in memory, and what a crash does to it.
 *
 * Law: what was synced is never touched by a crash; of what was not, any part may survive, in any mixture.
 */
import type { Choose } from "./memory-file-system.ts";

type Change =
  | { readonly type: "write"; readonly bytes: Buffer; readonly position: number }
  | { readonly type: "truncate"; readonly length: number };

export interface Inode {
  /** The name it goes by, for reports; follows a rename. */
  path: string;
  /** What reads show. */
  visible: Buffer;
  /** What a crash goes back to. */
  durable: Buffer;
  /** In order; each is in `visible` and not in `durable`. */
  unsynced: Change[];
}

const SECTOR_BYTES = 512;

export const newInode = (path: string): Inode => ({
  path,
  visible: Buffer.alloc(0),
  durable: Buffer.alloc(0),
  unsynced: [],
});

export function changeInode(inode: Inode, change: Change): void {
  inode.visible = applied(inode.visible, change);
  inode.unsynced.push(change);
}

export function syncInode(inode: Inode): void {
  for (const change of inode.unsynced) inode.durable = applied(inode.durable, change);
  inode.unsynced = [];
}

/** What was to be synced is lost, and still shows in reads. */
export function failSyncInode(inode: Inode): void {
  inode.unsynced = [];
}

export function crashInode(inode: Inode, choose: Choose): void {
  for (const change of inode.unsynced) {
    for (const part of survivingParts(change, choose)) inode.durable = applied(inode.durable, part);
  }
  inode.unsynced = [];
  inode.visible = Buffer.from(inode.durable);
}

function survivingParts(change: Change, choose: Choose): Change[] {
  const fate = choose(4);
  if (fate === 0) return [];
  if (fate === 1 || change.type === "truncate") return [change];
  if (fate === 2) return [part(change.bytes, change.position, 0, choose(change.bytes.length + 1))];
  return sectors(change.bytes, change.position).filter(() => choose(2) === 1);
}

/** The write, cut where a sector of the file ends. */
function sectors(bytes: Buffer, position: number): Change[] {
  const parts: Change[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + SECTOR_BYTES - ((position + from) % SECTOR_BYTES));
    parts.push(part(bytes, position, from, to));
    from = to;
  }
  return parts;
}

const part = (bytes: Buffer, position: number, from: number, to: number): Change => ({
  type: "write",
  bytes: bytes.subarray(from, to),
  position: position + from,
});

/** `content` itself is changed where its length allows it. */
function applied(content: Buffer, change: Change): Buffer {
  const length =
    change.type === "truncate" ? change.length : Math.max(content.length, change.position + change.bytes.length);
  const result = length <= content.length ? content.subarray(0, length) : grown(content, length);
  if (change.type === "write") change.bytes.copy(result, change.position);
  return result;
}

function grown(content: Buffer, length: number): Buffer {
  const result = Buffer.alloc(length);
  content.copy(result);
  return result;
}
