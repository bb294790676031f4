// Known bugs, put into a copy of the code that exists only while it is hunted: does the simulator find them, and how soon?
//   npm run simulate -- --mutants [--only NAME,NAME] [--seeds N] [--seed S] [--faults PROFILE] [--json]
//   npm run simulate -- --mutants --write-docs  writes what was found into the tables in docs/; with --only, their rows alone
//   npm run simulate -- --mutants --scenarios  plays the scenarios against the mutants that they guard against
//   npm run simulate -- --mutants --model --only NAME [--depth D]     by the exhaustive search, with the shortest path to the bug
//   npm run simulate -- --mutants --check     whether each still fits the code, and no more
// A mutant (mutant-list.mjs) is a few replacements of text, made as the bundle is built; nothing in src/ knows of them. One
// whose text is not found any more is an error: it must follow the code.
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { bundleMutant, checkFits, root } from "./mutant-bundle.mjs";
import { MUTANTS } from "./mutant-list.mjs";
import { mutantTables } from "./mutant-table.mjs";

const execute = promisify(execFile);

/** What runs in the bundle: seeds until one fails; says so in a line of JSON. */
const HUNT = `
import { simulate } from "./src/simulator/run.ts";
const [from, count] = process.argv.slice(2, 4).map(Number);
const profile = process.argv[4] ?? null;
const say = (found) => process.stdout.write(JSON.stringify(found) + "\\n", () => process.exit(0));
let seed = from;
let simulatedMs = 0;
const broke = (error) => say({ caught: true, checker: "exception", what: String(error), seeds: seed - from + 1, simulatedMs });
process.on("uncaughtException", broke);
process.on("unhandledRejection", broke);
for (; seed < from + count; seed++) {
  const { violations, simulatedMs: passedMs } = await simulate({ seed, nodes: null, profile });
  simulatedMs += passedMs;
  const [first] = violations;
  if (first === undefined) continue;
  say({ caught: true, checker: first.checker, what: first.what.split("\\n")[0], seeds: seed - from + 1, simulatedMs });
  break;
}
if (seed === from + count) say({ caught: false, checker: null, what: "", seeds: count, simulatedMs });
`;

/** What runs in the bundle instead, with --model: the exhaustive search, as its command does it. */
const MODEL = `
import { runModelCommand } from "./src/simulator/model-command.ts";
const { stdout, stderr } = process;
const nowMs = () => performance.now();
process.exitCode = runModelCommand({ args: process.argv.slice(2), stdout, stderr, language: "en", nowMs });
`;

function checkAll() {
  checkFits(MUTANTS);
  process.stdout.write(`${MUTANTS.length} mutants fit\n`);
}

/** Hunts one after another, as many at a time as there are cores. What is found is in the order of the list. */
async function huntAll(wanted, { seed, seeds, faults }, onFound) {
  const folder = mkdtempSync(join(tmpdir(), "graft-mutants-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const waiting = [...wanted];
  const found = new Map();
  const hunt = async () => {
    const one = waiting.shift();
    if (one === undefined) return;
    const file = await bundleMutant(one, HUNT, folder);
    const profile = faults === undefined ? [] : [faults];
    const { stdout } = await execute(process.execPath, [file, seed, seeds, ...profile]);
    found.set(one.name, { name: one.name, ...JSON.parse(stdout) });
    onFound(one, found.get(one.name));
    await hunt();
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, hunt));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return wanted.map(({ name }) => found.get(name));
}

/** Each in turn; gives the exit code: whether all were found. */
async function searchModel(wanted, { depth, lang, json }) {
  const folder = mkdtempSync(join(tmpdir(), "graft-mutants-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const args = ["--model", "--depth", depth, "--lang", lang, ...(json ? ["--json"] : [])];
  let isFound = true;
  try {
    for (const one of wanted) {
      if (!json) process.stdout.write(`${one.name}: ${one.what}\n`);
      const file = await bundleMutant(one, MODEL, folder);
      const { status } = spawnSync(process.execPath, [file, ...args], { stdio: "inherit" });
      isFound &&= status === 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return isFound ? 0 : 1;
}

function tell({ name, what }, { caught, checker, seeds, simulatedMs, what: problem }) {
  const how = caught ? `${checker}, ${seeds} seeds` : `survives ${seeds} seeds`;
  process.stdout.write(`${name}: ${what}\n  ${how}, ${(simulatedMs / 1000).toFixed(0)} s simulated\n  ${problem}\n`);
}

/** At once, so that what is cut short is not lost. */
function writeDocs(found) {
  const path = join(root, "docs/mutants.md");
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  for (const [file, text] of mutantTables(MUTANTS, found, before)) writeFileSync(join(root, file), text);
}

async function main() {
  const { values } = parseArgs({
    options: {
      mutants: { type: "boolean" },
      only: { type: "string" },
      seeds: { type: "string", default: "5000" },
      seed: { type: "string", default: "1" },
      faults: { type: "string" },
      json: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
      model: { type: "boolean", default: false },
      depth: { type: "string", default: "13" },
      lang: { type: "string", default: "en" },
    },
  });
  if (values.check) return checkAll();
  const names = values.only?.split(",") ?? MUTANTS.map(({ name }) => name);
  const unknown = names.find((name) => !MUTANTS.some((mutant) => mutant.name === name));
  if (unknown !== undefined) throw new Error(`no mutant is called ${unknown}`);
  const wanted = MUTANTS.filter(({ name }) => names.includes(name));
  if (values.model) {
    process.exitCode = await searchModel(wanted, values);
    return;
  }
  const found = await huntAll(wanted, values, (one, result) => {
    if (!values.json) tell(one, result);
    if (values["write-docs"]) writeDocs([{ ...result, faults: values.faults }]);
  });
  const mutants = found.map(({ name, caught, checker, seeds }) => ({ name, caught, checker, seeds }));
  if (values.json) process.stdout.write(`${JSON.stringify({ mutants })}\n`);
  process.exitCode = mutants.every(({ caught }) => caught) ? 0 : 1;
}

if (process.argv.includes("--scenarios")) await import("./scenario-guards.mjs");
else await main();
