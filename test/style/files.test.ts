/** No dead file, and no file without its law written above it. */
import { describe, expect, test } from "vitest";
import { importsOf, isGenerated, type Source, sourcesUnder } from "./sources.ts";

const isEntry = (path: string): boolean =>
  /^(workers\/|bench\/main\.ts$|src\/(cluster|node|kv|simulate|index)\.ts$)/.test(path);

/** Parts of the house that stand ready for other worlds than a live one; tests and simulators put them in. */
const STAND_INS = ["src/storage/memory-file-system.ts", "src/transport/memory-transport.ts"];

/** A declaration belongs to the file that it declares, or, where there is none, to the compiler. */
const isDeclaration = (path: string): boolean => path.endsWith(".d.ts");

function unreached(sources: readonly Source[], entries: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = byPath.get(path);
    if (reached.has(path) || source === undefined) continue;
    reached.add(path);
    for (const { target } of importsOf(source)) if (target !== null) open.push(target);
  }
  return sources.map(({ path }) => path).filter((path) => !reached.has(path) && !isDeclaration(path));
}

describe("dead files", () => {
  const sources = sourcesUnder("src", "workers", "bench");

  test("there are none: every file is reached from a command, the public door, or a worker", () => {
    const entries = sources.map(({ path }) => path).filter(isEntry);
    expect(entries.length).toBeGreaterThan(2);
    expect(unreached(sources, [...entries, ...STAND_INS])).toEqual([]);
  });

  test("every import names a file that is there", () => {
    const paths = new Set(sources.map(({ path }) => path));
    const missing = sources.flatMap((source) =>
      importsOf(source).flatMap(({ target }) =>
        target !== null && !paths.has(target) ? [`${source.path}: ${target}`] : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  test("the stand-ins are there, and need standing in for", () => {
    expect(sources.map(({ path }) => path)).toEqual(expect.arrayContaining(STAND_INS));
  });

  test("a file that only a dead file imports is dead", () => {
    const house = [
      { path: "src/index.ts", text: 'import "./used.ts";' },
      { path: "src/used.ts", text: "" },
      { path: "src/dead.ts", text: 'import "./deader.ts";' },
      { path: "src/deader.ts", text: "" },
    ];
    expect(unreached(house, ["src/index.ts"])).toEqual(["src/dead.ts", "src/deader.ts"]);
  });
});

describe("every file opens with a doc comment", () => {
  const opens = ({ text }: Source): boolean => text.split("\n", 3).some((line) => line.startsWith("/**"));

  test("within its first three lines", () => {
    const silent = sourcesUnder("src", "workers").filter((source) => !isGenerated(source) && !opens(source));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("a plain comment, or one further down, is none", () => {
    expect(opens({ path: "x", text: "/* law */\nimport x;\n\n/** late */" })).toBe(false);
    expect(opens({ path: "x", text: "#!/usr/bin/env node\n/** law */" })).toBe(true);
  });
});
