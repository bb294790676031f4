/** Entries: kept, replaced, forgotten, begun anew; in as many segments as they need. */
import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { decodeSegmentHeader, encodeBatch, encodeSegmentHeader, findBatches } from "../../src/storage/segment.ts";
import {
  append,
  chooser,
  commands,
  FOLDER,
  formation,
  loseAll,
  member,
  NOTHING,
  open,
  refusal,
  reopen,
  settle,
  takeSnapshot,
  vote,
  write,
} from "./support.ts";

const segmentsOf = async (disk: MemoryFileSystem): Promise<string[]> =>
  (await disk.list(FOLDER)).filter((name) => name.endsWith(".log")).map((name) => `${FOLDER}/${name}`);

const generationOf = (disk: MemoryFileSystem, path: string): number => {
  const header = decodeSegmentHeader(disk.contents(path));
  return header.type === "valid" ? header.generation : 0;
};

/** Those in use, oldest first. */
async function chainOf(disk: MemoryFileSystem): Promise<string[]> {
  const paths = (await segmentsOf(disk)).filter((path) => generationOf(disk, path) > 0);
  return paths.sort((a, b) => generationOf(disk, a) - generationOf(disk, b));
}

const flip = (disk: MemoryFileSystem, path: string, at: number): void =>
  disk.corrupt(path, at, Buffer.from([disk.contents(path).readUInt8(at) ^ 0x10]));

/** Until the disk has no room for the next segment; the store has seen it. */
async function fillUp(storage: Storage): Promise<void> {
  for (let index = 1; !storage.full && index < 200; index++) {
    await append(storage, write(...commands(1, index, index)));
    await settle();
  }
}

async function diskWith(entries: number): Promise<MemoryFileSystem> {
  const disk = new MemoryFileSystem();
  const storage = await open(disk);
  for (let index = 1; index <= entries; index++) await append(storage, write(...commands(1, index, index)));
  await storage.close();
  return disk;
}

describe("entries", () => {
  test("of every type come back, in their order, through many segments", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    const configuration = { voters: [member("n1")], outgoing: [member("n2")], learners: [member("n3")], leaseMs: 250 };
    const entries: Entry[] = [
      { type: "noOp", index: 1, term: 1 },
      { type: "configuration", index: 2, term: 1, configuration },
      ...commands(2, 3, 80),
      { type: "command", index: 81, term: 3, command: Buffer.alloc(0) },
    ];
    for (let i = 0; i < entries.length; i += 3) await append(storage, write(...entries.slice(i, i + 3)));
    await settle();
    disk.crash(loseAll);
    expect((await chainOf(disk)).length).toBeGreaterThan(3);
    expect(await reopen(disk)).toMatchObject({ base: { index: 0, term: 0 }, entries, tornBytes: 0 });
  });

  test("of a later batch replace those from its first index on, also in sealed segments", async () => {
    const disk = await diskWith(40);
    const storage = await open(disk);
    await append(storage, write(...commands(2, 8, 9)));
    await storage.close();
    expect((await reopen(disk)).entries).toEqual([...commands(1, 1, 7), ...commands(2, 8, 9)]);
  });

  test("that replace all there was leave no gap where the segment of the first ones is let go", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 4, 0)));
    await append(storage, write(...commands(2, 2, 11, 50)));
    await append(storage, write(...commands(3, 1, 3)));
    await settle();
    disk.crash(loseAll);
    expect((await reopen(disk)).entries).toEqual(commands(3, 1, 3));
    expect((await chainOf(disk)).length).toBe(1);
  });

  test("larger than any segment fit", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 3, 1024 * 1024)));
    await append(storage, write(...commands(1, 4, 5)));
    await settle();
    disk.crash(loseAll);
    const recovered = await reopen(disk);
    expect(recovered.entries.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    const [first] = recovered.entries;
    expect(first?.type === "command" && first.command.length).toBe(1024 * 1024);
  });

  test("that leave a gap are refused at once, and change nothing", async () => {
    const storage = await open(new MemoryFileSystem());
    await append(storage, write(...commands(1, 1, 3)));
    const attempt = (entries: Entry[]) => () => storage.append(write(...entries), () => undefined);
    expect(attempt(commands(1, 5, 5))).toThrow(RangeError);
    expect(attempt([...commands(1, 4, 4), ...commands(1, 6, 6)])).toThrow(RangeError);
    await append(storage, write(...commands(1, 4, 4)));
  });

  test("and votes in one batch are never apart, however it is torn", async () => {
    for (let seed = 0; seed < 60; seed++) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk, { segmentBytes: 8192 });
      await append(storage, { ...vote(1, "n1"), entries: commands(1, 1, 3) });
      disk.onOperation = ({ type }) => {
        if (type === "write") disk.powerOff();
      };
      await refusal(append(storage, { ...vote(2, null), entries: commands(2, 2, 20) }));
      disk.onOperation = null;
      disk.crash(chooser(seed));
      const { hardState, entries } = await reopen(disk);
      const expected = hardState.term === 1 ? commands(1, 1, 3) : [...commands(1, 1, 1), ...commands(2, 2, 20)];
      expect(entries, `seed ${seed}`).toEqual(expected);
    }
  });
});

describe("what is forgotten", () => {
  test("is gone with the next append, and its segments are used again or removed", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    let files = 0;
    for (let index = 1; index <= 600; index++) {
      await append(storage, write(...commands(1, index, index)));
      if (index % 50 !== 0) continue;
      await takeSnapshot(storage, { index, term: 1 });
      storage.forget({ index: index - 5, term: 1 });
      files = Math.max(files, (await disk.list(FOLDER)).length);
    }
    expect(files).toBeLessThan(14);
    expect(storage.bytesOnDisk).toBeLessThan(14 * 2048);
    await append(storage, vote(2, null));
    await storage.close();
    const sizes = (await segmentsOf(disk)).map((path) => disk.contents(path).length);
    const snapshotBytes = disk.contents(`${FOLDER}/snapshot.dat`).length;
    expect(storage.bytesOnDisk).toBe(sizes.reduce((a, b) => a + b, snapshotBytes));
    expect(await reopen(disk)).toMatchObject({ base: { index: 595, term: 1 }, entries: commands(1, 596, 600) });
  });

  test("stays until the entry at its base is the one that the snapshot ends with", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 10)));
    await takeSnapshot(storage, { index: 5, term: 2 });
    storage.forget({ index: 5, term: 2 });
    await append(storage, vote(2, null));
    expect((await reopenCopy(disk)).entries).toEqual([]);
    await append(storage, write(...commands(2, 4, 8)));
    await append(storage, vote(3, null));
    expect(await reopenCopy(disk)).toMatchObject({ base: { index: 5, term: 2 }, entries: commands(2, 6, 8) });
  });

  test("leaves what was recovered, so that its memory is free", async () => {
    const disk = await diskWith(20);
    const storage = await open(disk);
    storage.forget({ index: 15, term: 1 });
    expect(storage.recovered.entries).toEqual(commands(1, 16, 20));
  });
});

/** What somebody who opened a copy of the folder would find. */
async function reopenCopy(disk: MemoryFileSystem) {
  const copy = new MemoryFileSystem();
  await copy.makeFolder(FOLDER);
  for (const name of await disk.list(FOLDER))
    await (await copy.open(`${FOLDER}/${name}`, "create")).write(disk.contents(`${FOLDER}/${name}`), 0);
  return reopen(copy);
}

describe("a restart behind a snapshot", () => {
  test("drops the whole log, also what stands behind the position", async () => {
    const disk = await diskWith(60);
    const storage = await open(disk);
    const last = { index: 30, term: 4 };
    await takeSnapshot(storage, last);
    await append(storage, { ...write(...commands(4, 31, 32)), restartFrom: last });
    await append(storage, write(...commands(4, 33, 33)));
    await storage.close();
    expect((await chainOf(disk)).length).toBeLessThan(3);
    expect(await reopen(disk)).toMatchObject({ base: last, entries: commands(4, 31, 33) });
  });

  test("counts although the power went before the log was told (SCENARIO 12)", async () => {
    const disk = await diskWith(30);
    const storage = await open(disk);
    await takeSnapshot(storage, { index: 30, term: 4 });
    disk.crash(loseAll);
    const again = await open(disk);
    expect(again.recovered).toMatchObject({ base: { index: 30, term: 4 }, entries: [] });
    await append(again, write(...commands(4, 31, 31)));
    await settle();
    disk.crash(loseAll);
    expect(await reopen(disk)).toMatchObject({ base: { index: 30, term: 4 }, entries: commands(4, 31, 31) });
  });
});

describe("damage (SCENARIO 6)", () => {
  test("of any sealed segment is refused with the file and the batch, and nothing is changed", async () => {
    const disk = await diskWith(30);
    const chain = await chainOf(disk);
    expect(chain.length).toBeGreaterThan(3);
    for (const path of chain.slice(0, -1)) {
      const batches = [...findBatches(disk.contents(path), 0)];
      // The seal, the last of them, only says again what the successor says.
      for (const { position, end } of batches.slice(0, -1)) {
        for (const at of [position, position + 20, end - 1]) {
          flip(disk, path, at);
          expect(await refusal(open(disk))).toEqual({ code: "LOG_DAMAGED", values: { file: path, offset: position } });
          flip(disk, path, at);
        }
      }
    }
    expect((await reopen(disk)).entries.length).toBe(30);
  });

  test("is a segment that is missing, be it the first, one in the middle, or the last", async () => {
    const chain = await chainOf(await diskWith(30));
    for (const path of chain) {
      const disk = await diskWith(30);
      await disk.remove(path);
      expect((await refusal(open(disk))).code, path).toBe("LOG_DAMAGED");
    }
  });

  test("of the header of the last segment never brings the one before it back", async () => {
    const disk = await diskWith(30);
    const last = (await chainOf(disk)).at(-1) ?? "";
    for (const at of [0, 12, 17, 31, 33]) {
      flip(disk, last, at);
      expect((await refusal(open(disk))).code, `byte ${at}`).toBe("LOG_DAMAGED");
      flip(disk, last, at);
    }
  });

  test("of a seal alone costs nothing: it is written again", async () => {
    const disk = await diskWith(30);
    const path = (await chainOf(disk)).at(-2) ?? "";
    const seal = [...findBatches(disk.contents(path), 0)].at(-1);
    flip(disk, path, seal?.position ?? 0);
    expect((await reopen(disk)).entries.length).toBe(30);
    expect([...findBatches(disk.contents(path), 0)].at(-1)?.position).toBe(seal?.position);
  });
});

describe("a log of version 1", () => {
  /** As it was written before there were entries. */
  async function oldDisk(): Promise<MemoryFileSystem> {
    const text = (value: string): Buffer => {
      const length = Buffer.alloc(2);
      length.writeUInt16LE(value.length);
      return Buffer.concat([length, Buffer.from(value)]);
    };
    const record = (kind: number, ...parts: Buffer[]): Buffer => {
      const body = Buffer.concat(parts);
      const head = Buffer.alloc(5);
      head.writeUInt8(kind);
      head.writeUInt32LE(body.length, 1);
      return Buffer.concat([head, body]);
    };
    const memberText = (id: string): Buffer => Buffer.concat([text(member(id).id), text(member(id).incarnation)]);
    const identity = record(1, text("zy_cluster"), text("n1"), text("f".repeat(32)));
    const formed = record(2, text(formation.clusterId), Buffer.from([1, 0]), memberText("n1"));
    const hardState = record(3, Buffer.from([7, 0, 0, 0, 0, 0, 0, 0, 1]), memberText("n2"));
    const size = 1024;
    const header = encodeSegmentHeader(3, size);
    header.writeUInt32LE(1, 8);
    header.writeUInt32LE(crc32(header.subarray(0, 28)), 28);
    const at = { generation: 3, sequence: 9, position: 32, size };
    const disk = new MemoryFileSystem();
    await disk.makeFolder(FOLDER);
    const file = await disk.open(`${FOLDER}/segment-0.log`, "create");
    await file.write(Buffer.alloc(size), 0);
    await file.write(Buffer.concat([header, encodeBatch(at, Buffer.concat([identity, formed, hardState]))]), 0);
    await file.sync();
    await disk.syncFolder(FOLDER);
    return disk;
  }

  test("is read, and goes on with entries in a segment of this version", async () => {
    const disk = await oldDisk();
    const storage = await open(disk);
    const configuration = { voters: [member("n1")], outgoing: [], learners: [] };
    const old = { formation: { clusterId: formation.clusterId, configuration }, hardState: vote(7, "n2").hardState };
    expect(storage.recovered).toMatchObject({ ...old, entries: [], base: { index: 0, term: 0 } });
    await append(storage, vote(8, "n3"));
    await append(storage, write(...commands(8, 1, 2)));
    await settle();
    disk.crash(loseAll);
    expect(await reopen(disk)).toMatchObject({
      formation: old.formation,
      hardState: vote(8, "n3").hardState,
      entries: commands(8, 1, 2),
    });
    expect((await chainOf(disk)).map((path) => disk.contents(path).readUInt32LE(8))).toEqual([2]);
  });
});

describe("a disk that is full", () => {
  const noRoom = (): Error => Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });

  test("while the next segment is made fails nothing: `full` says so, and votes still fit", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 2048, segmentBytesMax: 2048 });
    disk.failOperation = ({ type }) => (type === "create" ? noRoom() : null);
    let index = 0;
    while (!storage.full && index < 200) {
      index += 1;
      await append(storage, write(...commands(1, index, index)));
      await settle();
    }
    expect(storage.full).toBe(true);
    for (let term = 2; term < 8; term++) await append(storage, vote(term, "n1"));
    const hungry = await refusal(append(storage, write(...commands(7, index + 1, index + 60))));
    expect(hungry).toEqual({ code: "DISK_FULL", values: { reason: "ENOSPC: no space left" } });
    disk.failOperation = null;
    disk.crash(loseAll);
    expect(await reopen(disk)).toMatchObject({ hardState: { term: 7 }, entries: commands(1, 1, index) });
  });

  test("and has room again is found out when asked", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    disk.failOperation = ({ type }) => (type === "create" ? noRoom() : null);
    await fillUp(storage);
    storage.retryRoom();
    await settle();
    expect(storage.full).toBe(true);
    disk.failOperation = null;
    storage.retryRoom();
    await settle();
    expect(storage.full).toBe(false);
  });

  test("and fails in another way when asked for room is full no longer: the next write says what it is", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    disk.failOperation = ({ type }) => (type === "create" ? noRoom() : null);
    await fillUp(storage);
    disk.failOperation = ({ type }) => (type === "sync" ? Object.assign(new Error("EIO"), { code: "EIO" }) : null);
    storage.retryRoom();
    await settle();
    expect(storage.full).toBe(false);
    disk.failOperation = null;
    expect((await refusal(append(storage, vote(9, null)))).code).toBe("STORAGE_FAILED");
  });

  test("leaves room for votes however many commands come", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 16_384, segmentBytesMax: 16_384 });
    disk.failOperation = ({ type }) => (type === "create" ? noRoom() : null);
    let index = 0;
    const fill = async (): Promise<void> => {
      for (; index < 1000; index++) await append(storage, write(...commands(1, index + 1, index + 1)));
    };
    expect((await refusal(fill())).code).toBe("DISK_FULL");
    for (let term = 2; term < 9; term++) await append(storage, vote(term, "n1"));
    await append(storage, write({ type: "noOp", index: index + 1, term: 8 }));
    disk.failOperation = null;
    storage.retryRoom();
    await settle();
    expect(storage.full).toBe(false);
    await append(storage, write(...commands(8, index + 2, index + 9)));
    disk.crash(loseAll);
    const { hardState, entries } = await reopen(disk);
    expect([hardState.term, entries.length]).toEqual([8, index + 9]);
  });

  test("leaves nothing of a segment that did not fit", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    disk.failOperation = ({ type, path }) => (type === "write" && path.endsWith(".new") ? noRoom() : null);
    await fillUp(storage);
    expect(storage.full).toBe(true);
    expect((await disk.list(FOLDER)).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  test("says so when it refuses to overwrite, and takes the same batch later", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 4096 });
    await append(storage, write(...commands(1, 1, 3)));
    disk.failOperation = ({ type }) => (type === "write" ? noRoom() : null);
    expect((await refusal(append(storage, write(...commands(1, 4, 6))))).code).toBe("DISK_FULL");
    expect(storage.full).toBe(true);
    disk.failOperation = null;
    storage.retryRoom();
    expect(storage.full).toBe(false);
    await append(storage, write(...commands(1, 4, 6)));
    disk.crash(loseAll);
    expect((await reopen(disk)).entries).toEqual(commands(1, 1, 6));
  });

  test("in a roll that found none never brings what was refused before what was written since", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 4096 });
    await append(storage, vote(1, "n1"));
    disk.landedOfFailed = ({ bytes }) => bytes;
    let refused = false;
    disk.failOperation = ({ type, path, bytes }) => {
      if (refused || type !== "write" || !path.endsWith("segment-1.log") || bytes < 64) return null;
      refused = true;
      return noRoom();
    };
    // Too large for what is left of the first segment, not for the spare one.
    let index = 0;
    const fill = async (): Promise<void> => {
      for (; index < 90; index++) await append(storage, write(...commands(1, index + 1, index + 1)));
    };
    expect((await refusal(fill())).code).toBe("DISK_FULL");
    await append(storage, vote(2, "n2"));
    disk.kill();
    expect((await reopen(disk)).hardState).toEqual(vote(2, "n2").hardState);
  });

  test("that fails in another way while a segment is made in the background stops the store", async () => {
    for (const [failing, code] of [
      ["write", "EIO"],
      ["sync", "EIO"],
      ["sync", "ENOSPC"],
    ] as const) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk);
      let failed = false;
      disk.failOperation = ({ type, path }) => {
        if (failed || type !== failing || !path.endsWith(".new")) return null;
        failed = true;
        return Object.assign(new Error(code), { code });
      };
      const fill = async (): Promise<void> => {
        for (let index = 1; index < 200; index++) {
          const failedBefore = failed;
          await append(storage, write(...commands(1, index, index)));
          expect(failedBefore, "nothing is written after it").toBe(false);
          await settle();
        }
      };
      expect((await refusal(fill())).code, `${code} at a ${failing}`).toBe("STORAGE_FAILED");
      expect((await refusal(append(storage, vote(9, null)))).code).toBe("STORAGE_FAILED");
    }
  });

  test("is one write and one sync for each append of entries, all the same", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 65536 });
    await append(storage, { ...NOTHING, formation });
    const trace: string[] = [];
    disk.onOperation = ({ type }) => trace.push(type);
    for (let index = 1; index <= 20; index++) await append(storage, write(...commands(1, index, index)));
    expect(trace).toEqual(Array.from({ length: 20 }, () => ["write", "sync"]).flat());
  });
});
