/** Where recordings go: under names of their own, a few of them, and never over a file that is there. */
import { describe, expect, test } from "vitest";
import { saveAs, saveInFolder } from "../../src/driver/recording-file.ts";
import type { FileSystem } from "../../src/ports/file-system.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";

const BYTES = Uint8Array.of(1, 2, 3);

async function contents(files: FileSystem, path: string): Promise<number[]> {
  const file = await files.open(path, "existing");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  await file.close();
  return [...bytes];
}

describe("a recording under a name of its own", () => {
  test("takes the first number that is free, and says where it is", async () => {
    const files = new MemoryFileSystem();
    expect(await saveInFolder(files, "/data/n1", "n1", BYTES)).toBe("/data/n1/recording-n1-1.graft");
    expect(await saveInFolder(files, "/data/n1", "n1", Uint8Array.of(9))).toBe("/data/n1/recording-n1-2.graft");
    expect(await saveInFolder(files, "/data/n1", "n2", BYTES)).toBe("/data/n1/recording-n2-1.graft");
    expect(await contents(files, "/data/n1/recording-n1-1.graft")).toEqual([1, 2, 3]);
    expect(await contents(files, "/data/n1/recording-n1-2.graft")).toEqual([9]);
  });

  test("is refused where there are ten of that node, so that one which fails for ever fills no disk", async () => {
    const files = new MemoryFileSystem();
    for (let number = 1; number <= 10; number++) await saveInFolder(files, "/d", "n1", BYTES);
    await expect(saveInFolder(files, "/d", "n1", BYTES)).rejects.toMatchObject({
      code: "RECORDING_NOT_WRITTEN",
      values: { file: "/d", reason: "there are 10 recordings of n1 already" },
    });
    expect(await files.list("/d")).toHaveLength(10);
  });
});

describe("a recording that cannot be written", () => {
  test("where a file is already, leaves that as it is", async () => {
    const files = new MemoryFileSystem();
    await files.makeFolder("/d");
    expect(await saveAs(files, "/d/mine", BYTES)).toBe("/d/mine");
    const refused = saveAs(files, "/d/mine", Uint8Array.of(7));
    await expect(refused).rejects.toMatchObject({ code: "RECORDING_NOT_WRITTEN", values: { file: "/d/mine" } });
    expect(await contents(files, "/d/mine")).toEqual([1, 2, 3]);
  });

  test("to its end, leaves no file behind", async () => {
    const files = new MemoryFileSystem();
    const full: FileSystem = {
      makeFolder: (path) => files.makeFolder(path),
      list: (path) => files.list(path),
      open: async (path, mode) => {
        const file = await files.open(path, mode);
        const sync = (): Promise<void> => Promise.reject(new Error("ENOSPC"));
        const write = (bytes: Uint8Array, position: number): Promise<void> => file.write(bytes, position);
        return {
          read: (b, p) => file.read(b, p),
          write,
          sync,
          truncate: (l) => file.truncate(l),
          size: () => file.size(),
          close: () => file.close(),
        };
      },
      rename: (from, to) => files.rename(from, to),
      remove: (path) => files.remove(path),
      syncFolder: (path) => files.syncFolder(path),
      lock: (folder) => files.lock(folder),
    };
    const refused = saveInFolder(full, "/d", "n1", BYTES);
    await expect(refused).rejects.toMatchObject({ code: "RECORDING_NOT_WRITTEN", values: { reason: "ENOSPC" } });
    expect(await files.list("/d")).toEqual([]);
  });
});
