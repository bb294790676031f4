import { describe, expect, test } from "vitest";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { encodeBatch, encodeSegmentHeader, findBatches } from "../../src/storage/segment.ts";
import { append, FOLDER, INCARNATION, loseAll, open, refusal, reopen, vote } from "./support.ts";

const SEGMENT_0 = `${FOLDER}/segment-0.log`;
const SEGMENT_1 = `${FOLDER}/segment-1.log`;
const ioError = (code: string): Error => Object.assign(new Error(`${code}: no`), { code });

async function diskWith(terms: number, segmentBytes = 4096): Promise<MemoryFileSystem> {
  const disk = new MemoryFileSystem();
  const storage = await open(disk, { segmentBytes });
  for (let term = 1; term <= terms; term++) await append(storage, vote(term, "n2"));
  await storage.close();
  return disk;
}

const flip = (disk: MemoryFileSystem, path: string, at: number): void =>
  disk.corrupt(path, at, Buffer.from([disk.contents(path).readUInt8(at) ^ 0x10]));

const snapshot = async (disk: MemoryFileSystem): Promise<string[]> =>
  (await disk.list(FOLDER)).map((name) => `${name} ${disk.contents(`${FOLDER}/${name}`).toString("base64")}`);

describe("a new folder", () => {
  test("has an identity that is durable before it is handed out", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    expect(storage.recovered).toEqual({
      identity: { clusterName: "zy_cluster", nodeId: "n1", incarnation: INCARNATION },
      formation: null,
      hardState: { term: 0, votedFor: null },
      base: { index: 0, term: 0 },
      entries: [],
      tornBytes: 0,
    });
    disk.crash(loseAll);
    const again = await reopen(disk, { makeIncarnation: () => "another" });
    expect(again.identity.incarnation).toBe(INCARNATION);
  });

  test("may hold files that are not ours, which stay", async () => {
    const disk = new MemoryFileSystem();
    await disk.makeFolder(FOLDER);
    await (await disk.open(`${FOLDER}/notes.txt`, "create")).write(Buffer.from("mine"), 0);
    await (await disk.open(`${FOLDER}/segment-x.log`, "create")).write(Buffer.from("mine"), 0);
    await reopen(disk);
    expect(disk.contents(`${FOLDER}/notes.txt`).toString()).toBe("mine");
    expect(disk.contents(`${FOLDER}/segment-x.log`).toString()).toBe("mine");
  });
});

describe("a folder is refused", () => {
  test("while a running node holds it, and is free once that node closes", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    expect(await refusal(open(disk))).toEqual({ code: "DATA_FOLDER_IN_USE", values: { folder: FOLDER } });
    await storage.close();
    await (await open(disk)).close();
  });

  test.each([
    { clusterName: "other", nodeId: "n1" },
    { clusterName: "zy_cluster", nodeId: "n2" },
  ])("by node $nodeId of cluster $clusterName, unchanged, and stays free for its owner", async (another) => {
    const disk = await diskWith(2);
    await disk.open(`${FOLDER}/segment-1.log.new`, "create");
    const before = await snapshot(disk);
    const values = {
      folder: FOLDER,
      expectedClusterName: another.clusterName,
      expectedNodeId: another.nodeId,
      foundClusterName: "zy_cluster",
      foundNodeId: "n1",
    };
    expect(await refusal(open(disk, another))).toEqual({ code: "DATA_FOLDER_OF_ANOTHER", values });
    expect(await snapshot(disk)).toEqual(before);
    expect((await reopen(disk)).hardState.term).toBe(2);
  });

  test.each(["makeFolder", "open", "write", "sync", "syncFolder"])(
    "when it cannot be used (%s), with the reason, and stays free",
    async (type) => {
      const disk = await diskWith(2);
      disk.failOperation = (operation) => (operation.type === type ? ioError("EACCES") : null);
      const values = { folder: FOLDER, reason: "EACCES: no" };
      expect(await refusal(open(disk))).toEqual({ code: "DATA_FOLDER_UNREADABLE", values });
      disk.failOperation = null;
      expect((await reopen(disk)).hardState.term).toBe(2);
    },
  );

  test("when another version wrote a segment, unchanged", async () => {
    const disk = await diskWith(2);
    const header = encodeSegmentHeader(9, 4096);
    header.writeUInt32LE(3, 8);
    const { crc32 } = await import("node:zlib");
    header.writeUInt32LE(crc32(header.subarray(0, 28)), 28);
    disk.corrupt(SEGMENT_1, 0, header);
    const before = await snapshot(disk);
    const reason = "segment-1.log was written by another version (format version 3)";
    expect(await refusal(open(disk))).toEqual({ code: "DATA_FOLDER_UNREADABLE", values: { folder: FOLDER, reason } });
    expect(await snapshot(disk)).toEqual(before);
  });

  test("when a whole batch holds a record that this version must not skip, unchanged", async () => {
    const disk = await diskWith(2);
    const last = [...findBatches(disk.contents(SEGMENT_0), 0)].at(-1);
    const position = last?.end ?? 0;
    const at = { generation: 1, sequence: (last?.sequence ?? 0) + 1, position, size: 4096 };
    disk.corrupt(SEGMENT_0, position, encodeBatch(at, Buffer.from([77, 0, 0, 0, 0])));
    const before = await snapshot(disk);
    const reason = "segment-0.log was written by another version (record kind 77)";
    expect(await refusal(open(disk))).toEqual({ code: "DATA_FOLDER_UNREADABLE", values: { folder: FOLDER, reason } });
    expect(await snapshot(disk)).toEqual(before);
  });

  test.each([511, 0, -1, 1.5, Number.NaN, 2 ** 31])("with segments of %d bytes", async (segmentBytes) => {
    expect(await refusal(open(new MemoryFileSystem(), { segmentBytes }))).toEqual({
      code: "INVALID_OPTION",
      values: { option: "segmentBytes", value: segmentBytes },
    });
  });
});

describe("damage", () => {
  test("of any byte before the last batch is refused, with the file and where the batch begins, and nothing is changed", async () => {
    const disk = await diskWith(3);
    const batches = [...findBatches(disk.contents(SEGMENT_0), 0)];
    expect(batches.length).toBe(4);
    const good = await snapshot(disk);
    for (const { position, end } of batches.slice(0, -1)) {
      for (let at = position; at < end; at++) {
        flip(disk, SEGMENT_0, at);
        const before = await snapshot(disk);
        const values = { file: SEGMENT_0, offset: position };
        expect(await refusal(open(disk)), `byte ${at}`).toEqual({ code: "LOG_DAMAGED", values });
        expect(await snapshot(disk)).toEqual(before);
        flip(disk, SEGMENT_0, at);
      }
    }
    expect(await snapshot(disk)).toEqual(good);
    expect((await reopen(disk)).hardState.term).toBe(3);
  });

  test("of the header of the segment in use never makes a new folder, nor brings an older segment back", async () => {
    for (const terms of [1, 60]) {
      const disk = await diskWith(terms, 1024);
      const names = [SEGMENT_0, SEGMENT_1];
      const active = names.find((path) => disk.contents(path).subarray(0, 8).toString() === "GRAFTLOG") ?? "";
      for (let at = 0; at < 32; at++) {
        flip(disk, active, at);
        const before = await snapshot(disk);
        const values = { file: active, offset: 0 };
        expect(await refusal(open(disk)), `byte ${at}`).toEqual({ code: "LOG_DAMAGED", values });
        expect(await snapshot(disk)).toEqual(before);
        flip(disk, active, at);
      }
      expect((await reopen(disk)).hardState.term).toBe(terms);
    }
  });

  test("of a segment whose roll was cut before its predecessor retired does not bring that back once it was opened", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 1024 });
    disk.onOperation = ({ type, path }) => {
      if (type === "sync" && path === SEGMENT_1) disk.powerOff();
    };
    let term = 0;
    const fill = async (): Promise<void> => {
      while (term < 100) await append(storage, vote(++term, "n2"));
    };
    expect((await refusal(fill())).code).toBe("STORAGE_FAILED");
    disk.onOperation = null;
    disk.crash(loseAll);
    expect((await reopen(disk)).hardState.term).toBe(term);
    flip(disk, SEGMENT_1, 20);
    expect(await refusal(open(disk))).toEqual({ code: "LOG_DAMAGED", values: { file: SEGMENT_1, offset: 0 } });
  });

  test("is a segment that was shortened, or removed", async () => {
    const disk = await diskWith(3);
    const file = await disk.open(SEGMENT_0, "existing");
    await file.truncate(2000);
    expect(await refusal(open(disk))).toEqual({ code: "LOG_DAMAGED", values: { file: SEGMENT_0, offset: 2000 } });
    await disk.remove(SEGMENT_0);
    expect((await refusal(open(disk))).code).toBe("LOG_DAMAGED");
  });

  test("of the spare segment is none: it is made again or written over", async () => {
    const disk = await diskWith(3);
    disk.corrupt(SEGMENT_1, 0, Buffer.alloc(4096, 0xa5));
    expect((await reopen(disk)).hardState.term).toBe(3);
    await disk.remove(SEGMENT_1);
    const storage = await open(disk);
    for (let term = 4; term <= 100; term++) await append(storage, vote(term, "n3"));
    await storage.close();
    expect((await reopen(disk)).hardState.term).toBe(100);
  });
});

describe("a torn tail", () => {
  test("of every length is cut, counted and gone for good", async () => {
    const whole = await diskWith(3);
    const last = [...findBatches(whole.contents(SEGMENT_0), 0)].at(-1);
    const { position, end } = last ?? { position: 0, end: 0 };
    expect(end).toBeGreaterThan(position);
    for (let kept = 0; kept < end - position; kept++) {
      const disk = await diskWith(3);
      disk.corrupt(SEGMENT_0, position + kept, Buffer.alloc(end - position - kept));
      const recovered = await reopen(disk);
      if (recovered.hardState.term === 3) {
        // The bytes that were cut away are zeros of the batch itself.
        expect(recovered.tornBytes, `${kept} kept`).toBe(0);
        continue;
      }
      expect(recovered.hardState, `${kept} kept`).toEqual(vote(2, "n2").hardState);
      expect(recovered.tornBytes > 0, `${kept} kept`).toBe(kept > 0);
      expect(recovered.tornBytes, `${kept} kept`).toBeLessThanOrEqual(end - position);
      expect(
        disk
          .contents(SEGMENT_0)
          .subarray(position)
          .every((byte) => byte === 0),
        `${kept} kept`,
      ).toBe(true);
      disk.crash(loseAll);
      expect((await reopen(disk)).tornBytes, `${kept} kept`).toBe(0);
    }
  });

  test("whose head was lost and whose end was not is wiped as well", async () => {
    const disk = await diskWith(3);
    const end = [...findBatches(disk.contents(SEGMENT_0), 0)].at(-1)?.end ?? 0;
    disk.corrupt(SEGMENT_0, end + 100, Buffer.alloc(50, 7));
    expect((await reopen(disk)).hardState.term).toBe(3);
    expect(
      disk
        .contents(SEGMENT_0)
        .subarray(end)
        .every((byte) => byte === 0),
    ).toBe(true);
  });
});
