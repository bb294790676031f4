import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { File } from "../../src/ports/file-system.ts";
import { type Choose, MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { chooser, keepPrefix, loseAll } from "./support.ts";

const keepAll: Choose = (bound) => (bound === 2 || bound === 4 ? 1 : bound - 1);
const text = (disk: MemoryFileSystem, path: string): string => disk.contents(path).toString();

async function durableFile(disk: MemoryFileSystem, path: string, content: string): Promise<File> {
  await disk.makeFolder("/d");
  const file = await disk.open(path, "create");
  await file.write(Buffer.from(content), 0);
  await file.sync();
  await disk.syncFolder("/d");
  return file;
}

describe("a loss of power", () => {
  test("leaves what was synced, and nothing else has to survive", async () => {
    const disk = new MemoryFileSystem();
    const file = await durableFile(disk, "/d/a", "old");
    await file.write(Buffer.from("new and longer"), 0);
    expect(text(disk, "/d/a")).toBe("new and longer");
    disk.crash(loseAll);
    expect(text(disk, "/d/a")).toBe("old");
  });

  test("may keep what was not synced, or its first bytes, or some of its sectors", async () => {
    const afterCrash = async (choose: Choose): Promise<Buffer> => {
      const disk = new MemoryFileSystem();
      const file = await durableFile(disk, "/d/a", "o".repeat(1536));
      await file.write(Buffer.alloc(1200, "n"), 100);
      disk.crash(choose);
      return disk.contents("/d/a");
    };
    expect((await afterCrash(keepAll)).toString()).toBe("o".repeat(100) + "n".repeat(1200) + "o".repeat(236));
    expect((await afterCrash(keepPrefix(3))).toString()).toBe(`${"o".repeat(100)}nnn${"o".repeat(1433)}`);
    const shapes = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const bytes = await afterCrash(chooser(seed));
      shapes.add([100, 511, 512, 1023, 1024, 1299].map((at) => String.fromCharCode(bytes.readUInt8(at))).join(""));
    }
    expect(shapes).toContain("oonnoo");
    expect(shapes).toContain("nnoonn");
    for (const shape of ["oonnoo", "nnoonn", "oooooo", "nnnnnn"]) expect([...shapes]).toContain(shape);
  });

  test("undoes names that were not synced, in any combination", async () => {
    const afterCrash = async (choose: Choose): Promise<string[]> => {
      const disk = new MemoryFileSystem();
      await durableFile(disk, "/d/a", "a");
      await disk.open("/d/b", "create");
      await disk.rename("/d/b", "/d/c");
      await disk.remove("/d/a");
      expect(await disk.list("/d")).toEqual(["c"]);
      disk.crash(choose);
      return disk.list("/d");
    };
    expect(await afterCrash(loseAll)).toEqual(["a"]);
    expect(await afterCrash(keepAll)).toEqual(["c"]);
    const seen = new Set<string>();
    for (let seed = 0; seed < 50; seed++) seen.add((await afterCrash(chooser(seed))).join());
    expect([...seen].sort()).toEqual(["", "a", "a,b", "a,c", "b", "c"]);
  });

  test("is the same for the same seed", async () => {
    const afterCrash = async (seed: number): Promise<string> => {
      const disk = new MemoryFileSystem();
      const file = await durableFile(disk, "/d/a", "o".repeat(2000));
      for (let i = 0; i < 5; i++) await file.write(Buffer.alloc(700, 65 + i), i * 300);
      await file.truncate(1700);
      disk.crash(chooser(seed));
      return text(disk, "/d/a");
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        expect(await afterCrash(seed)).toBe(await afterCrash(seed));
      }),
      { numRuns: 20 },
    );
    expect(await afterCrash(1)).not.toBe(await afterCrash(2));
  });

  test("frees the lock, and whoever had files open has them no longer", async () => {
    const disk = new MemoryFileSystem();
    const file = await durableFile(disk, "/d/a", "old");
    expect(await disk.lock("/d")).not.toBeNull();
    expect(await disk.lock("/d")).toBeNull();
    disk.crash(loseAll);
    await expect(file.write(Buffer.from("late"), 0)).rejects.toThrow("power");
    await expect(file.read(Buffer.alloc(3), 0)).rejects.toThrow("power");
    expect(text(disk, "/d/a")).toBe("old");
    const lock = await disk.lock("/d");
    expect(lock).not.toBeNull();
    await lock?.release();
    expect(await disk.lock("/d")).not.toBeNull();
  });

  test("that comes in the middle of an operation refuses all that follows", async () => {
    const disk = new MemoryFileSystem();
    const file = await durableFile(disk, "/d/a", "old");
    disk.onOperation = () => disk.powerOff();
    await expect(file.write(Buffer.from("new"), 0)).rejects.toThrow("power");
    await expect(file.sync()).rejects.toThrow("power");
    await expect(disk.list("/d")).rejects.toThrow("power");
    disk.onOperation = null;
    disk.crash(loseAll);
    expect(text(disk, "/d/a")).toBe("old");
  });
});

describe("an error that was put in", () => {
  test("fails one operation and changes nothing", async () => {
    const disk = new MemoryFileSystem();
    const file = await durableFile(disk, "/d/a", "old");
    disk.failOperation = ({ type }) => (type === "write" ? new Error("ENOSPC") : null);
    await expect(file.write(Buffer.from("new"), 0)).rejects.toThrow("ENOSPC");
    expect(text(disk, "/d/a")).toBe("old");
  });

  test("at a sync loses the writes for good, though they can be read", async () => {
    const disk = new MemoryFileSystem();
    const file = await durableFile(disk, "/d/a", "old");
    await file.write(Buffer.from("new"), 0);
    disk.failOperation = ({ type }) => (type === "sync" ? new Error("EIO") : null);
    await expect(file.sync()).rejects.toThrow("EIO");
    disk.failOperation = null;
    await file.sync();
    expect(text(disk, "/d/a")).toBe("new");
    disk.crash(keepAll);
    expect(text(disk, "/d/a")).toBe("old");
  });
});

test("a process that dies without the machine loses nothing but its files and locks", async () => {
  const disk = new MemoryFileSystem();
  const file = await durableFile(disk, "/d/a", "old");
  await file.write(Buffer.from("new"), 0);
  disk.kill();
  await expect(file.size()).rejects.toThrow("power");
  expect(text(disk, "/d/a")).toBe("new");
  disk.crash(loseAll);
  expect(text(disk, "/d/a")).toBe("old");
});

test("what does not exist is refused", async () => {
  const disk = new MemoryFileSystem();
  await expect(disk.list("/none")).rejects.toThrow("ENOENT");
  await durableFile(disk, "/d/a", "a");
  await expect(disk.open("/d/b", "existing")).rejects.toThrow("ENOENT");
  await expect(disk.open("/d/a", "create")).rejects.toThrow("EEXIST");
  await expect(disk.rename("/d/b", "/d/c")).rejects.toThrow("ENOENT");
  await expect(disk.remove("/d/b")).rejects.toThrow("ENOENT");
});
