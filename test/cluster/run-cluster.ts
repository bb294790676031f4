/** Runs the built `dist/cluster.js`, or another command, as a user would, and gathers what it prints. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const fileOf = (command: string): string => fileURLToPath(new URL(`../../dist/${command}.js`, import.meta.url));

export type Line = Readonly<Record<string, unknown>> & { readonly at: number; readonly type: string };

export interface Finished {
  readonly code: number | null;
  readonly lines: readonly Line[];
  readonly stderr: string;
}

export class Running {
  readonly child: ChildProcess;
  readonly lines: Line[] = [];
  /** Its own temporary folder, so that what it leaves behind is seen; removed with the test. */
  readonly tmp: string;
  readonly #finished: Promise<Finished>;
  readonly #waits = new Set<() => void>();
  #stderr = "";

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, command = "cluster") {
    this.tmp = mkdtempSync(join(tmpdir(), "graft-test-"));
    onTestFinished(() => rmSync(this.tmp, { recursive: true, force: true }));
    this.child = spawn(process.execPath, [fileOf(command), ...args], {
      env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "", TMPDIR: this.tmp, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#finished = this.#gather();
  }

  /** Resolves with the first line that `matches`, told already or yet to come; rejects when the process ends before. */
  line(matches: (line: Line) => boolean): Promise<Line> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.lines.find(matches);
        if (found === undefined) return;
        this.#waits.delete(look);
        resolve(found);
      };
      this.#waits.add(look);
      look();
      void this.#finished.then(({ stderr }) => reject(new Error(`the cluster ended before: ${stderr}`)));
    });
  }

  finished(): Promise<Finished> {
    return this.#finished;
  }

  leftBehind(): string[] {
    return readdirSync(this.tmp);
  }

  async #gather(): Promise<Finished> {
    const { stdout, stderr } = this.child;
    if (stdout === null || stderr === null) throw new Error("no pipes");
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    createInterface({ input: stdout }).on("line", (line) => {
      this.lines.push(JSON.parse(line) as Line);
      for (const look of [...this.#waits]) look();
    });
    const [code] = (await once(this.child, "close")) as [number | null];
    return { code, lines: this.lines, stderr: this.#stderr };
  }
}

export const runCluster = (...args: string[]): Promise<Finished> => new Running(args).finished();
