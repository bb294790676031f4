/** What a node has said yes to must not be forgotten, nor invented. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FormationRecord } from "../../src/ports/formation.ts";
import { FORMATION_FILE, openFormationFile } from "../../src/storage/formation-file.ts";
import { type Choose, MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { FOLDER, INCARNATION, member, open } from "./support.ts";

const proposal = (clusterId: string) => ({
  clusterId,
  proposer: member("n1"),
  members: [member("n1"), member("n2"), member("n3")],
  leaseMs: 300,
});

const FREE: FormationRecord = { type: "free" };
const BOUND: FormationRecord = { type: "bound", proposal: proposal("c1") };
const PROPOSING: FormationRecord = { type: "proposing", proposal: proposal("c2") };

const opened = (fileSystem: MemoryFileSystem, incarnation = INCARNATION) =>
  openFormationFile({ fileSystem, folder: FOLDER, incarnation });

/** A folder with a log in it. */
async function folder(): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  await (await open(fileSystem)).close();
  return fileSystem;
}

async function change(fileSystem: MemoryFileSystem, mangle: (text: string) => string): Promise<void> {
  const file = await fileSystem.open(`${FOLDER}/${FORMATION_FILE}`, "existing");
  const bytes = Buffer.alloc(await file.size());
  await file.read(bytes, 0);
  const text = mangle(bytes.toString("utf8"));
  await file.truncate(0);
  await file.write(Buffer.from(text), 0);
  await file.sync();
  await file.close();
}

describe("the record of a formation", () => {
  test("is free in a new folder, and then what was saved last; the log does not mind it", async () => {
    const fileSystem = await folder();
    const file = await opened(fileSystem);
    expect(file.record).toEqual(FREE);
    for (const record of [BOUND, PROPOSING, FREE, BOUND]) {
      await file.save(record);
      expect((await opened(fileSystem)).record).toEqual(record);
    }
    const storage = await open(fileSystem);
    expect(storage.recovered.formation).toBeNull();
    await storage.close();
    expect((await opened(fileSystem)).record).toEqual(BOUND);
  });

  test("survives a loss of power from the moment that it was saved, whole, at whatever point the next is cut off", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 12 }), fc.infiniteStream(fc.nat()), async (at, choices) => {
        const fileSystem = await folder();
        const file = await opened(fileSystem);
        await file.save(BOUND);
        const choose: Choose = (bound) => (choices.next().value ?? 0) % bound;
        let operations = 0;
        fileSystem.onOperation = () => {
          operations += 1;
          if (operations === at) fileSystem.crash(choose);
        };
        const saved = await file.save(PROPOSING).then(
          () => true,
          () => false,
        );
        fileSystem.onOperation = null;
        fileSystem.crash(choose);
        const { record } = await opened(fileSystem);
        if (saved && (at === 0 || operations < at)) expect(record).toEqual(PROPOSING);
        else expect([BOUND, PROPOSING]).toContainEqual(record);
      }),
      { numRuns: 200 },
    );
  });

  test("that was read is durable before anybody hears of it, though its writer was killed before the sync", async () => {
    const fileSystem = await folder();
    const file = await opened(fileSystem);
    await file.save(BOUND);
    fileSystem.failOperation = ({ type }) => (type === "syncFolder" ? new Error("killed") : null);
    await expect(file.save(PROPOSING)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    fileSystem.failOperation = null;
    const { record } = await opened(fileSystem);
    fileSystem.crash(() => 0);
    expect((await opened(fileSystem)).record).toEqual(record);
  });

  test("is written no more after a write that failed", async () => {
    const fileSystem = await folder();
    const file = await opened(fileSystem);
    fileSystem.failOperation = ({ type }) => (type === "sync" ? new Error("EIO") : null);
    await expect(file.save(BOUND)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    fileSystem.failOperation = null;
    await expect(file.save(BOUND)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  });

  test.each<[string, (text: string) => string]>([
    ["a letter changed", (text) => text.replace('"bound"', '"bounc"')],
    ["another checksum", (text) => text.replace(/"checksum":\d+/, '"checksum":1')],
    ["cut short", (text) => text.slice(0, 40)],
    ["nothing", () => ""],
  ])("is refused where it is damaged: %s", async (_, mangle) => {
    const fileSystem = await folder();
    await (await opened(fileSystem)).save(BOUND);
    await change(fileSystem, mangle);
    await expect(opened(fileSystem)).rejects.toMatchObject({ code: "LOG_DAMAGED" });
  });

  test("of a later version, or of another folder, is refused", async () => {
    const fileSystem = await folder();
    await (await opened(fileSystem)).save(BOUND);
    await expect(opened(fileSystem, "f".repeat(32))).rejects.toMatchObject({ code: "LOG_DAMAGED" });
    await change(fileSystem, (text) => text.replace('"version":1', '"version":2'));
    await expect(opened(fileSystem)).rejects.toMatchObject({ code: "DATA_FOLDER_UNREADABLE" });
  });
});
