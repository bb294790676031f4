/** Each scenario passes, and fails with the bug that it guards against: a mutant a row of the table in test/scenarios. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parseScenario } from "../../src/scenario/language/parse.ts";
import { simulateScenario } from "../../src/simulator/script.ts";

interface Played {
  readonly scenario: string;
  /** null: none was put in. */
  readonly mutant: string | null;
  readonly isRight: boolean;
}

const hunt = fileURLToPath(new URL("../../.ci/mutants.mjs", import.meta.url));

test("each scenario passes whatever messages and disks take: with three other seeds", {
  timeout: 600_000,
}, async () => {
  const folder = fileURLToPath(new URL("../scenarios", import.meta.url));
  const failures: unknown[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".scenario"))) {
    const scenario = parseScenario(readFileSync(`${folder}/${file}`, "utf8"));
    for (let seed = 2; seed < 5; seed++) {
      const { failure } = await simulateScenario(scenario, { seed });
      if (failure !== null) failures.push({ file, seed, failure });
    }
  }
  expect(failures).toEqual([]);
});

test("each scenario passes, and fails with each bug that its row names", { timeout: 900_000 }, async () => {
  const args = [hunt, "--mutants", "--scenarios", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
  const { scenarios }: { scenarios: readonly Played[] } = JSON.parse(stdout);
  expect(scenarios.filter(({ mutant }) => mutant === null).length).toBeGreaterThanOrEqual(25);
  expect(scenarios.filter(({ mutant }) => mutant !== null).length).toBeGreaterThanOrEqual(25);
  expect(scenarios.filter(({ isRight }) => !isRight)).toEqual([]);
});
