/** What a benchmark has started is gone when it ends, however it ends. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { cpuUsOfOther, findProgram, freePorts, Scratch, ServerProcess } from "../../bench/peers/scratch.ts";

const SLEEP = "process.stdout.write('there\\n'); setInterval(() => {}, 1000);";

/** Makes a folder, starts a process, tells of both, and waits until a signal ends it, as a benchmark does. */
const OWNER = `
import { Scratch, ServerProcess } from "./scratch.ts";
const scratch = new Scratch();
const server = new ServerProcess(process.execPath, ["-e", ${JSON.stringify(SLEEP)}], () => {
  process.stdout.write(scratch.path + "\\n" + server.pid + "\\n");
});
process.on("SIGTERM", () => process.exit(1));
`;

function bundled(contents: string, folder: string): string {
  const outfile = join(folder, "owner.mjs");
  const resolveDir = join(import.meta.dirname, "../../bench/peers");
  buildSync({ stdin: { contents, resolveDir }, bundle: true, platform: "node", format: "esm", outfile });
  return outfile;
}

/** What has ended, and whose end nobody has asked about, is alive no more. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("scratch", () => {
  test("a folder is there until it is removed, with all that is in it", () => {
    const scratch = new Scratch();
    writeFileSync(join(scratch.path, "data"), "x");
    scratch.remove();
    expect(existsSync(scratch.path)).toBe(false);
  });

  test("what is there when the process exits goes with it: the folder, and the process that was started", async () => {
    const place = new Scratch();
    const program = bundled(OWNER, place.path);
    const said: string[] = [];
    const owner = new ServerProcess(process.execPath, [program], (line) => said.push(line));
    await expect.poll(() => said.length, { timeout: 20_000 }).toBe(2);
    const [folder = "", pid = ""] = said;
    expect(existsSync(folder)).toBe(true);
    expect(isAlive(Number(pid))).toBe(true);
    await owner.close(); // by a signal, which the owner answers with an exit
    expect(existsSync(folder)).toBe(false);
    await expect.poll(() => isAlive(Number(pid))).toBe(false);
    place.remove();
  });

  test("a process that is closed has ended, and told its lines before", async () => {
    const lines: string[] = [];
    const server = new ServerProcess(process.execPath, ["-e", SLEEP], (line) => lines.push(line));
    await expect.poll(() => lines).toEqual(["there"]);
    expect(server.alive).toBe(true);
    await server.close();
    expect(server.alive).toBe(false);
  });

  test("a process that could not be started has ended", async () => {
    const server = new ServerProcess("/no/such/program", []);
    await server.close();
    expect(server.alive).toBe(false);
  });

  test("ports are free, and all different", async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    expect(Math.min(...ports)).toBeGreaterThan(0);
  });

  test("a program is found where it is, and nowhere else", () => {
    expect(findProgram("sh")).toMatch(/\/sh$/);
    expect(findProgram("no-such-program")).toBeNull();
  });

  test("the CPU of a process grows with what it does, and is none once it has gone", async () => {
    const busy = new ServerProcess(process.execPath, ["-e", "for (;;);"]);
    await expect.poll(() => cpuUsOfOther(busy.pid), { timeout: 10_000 }).toBeGreaterThan(50_000);
    await busy.kill();
    expect(cpuUsOfOther(busy.pid)).toBe(0);
  });
});
