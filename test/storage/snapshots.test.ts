/** Snapshots as files, and what the log does with them. */
import { describe, expect, test } from "vitest";
import type { Storage } from "../../src/ports/storage.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { append, chooser, commands, FOLDER, formation, loseAll, open, refusal, reopen, write } from "./support.ts";

const { configuration } = formation;
const at = (index: number, term = 1) => ({ index, term });

async function take(storage: Storage, index: number, chunks: readonly string[], term = 1): Promise<void> {
  const sink = await storage.snapshots.begin(at(index, term), configuration);
  for (const chunk of chunks) await sink.write(Buffer.from(chunk));
  await sink.commit();
}

async function dataOf({ snapshots }: Storage): Promise<string> {
  const bytes = await snapshots.read(0, 1_000);
  return Buffer.from(bytes).toString();
}

describe("a snapshot", () => {
  test("comes back as it was written, in pieces of any size, after a loss of power", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 5)));
    await take(storage, 3, ["abc", "", "defg"]);
    disk.crash(loseAll);
    const again = await open(disk);
    expect(again.snapshots.latest).toEqual({ last: at(3), configuration, bytes: 7 });
    expect(await dataOf(again)).toBe("abcdefg");
    expect(Buffer.from(await again.snapshots.read(2, 3)).toString()).toBe("cde");
    expect(await again.snapshots.read(7, 10)).toHaveLength(0);
    expect(again.recovered.entries).toHaveLength(5);
    await again.close();
  });

  test("that is not finished does not count, and is gone when the next one begins", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 9)));
    await take(storage, 3, ["old"]);
    const sink = await storage.snapshots.begin(at(6), configuration);
    await sink.write(Buffer.from("half"));
    expect(await dataOf(storage)).toBe("old");
    disk.kill();
    const again = await open(disk);
    expect(again.snapshots.latest?.last).toEqual(at(3));
    await take(again, 9, ["new"]);
    expect(await dataOf(again)).toBe("new");
    expect((await disk.list(FOLDER)).filter((name) => name.startsWith("snapshot"))).toEqual(["snapshot.dat"]);
    await again.close();
  });

  test("for which there is no room is given up, and the one before it stays", async () => {
    for (const failing of ["create", "write", "rename"]) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk);
      await append(storage, write(...commands(1, 1, 9)));
      await take(storage, 3, ["the old one"]);
      disk.failOperation = ({ type, path }) =>
        type === failing && path.includes("snapshot") ? Object.assign(new Error("full"), { code: "ENOSPC" }) : null;
      expect(await refusal(take(storage, 6, ["new"])), failing).toEqual({
        code: "DISK_FULL",
        values: { reason: "full" },
      });
      disk.failOperation = null;
      expect(await dataOf(storage)).toBe("the old one");
      await take(storage, 6, ["the new one"]);
      await append(storage, write(...commands(1, 10, 10)));
      disk.crash(loseAll);
      const again = await open(disk);
      expect(await dataOf(again)).toBe("the new one");
      await again.close();
    }
  });

  test("that was given up takes no room", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    const sink = await storage.snapshots.begin(at(3), configuration);
    await sink.write(Buffer.from("half"));
    await sink.abort();
    expect((await disk.list(FOLDER)).filter((name) => name.startsWith("snapshot"))).toEqual([]);
    await expect(sink.write(Buffer.from("more"))).rejects.toThrow("given up");
    await storage.close();
  });

  test("whose sync says that the disk is full has failed like any other", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    disk.failOperation = ({ type }) => (type === "sync" ? Object.assign(new Error("full"), { code: "ENOSPC" }) : null);
    expect((await refusal(take(storage, 3, ["new"]))).code).toBe("STORAGE_FAILED");
  });

  test("that is gone, while the log was cut on the strength of it, is damage", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 9)));
    await take(storage, 6, ["the state"]);
    storage.forget(at(5));
    await append(storage, write(...commands(1, 10, 10)));
    await storage.close();
    await disk.remove(`${FOLDER}/snapshot.dat`);
    expect(await refusal(open(disk))).toEqual({
      code: "LOG_DAMAGED",
      values: { file: `${FOLDER}/snapshot.dat`, offset: 0 },
    });
  });

  test("is the old one or the new one, whole, wherever the power is cut", async () => {
    for (let cut = 0; cut < 14; cut++)
      for (let seed = 0; seed < 8; seed++) {
        const disk = new MemoryFileSystem();
        const storage = await open(disk);
        await append(storage, write(...commands(1, 1, 9)));
        await take(storage, 3, ["the old one"]);
        let left = cut;
        disk.onOperation = () => {
          left -= 1;
          if (left < 0) disk.powerOff();
        };
        const done = await take(storage, 6, ["the", " new", " one"]).then(
          () => true,
          () => false,
        );
        disk.onOperation = null;
        disk.crash(chooser(seed));
        const again = await open(disk);
        const index = again.snapshots.latest?.last.index;
        expect([cut, seed, index, await dataOf(again)]).toEqual([
          cut,
          seed,
          index,
          index === 6 ? "the new one" : "the old one",
        ]);
        if (done) expect([cut, seed, index]).toEqual([cut, seed, 6]);
        await again.close();
      }
  });

  test("that was damaged is refused with its file, at every byte", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 3)));
    await take(storage, 3, ["some data"]);
    await storage.close();
    const path = `${FOLDER}/snapshot.dat`;
    const whole = disk.contents(path);
    for (let position = 0; position < whole.length; position++) {
      disk.corrupt(path, position, Uint8Array.of((whole[position] ?? 0) ^ 0x40));
      expect(await refusal(open(disk))).toMatchObject({ code: "LOG_DAMAGED", values: { file: path } });
      disk.corrupt(path, position, Uint8Array.of(whole[position] ?? 0));
    }
    expect((await reopen(disk)).entries).toHaveLength(3);
  });
});

describe("a log with a snapshot", () => {
  test("that ends before it, or holds another entry there, begins anew behind it, and goes on so", async () => {
    for (const entries of [[], commands(1, 1, 4), commands(1, 1, 9)]) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk);
      await append(storage, write(...entries));
      await take(storage, 7, ["of a leader"], 5);
      disk.crash(loseAll);
      const again = await open(disk);
      expect(again.recovered).toMatchObject({ base: at(7, 5), entries: [] });
      await append(again, write(...commands(5, 8, 9)));
      disk.crash(loseAll);
      expect(await reopen(disk)).toMatchObject({ base: at(7, 5), entries: commands(5, 8, 9) });
    }
  });

  test("forgets what the snapshot holds when it rolls, and keeps its segments small", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    for (let index = 1; index <= 400; index++) {
      await append(storage, write(...commands(1, index, index)));
      if (index % 10 !== 0) continue;
      await take(storage, index, [`state ${index}`]);
      storage.forget(at(index - 2));
    }
    expect(storage.bytesOnDisk).toBeLessThan(3 * 2_048);
    disk.crash(loseAll);
    const { base, entries } = await reopen(disk);
    expect(entries.at(-1)?.index).toBe(400);
    expect(base.index).toBeGreaterThan(300);
    expect(entries[0]?.index).toBe(base.index + 1);
  });

  test("takes no entries that would leave a gap", async () => {
    const storage = await open(new MemoryFileSystem());
    await append(storage, write(...commands(1, 1, 3)));
    expect(() => storage.append(write(...commands(1, 5, 5)), () => undefined)).toThrow(RangeError);
    await storage.close();
  });
});
