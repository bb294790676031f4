/** The errors by which the storage refuses. Law: each has the code and the values that its reader in another language needs. */
import { GraftError, isGraftError } from "../errors.ts";
import type { Identity } from "../ports/storage.ts";

const FULL_CODES = new Set(["ENOSPC", "EDQUOT"]);

/** The disk, or the user's share of it, is full. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && FULL_CODES.has(error.code);

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export function storageFailed(cause: unknown): GraftError {
  const reason = reasonOf(cause);
  return new GraftError("STORAGE_FAILED", `a write to the data folder failed: ${reason}`, { reason }, { cause });
}

export function diskFull(cause: unknown): GraftError {
  const reason = reasonOf(cause);
  return new GraftError("DISK_FULL", `there is no room on the disk: ${reason}`, { reason }, { cause });
}

/** Waits for what sets room aside, and tells a disk without room from one that failed. */
export async function needingRoom<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isFull(error) ? diskFull(error) : error;
  }
}

/** Waits for work on the folder's files, and gives what goes wrong with them its code. */
export async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isGraftError(error) ? error : storageFailed(error);
  }
}

export function logDamaged(file: string, offset: number): GraftError {
  const way = "what it held is on the other nodes: put the folder aside, and take the node in again as a new member";
  return new GraftError("LOG_DAMAGED", `${file} is damaged at byte ${offset}; ${way}`, { file, offset });
}

export function tooNew(folder: string, file: string, what: string): GraftError {
  const reason = `${file} was written by another version (${what})`;
  return new GraftError("DATA_FOLDER_UNREADABLE", `${folder}: ${reason}`, { folder, reason });
}

export function folderUnreadable(folder: string, cause: unknown): GraftError {
  const reason = reasonOf(cause);
  return new GraftError("DATA_FOLDER_UNREADABLE", `${folder}: ${reason}`, { folder, reason }, { cause });
}

export function folderOfAnother(folder: string, expected: Omit<Identity, "incarnation">, found: Identity): GraftError {
  const values = {
    folder,
    expectedClusterName: expected.clusterName,
    expectedNodeId: expected.nodeId,
    foundClusterName: found.clusterName,
    foundNodeId: found.nodeId,
  };
  const owner = `${found.nodeId} of cluster ${found.clusterName}`;
  return new GraftError("DATA_FOLDER_OF_ANOTHER", `${folder} belongs to ${owner}`, values);
}
