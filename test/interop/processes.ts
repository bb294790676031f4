/** Nodes of both kinds as processes of their own, each telling what happens to it in lines of JSON. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GO_SOURCE = join(ROOT, "test/interop/gonode");
/** Where Go installs itself, which it does not put on PATH. */
const GO_FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/go/bin"];

/** null: there is no Go here. */
export async function findGo(): Promise<string | null> {
  for (const folder of GO_FOLDERS) {
    const path = join(folder, "go");
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

/** Builds the program into `folder`, and gives its path. */
export async function buildGoNode(go: string, folder: string): Promise<string> {
  const path = join(folder, "gonode");
  await promisify(execFile)(go, ["build", "-o", path, "."], { cwd: GO_SOURCE });
  return path;
}

export interface NodeLine {
  readonly type: string;
  readonly node: string;
  readonly term?: number;
  readonly votedFor?: string;
  readonly code?: string;
  readonly message?: string;
}

const isLine = (value: unknown): value is NodeLine =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

export class NodeProcess {
  readonly lines: NodeLine[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #started: Promise<NodeLine>;
  alive = true;

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#exited = once(this.#child, "exit").finally(() => {
      this.alive = false;
    });
    this.#started = new Promise((resolve, reject) => {
      const { stdout } = this.#child;
      if (stdout === null) return reject(new Error("no stdout"));
      createInterface({ input: stdout }).on("line", (text) => {
        const line: unknown = JSON.parse(text);
        if (!isLine(line)) return;
        this.lines.push(line);
        if (line.type === "nodeStarted") resolve(line);
      });
      void this.#exited.then(() => reject(new Error(`it ended: ${JSON.stringify(this.lines)}`)));
    });
    this.#started.catch(() => undefined);
  }

  /** What it said of itself when it had started. */
  started(): Promise<NodeLine> {
    return this.#started;
  }

  async kill(): Promise<void> {
    this.alive = false;
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  /** In good order: the Go program when its input ends, ours by a signal. */
  async close(by: "endOfInput" | "signal"): Promise<void> {
    if (by === "endOfInput") this.#child.stdin?.end();
    else this.#child.kill("SIGTERM");
    await this.#exited;
  }
}

export interface NodePlace {
  readonly cluster: string;
  readonly size: number;
  readonly url: string;
  readonly folder: string;
}

export const startGo = (program: string, { cluster, size, url, folder }: NodePlace): NodeProcess =>
  new NodeProcess(program, ["-name", cluster, "-size", `${size}`, "-nats", url, "-state", `${folder}.go`]);

export const startOurs = ({ cluster, size, url, folder }: NodePlace, ...more: readonly string[]): NodeProcess => {
  const words = ["--protocol", "graft", "--json", "--name", cluster, "--size", `${size}`, "--nats", url];
  return new NodeProcess(process.execPath, [join(ROOT, "dist/node.js"), ...words, "--data", folder, ...more]);
};
