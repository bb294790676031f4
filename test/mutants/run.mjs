// Takes out one safety rule at a time, and expects the test that guards it to fail.
//   node test/mutants/run.mjs                 all of mutants.txt; prints a table and exits 1 where a mutant survives
//   node test/mutants/run.mjs "scenario 3"    only rows whose heading contains these words
//   node test/mutants/run.mjs --json          one object a row, then a summary
//   node test/mutants/run.mjs --check         only whether the table still fits the sources
//   node test/mutants/run.mjs --jobs 1        so many at a time; by default half the cores
// The sources are never touched: each job works on a copy in a temporary folder.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mutated, parseTable } from "./table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** A mutant may send a test round in circles: one that has not ended by then is caught as well. */
const RUN_MS_MAX = 120_000;

const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    jobs: { type: "string", default: String(Math.max(1, Math.floor(availableParallelism() / 2))) },
  },
});
const say = (line) => process.stdout.write(`${line}\n`);

function newCopy() {
  const folder = mkdtempSync(join(tmpdir(), "graft-mutants-"));
  for (const name of ["src", "test", "package.json", "tsconfig.json"])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** The names of the tests in `testFiles` that fail in `folder`; whether vitest came to an end; whether there is no program to test. */
async function failures(folder, testFiles) {
  const output = join(folder, "result.json");
  rmSync(output, { force: true });
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const options = ["--config", "test/mutants/vitest.config.ts", "--reporter=json", `--outputFile=${output}`];
  const child = spawn(process.execPath, [vitest, "run", ...options, ...testFiles], { cwd: folder, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), RUN_MS_MAX);
  const [, signal] = await new Promise((resolve) => child.once("exit", (...end) => resolve(end)));
  clearTimeout(timer);
  if (signal !== null) return { ended: false, broken: false, failed: [] };
  const { testResults, numTotalTests } = JSON.parse(readFileSync(output, "utf8"));
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed"),
  );
  const isBroken = ({ failureMessages }) => failureMessages.some((text) => /^(Reference|Syntax)Error/.test(text));
  const broken = numTotalTests === 0 || failed.some(isBroken);
  return { ended: true, broken, failed: failed.map(({ fullName }) => fullName) };
}

async function tryOut(folder, row) {
  const startedMs = performance.now();
  const originals = [...mutated(folder, row)].map(([file, text]) => {
    const path = join(folder, file);
    const original = readFileSync(path, "utf8");
    writeFileSync(path, text);
    return { path, original };
  });
  const { ended, failed, broken } = await failures(folder, [row.testFile]);
  for (const { path, original } of originals) writeFileSync(path, original);
  const caughtBy = failed.filter((name) => name.includes(row.words));
  const caught = !broken && (!ended || caughtBy.length > 0);
  const ms = Math.round(performance.now() - startedMs);
  return { ...row, caught, ended, broken, caughtBy, alsoFailed: failed.length - caughtBy.length, ms };
}

function tell(result) {
  if (flags.json) return say(JSON.stringify(result));
  const { guards, rule, caught, ended, broken, caughtBy, alsoFailed, testFile, ms } = result;
  const others = alsoFailed > 0 ? `, and ${alsoFailed} more` : "";
  const by = !ended ? `${testFile}, which never ended` : `${testFile} > ${caughtBy[0]}${others}`;
  const not = broken ? "**NO PROGRAM**, which proves nothing:" : "**SURVIVED**";
  say(`| ${guards} | ${rule} | ${caught ? by : `${not} ${testFile} > ${result.words}${others}`} | ${ms} ms |`);
}

async function soundAtFirst(folder, rows) {
  const { ended, failed, broken } = await failures(folder, [...new Set(rows.map(({ testFile }) => testFile))]);
  if (broken) throw new Error("no test runs: does test/mutants/vitest.config.ts include these files?");
  if (!ended || failed.length > 0) throw new Error(`the tests fail with all rules in place: ${failed.join("; ")}`);
}

async function runAll(rows) {
  const folders = Array.from({ length: Math.min(Number(flags.jobs), rows.length) }, newCopy);
  try {
    await soundAtFirst(folders[0], rows);
    if (!flags.json) say("| guards | rule taken out | caught by | took |\n|---|---|---|---|");
    const waiting = [...rows];
    const results = [];
    const work = async (folder) => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        const result = await tryOut(folder, row);
        results.push(result);
        tell(result);
      }
    };
    await Promise.all(folders.map(work));
    return results;
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

const table = parseTable(readFileSync(new URL("mutants.txt", import.meta.url), "utf8"));
const rows = table.filter(({ guards, rule }) => words.every((word) => `${guards} ${rule}`.includes(word)));
for (const row of rows) mutated(ROOT, row);
if (rows.length === 0) throw new Error(`no row of the table matches ${words.join(" ")}`);
if (flags.check) say(`${rows.length} mutants fit the sources`);
else {
  const results = await runAll(rows);
  const survivors = results.filter(({ caught }) => !caught).length;
  const summary = { mutants: results.length, caught: results.length - survivors, survivors };
  say(flags.json ? JSON.stringify(summary) : `\n${summary.caught} of ${summary.mutants} mutants caught`);
  process.exitCode = survivors === 0 ? 0 : 1;
}
