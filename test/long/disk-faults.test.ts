/**
 * The real file system under libfiu: the kernel's answer to `pwrite`, `fdatasync` or `open` is replaced in a process that
 * runs the real driver. Law: what the node has acknowledged is there when it starts again without faults.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

const EIO = 5;
const ENOSPC = 28;
const WRITE = "posix/io/rw/pwrite";
const SYNC = "posix/io/sync/fdatasync";
const OPEN = "posix/io/oc/open";

const missing = spawnSync("fiu-run", ["-h"]).error !== undefined;
if (missing) process.stderr.write("skipped: the real disk's faults need fiu-run (Debian: fiu-utils)\n");

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

const folder = missing ? "" : mkdtempSync(join(tmpdir(), "graft-disk-"));
const program = join(folder, "disk-node.mjs");

/** A node on a disk whose faults can be switched on and off. */
class FaultyNode {
  readonly lines: Line[] = [];
  readonly #child: ChildProcess;
  #told: () => void = () => undefined;

  constructor(data: string) {
    this.#child = spawn("fiu-run", ["-x", "-f", join(folder, "ctrl"), process.execPath, program, data]);
    onTestFinished(() => void this.#child.kill("SIGKILL"));
    if (this.#child.stdout === null) throw new Error("no output");
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      const parsed: Line = JSON.parse(line);
      this.lines.push(parsed);
      this.#told();
    });
  }

  /** The first line from `from` on that matches, told already or yet to come. */
  async line(matches: (line: Line) => boolean, from = 0): Promise<Line> {
    for (;;) {
      const found = this.lines.slice(from).find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((told) => {
        this.#told = told;
      });
    }
  }

  async leading(): Promise<this> {
    await this.line(({ role }) => role === "leader");
    return this;
  }

  say(command: string): void {
    this.#child.stdin?.write(`${command}\n`);
  }

  async propose(count: number, bytes: number): Promise<Line[]> {
    const from = this.lines.length;
    this.say(`propose ${count} ${bytes}`);
    await this.line(({ type }) => type === "answered", from);
    return this.lines.slice(from);
  }

  async ask(command: "report" | "journal"): Promise<Line> {
    const from = this.lines.length;
    this.say(command);
    return this.line(({ type }) => type === command, from);
  }

  fault(command: "enable" | "disable", name: string, errno = 0): void {
    const what = command === "enable" ? `enable name=${name},failinfo=${errno}` : `disable name=${name}`;
    execFileSync("fiu-ctrl", ["-f", join(folder, "ctrl"), "-c", what, String(this.#child.pid)]);
  }

  get acknowledged(): unknown[] {
    return this.lines.filter(({ type }) => type === "acknowledged").map(({ text }) => text);
  }

  async stop(): Promise<Line> {
    this.say("close");
    return this.stopped();
  }

  async stopped(): Promise<Line> {
    const line = await this.line(({ type }) => type === "stopped");
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
    return line;
  }
}

let runs = 0;
const start = (data: string): Promise<FaultyNode> => new FaultyNode(data).leading();
const newData = (): string => join(folder, `data-${++runs}`);

/** Starts again without faults: all of `acknowledged` is there, once each. */
async function expectKept(data: string, acknowledged: readonly unknown[]): Promise<void> {
  const node = await start(data);
  await node.propose(1, 10);
  const { texts } = await node.ask("journal");
  if (!Array.isArray(texts)) throw new Error("no journal");
  expect(texts.filter((text) => acknowledged.includes(text))).toEqual(acknowledged);
  await node.stop();
}

describe.skipIf(missing)("on the real file system", () => {
  beforeAll(() => {
    buildSync({
      entryPoints: [fileURLToPath(new URL("./disk-node.ts", import.meta.url))],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20.15",
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["EIO on a write", WRITE, EIO],
    ["EIO on a sync", SYNC, EIO],
    ["ENOSPC on a sync", SYNC, ENOSPC],
  ])("%s stops the node; nothing is acknowledged that is not there later", async (_, name, errno) => {
    const data = newData();
    const node = await start(data);
    await node.propose(20, 300);
    expect(node.acknowledged).toHaveLength(20);
    node.fault("enable", name, errno);
    node.say("propose 20 300");
    expect(await node.stopped()).toMatchObject({ code: "STORAGE_FAILED" });
    expect(node.acknowledged).toHaveLength(20);
    const refused = node.lines.filter(({ type }) => type === "refused");
    expect(refused).toHaveLength(20);
    expect(new Set(refused.map(({ code, mayHaveExecuted }) => `${code} ${mayHaveExecuted}`))).toEqual(
      new Set(["UNCERTAIN true"]),
    );
    await expectKept(data, node.acknowledged);
  });

  test("ENOSPC on a write refuses commands and keeps the node; what it had taken is done when there is room", async () => {
    const data = newData();
    const node = await start(data);
    await node.propose(20, 300);
    node.fault("enable", WRITE, ENOSPC);
    node.say("propose 1 300");
    while ((await node.ask("report")).diskFull !== true);
    const refused = await node.propose(5, 300);
    expect(refused.filter(({ type }) => type === "refused")).toMatchObject(
      Array.from({ length: 5 }, () => ({ code: "OVERLOADED", mayHaveExecuted: false })),
    );
    expect(await node.ask("report")).toMatchObject({ role: "leader", diskFull: true });
    expect(node.acknowledged).toHaveLength(20);
    node.fault("disable", WRITE);
    await node.line(({ type }) => type === "answered", node.lines.indexOf(refused.at(-1) ?? { type: "" }) + 1);
    expect(node.acknowledged).toHaveLength(21);
    while ((await node.ask("report")).diskFull !== false);
    await node.propose(5, 300);
    expect(node.acknowledged).toHaveLength(26);
    expect(await node.stop()).toMatchObject({ code: null });
    await expectKept(data, node.acknowledged);
  });

  test("ENOSPC where the next segment is made refuses commands, and loses none that was taken", async () => {
    const data = newData();
    const node = await start(data);
    node.fault("enable", OPEN, ENOSPC);
    for (let i = 0; (await node.ask("report")).diskFull !== true && i < 100; i++) await node.propose(16, 1_000);
    const answers = await node.propose(5, 1_000);
    expect(answers.filter(({ type, code }) => type === "refused" && code === "OVERLOADED")).toHaveLength(5);
    expect(await node.ask("report")).toMatchObject({ role: "leader", diskFull: true });
    expect(await node.stop()).toMatchObject({ code: null });
    await expectKept(data, node.acknowledged);
  });
});
