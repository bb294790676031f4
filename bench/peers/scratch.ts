/**
 * What a benchmark starts and leaves lying about: folders and processes of others.
 *
 * Law: all of it is gone when the benchmark has ended, in whatever way: by itself, by an error, or by Ctrl-C. Only what was
 * started here is ended. All folders lie on one file system, that of the temporary folder, as the nodes' own do.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 } as const;
const OUTPUT_KEPT = 4_000;
const END_WAIT_MS = 3_000;
/** Of a process' times in /proc: USER_HZ is 100 on every Linux. */
const TICK_US = 10_000;

/** A new folder of our own; gone with `remove`, or at the end. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), "graft-bench-"));
  readonly #removeNow = (): void => rmSync(this.path, REMOVAL);

  constructor() {
    process.once("exit", this.#removeNow);
  }

  remove(): void {
    this.#removeNow();
    process.off("exit", this.#removeNow);
  }
}

/** A program of another's that runs until it is ended. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #killNow = (): void => void this.#child.kill("SIGKILL");
  #output = "";

  constructor(program: string, args: readonly string[], onLine: (line: string) => void = () => {}) {
    // A Ctrl-C is for the benchmark, which ends it in order.
    this.#child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], detached: true });
    this.#exited = Promise.race([
      once(this.#child, "exit"),
      new Promise((resolve) => this.#child.on("error", resolve)),
    ]);
    process.once("exit", this.#killNow);
    let unfinished = "";
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      const lines = (unfinished + chunk).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        this.#output = (this.#output + chunk).slice(-OUTPUT_KEPT);
      });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  /** The end of what it said, for whoever wonders why it did not start. */
  get output(): string {
    return this.#output;
  }

  async kill(): Promise<void> {
    this.#killNow();
    await this.#exited;
    process.off("exit", this.#killNow);
  }

  async close(): Promise<void> {
    if (this.alive) this.#child.kill("SIGTERM");
    const late = setTimeout(this.#killNow, END_WAIT_MS);
    await this.#exited;
    clearTimeout(late);
    process.off("exit", this.#killNow);
  }
}

/** The full path of a program on PATH, or in `more`; null: there is none. */
export function findProgram(name: string, more: readonly string[] = []): string | null {
  for (const folder of [...more, ...(process.env.PATH ?? "").split(delimiter)]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (folder !== "") return path;
    } catch {
      // not here
    }
  }
  return null;
}

/** Free at this moment, on loopback, and all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, "listening");
    const address = server.address();
    if (typeof address === "object" && address !== null) ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** User and system time of this process and of others, in us; of one that has gone: 0. */
export function cpuUsOf(pids: readonly number[]): number {
  const { user, system } = process.cpuUsage();
  return pids.reduce((sum, pid) => sum + cpuUsOfOther(pid), user + system);
}

export function cpuUsOfOther(pid: number): number {
  try {
    // The name, which may hold blanks, stands in brackets; times are the 12th and 13th word behind it.
    const words = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(words[11]) + Number(words[12])) * TICK_US;
  } catch {
    return 0;
  }
}

/** Calls until it gives something else than null; how long it may take in all. */
export async function until<T>(what: string, timeoutMs: number, look: () => Promise<T | null>): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadlineMs) throw new Error(`${what} took more than ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
