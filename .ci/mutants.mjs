// Known bugs, put into a copy of the code that exists only while it is hunted: does the simulator find them, and how soon?
//   npm run simulate -- --mutants [--only NAME,NAME] [--seeds N] [--seed S] [--json]
//   npm run simulate -- --mutants --check     whether each still fits the code, and no more
// A mutant is a few replacements of text, made as the bundle is built; nothing in src/ knows of them. One whose text is not
// found any more is an error: it must follow the code.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";
import { MUTANTS } from "./mutant-list.mjs";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** What runs in the bundle: seeds until one fails; says so in a line of JSON. */
const HUNT = `
import { simulate } from "./src/simulator/run.ts";
const [from, count] = process.argv.slice(2).map(Number);
const say = (found) => process.stdout.write(JSON.stringify(found) + "\\n", () => process.exit(0));
let seed = from;
let simulatedMs = 0;
const broke = (error) => say({ caught: true, checker: "exception", what: String(error), seeds: seed - from + 1, simulatedMs });
process.on("uncaughtException", broke);
process.on("unhandledRejection", broke);
for (; seed < from + count; seed++) {
  const { violations, simulatedMs: passedMs } = await simulate({ seed, nodes: null });
  simulatedMs += passedMs;
  const [first] = violations;
  if (first === undefined) continue;
  say({ caught: true, checker: first.checker, what: first.what.split("\\n")[0], seeds: seed - from + 1, simulatedMs });
  break;
}
if (seed === from + count) say({ caught: false, checker: null, what: "", seeds: count, simulatedMs });
`;

const misfit = (name, file, find) => `mutant ${name}: ${file} does not say ${JSON.stringify(find)}`;

async function bundle({ name, edits }, folder) {
  const missing = new Set(edits);
  const mutate = (path, text) =>
    edits.reduce((changed, one) => {
      if (!path.endsWith(one.file) || !changed.includes(one.find)) return changed;
      missing.delete(one);
      return changed.replace(one.find, () => one.put);
    }, text);
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: HUNT, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.15",
    external: ["piscina"],
    define: { __GRAFT_VERSION__: '"mutant"' },
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: [
      {
        name: "mutate",
        setup: (options) =>
          options.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
            contents: mutate(path, readFileSync(path, "utf8")),
            loader: "ts",
          })),
      },
    ],
    logLevel: "warning",
  });
  for (const { file, find } of missing) throw new Error(misfit(name, file, find));
  return outfile;
}

const { values } = parseArgs({
  options: {
    mutants: { type: "boolean" },
    only: { type: "string" },
    seeds: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});
if (values.check) {
  for (const { name, edits } of MUTANTS)
    for (const { file, find } of edits)
      if (!readFileSync(join(root, file), "utf8").includes(find)) throw new Error(misfit(name, file, find));
  process.stdout.write(`${MUTANTS.length} mutants fit\n`);
  process.exit();
}
const wanted = values.only?.split(",") ?? MUTANTS.map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), "graft-mutants-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
const mutants = [];
try {
  const waiting = MUTANTS.filter(({ name }) => wanted.includes(name));
  const hunt = async () => {
    const one = waiting.shift();
    if (one === undefined) return;
    const file = await bundle(one, folder);
    const { stdout } = await execute(process.execPath, [file, values.seed, values.seeds]);
    const found = JSON.parse(stdout);
    mutants.push({ name: one.name, caught: found.caught, checker: found.checker, seeds: found.seeds });
    const how = found.caught ? `${found.checker}, ${found.seeds} seeds` : `survives ${found.seeds} seeds`;
    const time = `${(found.simulatedMs / 1000).toFixed(0)} s simulated`;
    if (!values.json) process.stdout.write(`${one.name}: ${one.what}\n  ${how}, ${time}\n  ${found.what}\n`);
    await hunt();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, hunt));
} finally {
  rmSync(folder, { recursive: true });
}
if (values.json) process.stdout.write(`${JSON.stringify({ mutants })}\n`);
process.exitCode = mutants.every(({ caught }) => caught) ? 0 : 1;
