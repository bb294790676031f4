/**
 * The file system port over `node:fs`.
 *
 * Law: an error of the kernel is passed on as it is, once; nothing here tries again. A sync that could not be asked for
 * (a platform that cannot sync a folder) is no error; a sync that failed is.
 *
 * Plain descriptors and callbacks rather than FileHandle: a batch is two calls, and each costs some 10-20 us less. A write that
 * the page cache takes in less time than a helper thread needs to wake is made at once; a sync, which waits for the disk,
 * never is. Nothing is durable between the two, and nobody is told that it were.
 */
import * as fs from "node:fs";
import { dirname, resolve } from "node:path";
import type { File, FileSystem } from "../ports/file-system.ts";
import { lockFolder } from "./folder-lock.ts";

/** Copied to the page cache within some 50 us; what takes longer might keep a heartbeat waiting. */
const WRITTEN_AT_ONCE_BYTES_MAX = 256 * 1024;

/** What was published in this turn leaves first: the connection's own microtask is ahead. */
const SETTLED = Promise.resolve();

class DiskFile implements File {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    return new Promise((done, fail) => {
      fs.read(this.#descriptor, buffer, 0, buffer.length, position, (error, count) =>
        error ? fail(error) : done(count),
      );
    });
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    await SETTLED;
    let written = 0;
    if (bytes.length <= WRITTEN_AT_ONCE_BYTES_MAX)
      written = fs.writeSync(this.#descriptor, bytes, 0, bytes.length, position);
    while (written < bytes.length) {
      const count = await this.#writeSome(bytes, written, position + written);
      if (count === 0) throw new Error("the file system wrote nothing and gave no reason");
      written += count;
    }
  }

  sync(): Promise<void> {
    return new Promise((done, fail) => {
      fs.fdatasync(this.#descriptor, (error) => (error ? fail(error) : done()));
    });
  }

  truncate(length: number): Promise<void> {
    return new Promise((done, fail) => {
      fs.ftruncate(this.#descriptor, length, (error) => (error ? fail(error) : done()));
    });
  }

  size(): Promise<number> {
    return new Promise((done, fail) => {
      fs.fstat(this.#descriptor, (error, stats) => (error ? fail(error) : done(stats.size)));
    });
  }

  close(): Promise<void> {
    return new Promise((done, fail) => {
      fs.close(this.#descriptor, (error) => (error ? fail(error) : done()));
    });
  }

  #writeSome(bytes: Uint8Array, from: number, position: number): Promise<number> {
    return new Promise((done, fail) => {
      fs.write(this.#descriptor, bytes, from, bytes.length - from, position, (error, count) =>
        error ? fail(error) : done(count),
      );
    });
  }
}

/** Codes by which a platform says that a folder cannot be synced at all, rather than that the sync failed. */
const CANNOT_SYNC_FOLDERS = new Set(["EISDIR", "EPERM", "EINVAL", "ENOTSUP", "EOPNOTSUPP"]);

async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await fs.promises.open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT_SYNC_FOLDERS.has(codeOf(error))) throw error;
  }
}

/**
 * Syncs the names on the way down, too: a data folder whose own name is lost is lost with all its votes. The nearest
 * parent is synced even when the folder stood there before, as whoever made it may have died before syncing.
 */
async function makeFolder(path: string): Promise<void> {
  const folder = resolve(path);
  const topmostMade = await fs.promises.mkdir(folder, { recursive: true });
  const last = dirname(topmostMade ?? folder);
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    await syncParent(parent);
    if (parent === last || parent === dirname(parent)) return;
  }
}

/** A parent that may be passed through but not read cannot be synced; then its owner made the folder long ago. */
async function syncParent(path: string): Promise<void> {
  try {
    await syncFolder(path);
  } catch (error) {
    if (codeOf(error) !== "EACCES") throw error;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

export const realFileSystem: FileSystem = {
  makeFolder,
  list: async (path) => (await fs.promises.readdir(path)).sort(),
  open: (path, mode) =>
    new Promise((done, fail) => {
      fs.open(path, mode === "create" ? "wx+" : "r+", (error, descriptor) =>
        error ? fail(error) : done(new DiskFile(descriptor)),
      );
    }),
  rename: (from, to) => fs.promises.rename(from, to),
  remove: (path) => fs.promises.unlink(path),
  syncFolder,
  lock: lockFolder,
};
