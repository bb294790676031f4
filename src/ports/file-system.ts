/**
 * The few calls by which a node touches a disk: real, in memory with crashes, or faulty. Law: only what `sync` has
 * confirmed survives; a name survives once its folder is synced.
 */
export interface File {
  /** Bytes read; fewer than asked for only at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Writes all of `bytes` or rejects. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** fdatasync: data, and the length where it changed. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface FileLock {
  release(): Promise<void>;
}

export interface FileSystem {
  /** Makes the folder and its parents; no error where it exists. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder, sorted. */
  list(path: string): Promise<string[]>;
  /** "create": must not exist; "existing": must exist. Both for reading and writing. */
  open(path: string, mode: "create" | "existing"): Promise<File>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the names in the folder durable. */
  syncFolder(path: string): Promise<void>;
  /**
   * One holder at a time on this machine, over threads and processes; freed by the kernel when the holder dies.
   * Resolves to null where somebody else holds it.
   */
  lock(folder: string): Promise<FileLock | null>;
}
