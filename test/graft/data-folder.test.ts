/** The data folder of a node of protocol `graft`, whatever befalls its disk. */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isGraftError } from "../../src/errors.ts";
import { type ElectionFolderOptions, openElectionFolder, STATE_FILE } from "../../src/graft/data-folder.ts";
import { decodeBallot, encodeBallot } from "../../src/graft/state-file.ts";
import { realFileSystem } from "../../src/storage/file-system.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { FOLDER, STATE_PATH } from "./rig.ts";

const options = (fileSystem: ElectionFolderOptions["fileSystem"], folder = FOLDER): ElectionFolderOptions => ({
  fileSystem,
  folder,
  clusterName: "zy",
  id: null,
  makeId: () => "made",
});

const codeOf = (error: unknown): unknown => (isGraftError(error) ? error.code : error);

const first = { term: 3, votedFor: "b" };
const second = { term: 4, votedFor: "c" };

describe("power that fails at any step of a save", () => {
  test("leaves the old ballot or the new one, and the new one once the save has come back", async () => {
    const seen = new Set<number>();
    for (let step = 1; step <= 7; step++) {
      for (const choice of [0, 1, 2]) {
        const disk = new MemoryFileSystem();
        const folder = await openElectionFolder(options(disk));
        await folder.save(first);
        let operations = 0;
        disk.onOperation = () => {
          operations += 1;
          if (operations === step) disk.powerOff();
        };
        const saved = await folder.save(second).then(
          () => true,
          () => false,
        );
        disk.onOperation = null;
        disk.crash((bound) => choice % bound);
        const { ballot, id } = await openElectionFolder(options(disk));
        expect(id).toBe("made");
        expect([3, 4]).toContain(ballot.term);
        if (saved) expect(ballot).toEqual(second);
        seen.add(ballot.term);
      }
    }
    expect([...seen].sort()).toEqual([3, 4]);
  });

  test("while the folder is made leaves one that can be started, in no vote at all", async () => {
    for (let step = 1; step <= 12; step++) {
      const disk = new MemoryFileSystem();
      let operations = 0;
      disk.onOperation = () => {
        operations += 1;
        if (operations === step) disk.powerOff();
      };
      await openElectionFolder(options(disk)).catch(() => undefined);
      disk.onOperation = null;
      disk.crash(() => 0);
      const { ballot } = await openElectionFolder(options(disk));
      expect(ballot).toEqual({ term: 0, votedFor: null });
    }
  });
});

describe("a save that fails", () => {
  const failing = (type: string, code: string) => (operation: { readonly type: string }) =>
    operation.type === type ? Object.assign(new Error(code), { code }) : null;

  test.each(["create", "write", "rename"])("at %s has changed nothing, and the next one may succeed", async (type) => {
    const disk = new MemoryFileSystem();
    const folder = await openElectionFolder(options(disk));
    await folder.save(first);
    disk.failOperation = failing(type, "ENOSPC");
    const error: unknown = await folder.save(second).catch((reason: unknown) => reason);
    expect(codeOf(error)).toBe("STATE_NOT_SAVED");
    expect(decodeBallot(disk.contents(STATE_PATH), STATE_PATH)).toEqual(first);
    disk.failOperation = null;
    await folder.save(second);
    expect(decodeBallot(disk.contents(STATE_PATH), STATE_PATH)).toEqual(second);
  });

  test.each(["sync", "syncFolder"])(
    "at %s is the last: nothing is known of the disk, and nothing more is written",
    async (type) => {
      const disk = new MemoryFileSystem();
      const folder = await openElectionFolder(options(disk));
      disk.failOperation = failing(type, "EIO");
      expect(codeOf(await folder.save(first).catch((reason: unknown) => reason))).toBe("STORAGE_FAILED");
      disk.failOperation = null;
      let written = 0;
      disk.onOperation = () => {
        written += 1;
      };
      expect(codeOf(await folder.save(second).catch((reason: unknown) => reason))).toBe("STORAGE_FAILED");
      expect(written).toBe(0);
    },
  );
});

describe("on a real disk", () => {
  const realFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "graft-test-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };

  test("a ballot is kept, nothing is left lying about, and closing deletes nothing", async () => {
    const path = await realFolder();
    const folder = await openElectionFolder(options(realFileSystem, path));
    await folder.save(first);
    await folder.close();
    expect(await readdir(path)).toEqual(["graft-node.json", STATE_FILE]);
    expect(await readFile(join(path, STATE_FILE))).toEqual(encodeBallot(first));
    const again = await openElectionFolder(options(realFileSystem, path));
    expect([again.id, again.ballot]).toEqual(["made", first]);
    await again.close();
  });

  test("what a killed one left half written is passed over", async () => {
    const path = await realFolder();
    await writeFile(join(path, `${STATE_FILE}.next`), "half");
    const folder = await openElectionFolder(options(realFileSystem, path));
    expect(folder.ballot).toEqual({ term: 0, votedFor: null });
    await folder.close();
  });

  test.skipIf(process.getuid?.() === 0)(
    "one that cannot be written is refused (skipped for root, who may)",
    async () => {
      const path = await realFolder();
      await chmod(path, 0o500);
      await expect(openElectionFolder(options(realFileSystem, path))).rejects.toMatchObject({
        code: "STATE_NOT_SAVED",
      });
    },
  );

  test("a file in its place, another's folder, and a log of protocol raft are refused by name", async () => {
    const path = await realFolder();
    await writeFile(join(path, "file"), "");
    const unreadable = { code: "DATA_FOLDER_UNREADABLE" };
    await expect(openElectionFolder(options(realFileSystem, join(path, "file")))).rejects.toMatchObject(unreadable);
    await writeFile(join(path, "segment-0.log"), "");
    await expect(openElectionFolder(options(realFileSystem, path))).rejects.toMatchObject(unreadable);
    const own = join(path, "own");
    await (await openElectionFolder(options(realFileSystem, own))).close();
    await writeFile(join(own, "graft-node.json"), "{}");
    await expect(openElectionFolder(options(realFileSystem, own))).rejects.toMatchObject(unreadable);
  });
});
