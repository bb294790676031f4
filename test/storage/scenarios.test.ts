/** Bugs that real systems shipped, replayed against the log alone. */
import { describe, expect, test } from "vitest";
import type { HardState } from "../../src/core/types.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { batchAt, findBatches } from "../../src/storage/segment.ts";
import {
  append,
  chooser,
  commands,
  FOLDER,
  keepPrefix,
  loseAll,
  open,
  refusal,
  reopen,
  settle,
  takeSnapshot,
  vote,
  write,
} from "./support.ts";

const SEGMENT_0 = `${FOLDER}/segment-0.log`;
const SEGMENT_1 = `${FOLDER}/segment-1.log`;

/** Puts an append on its way, cuts the power before its sync. */
async function cutBeforeSync(disk: MemoryFileSystem, storage: Storage, term: number, votedFor: string): Promise<void> {
  disk.onOperation = ({ type }) => {
    if (type === "write") disk.powerOff();
  };
  expect((await refusal(append(storage, vote(term, votedFor)))).code).toBe("STORAGE_FAILED");
  disk.onOperation = null;
}

describe("scenario 2: vote not durable", () => {
  test("a vote that was acknowledged is there after a loss of power, and after a graceful restart", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, vote(6, "A"));
    disk.crash(loseAll);
    const again = await open(disk);
    expect(again.recovered.hardState).toEqual(vote(6, "A").hardState);
    await again.close();
    expect((await reopen(disk)).hardState).toEqual(vote(6, "A").hardState);
  });

  test("however much of the write was lost, term and vote are never apart", async () => {
    const before = vote(5, "C").hardState;
    const after = vote(6, "A").hardState;
    const seen = new Set<HardState | null>();
    for (let seed = 0; seed < 400; seed++) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk, { segmentBytes: 4096 });
      await append(storage, vote(5, "C"));
      await cutBeforeSync(disk, storage, 6, "A");
      disk.crash(seed < 200 ? keepPrefix(seed) : chooser(seed));
      const { hardState } = await reopen(disk);
      expect([before, after], `seed ${seed}`).toContainEqual(hardState);
      seen.add(hardState?.term === 5 ? before : after);
    }
    expect(seen.size).toBe(2);
  });
});

describe("scenario 5: lazy fsync", () => {
  test("every entry that was acknowledged is there after a loss of power, whatever else is", async () => {
    for (let seed = 0; seed < 40; seed++) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk);
      let acknowledged = 0;
      let left = 3 + 2 * seed;
      disk.onOperation = () => {
        left -= 1;
        if (left < 0) disk.powerOff();
      };
      const fill = async (): Promise<void> => {
        for (; acknowledged < 90; acknowledged++)
          await append(storage, write(...commands(1, acknowledged + 1, acknowledged + 1)));
      };
      expect((await refusal(fill())).code).toBe("STORAGE_FAILED");
      await settle();
      disk.onOperation = null;
      disk.crash(seed % 2 === 0 ? loseAll : chooser(seed));
      const { entries } = await reopen(disk);
      expect(entries.length, `seed ${seed}`).toBeGreaterThanOrEqual(acknowledged);
      expect(entries).toEqual(commands(1, 1, entries.length));
    }
  });
});

describe("scenario 6: minority corruption", () => {
  test("a node with a flipped bit under an acknowledged vote refuses to start, and deletes nothing", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk, { segmentBytes: 4096 });
    await append(storage, vote(3, "A"));
    await append(storage, vote(4, "B"));
    await storage.close();
    const [, damaged] = [...findBatches(disk.contents(SEGMENT_0), 0)];
    const offset = damaged?.position ?? 0;
    disk.corrupt(SEGMENT_0, offset + 40, Buffer.from([disk.contents(SEGMENT_0).readUInt8(offset + 40) ^ 4]));
    const before = disk.contents(SEGMENT_0);
    const expected = { code: "LOG_DAMAGED", values: { file: SEGMENT_0, offset } };
    expect(await refusal(open(disk))).toEqual(expected);
    expect(await refusal(open(disk))).toEqual(expected);
    expect(disk.contents(SEGMENT_0).equals(before)).toBe(true);
  });

  test("so does one with a flipped bit in its snapshot: what that held may be nowhere else", async () => {
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, write(...commands(1, 1, 5)));
    await takeSnapshot(storage, { index: 5, term: 1 });
    storage.forget({ index: 5, term: 1 });
    await append(storage, vote(2, "B"));
    await storage.close();
    const file = `${FOLDER}/${(await disk.list(FOLDER)).find((name) => name.startsWith("snapshot"))}`;
    disk.corrupt(file, 3, Buffer.from([disk.contents(file).readUInt8(3) ^ 16]));
    const before = disk.contents(file);
    for (let start = 0; start < 2; start += 1)
      expect(await refusal(open(disk))).toMatchObject({ code: "LOG_DAMAGED", values: { file } });
    expect(disk.contents(file).equals(before)).toBe(true);
  });
});

describe("scenario 21: a segment's former life", () => {
  /** Rolls until segment 0, whose first life voted for A, is in use again, and stops right after that roll. */
  async function reused(disk: MemoryFileSystem): Promise<{ storage: Storage; term: number }> {
    const storage = await open(disk, { segmentBytes: 1024 });
    const rolls: string[] = [];
    disk.onOperation = ({ type, path, bytes }) => {
      if (type === "write" && bytes === 32) rolls.push(path);
    };
    let term = 0;
    while (rolls.length < 2 && term < 200) {
      term += 1;
      await append(storage, vote(term, rolls.length === 0 ? "A" : "B"));
    }
    disk.onOperation = null;
    expect(rolls).toEqual([SEGMENT_0, SEGMENT_1]);
    return { storage, term };
  }

  test("whole batches of an older life behind the last one are not read when the power is cut", async () => {
    for (let seed = 0; seed < 60; seed++) {
      const disk = new MemoryFileSystem();
      const { storage, term } = await reused(disk);
      await append(storage, vote(term + 1, "B"));
      const generations = [...findBatches(disk.contents(SEGMENT_0), 0)].map(({ generation }) => generation);
      expect(generations.slice(0, 2), "the new life").toEqual([3, 3]);
      expect(generations.slice(2).length, "the former life stands behind it").toBeGreaterThan(3);
      expect(new Set(generations.slice(2))).toEqual(new Set([1]));
      await cutBeforeSync(disk, storage, term + 2, "B");
      disk.crash(seed === 0 ? loseAll : chooser(seed));
      const { hardState } = await reopen(disk);
      expect([term + 1, term + 2], `seed ${seed}`).toContain(hardState.term);
      expect(hardState.votedFor?.id, `seed ${seed}`).toBe("B");
    }
  });

  test("a batch of a former life right behind the last one is not read, though the mark between them never landed", async () => {
    let met = 0;
    for (let length = 1; length <= 60; length++) {
      const disk = new MemoryFileSystem();
      const { storage, term } = await reused(disk);
      const former = disk.contents(SEGMENT_0);
      const votedFor = "B".repeat(length);
      await append(storage, vote(term + 1, votedFor));
      const own = [...findBatches(disk.contents(SEGMENT_0), 0)].filter(({ generation }) => generation === 3);
      const end = own.at(-1)?.end ?? 0;
      if (batchAt(former, end)?.generation !== 1) continue;
      met += 1;
      disk.corrupt(SEGMENT_0, end, former.subarray(end));
      disk.crash(loseAll);
      expect((await reopen(disk)).hardState).toEqual(vote(term + 1, votedFor).hardState);
    }
    expect(met).toBeGreaterThan(0);
  });

  test("a clean stop in a reused segment is not taken for a torn one", async () => {
    const disk = new MemoryFileSystem();
    const { storage, term } = await reused(disk);
    await storage.close();
    expect(await reopen(disk)).toMatchObject({ tornBytes: 0, hardState: vote(term, "B").hardState });
  });

  test("a roll of which only the header landed does not bring the former checkpoint back to life", async () => {
    for (let kept = 0; kept <= 40; kept++) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk, { segmentBytes: 1024 });
      const retired: string[] = [];
      let term = 0;
      disk.onOperation = ({ type, path, bytes }) => {
        if (type === "write" && bytes === 32) retired.push(path);
        if (type === "write" && retired.length === 1 && path === SEGMENT_0 && bytes > 32) disk.powerOff();
      };
      const fill = async (): Promise<void> => {
        while (term < 100) await append(storage, vote(++term, "B"));
      };
      expect((await refusal(fill())).code).toBe("STORAGE_FAILED");
      expect(retired, "the power went in the second roll").toEqual([SEGMENT_0]);
      disk.onOperation = null;
      disk.crash(keepPrefix(kept));
      expect((await reopen(disk)).hardState.term, `${kept} bytes kept`).toBe(term - 1);
    }
  });

  test("the remains of a roll that was cut short do not pass for a later roll", async () => {
    const disk = new MemoryFileSystem();
    const { storage, term: reusedAt } = await reused(disk);
    let term = reusedAt;
    const appendUntilRoll = async (store: Storage, votedFor: string): Promise<void> => {
      disk.onOperation = ({ path }) => {
        if (path === SEGMENT_1) disk.powerOff();
      };
      const fill = async (): Promise<void> => {
        while (term < 100) await append(store, vote(++term, votedFor));
      };
      expect((await refusal(fill())).code).toBe("STORAGE_FAILED");
      disk.onOperation = null;
    };
    await appendUntilRoll(storage, "B");
    const abandoned = disk.contents(SEGMENT_1);
    disk.crash(loseAll);
    // Of the first roll, the checkpoint landed and the header did not; of the second, only the header.
    disk.corrupt(SEGMENT_1, 32, abandoned.subarray(32));
    term -= 1;
    const again = await open(disk);
    expect(again.recovered.hardState).toEqual(vote(term, "B").hardState);
    await appendUntilRoll(again, "C");
    disk.crash(keepPrefix(32));
    expect((await reopen(disk)).hardState).toEqual(vote(term - 1, "B").hardState);
  });
});

describe("scenario 21, with entries", () => {
  test("the entries of a segment's former life are not read behind the last batch of its new one", async () => {
    for (let seed = 0; seed < 30; seed++) {
      const disk = new MemoryFileSystem();
      const storage = await open(disk, { segmentBytes: 1024, segmentBytesMax: 1024 });
      let index = 0;
      // Over and over through the same few files, so that all that stands behind a batch once was one.
      while (index < 120 + seed) {
        index += 1;
        await append(storage, write(...commands(1 + (index >> 4), index, index)));
        if (index % 8 !== 0) continue;
        const base = { index: index - 2, term: 1 + ((index - 2) >> 4) };
        await takeSnapshot(storage, base);
        storage.forget(base);
      }
      disk.onOperation = ({ type }) => {
        if (type === "write") disk.powerOff();
      };
      await refusal(append(storage, write(...commands(99, index + 1, index + 1))));
      await settle();
      disk.onOperation = null;
      disk.crash(seed === 0 ? loseAll : chooser(seed));
      const { base, entries } = await reopen(disk);
      expect(entries[0]?.index, `seed ${seed}`).toBe(base.index + 1);
      const terms = entries.map(({ index: at, term }) => (at > index ? term === 99 : term === 1 + (at >> 4)));
      expect(terms, `seed ${seed}`).not.toContain(false);
      expect(entries.at(-1)?.index, `seed ${seed}`).toBeGreaterThanOrEqual(index);
    }
  });
});

describe("scenario 22: one id, two machines", () => {
  test("a copied folder keeps its incarnation, so that the two can find each other out", async () => {
    const original = await open(new MemoryFileSystem());
    const disk = new MemoryFileSystem();
    const storage = await open(disk);
    await append(storage, vote(2, "n2"));
    await storage.close();
    const copy = new MemoryFileSystem();
    await copy.makeFolder(FOLDER);
    for (const name of await disk.list(FOLDER)) {
      const file = await copy.open(`${FOLDER}/${name}`, "create");
      await file.write(disk.contents(`${FOLDER}/${name}`), 0);
    }
    expect((await reopen(copy)).identity).toEqual(original.recovered.identity);
  });
});
