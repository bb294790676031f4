/**
 * The data folder of a node of protocol `graft`: who it is (`graft-node.json`), and what it voted (`graft-state.json`).
 *
 * Laws: the folder belongs to one node of one cluster and is locked while in use; a state is written aside, synced, renamed,
 * and its name synced, so that a crash leaves the old one or the new one; nothing is deleted by closing. A node that has a
 * name but no state has lost its vote, and is refused. A state without a name was put there by hand, from a Go node: it is taken.
 *
 * What fails before the new file takes the place of the old has changed nothing (STATE_NOT_SAVED). A sync that fails, or what
 * fails behind the renaming, leaves nothing known (STORAGE_FAILED), and nothing more is written.
 */
import { join } from "node:path";
import type { NodeId } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";
import type { Ballot, BallotStore } from "../ports/election.ts";
import type { File, FileLock, FileSystem } from "../ports/file-system.ts";
import { decodeBallot, encodeBallot } from "./state-file.ts";

export const STATE_FILE = "graft-state.json";
const IDENTITY_FILE = "graft-node.json";
const ASIDE = ".next";
const FILE_BYTES_MAX = 64 * 1024;

export interface ElectionFolderOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly clusterName: string;
  /** null: as the folder says; a new folder gets one from `makeId`. */
  readonly id: NodeId | null;
  readonly makeId: () => NodeId;
}

export interface ElectionFolder extends BallotStore {
  readonly id: NodeId;
  /** As it was found, or the first one. */
  readonly ballot: Ballot;
}

/**
 * @throws GraftError DATA_FOLDER_IN_USE, DATA_FOLDER_OF_ANOTHER, DATA_FOLDER_UNREADABLE, STATE_MISSING, STATE_EMPTY,
 * STATE_CORRUPT: then nothing in the folder was changed; STATE_NOT_SAVED, STORAGE_FAILED.
 */
export async function openElectionFolder(options: ElectionFolderOptions): Promise<ElectionFolder> {
  const { fileSystem, folder } = options;
  await reading(folder, fileSystem.makeFolder(folder));
  const lock = await reading(folder, fileSystem.lock(folder));
  if (lock === null) throw new GraftError("DATA_FOLDER_IN_USE", `${folder} is in use by another node`, { folder });
  try {
    const names = await reading(folder, fileSystem.list(folder));
    return await openLocked(options, names, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(
  options: ElectionFolderOptions,
  names: readonly string[],
  lock: FileLock,
): Promise<ElectionFolder> {
  const { fileSystem, folder, clusterName } = options;
  const known = names.includes(IDENTITY_FILE) ? await readIdentity(options) : null;
  refuseAnother(options, known, names);
  const path = join(folder, STATE_FILE);
  if (known !== null && !names.includes(STATE_FILE))
    throw new GraftError("STATE_MISSING", `${path} is gone: what this node voted is lost`, { file: path });
  const found = names.includes(STATE_FILE) ? decodeBallot(await readFile(fileSystem, folder, STATE_FILE), path) : null;
  const id = known?.id ?? options.id ?? options.makeId();
  const ballot = found ?? { term: 0, votedFor: null };
  const files = new SavedFiles(fileSystem, folder);
  // What was read may never have been synced by whoever wrote it: it is made durable before anybody acts on it.
  await files.replace(STATE_FILE, encodeBallot(ballot));
  if (known === null) await files.replace(IDENTITY_FILE, encodeIdentity({ cluster: clusterName, id }));
  return {
    id,
    ballot,
    save: (next) => files.replace(STATE_FILE, encodeBallot(next)),
    close: () => lock.release(),
  };
}

interface NodeIdentity {
  readonly cluster: string;
  readonly id: NodeId;
}

const encodeIdentity = (identity: NodeIdentity): Uint8Array =>
  Buffer.from(`${JSON.stringify({ version: 1, protocol: "graft", ...identity })}\n`);

async function readIdentity({ fileSystem, folder }: ElectionFolderOptions): Promise<NodeIdentity> {
  const text = Buffer.from(await readFile(fileSystem, folder, IDENTITY_FILE)).toString("utf8");
  const value: unknown = await reading(
    folder,
    Promise.resolve().then(() => JSON.parse(text)),
  );
  if (typeof value === "object" && value !== null && "cluster" in value && "id" in value) {
    const { cluster, id } = value;
    if (typeof cluster === "string" && typeof id === "string") return { cluster, id };
  }
  throw unreadable(folder, `${IDENTITY_FILE} does not say whose folder this is`);
}

function refuseAnother(
  { folder, clusterName, id }: ElectionFolderOptions,
  known: NodeIdentity | null,
  names: readonly string[],
): void {
  const isOther = known !== null && (known.cluster !== clusterName || (id !== null && id !== known.id));
  if (isOther) {
    const values = {
      folder,
      expectedClusterName: clusterName,
      expectedNodeId: id ?? known.id,
      foundClusterName: known.cluster,
      foundNodeId: known.id,
    };
    const owner = `${known.id} of cluster ${known.cluster}`;
    throw new GraftError("DATA_FOLDER_OF_ANOTHER", `${folder} belongs to ${owner}`, values);
  }
  if (known === null && names.some((name) => name.endsWith(".log")))
    throw unreadable(folder, "it holds the log of a node of protocol raft");
}

async function readFile(fileSystem: FileSystem, folder: string, name: string): Promise<Uint8Array> {
  return reading(
    folder,
    opened(await reading(folder, fileSystem.open(join(folder, name), "existing")), async (file) => {
      const bytes = Buffer.alloc(Math.min(await file.size(), FILE_BYTES_MAX));
      return bytes.subarray(0, await file.read(bytes, 0));
    }),
  );
}

async function opened<T>(file: File, use: (file: File) => Promise<T>): Promise<T> {
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Replaces files whole, one at a time. */
class SavedFiles {
  readonly #fileSystem: FileSystem;
  readonly #folder: string;
  #failed: GraftError | null = null;

  constructor(fileSystem: FileSystem, folder: string) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    if (this.#failed !== null) throw this.#failed;
    const path = join(this.#folder, name);
    const aside = path + ASIDE;
    await this.#unlessSaved(name, this.#writeAside(aside, bytes));
    await this.#unlessSaved(name, this.#fileSystem.rename(aside, path));
    await this.#orFail(this.#fileSystem.syncFolder(this.#folder));
  }

  async #writeAside(path: string, bytes: Uint8Array): Promise<void> {
    // Left by one that failed, or was killed.
    await this.#fileSystem.remove(path).catch((error: unknown) => passOver("ENOENT", error));
    await opened(await this.#fileSystem.open(path, "create"), async (file) => {
      await file.write(bytes, 0);
      await this.#orFail(file.sync());
    });
  }

  async #unlessSaved(name: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (cause) {
      if (isGraftError(cause)) throw cause;
      const values = { file: join(this.#folder, name), reason: reasonOf(cause) };
      throw new GraftError("STATE_NOT_SAVED", `${values.file} was not saved: ${values.reason}`, values, { cause });
    }
  }

  async #orFail(sync: Promise<void>): Promise<void> {
    try {
      await sync;
    } catch (cause) {
      const reason = reasonOf(cause);
      this.#failed = new GraftError("STORAGE_FAILED", `a sync of the state failed: ${reason}`, { reason }, { cause });
      throw this.#failed;
    }
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function passOver(code: string, error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === code)) throw error;
}

async function reading<T>(folder: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isGraftError(error) ? error : unreadable(folder, reasonOf(error), error);
  }
}

const unreadable = (folder: string, reason: string, cause?: unknown): GraftError =>
  new GraftError("DATA_FOLDER_UNREADABLE", `${folder}: ${reason}`, { folder, reason }, { cause });
