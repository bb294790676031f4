/**
 * The format, byte for byte. Law: what a version has written, it and all later ones read; a change of what is written shows
 * here first. The fixtures hold whole folders: each file's length, and its bytes up to the last that is not zero.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import {
  append,
  chooser,
  commands,
  FOLDER,
  formation,
  INCARNATION,
  loseAll,
  member,
  NOTHING,
  open,
  refusal,
  reopen,
  settle,
  vote,
  write,
} from "./support.ts";

type Folder = Readonly<Record<string, { readonly bytes: number; readonly hex: string }>>;

function fixture(name: string): Folder {
  const parsed: Folder = JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
  return parsed;
}

async function diskOf(folder: Folder): Promise<MemoryFileSystem> {
  const disk = new MemoryFileSystem();
  await disk.makeFolder(FOLDER);
  for (const [name, { bytes, hex }] of Object.entries(folder)) {
    const file = await disk.open(`${FOLDER}/${name}`, "create");
    const content = Buffer.alloc(bytes);
    content.write(hex, "hex");
    await file.write(content, 0);
    await file.sync();
  }
  await disk.syncFolder(FOLDER);
  return disk;
}

async function folderOf(disk: MemoryFileSystem): Promise<Folder> {
  const folder: Record<string, { bytes: number; hex: string }> = {};
  for (const name of await disk.list(FOLDER)) {
    const content = disk.contents(`${FOLDER}/${name}`);
    folder[name] = { bytes: content.length, hex: content.toString("hex").replace(/(00)+$/, "") };
  }
  return folder;
}

const joint = { voters: [member("n1"), member("n4")], outgoing: [member("n1")], learners: [member("n3")] };

/** What both fixtures were written with; version 1 knew no leases. */
const entriesOf = (leaseMs: number): Entry[] => [
  { type: "noOp", index: 3, term: 5 },
  { type: "command", index: 4, term: 5, command: Buffer.from("c0de", "hex") },
  { type: "configuration", index: 5, term: 6, configuration: { ...joint, leaseMs } },
  { type: "command", index: 6, term: 6, command: Buffer.alloc(0) },
];

const formationOf = (leaseMs: number) => ({
  ...formation,
  configuration: { ...formation.configuration, leaseMs },
});

const recoveredOf = (leaseMs: number) => ({
  identity: { clusterName: "zy_cluster", nodeId: "n1", incarnation: INCARNATION },
  formation: formationOf(leaseMs),
  hardState: vote(6, "n4").hardState,
  base: { index: 2, term: 5 },
  entries: entriesOf(leaseMs),
  tornBytes: 0,
});

async function fill(disk: MemoryFileSystem): Promise<void> {
  const storage = await open(disk, { segmentBytes: 1024 });
  await append(storage, { ...NOTHING, formation: formationOf(250) });
  await append(storage, { ...vote(5, null), entries: commands(5, 1, 2, 4) });
  await append(storage, write(...entriesOf(250)));
  const sink = await storage.snapshots.begin({ index: 4, term: 5 }, formationOf(250).configuration);
  await sink.write(Buffer.from("the state"));
  await sink.commit();
  storage.forget({ index: 2, term: 5 });
  await append(storage, vote(6, "n4"));
  // One that rolls, and one behind it.
  await append(storage, { ...vote(6, "n4"), formation: formationOf(250) });
  await append(storage, vote(6, "n4"));
  await settle();
  await storage.close();
}

describe("a folder of version 2", () => {
  test("is written byte for byte as ever", async () => {
    const disk = new MemoryFileSystem();
    await fill(disk);
    expect(await folderOf(disk)).toEqual(fixture("version-2"));
  });

  test("is read as it was written", async () => {
    const disk = await diskOf(fixture("version-2"));
    const storage = await open(disk);
    expect(storage.recovered).toEqual(recoveredOf(250));
    const last = { index: 4, term: 5 };
    expect(storage.snapshots.latest).toEqual({ last, configuration: formationOf(250).configuration, bytes: 9 });
  });
});

describe("a folder of version 1", () => {
  test("is read, without leases, and goes on in this version", async () => {
    const disk = await diskOf(fixture("version-1"));
    const storage = await open(disk);
    expect(storage.recovered).toEqual(recoveredOf(0));
    expect(storage.snapshots.latest?.configuration).toEqual(formation.configuration);
    expect(Buffer.from(await storage.snapshots.read(0, 99)).toString()).toBe("the state");
    await append(storage, write(...commands(7, 7, 12)));
    await settle();
    disk.crash(loseAll);
    expect(await reopen(disk)).toMatchObject({ entries: [...entriesOf(0), ...commands(7, 7, 12)] });
    const versions = (await disk.list(FOLDER)).map((name) => disk.contents(`${FOLDER}/${name}`).readUInt32LE(8));
    expect(versions).not.toContain(1);
  });

  test("holds the same wherever the power is cut while it is opened for the first time", async () => {
    for (let run = 0; run < 48; run++) {
      const stop = 1 + (run >> 1);
      const disk = await diskOf(fixture("version-1"));
      let left = stop;
      disk.onOperation = () => {
        left -= 1;
        if (left <= 0) disk.powerOff();
      };
      await reopen(disk).catch(() => undefined);
      await settle();
      disk.onOperation = null;
      disk.crash(run % 2 === 0 ? loseAll : chooser(run));
      expect(await reopen(disk), `cut after operation ${stop}, seed ${run}`).toEqual(recoveredOf(0));
    }
  });

  test("that is damaged is refused as ever", async () => {
    const disk = await diskOf(fixture("version-1"));
    const path = `${FOLDER}/segment-1.log`;
    disk.corrupt(path, 80, Buffer.from([disk.contents(path).readUInt8(80) ^ 1]));
    expect((await refusal(open(disk))).code).toBe("LOG_DAMAGED");
  });
});
