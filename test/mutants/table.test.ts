/** `npm run test:mutants` takes minutes; that its table still fits the sources is asked on every run. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("each mutant's source text stands exactly once in its file, and its test file exists", () => {
  const run = fileURLToPath(new URL("run.mjs", import.meta.url));
  expect(execFileSync(process.execPath, [run, "--check"], { encoding: "utf8" })).toMatch(/^[1-9]\d* mutants fit/);
});
