/** `npm run simulate -- --mutants` takes long; that its bugs still fit the sources is asked on every run. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("each of the simulator's mutants finds its text in the sources", () => {
  const hunt = fileURLToPath(new URL("../../.ci/mutants.mjs", import.meta.url));
  expect(execFileSync(process.execPath, [hunt, "--check"], { encoding: "utf8" })).toMatch(/^[1-9]\d* mutants fit/);
});
