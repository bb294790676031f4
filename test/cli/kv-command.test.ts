import { describe, expect, test } from "vitest";
import { parseKvArguments } from "../../src/cli/kv-arguments.ts";
import { runKvCommand } from "../../src/cli/kv-command.ts";
import { KV_COMMANDS, KV_FLAGS } from "../../src/cli/kv-flags.ts";
import type { KvStore, KvTarget, KvWorld } from "../../src/cli/kv-world.ts";
import { GraftError } from "../../src/errors.ts";
import { FakeStream, jsonLines } from "./fake-world.ts";

class BinaryStream extends FakeStream {
  chunks: Uint8Array[] = [];

  override write(chunk: string | Uint8Array): boolean {
    if (typeof chunk !== "string") this.chunks.push(chunk);
    return super.write(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1"));
  }
}

const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A store with one key, `k`, at revision 7; it remembers what it was asked. */
function storeWith(value: Uint8Array, calls: unknown[]): KvStore {
  const item = { key: "k", revision: 7, value };
  const pages = (after: string) =>
    after === "" ? { items: [item], next: "k" } : { items: [{ ...item, key: "l\n" }], next: null };
  return {
    put: async (key, put) => calls.push(["put", key, Buffer.from(put).toString()]) && 8,
    delete: async (key) => (key === "k" ? 7 : null),
    compareAndSet: async (key, expected, set) => {
      calls.push(["cas", key, expected, Buffer.from(set).toString()]);
      return expected.type === "revision" && expected.revision === 7
        ? { done: true, revision: 8 }
        : { done: false, revision: key === "k" ? 7 : null };
    },
    get: async (key, consistency) => (calls.push(["get", key, consistency]) && key === "k" ? item : null),
    list: async ({ after }) => pages(after),
    listKeys: async ({ after }) => pages(after),
  };
}

async function run(args: readonly string[], changes: Partial<KvWorld> & { value?: Uint8Array } = {}) {
  const stdout = new BinaryStream();
  const stderr = new FakeStream();
  const calls: unknown[] = [];
  const targets: KvTarget[] = [];
  let closed = 0;
  const { value = bytes("hello"), ...world } = changes;
  const exitCode = await runKvCommand({
    args,
    env: {},
    stdout,
    stderr,
    nowMs: () => 1,
    readFile: async (path) => bytes(`content of ${path}`),
    connect: async (target) => {
      targets.push(target);
      return {
        client: storeWith(value, calls),
        async close() {
          closed += 1;
        },
      };
    },
    ...world,
  });
  expect(closed).toBe(targets.length);
  return { exitCode, out: stdout.text, err: stderr.text, chunks: stdout.chunks, calls, targets };
}

describe("the command", () => {
  test("get writes the value byte for byte, and nothing else", async () => {
    const value = Uint8Array.of(0, 255, 10, 13, 128);
    const { exitCode, chunks, out, err } = await run(["get", "k"], { value });
    expect([exitCode, chunks, out.length, err]).toEqual([0, [value], 5, ""]);
  });

  test("get --json tells text as text, and what is none in base64", async () => {
    expect(jsonLines((await run(["get", "k", "--json"])).out)).toEqual([
      { at: 1, type: "get", key: "k", revision: 7, value: "hello" },
    ]);
    const binary = await run(["get", "k", "--json"], { value: Uint8Array.of(255) });
    expect(jsonLines(binary.out)).toEqual([{ at: 1, type: "get", key: "k", revision: 7, valueBase64: "/w==" }]);
  });

  test.each([["get"], ["delete"]])("%s of a key that is not there says so, and exits 1", async (command) => {
    expect(await run([command, "none"])).toMatchObject({
      exitCode: 1,
      out: "",
      err: "graft-kv: there is no key none.\n",
    });
    const json = await run([command, "none", "--json", "--lang", "zh"]);
    expect(json).toMatchObject({ exitCode: 1, err: "graft-kv: 没有键 none。\n" });
    expect(jsonLines(json.out)).toEqual([{ at: 1, type: "notFound", key: "none" }]);
  });

  test("put takes its value from the line, from a file, or from behind --", async () => {
    expect(await run(["put", "k", ""])).toMatchObject({ exitCode: 0, out: "revision 8\n", calls: [["put", "k", ""]] });
    expect((await run(["put", "k", "--file", "f"])).calls).toEqual([["put", "k", "content of f"]]);
    expect((await run(["put", "--json", "--", "-k", "--json"])).calls).toEqual([["put", "-k", "--json"]]);
  });

  test("cas exits 0 where it was done, and 1 with what is there where it was not", async () => {
    expect(await run(["cas", "k", "--expect", "7", "v"])).toMatchObject({ exitCode: 0, out: "revision 8\n" });
    const conflict = await run(["cas", "k", "--absent", "v"]);
    expect(conflict).toMatchObject({ exitCode: 1, out: "", calls: [["cas", "k", { type: "absent" }, "v"]] });
    expect(conflict.err).toBe("graft-kv: k is at revision 7; nothing was changed.\n");
  });

  test("list goes through all pages, a key a line, safe to print", async () => {
    expect(await run(["list"])).toMatchObject({ exitCode: 0, out: "k\nl\\x0a\n" });
    const lines = jsonLines((await run(["list", "--json"])).out);
    expect(lines.map((line) => line.type)).toEqual(["item", "item", "list"]);
    expect(lines.at(-1)).toMatchObject({ prefix: "", count: 2 });
  });

  test("passes on where the cluster is, and how long to wait", async () => {
    const { targets, calls } = await run([
      "get",
      "k",
      "--nats",
      "a:1,b:2",
      "--name",
      "z",
      "--timeout",
      "2s",
      "--consistency",
      "stale",
    ]);
    expect(targets).toEqual([{ servers: ["a:1", "b:2"], cluster: "z", callTimeoutMs: 2000 }]);
    expect(calls).toEqual([["get", "k", "stale"]]);
  });

  test("tells a failure in the language asked for, and to programs by its code", async () => {
    const connect = () => Promise.reject(new GraftError("NO_LEADER", "nobody leads"));
    const { exitCode, out, err } = await run(["get", "k", "--json", "--lang", "zh"], { connect });
    expect(exitCode).toBe(1);
    expect(err).toContain("没有领导者");
    expect(jsonLines(out)).toMatchObject([{ type: "error", code: "NO_LEADER" }]);
  });

  test("connects to nothing where the file cannot be read", async () => {
    const readFile = () => Promise.reject(new Error("ENOENT"));
    const { exitCode, err, targets } = await run(["put", "k", "--file", "f"], { readFile });
    expect([exitCode, err, targets]).toEqual([1, "graft-kv: the file f cannot be read: ENOENT.\n", []]);
  });
});

describe("a command line that is not understood", () => {
  test.each([
    [[], "noCommand"],
    [["gte", "k"], "unknownCommand"],
    [["get", "k", "--jsn"], "unknownOption"],
    [["get", "k", "--timeout", "soon"], "badValue"],
    [["get", "k", "--timeout"], "missingValue"],
    [["put", "k", "--file", "--json"], "missingValue"],
    [["get", "k", "--json=yes"], "unexpectedValue"],
    [["get", "k", "--name", "a.b"], "badValue"],
    [["put", "k", "v", "--consistency", "stale"], "notOfCommand"],
    [["get"], "badArguments"],
    [["get", "a", "b"], "badArguments"],
    [["get", ""], "badArguments"],
    [["put", "k"], "badArguments"],
    [["put", "k", "v", "--file", "f"], "badArguments"],
    [["cas", "k", "v"], "badArguments"],
    [["cas", "k", "v", "--absent", "--expect", "3"], "badArguments"],
    [["cas", "k", "v", "--expect", "0"], "badValue"],
    [["list", "a", "b"], "badArguments"],
  ])("%j is %s, exits 2 and connects to nothing", async (args, problem) => {
    for (const lang of ["en", "zh"]) {
      const { exitCode, err, targets, out } = await run(["--lang", lang, ...args]);
      expect([exitCode, targets]).toEqual([2, []]);
      if (args.join().includes("--json")) expect(jsonLines(out)).toMatchObject([{ code: "INVALID_OPTION" }]);
      else expect(out).toBe("");
      expect(err).toMatch(/^graft-kv: [^{}\n]+graft-kv --help[^\n]*\n$/);
    }
    expect(parseKvArguments(args, {})).toMatchObject({ type: "misused", problem: { type: problem } });
  });
});

test.each(["en", "zh"])("the help in %s names every command and option, and wins over mistakes", async (lang) => {
  const { exitCode, out } = await run(["nonsense", "--lang", lang, "--help"]);
  expect(exitCode).toBe(0);
  for (const name of KV_COMMANDS) expect(out).toContain(`  ${name} `);
  for (const flag of KV_FLAGS) expect(out).toContain(`--${flag.name}`);
  expect(out).not.toMatch(/kv\.help|\{/);
});
