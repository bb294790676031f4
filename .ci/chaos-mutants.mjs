// Known bugs, put into a build of their own and run as a live cluster under chaos: do its checkers see them?
//   node .ci/chaos-mutants.mjs [--only NAME] [--seeds N] [--duration TIME]
// Each is hunted with one seed after another until a run ends with the verdict "violated"; and the build without a bug must not.
// Only bugs that show without luck with the timing have a place here: the simulator hunts the others (`mutants.mjs`).
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { bundleOptions } from "./bundles.mjs";
import { mutating, refuseMissing, root } from "./mutant-bundle.mjs";

const edit = (file, find, put) => ({ file, find, put });

const LIVE_MUTANTS = [
  {
    name: "commit-alone",
    what: "an entry is committed once the fastest voter has it",
    edits: [edit("src/core/quorum.ts", "return values[majority(values.length) - 1] ??", "return values[0] ??")],
  },
  {
    name: "every-vote",
    what: "a vote is given to whoever asks, though it is given already",
    edits: [
      edit(
        "src/core/vote.ts",
        "if (state.votedFor !== null) return sameMember(state.votedFor, candidate);\n  return knownLeader(state) === null;",
        "return sameMember(candidate, candidate) || knownLeader(state) === null;",
      ),
    ],
  },
  {
    name: "stale-reads",
    what: "whoever is asked answers a read at once, from what it has",
    edits: [
      edit(
        "src/driver/driver.ts",
        'if (consistency === "stale") return serve();',
        "if (consistency.length > 0) return serve();",
      ),
    ],
  },
];

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seeds: { type: "string", default: "12" },
    duration: { type: "string", default: "15s" },
    verbose: { type: "boolean", default: false },
  },
});

/** Longer runs of the build without a bug are a command of their own (`--chaos`). */
const HONEST_SEEDS = 2;

async function built(mutant, folder) {
  const dist = join(folder, mutant.name);
  mkdirSync(dist);
  const { plugin, missing } = mutating(mutant);
  await build({ ...bundleOptions("mutant"), outdir: dist, absWorkingDir: root, plugins: [plugin] });
  refuseMissing(mutant.name, missing);
  return join(dist, "cluster.js");
}

/** The summary of a run: its last line. */
function run(file, seed) {
  const timing = ["--size", "5", "--election-timeout", "150-300", "--heartbeat", "40"];
  const chaos = ["--chaos", "brutal", "--seed", String(seed), "--duration", values.duration];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [file, ...timing, ...chaos, "--json", "--log-level", "silent"],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  );
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  const summary = last.startsWith("{") ? JSON.parse(last) : {};
  if (summary.verdict === undefined) throw new Error(`no verdict, exit code ${status}: ${last}${stderr}`);
  return summary;
}

function hunt(file, seeds) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const summary = run(file, seed);
    const [first] = summary.violations ?? [];
    if (values.verbose) process.stdout.write(`  ${JSON.stringify({ ...summary, timeline: undefined })}\n`);
    if (summary.verdict === "violated") return { seed, checker: first?.checker, what: first?.what.split("\n")[0] };
  }
  return null;
}

const folder = mkdtempSync(join(tmpdir(), "graft-chaos-mutants-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
try {
  const honest = { name: "honest", what: "no bug at all", edits: [] };
  for (const mutant of [honest, ...LIVE_MUTANTS].filter(
    ({ name }) => values.only === undefined || name === values.only,
  )) {
    const seeds = mutant === honest ? HONEST_SEEDS : Number(values.seeds);
    const found = hunt(await built(mutant, folder), seeds);
    const isRight = (found === null) === (mutant === honest);
    if (!isRight) process.exitCode = 1;
    const how = found === null ? `survives ${seeds} seeds` : `${found.checker}, seed ${found.seed}: ${found.what}`;
    process.stdout.write(`${isRight ? "" : "WRONG  "}${mutant.name}: ${mutant.what}\n  ${how}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
