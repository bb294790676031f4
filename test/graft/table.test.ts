/** The table of the original's tests (docs/graft-protocol.md) against the tests that are there. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const read = (...path: readonly string[]): string => readFileSync(join(HERE, ...path), "utf8");

/** Name in Go, and the file here. */
const rowsOf = (document: string): string[] =>
  [...read("../../docs", document).matchAll(/^\| `(Test\w+)`[^|]*\| ([\w-]+) \|/gm)].map(
    ([, name, file]) => `${file} ${name}`,
  );

/** Named in the title of a test, or of a group of tests. */
const present = readdirSync(HERE)
  .filter((name) => name.endsWith(".test.ts"))
  .flatMap((name) =>
    [...read(name).matchAll(/["(](Test[A-Z]\w+)/g)].map(([, test]) => `${name.replace(".test.ts", "")} ${test}`),
  );

describe("the table of the original's tests", () => {
  const rows = rowsOf("graft-protocol.md");

  test("names all that are here, where they are, and no other", () => {
    expect(rows.length).toBeGreaterThan(25);
    expect([...new Set(present)].sort()).toEqual([...rows].sort());
  });

  test("is the same in Chinese", () => expect(rowsOf("graft-protocol.zh.md")).toEqual(rows));

  test.each(["graft-protocol.md", "graft-protocol.zh.md"])(
    "%s names the codes that a node can be refused by",
    (document) => {
      const codes: ErrorCode[] = [
        "STATE_MISSING",
        "STATE_EMPTY",
        "STATE_CORRUPT",
        "STATE_NOT_SAVED",
        "TWO_LEADERS",
        "HOOK_FAILED",
      ];
      for (const code of codes) expect(read("../../docs", document)).toContain(`\`${code}\``);
    },
  );
});
