/**
 * A disk in memory that forgets what was not synced, for tests and the simulator.
 *
 * Law: it keeps no more than the port promises. After `crash`, each unsynced write is kept, lost, cut to a prefix or kept
 * in some of its sectors, and each unsynced name is kept or lost, in any combination, as `choose` decides; equal choices
 * give equal disks. A sync that failed loses its writes for good although they can still be read: no later sync brings
 * them to the disk, as on Linux.
 *
 * `crash` and `kill` part the holder from the disk: its files and locks are dead, and whatever it still tries is refused.
 */
import { basename, dirname } from "node:path";
import type { File, FileLock, FileSystem } from "../ports/file-system.ts";
import { changeInode, crashInode, failSyncInode, type Inode, newInode, syncInode } from "./memory-inode.ts";

/** A whole number from 0 up to, but not including, `bound`. */
export type Choose = (bound: number) => number;

export type OperationType =
  | "makeFolder"
  | "create"
  | "open"
  | "write"
  | "sync"
  | "truncate"
  | "rename"
  | "remove"
  | "syncFolder";

/** A change of the disk, a sync, or the opening of a file. */
export interface Operation {
  readonly type: OperationType;
  readonly path: string;
  /** Bytes written; 0 for all else. */
  readonly bytes: number;
}

interface NameChange {
  readonly name: string;
  /** null: the name goes. */
  readonly inode: Inode | null;
  /** Of a rename: this name goes together with the change, or not at all. */
  readonly former: string | null;
}

interface Folder {
  /** What `list` shows. */
  names: Map<string, Inode>;
  /** What a crash goes back to. */
  durable: Map<string, Inode>;
  unsynced: NameChange[];
}

export class MemoryFileSystem implements FileSystem {
  /** Asked before each operation: the error that it returns is what the operation fails with, and nothing is changed. */
  failOperation: ((operation: Operation) => Error | null) | null = null;
  /** How many bytes of a write that fails land all the same. */
  landedOfFailed: ((operation: Operation) => number) | null = null;
  /** Told after each operation that took place. May call `powerOff`. */
  onOperation: ((operation: Operation) => void) | null = null;

  readonly #folders = new Map<string, Folder>();
  readonly #locks = new Map<string, symbol>();
  #powered = true;
  /** Counts up with each crash: files of an earlier life are dead. */
  #life = 0;

  /** From now on nothing reaches the disk and every call is refused, until `crash` or `kill`. */
  powerOff(): void {
    this.#powered = false;
  }

  /** The power fails and comes back: unsynced changes survive only as `choose` decides. */
  crash(choose: Choose): void {
    for (const folder of this.#folders.values()) crashFolder(folder, choose);
    for (const inode of this.#inodes()) crashInode(inode, choose);
    this.kill();
  }

  /** The process dies, the machine does not: all that was written can be read, and is synced or not as it was before. */
  kill(): void {
    this.#life += 1;
    this.#powered = true;
    this.#locks.clear();
  }

  /** What `list` would show. */
  names(folder: string): string[] {
    return [...(this.#folders.get(folder)?.names.keys() ?? [])].sort();
  }

  /** A copy of what a reader would see. */
  contents(path: string): Buffer {
    return Buffer.from(this.#inode(path).visible);
  }

  /** Changes a file behind its writer's back, and durably. */
  corrupt(path: string, position: number, bytes: Uint8Array): void {
    const inode = this.#inode(path);
    changeInode(inode, { type: "write", bytes: Buffer.from(bytes), position });
    syncInode(inode);
  }

  async makeFolder(path: string): Promise<void> {
    this.#operate({ type: "makeFolder", path, bytes: 0 }, () => {
      if (this.#folders.has(path)) return;
      this.#folders.set(path, { names: new Map(), durable: new Map(), unsynced: [] });
    });
  }

  async list(path: string): Promise<string[]> {
    this.#check(this.#life);
    return [...this.#folder(path).names.keys()].sort();
  }

  async open(path: string, mode: "create" | "existing"): Promise<File> {
    const life = this.#life;
    const create = mode === "create";
    this.#operate({ type: create ? "create" : "open", path, bytes: 0 }, () => {
      if (create) this.#create(path);
    });
    return this.#handle(this.#inode(path), life);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#operate({ type: "rename", path: to, bytes: 0 }, () => {
      if (dirname(from) !== dirname(to)) throw failure("EXDEV", `rename '${from}' to another folder`);
      const inode = this.#inode(from);
      changeFolder(this.#folder(dirname(to)), { name: basename(to), inode, former: basename(from) });
      inode.path = to;
    });
  }

  async remove(path: string): Promise<void> {
    this.#operate({ type: "remove", path, bytes: 0 }, () => {
      this.#inode(path);
      changeFolder(this.#folder(dirname(path)), { name: basename(path), inode: null, former: null });
    });
  }

  async syncFolder(path: string): Promise<void> {
    this.#operate({ type: "syncFolder", path, bytes: 0 }, () => {
      const folder = this.#folder(path);
      folder.durable = new Map(folder.names);
      folder.unsynced = [];
    });
  }

  async lock(folder: string): Promise<FileLock | null> {
    this.#check(this.#life);
    this.#folder(folder);
    if (this.#locks.has(folder)) return null;
    const holder = Symbol(folder);
    this.#locks.set(folder, holder);
    const release = async (): Promise<void> => {
      if (this.#locks.get(folder) === holder) this.#locks.delete(folder);
    };
    return { release };
  }

  #create(path: string): void {
    const folder = this.#folder(dirname(path));
    const name = basename(path);
    if (folder.names.has(name)) throw failure("EEXIST", `open '${path}'`);
    changeFolder(folder, { name, inode: newInode(path), former: null });
  }

  #handle(inode: Inode, life: number): File {
    const operate = (type: OperationType, bytes: number, perform: () => void, failed = (): void => undefined): void => {
      this.#check(life);
      this.#operate({ type, path: inode.path, bytes }, perform, failed);
    };
    return {
      read: async (buffer, position) => {
        this.#check(life);
        const bytes = inode.visible.subarray(position, position + buffer.length);
        buffer.set(bytes);
        return bytes.length;
      },
      write: async (source, position) => {
        const change = { type: "write", bytes: Buffer.from(source), position } as const;
        const failed = (): void => {
          const landed = this.landedOfFailed?.({ type: "write", path: inode.path, bytes: source.length }) ?? 0;
          if (landed > 0) changeInode(inode, { ...change, bytes: change.bytes.subarray(0, landed) });
        };
        operate("write", source.length, () => changeInode(inode, change), failed);
      },
      sync: async () => {
        const failed = (): void => failSyncInode(inode);
        operate("sync", 0, () => syncInode(inode), failed);
      },
      truncate: async (length) => operate("truncate", 0, () => changeInode(inode, { type: "truncate", length })),
      size: async () => {
        this.#check(life);
        return inode.visible.length;
      },
      close: async () => undefined,
    };
  }

  #operate(operation: Operation, perform: () => void, failed = (): void => undefined): void {
    const life = this.#life;
    this.#check(life);
    const error = this.failOperation?.(operation) ?? null;
    if (error !== null) {
      failed();
      throw error;
    }
    perform();
    this.onOperation?.(operation);
    this.#check(life);
  }

  #check(life: number): void {
    if (!this.#powered || life !== this.#life) throw failure("EIO", "the power is off");
  }

  #folder(path: string): Folder {
    const folder = this.#folders.get(path);
    if (folder === undefined) throw failure("ENOENT", `no folder '${path}'`);
    return folder;
  }

  #inode(path: string): Inode {
    const inode = this.#folders.get(dirname(path))?.names.get(basename(path));
    if (inode === undefined) throw failure("ENOENT", `no file '${path}'`);
    return inode;
  }

  #inodes(): Set<Inode> {
    return new Set([...this.#folders.values()].flatMap((folder) => [...folder.names.values()]));
  }
}

function changeFolder(folder: Folder, change: NameChange): void {
  applyName(folder.names, change);
  folder.unsynced.push(change);
}

function crashFolder(folder: Folder, choose: Choose): void {
  for (const change of folder.unsynced) {
    if (choose(2) === 1) applyName(folder.durable, change);
  }
  folder.unsynced = [];
  folder.names = new Map(folder.durable);
}

function applyName(names: Map<string, Inode>, { name, inode, former }: NameChange): void {
  if (former !== null && names.get(former) === inode) names.delete(former);
  if (inode === null) names.delete(name);
  else names.set(name, inode);
}

const failure = (code: string, what: string): Error => Object.assign(new Error(`${code}: ${what}`), { code });
