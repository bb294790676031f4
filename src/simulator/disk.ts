/**
 * A machine's disk as one process has it: the disk in memory, with the time that it takes and the ways in which it fails.
 *
 * Law: what is asked for takes effect when it is answered, and not before; so a crash in between finds it undone, or done in
 * part. A process that is gone is never answered.
 */
import type { File, FileLock, FileSystem } from "../ports/file-system.ts";
import type { Dice } from "../scenario/dice.ts";
import type { Host } from "./host.ts";

/** How a disk is doing; faults change it. */
export interface DiskState {
  /** A sync takes from min to max, most often nearer to min. */
  readonly syncMs: readonly [min: number, max: number];
  /** Until then nothing is answered, in ms of the world. */
  stuckUntilMs: number;
  /** A sync takes so much longer. Default 0. */
  slowMs?: number;
  /** Where there is one, nothing is answered until whoever is on it is called. */
  stuck?: (() => void)[] | null;
}

export class ProcessDisk implements FileSystem {
  readonly #files: FileSystem;
  readonly #host: Host;
  readonly #dice: Dice;
  readonly #state: DiskState;
  readonly #nowMs: () => number;

  constructor(files: FileSystem, host: Host, dice: Dice, state: DiskState, nowMs: () => number) {
    this.#files = files;
    this.#host = host;
    this.#dice = dice;
    this.#state = state;
    this.#nowMs = nowMs;
  }

  makeFolder(path: string): Promise<void> {
    return this.#files.makeFolder(path);
  }

  list(path: string): Promise<string[]> {
    return this.#files.list(path);
  }

  async open(path: string, mode: "create" | "existing"): Promise<File> {
    const file = await this.#files.open(path, mode);
    return {
      read: (buffer, position) => file.read(buffer, position),
      // A write reaches the page cache at once, the disk at the sync.
      write: (bytes, position) => file.write(bytes, position),
      sync: async () => {
        await this.#takeTime();
        await file.sync();
      },
      truncate: (length) => file.truncate(length),
      size: () => file.size(),
      close: () => file.close(),
    };
  }

  rename(from: string, to: string): Promise<void> {
    return this.#files.rename(from, to);
  }

  remove(path: string): Promise<void> {
    return this.#files.remove(path);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#takeTime();
    await this.#files.syncFolder(path);
  }

  lock(folder: string): Promise<FileLock | null> {
    return this.#files.lock(folder);
  }

  async #takeTime(): Promise<void> {
    const { stuck } = this.#state;
    if (stuck !== undefined && stuck !== null)
      await new Promise<void>((resolve) => stuck.push(() => this.#host.input(resolve)));
    const stuckMs = Math.max(0, this.#state.stuckUntilMs - this.#nowMs());
    await new Promise<void>((resolve) => {
      this.#host.inputAfter(stuckMs + (this.#state.slowMs ?? 0) + this.#dice.scaled(...this.#state.syncMs), resolve);
    });
  }
}
