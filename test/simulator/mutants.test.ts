/** `npm run simulate -- --mutants` takes long; that its bugs still fit the sources is asked on every run. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const textOf = (path: string): string => readFileSync(inRoot(path), "utf8");

/** The names in the list, in its order. */
const listed = [...textOf(".ci/mutant-list.mjs").matchAll(/^ {2}mutant\(\n {4}"([a-z-]+)",/gm)].map(([, name]) => name);

/** Not caught by the present mix of faults: none. */
const AT_LARGE: readonly string[] = [];

test("each of the simulator's mutants finds its text in the sources", () => {
  const checked = execFileSync(process.execPath, [inRoot(".ci/mutants.mjs"), "--check"], { encoding: "utf8" });
  expect(checked).toBe(`${listed.length} mutants fit\n`);
  expect(listed.length).toBeGreaterThanOrEqual(30);
});

describe.each(["docs/mutants.md", "docs/mutants.zh.md"])("%s", (path) => {
  const rows = [...textOf(path).matchAll(/^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \| (\d+) \| \d+ \|$/gm)];

  test("has a row for each mutant, and for no other", () => {
    expect(rows.map(([, name]) => name)).toEqual(listed);
  });

  test("says of each what it breaks, who caught it, and in how many seeds: never more than 5,000", () => {
    expect(rows.filter(([, , what]) => what === "undefined")).toEqual([]);
    expect(rows.filter(([, , , checker = ""]) => checker.startsWith("**")).map(([, name]) => name)).toEqual(AT_LARGE);
    expect(Math.max(...rows.map(([, , , , seeds]) => Number(seeds)))).toBeLessThanOrEqual(5_000);
  });
});
