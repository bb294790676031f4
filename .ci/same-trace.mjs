// Runs the same seeds in this Node and in others, and fails where a trace is another: one seed is one run, whatever runs it.
//   node .ci/same-trace.mjs 22 24
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SEEDS = ["--seeds", "20", "--seed", "2001", "--json"];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** The last line that it prints is the summary. */
const traceHash = (command, args) => {
  const printed = execFileSync(command, [...args, "dist/simulate.js", ...SEEDS], { encoding: "utf8" });
  return JSON.parse(printed.trim().split("\n").at(-1)).traceHash;
};

const here = traceHash(process.execPath, []);
for (const version of process.argv.slice(2)) {
  const there = traceHash("npx", ["--yes", "--package", `node@${version}`, "--", "node"]);
  process.stdout.write(`node@${version}: ${there}, ${process.version}: ${here}\n`);
  if (there !== here) process.exitCode = 1;
}
