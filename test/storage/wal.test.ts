import { describe, expect, test } from "vitest";
import { configurationOfVoters } from "../../src/core/types.ts";
import type { StorageBatch } from "../../src/ports/storage.ts";
import { MemoryFileSystem, type Operation } from "../../src/storage/memory-file-system.ts";
import { append, FOLDER, formation, INCARNATION, loseAll, NOTHING, open, refusal, reopen, vote } from "./support.ts";

const ioError = (code: string): Error => Object.assign(new Error(`${code}: i/o error`), { code });

function traced(disk: MemoryFileSystem): string[] {
  const trace: string[] = [];
  disk.onOperation = ({ type, path }: Operation) => {
    trace.push(`${type} ${path.slice(FOLDER.length + 1)}`);
  };
  return trace;
}

describe("an append", () => {
  test("survives a loss of power once it is done", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, { ...NOTHING, formation });
    await append(storage, vote(4, "n2"));
    disk.crash(loseAll);
    expect(await reopen(disk)).toEqual({
      identity: { clusterName: "zy_cluster", nodeId: "n1", incarnation: INCARNATION },
      formation,
      hardState: vote(4, "n2").hardState,
      base: { index: 0, term: 0 },
      entries: [],
      tornBytes: 0,
    });
  });

  test("is one write and one sync", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 65536 });
    const trace = traced(disk);
    for (let term = 1; term <= 50; term++) await append(storage, vote(term, "n2"));
    expect(trace).toEqual(Array.from({ length: 50 }, () => ["write segment-0.log", "sync segment-0.log"]).flat());
  });

  test("that rolls is durable in the new segment before the old one is retired", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 600 });
    const trace = traced(disk);
    let term = 0;
    while (trace.length === 2 * term && term < 100) await append(storage, vote(++term, "n2"));
    expect(trace.slice(2 * (term - 1))).toEqual([
      "write segment-1.log",
      "sync segment-1.log",
      "write segment-0.log",
      "sync segment-0.log",
    ]);
    expect(term).toBeGreaterThan(3);
    disk.crash(loseAll);
    expect((await reopen(disk)).hardState).toEqual(vote(term, "n2").hardState);
  });

  test("uses the same two segments over and over", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    for (let term = 1; term <= 200; term++) await append(storage, vote(term, "n3"));
    expect(await disk.list(FOLDER)).toEqual(["segment-0.log", "segment-1.log"]);
    expect(disk.contents(`${FOLDER}/segment-0.log`).length).toBe(512);
    await storage.close();
    expect((await reopen(disk)).hardState).toEqual(vote(200, "n3").hardState);
  });

  test("that does not fit into any segment is given a larger one", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    const voters = Array.from({ length: 60 }, (_, i) => ({ id: `n${i}`, incarnation: "f".repeat(32) }));
    const large = { clusterId: "c".repeat(32), configuration: configurationOfVoters(voters) };
    await append(storage, { ...NOTHING, formation: large });
    for (let term = 1; term <= 200; term++) await append(storage, vote(term, "n3"));
    disk.crash(loseAll);
    const recovered = await reopen(disk);
    expect(recovered.formation).toEqual(large);
    expect(recovered.hardState.term).toBe(200);
    expect((await disk.list(FOLDER)).length).toBe(2);
  });

  test("calls back later, and allows the next append from there", async () => {
    const storage = await open(new MemoryFileSystem());
    const order: string[] = [];
    await new Promise<void>((finished) => {
      storage.append(vote(1, null), () => {
        order.push("first done");
        storage.append(vote(2, null), () => finished());
        order.push("second begun");
      });
      order.push("first begun");
    });
    expect(order).toEqual(["first begun", "first done", "second begun"]);
  });

  test("while another is in flight, or after close, is a mistake of the caller", async () => {
    const storage = await open(new MemoryFileSystem());
    const first = append(storage, vote(1, null));
    expect(() => storage.append(vote(2, null), () => undefined)).toThrow("still being written");
    await first;
    await storage.close();
    expect(() => storage.append(vote(2, null), () => undefined)).toThrow("closed");
  });

  test("of a number that cannot be stored throws at once and changes nothing", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, vote(1, "n1"));
    expect(() => storage.append(vote(2 ** 53, null), () => undefined)).toThrow(RangeError);
    await append(storage, vote(2, "n2"));
    await storage.close();
    expect((await reopen(disk)).hardState).toEqual(vote(2, "n2").hardState);
  });

  test("in flight is finished before close gives up the lock", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    const order: string[] = [];
    const appended = append(storage, vote(1, null)).then(() => order.push("done"));
    await Promise.all([appended, storage.close().then(() => order.push("closed"))]);
    expect(order).toEqual(["done", "closed"]);
    await storage.close();
    expect((await reopen(disk)).hardState.term).toBe(1);
  });
});

describe("a disk that fails", () => {
  const failing = async (type: string, code: string, batch: StorageBatch) => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, vote(1, "n1"));
    let asked = 0;
    disk.failOperation = (operation) => {
      asked += 1;
      return operation.type === type ? ioError(code) : null;
    };
    const first = await refusal(append(storage, batch));
    const askedOnce = asked;
    disk.failOperation = (operation) => {
      asked += 1;
      return operation.type === "open" ? ioError("unexpected") : null;
    };
    const second = await refusal(append(storage, vote(3, null)));
    disk.failOperation = null;
    return { disk, storage, first, second, askedOnce, asked };
  };

  test("at a sync stops the store for good, and is never asked again", async () => {
    const { first, second, askedOnce, asked } = await failing("sync", "EIO", vote(2, "n2"));
    expect(first).toEqual({ code: "STORAGE_FAILED", values: { reason: "EIO: i/o error" } });
    expect(second).toEqual(first);
    expect(askedOnce).toBe(2);
    expect(asked).toBe(askedOnce);
  });

  test("at a write stops the store for good", async () => {
    const { first, second, askedOnce, asked } = await failing("write", "EIO", vote(2, "n2"));
    expect(first).toEqual({ code: "STORAGE_FAILED", values: { reason: "EIO: i/o error" } });
    expect(second).toEqual(first);
    expect(asked).toBe(askedOnce);
  });

  test("at a sync stops the store for good though it says that the disk is full", async () => {
    const { first, second } = await failing("sync", "ENOSPC", vote(2, "n2"));
    expect(first).toEqual({ code: "STORAGE_FAILED", values: { reason: "ENOSPC: i/o error" } });
    expect(second).toEqual(first);
  });

  test("at a sync is not believed when its bytes can still be read: they are written again before they count", async () => {
    const { disk, storage } = await failing("sync", "EIO", vote(2, "n2"));
    await storage.close();
    const shown = (await reopen(disk)).hardState;
    expect(shown).toEqual(vote(2, "n2").hardState);
    disk.crash(loseAll);
    expect((await reopen(disk)).hardState).toEqual(shown);
  });

  test("in the middle of a roll leaves the old state or the new one", async () => {
    for (const failAt of [1, 2, 3, 4]) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk);
      let inRoll = 0;
      let term = 0;
      disk.failOperation = ({ path }) => {
        if (path.endsWith("segment-1.log") || inRoll > 0) inRoll += 1;
        return inRoll === failAt ? ioError("EIO") : null;
      };
      const fill = async (): Promise<void> => {
        while (term < 50) await append(storage, vote(++term, "n2"));
      };
      expect((await refusal(fill())).code).toBe("STORAGE_FAILED");
      disk.failOperation = null;
      disk.crash(loseAll);
      const { hardState } = await reopen(disk);
      expect([term - 1, term], `failed at ${failAt}`).toContain(hardState.term);
    }
  });
});
