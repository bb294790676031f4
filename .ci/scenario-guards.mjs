// Does each scenario fail with the bug that it guards against, and pass without?
//   npm run simulate -- --mutants --scenarios [--only NAME,NAME] [--seed S] [--json]
// Which guards against which is the table in test/scenarios/README.md: one row a scenario, its mutants by name.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { bundleMutant, checkFits, root } from "./mutant-bundle.mjs";
import { MUTANTS } from "./mutant-list.mjs";
import { SCENARIO_MUTANTS } from "./scenario-mutants.mjs";

const execute = promisify(execFile);
const folderOfScenarios = join(root, "test/scenarios");

/** What runs in the bundle: the scenarios that are named; says of each how it came out. */
const PLAY = `
import { readFileSync } from "node:fs";
import { parseScenario } from "./src/scenario/language/parse.ts";
import { simulateScenario } from "./src/simulator/script.ts";
const [seed, ...files] = process.argv.slice(2);
const results = [];
const end = () => process.stdout.write(JSON.stringify(results) + "\\n", () => process.exit(0));
const broke = (error) => { results.push({ type: "exception", line: 0, what: String(error) }); end(); };
process.on("uncaughtException", broke);
process.on("unhandledRejection", broke);
for (const file of files) {
  const { failure } = await simulateScenario(parseScenario(readFileSync(file, "utf8")), { seed: Number(seed) });
  results.push(failure);
}
end();
`;

/** Of the table: [file, mutants]. */
export const guards = () =>
  [...readFileSync(join(folderOfScenarios, "README.md"), "utf8").matchAll(/^\| `(\S+\.scenario)` \| ([^|]*) \|/gm)].map(
    ([, file, names]) => ({ file, mutants: [...names.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name) }),
  );

const how = (failure) => {
  if (failure === null) return "passes";
  const what = failure.type === "found" ? `found by ${failure.checker}` : failure.type;
  return `fails in line ${failure.line} (${what})`;
};

async function playAll(jobs, seed, onPlayed) {
  const folder = mkdtempSync(join(tmpdir(), "graft-guards-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const waiting = [...jobs];
  // Each is built once, however many ask for it: nobody may read a bundle while it is written anew.
  const bundles = new Map();
  const bundleOf = (mutant) => {
    if (!bundles.has(mutant.name)) bundles.set(mutant.name, bundleMutant(mutant, PLAY, folder));
    return bundles.get(mutant.name);
  };
  const work = async () => {
    const job = waiting.shift();
    if (job === undefined) return;
    const bundle = await bundleOf(job.mutant);
    const paths = job.files.map((file) => join(folderOfScenarios, file));
    const { stdout } = await execute(process.execPath, [bundle, seed, ...paths]);
    for (const [at, failure] of JSON.parse(stdout).entries()) onPlayed(job.mutant.name, job.files[at], failure);
    await work();
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, work));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      mutants: { type: "boolean" },
      scenarios: { type: "boolean" },
      only: { type: "string" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
    },
  });
  const known = [...MUTANTS, ...SCENARIO_MUTANTS];
  const table = guards();
  for (const { file, mutants } of table)
    for (const name of mutants)
      if (!known.some((one) => one.name === name)) throw new Error(`${file}: there is no mutant ${name}`);
  checkFits(known);
  if (values.check)
    return void process.stdout.write(`${table.length} scenarios, ${SCENARIO_MUTANTS.length} mutants fit\n`);
  const names = values.only?.split(",");
  const isWanted = ({ name }) => names === undefined || names.includes(name);
  const guarding = known.filter(isWanted).map((mutant) => ({
    mutant,
    files: table.filter(({ mutants }) => mutants.includes(mutant.name)).map(({ file }) => file),
  }));
  const unharmed = { mutant: { name: "unharmed", edits: [] }, files: table.map(({ file }) => file) };
  // One scenario at a time: whatever a bug does to a process, the next begins in another.
  const jobs = [...(names === undefined ? [unharmed] : []), ...guarding].flatMap(({ mutant, files }) =>
    files.map((file) => ({ mutant: { ...mutant, name: mutant.name }, files: [file] })),
  );
  const results = [];
  await playAll(jobs, values.seed, (mutant, file, failure) => {
    const isRight = (failure === null) === (mutant === "unharmed");
    results.push({
      scenario: file,
      mutant: mutant === "unharmed" ? null : mutant,
      isRight,
      line: failure?.line ?? null,
    });
    if (!values.json) process.stdout.write(`${isRight ? "" : "WRONG: "}${file}, ${mutant}: ${how(failure)}\n`);
  });
  if (values.json) process.stdout.write(`${JSON.stringify({ scenarios: results })}\n`);
  process.exitCode = results.every(({ isRight }) => isRight) ? 0 : 1;
}

await main();
