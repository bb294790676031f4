/** Runs the built `dist/cluster.js` on a terminal of its own (`script` of util-linux makes it), and types. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { FakeTerminal } from "../cli/fake-terminal.ts";

const COMMAND = fileURLToPath(new URL("../../dist/cluster.js", import.meta.url));
const SEEN_WITHIN_MS = 30_000;
/** So that no line is broken. */
const COLUMNS = 400;

/** util-linux's: BSD's takes other words. */
export const hasTerminal =
  process.platform === "linux" && spawnSync("script", ["-qec", "true", "/dev/null"], { stdio: "ignore" }).status === 0;

export class Terminal {
  readonly #child: ChildProcess;
  readonly #finished: Promise<unknown>;
  readonly #waits = new Set<() => void>();
  #written = "";

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const tmp = mkdtempSync(join(tmpdir(), "graft-terminal-"));
    onTestFinished(() => {
      this.#child.kill("SIGKILL");
      rmSync(tmp, { recursive: true, force: true });
    });
    const line = ["stty", "cols", COLUMNS, "rows", 50, "&&", "exec", process.execPath, COMMAND, ...args].join(" ");
    this.#child = spawn("script", ["-qefc", line, "/dev/null"], {
      env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "", NO_COLOR: "1", TERM: "xterm", TMPDIR: tmp, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#written += text;
      for (const look of [...this.#waits]) look();
    });
    this.#finished = once(this.#child, "close");
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** What a person sees, with all that has scrolled by. */
  text(): string {
    const terminal = new FakeTerminal(COLUMNS);
    terminal.write(this.#written);
    return terminal.text();
  }

  /** Resolves with what matches, once it is seen; rejects, with what was, when the process ends before or time is up. */
  seen(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const give = (): void => {
        this.#waits.delete(look);
        reject(new Error(`${pattern} was not seen, but:\n${this.text()}`));
      };
      const timer = setTimeout(give, SEEN_WITHIN_MS);
      const look = (): void => {
        const found = pattern.exec(this.text());
        if (found === null) return;
        this.#waits.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      this.#waits.add(look);
      look();
      void this.#finished.then(give);
    });
  }

  async exitCode(): Promise<number | null> {
    await this.#finished;
    return this.#child.exitCode;
  }
}
