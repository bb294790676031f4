/** The same on a real disk: the file system, and the lock between threads and processes. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { realFileSystem } from "../../src/storage/file-system.ts";
import { lockBySocketFile } from "../../src/storage/folder-lock.ts";
import { append, formation, NOTHING, open, refusal, reopen, vote } from "./support.ts";

let scratch: string;
let folder: string;
let holderFile: string;
const workers: Worker[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  const bundles = await mkdtemp(join(tmpdir(), "graft-holder-"));
  holderFile = join(bundles, "holder.mjs");
  const entry = new URL("fixtures/holder.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile: holderFile, bundle: true, platform: "node", format: "esm" });
});
afterAll(() => rm(join(holderFile, ".."), { recursive: true }));

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "graft-storage-"));
  folder = join(scratch, "deep", "n1");
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  for (const child of children.splice(0)) await kill(child);
  await rm(scratch, { recursive: true });
});

async function startWorker(): Promise<{ worker: Worker; said: unknown }> {
  const worker = new Worker(holderFile, { workerData: folder });
  workers.push(worker);
  const [said] = await once(worker, "message");
  return { worker, said };
}

async function startProcess(): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(holderFile, [folder]);
  children.push(child);
  const [said] = await once(child, "message");
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

describe("a write", () => {
  test.each([1, 256 * 1024, 256 * 1024 + 1, 1024 * 1024])(
    "of %d bytes is whole, and where it belongs",
    async (bytes) => {
      const path = join(scratch, "file");
      const file = await realFileSystem.open(path, "create");
      await file.write(Buffer.from("ab"), 0);
      await file.write(Buffer.alloc(bytes, 7), 1);
      await file.sync();
      await file.close();
      const found = await readFile(path);
      expect(found.length).toBe(1 + bytes);
      expect(found.indexOf(7)).toBe(1);
      expect(found.every((byte, at) => at === 0 || byte === 7)).toBe(true);
    },
  );

  test("lets go first what its turn has said: nothing is written within the call", async () => {
    const path = join(scratch, "file");
    const file = await realFileSystem.open(path, "create");
    const order: string[] = [];
    queueMicrotask(() => order.push(`said, ${readFileSync(path).length} bytes on disk`));
    await file.write(Buffer.from("x"), 0).then(() => order.push(`written, ${readFileSync(path).length} bytes on disk`));
    expect(order).toEqual(["said, 0 bytes on disk", "written, 1 bytes on disk"]);
    await file.close();
  });

  test("that the kernel refuses is an error with its code", async () => {
    const path = join(scratch, "file");
    const file = await realFileSystem.open(path, "create");
    await file.close();
    for (const bytes of [1, 1024 * 1024])
      await expect(file.write(Buffer.alloc(bytes), 0)).rejects.toMatchObject({ code: "EBADF" });
  });
});

describe("on a real disk", () => {
  test("a log goes through many rolls and restarts", async () => {
    const at = { folder, segmentBytes: 1024 };
    let term = 0;
    for (let life = 0; life < 4; life++) {
      const storage = await open(realFileSystem, at);
      expect(storage.recovered).toMatchObject({ hardState: { term }, tornBytes: 0 });
      if (life === 0) await append(storage, { ...NOTHING, formation });
      for (let i = 0; i < 30; i++) await append(storage, vote(++term, "n2"));
      await storage.close();
    }
    expect(await reopen(realFileSystem, at)).toMatchObject({ formation, hardState: vote(120, "n2").hardState });
    expect(await realFileSystem.list(folder)).toEqual(["segment-0.log", "segment-1.log"]);
  });

  test("a torn tail is cut and a flipped bit is refused", async () => {
    const at = { folder, segmentBytes: 4096 };
    const path = join(folder, "segment-0.log");
    const storage = await open(realFileSystem, at);
    for (let term = 1; term <= 3; term++) await append(storage, vote(term, "n2"));
    await storage.close();
    const bytes = await readFile(path);
    const end = bytes.findLastIndex((byte) => byte !== 0);
    bytes[end] = 0;
    await writeFile(path, bytes);
    const torn = await reopen(realFileSystem, at);
    expect(torn.hardState.term).toBe(2);
    expect(torn.tornBytes).toBeGreaterThan(40);
    const flipped = await readFile(path);
    flipped.writeUInt8(flipped.readUInt8(70) ^ 1, 70);
    await writeFile(path, flipped);
    const values = { file: path, offset: 32 };
    expect(await refusal(open(realFileSystem, at))).toEqual({ code: "LOG_DAMAGED", values });
    expect((await readFile(path)).equals(flipped)).toBe(true);
  });

  test("a path that is a file cannot be a data folder", async () => {
    const file = join(scratch, "file");
    await writeFile(file, "mine");
    for (const path of [file, join(file, "below")]) {
      const { code, values } = await refusal(open(realFileSystem, { folder: path }));
      expect(code).toBe("DATA_FOLDER_UNREADABLE");
      expect(values).toMatchObject({ folder: path, reason: expect.stringMatching(/EEXIST|ENOTDIR/) });
    }
    expect(await readFile(file, "utf8")).toBe("mine");
  });

  test("files do what the port says", async () => {
    await realFileSystem.makeFolder(folder);
    await realFileSystem.makeFolder(folder);
    const path = join(folder, "file");
    await expect(realFileSystem.open(path, "existing")).rejects.toThrow("ENOENT");
    const file = await realFileSystem.open(path, "create");
    await expect(realFileSystem.open(path, "create")).rejects.toThrow("EEXIST");
    await file.write(Buffer.from("abcdef"), 2);
    await file.sync();
    expect(await file.size()).toBe(8);
    const bytes = Buffer.alloc(10);
    expect(await file.read(bytes, 4)).toBe(4);
    expect(bytes.subarray(0, 4).toString()).toBe("cdef");
    await file.truncate(3);
    expect(await file.size()).toBe(3);
    await file.close();
    await realFileSystem.rename(path, join(folder, "renamed"));
    await realFileSystem.syncFolder(folder);
    expect(await realFileSystem.list(folder)).toEqual(["renamed"]);
    await realFileSystem.remove(join(folder, "renamed"));
    expect(await realFileSystem.list(folder)).toEqual([]);
  });
});

describe("a data folder has one holder at a time", () => {
  const inUse = () => ({ code: "DATA_FOLDER_IN_USE", values: { folder } });

  test("in one process, by whatever path it is reached", async () => {
    const storage = await open(realFileSystem, { folder });
    expect(await refusal(open(realFileSystem, { folder }))).toEqual(inUse());
    const link = join(scratch, "link");
    await symlink(folder, link);
    expect((await refusal(open(realFileSystem, { folder: link }))).code).toBe("DATA_FOLDER_IN_USE");
    await storage.close();
    await (await open(realFileSystem, { folder: link })).close();
  });

  test("against a worker thread, until that is terminated", async () => {
    const { worker, said } = await startWorker();
    expect(said).toBe("held");
    expect(await refusal(open(realFileSystem, { folder }))).toEqual(inUse());
    expect((await startWorker()).said).toBe("DATA_FOLDER_IN_USE");
    await worker.terminate();
    await (await open(realFileSystem, { folder })).close();
  });

  test("against another process, until that is killed", async () => {
    const { child, said } = await startProcess();
    expect(said).toBe("held");
    expect(await refusal(open(realFileSystem, { folder }))).toEqual(inUse());
    await kill(child);
    const storage = await open(realFileSystem, { folder });
    expect((await startProcess()).said).toBe("DATA_FOLDER_IN_USE");
    await storage.close();
  });

  test("and each folder has a lock of its own", async () => {
    const first = await open(realFileSystem, { folder });
    const second = await open(realFileSystem, { folder: join(scratch, "n2") });
    await Promise.all([first.close(), second.close()]);
  });
});

describe("a lock that is a socket file", () => {
  test("has one holder, and goes with it", async () => {
    const path = join(scratch, "lock.sock");
    const lock = await lockBySocketFile(path);
    expect(lock).not.toBeNull();
    expect(await lockBySocketFile(path)).toBeNull();
    await lock?.release();
    const next = await lockBySocketFile(path);
    expect(next).not.toBeNull();
    await next?.release();
  });

  test("is taken over when a dead holder left it behind", async () => {
    const path = join(scratch, "lock.sock");
    const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
    const child = spawn(process.execPath, ["-e", script]);
    children.push(child);
    await once(child, "exit");
    expect((await stat(path)).isSocket()).toBe(true);
    const lock = await lockBySocketFile(path);
    expect(lock).not.toBeNull();
    expect(await lockBySocketFile(path)).toBeNull();
    await lock?.release();
  });

  test("is not taken from a holder that is alive", async () => {
    const path = join(scratch, "lock.sock");
    const server = createServer().listen(path);
    await once(server, "listening");
    expect(await lockBySocketFile(path)).toBeNull();
    server.close();
  });
});
