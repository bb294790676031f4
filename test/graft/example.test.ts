/** The example of the README, as a person runs it: three processes, a server, and what stands in their logs. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";

const EXAMPLE = fileURLToPath(new URL("../../dist/examples/graft-example.js", import.meta.url));

class Terminal {
  readonly lines: string[] = [];
  readonly child;
  #waiting: { readonly wants: (line: string) => boolean; readonly resolve: () => void }[] = [];

  constructor(number: string, env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [EXAMPLE, number], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      this.lines.push(line);
      for (const { wants, resolve } of this.#waiting) if (wants(line)) resolve();
    });
  }

  /** Resolves with the next line of that form, or one that is there. */
  async see(form: RegExp): Promise<string> {
    const wants = (line: string): boolean => form.test(line);
    if (!this.lines.some(wants)) await new Promise<void>((resolve) => this.#waiting.push({ wants, resolve }));
    return this.lines.findLast(wants) ?? "";
  }

  async interrupt(): Promise<unknown> {
    const exited = once(this.child, "exit");
    this.child.kill("SIGINT");
    const [code] = await exited;
    return code;
  }
}

test("three terminals agree on a leader, and each log tells id, changes, and who leads in which term", async () => {
  const broker = await startBroker();
  const folder = await mkdtemp(join(tmpdir(), "graft-test-"));
  const terminals = ["1", "2", "3"].map((number) => new Terminal(number, { NATS_URL: broker.url, TMPDIR: folder }));
  onTestFinished(async () => {
    for (const { child } of terminals) child.kill("SIGKILL");
    await broker.close();
    await rm(folder, { recursive: true, force: true });
  });
  const ids = await Promise.all(
    terminals.map(async (terminal) => /id ([0-9a-f]{26}),/.exec(await terminal.see(/ id /))?.[1]),
  );
  const told = await Promise.all(terminals.map((terminal) => terminal.see(/leader [0-9a-f]{26}, term/)));
  const leaders = told.map((line) => /leader ([0-9a-f]{26}), term \d+/.exec(line)?.[0]);
  expect(new Set(leaders).size).toBe(1);
  const leader = ids.findIndex((id) => leaders[0]?.includes(id ?? "none"));
  await terminals[leader]?.see(/state candidate -> leader, term \d+ \(electionWon\)/);
  await terminals[leader]?.see(/, that is this node/);
  for (const [index, terminal] of terminals.entries()) {
    expect(await terminal.interrupt()).toBe(0);
    const log = await readFile(join(folder, `graft-${index + 1}.log`), "utf8");
    expect(log.split("\n").slice(0, -1)).toEqual(terminal.lines);
    expect(log).toMatch(/state \w+ -> stopped, term \d+ \(closed\)/);
  }
});
