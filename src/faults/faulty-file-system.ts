/**
 * A disk that can be broken on command. Laws: while there is no fault every call goes straight through; a fault is met by what
 * is asked for from then on; and what waits on a stuck disk is done when the disk is well again.
 *
 * A full disk has no room for files that are yet to be, nor for more than a few bytes in those that are: as on a file system that
 * writes everything anew. The few are for what the log must not be without: votes and terms (DESIGN 5).
 */
import type { BadDisk } from "../ports/faults.ts";
import type { File, FileLock, FileSystem } from "../ports/file-system.ts";

export interface DiskFaults {
  readonly disk: BadDisk | null;
  readonly tornWrite: boolean;
}

/** More than a batch with a vote takes, less than one with a command of a few words. */
const LAST_ROOM_BYTES = 128;
const UNFINISHED = /\.new$/;
const LOG_SEGMENT = /segment-\d+\.log$/;

interface Named {
  path: string;
}

const failing = (code: string): Error => Object.assign(new Error(`${code}: on purpose`), { code });

export class FaultyFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #onTorn: () => void;
  #bad: BadDisk | null = null;
  #tears = false;
  /** Files that are open, by the names that they have now. */
  readonly #open = new Set<Named>();
  /** Whoever waits for the disk to be well again. */
  #waiting: (() => void)[] = [];

  /** `onTorn`: half of a write is there; whoever wrote is to be gone when this returns. */
  constructor(inner: FileSystem, onTorn: () => void) {
    this.#inner = inner;
    this.#onTorn = onTorn;
  }

  setFaults({ disk, tornWrite }: DiskFaults): void {
    this.#bad = disk;
    this.#tears = tornWrite;
    if (disk?.type === "stuck") return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  makeFolder(path: string): Promise<void> {
    return this.#inner.makeFolder(path);
  }

  list(path: string): Promise<string[]> {
    return this.#inner.list(path);
  }

  async open(path: string, mode: "create" | "existing"): Promise<File> {
    const file = await this.#inner.open(path, mode);
    const named: Named = { path };
    this.#open.add(named);
    return {
      read: (buffer, position) => file.read(buffer, position),
      write: (bytes, position) =>
        this.#bad === null && !this.#tears ? file.write(bytes, position) : this.#write(file, named, bytes, position),
      sync: () => (this.#bad === null ? file.sync() : this.#sync(() => file.sync())),
      truncate: (length) => file.truncate(length),
      size: () => file.size(),
      close: () => {
        this.#open.delete(named);
        return file.close();
      },
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#inner.rename(from, to);
    for (const named of this.#open) if (named.path === from) named.path = to;
  }

  remove(path: string): Promise<void> {
    return this.#inner.remove(path);
  }

  syncFolder(path: string): Promise<void> {
    return this.#bad === null ? this.#inner.syncFolder(path) : this.#sync(() => this.#inner.syncFolder(path));
  }

  lock(folder: string): Promise<FileLock | null> {
    return this.#inner.lock(folder);
  }

  async #write(file: File, { path }: Named, bytes: Uint8Array, position: number): Promise<void> {
    if (this.#tears && LOG_SEGMENT.test(path)) return this.#tear(file, bytes, position);
    if (this.#bad?.type === "full" && (UNFINISHED.test(path) || bytes.length > LAST_ROOM_BYTES))
      throw failing("ENOSPC");
    await this.#untilItAnswers();
    return file.write(bytes, position);
  }

  async #tear(file: File, bytes: Uint8Array, position: number): Promise<void> {
    this.#tears = false;
    await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), position);
    this.#onTorn();
    await new Promise(() => {}); // nobody is told that it was written
  }

  async #sync(sync: () => Promise<void>): Promise<void> {
    const bad = this.#bad;
    if (bad?.type === "failsFsync") throw failing("EIO");
    if (bad?.type === "slow") await new Promise((resolve) => setTimeout(resolve, bad.ms));
    await this.#untilItAnswers();
    return sync();
  }

  async #untilItAnswers(): Promise<void> {
    while (this.#bad?.type === "stuck") await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
