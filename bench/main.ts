/** `npm run bench -- NAME [options]`: runs one benchmark of the built code. */
import { parseArgs } from "node:util";
import { benchCommit } from "./commit.ts";
import { benchElection } from "./election.ts";
import { benchEndurance } from "./endurance.ts";
import { serve } from "./endurance-cluster.ts";

const BENCHES = { election: benchElection, commit: benchCommit, endurance: benchEndurance };
const USAGE = `npm run bench -- ${Object.keys(BENCHES).join("|")} [--nodes N] [--json]
  election, commit: [--trials N]
  endurance: [--commits N] [--snapshot-every N]`;

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(`--${option} ${text}: allowed is 1 to ${most}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trials: { type: "string", default: "20" },
      nodes: { type: "string", default: "3" },
      commits: { type: "string", default: "2000000" },
      "snapshot-every": { type: "string", default: "100000" },
      data: { type: "string", default: "" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const [name = ""] = positionals;
  const snapshotEvery = wholeNumber("snapshot-every", values["snapshot-every"], 1_000_000_000);
  const nodes = wholeNumber("nodes", values.nodes, 99);
  if (name === "endurance-cluster") return serve({ nodes, snapshotEvery, dataDir: values.data });
  const bench = Object.entries(BENCHES).find(([known]) => known === name)?.[1];
  if (bench === undefined) throw new RangeError(`no benchmark ${JSON.stringify(name)}: ${USAGE}`);
  const trials = wholeNumber("trials", values.trials, 1_000_000);
  const commits = wholeNumber("commits", values.commits, 1_000_000_000);
  const most = name === "endurance" ? commits : trials;
  const result = await bench({ trials, commits, nodes, snapshotEvery, onTrial: (done) => progress(done, most) });
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else print(result);
}

function progress(done: number, trials: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${trials}${done === trials ? "\n" : ""}`);
}

function print({ cases, load, sync, node, cpu }: Awaited<ReturnType<typeof benchElection>>): void {
  for (const { name, n, p50, p90, p99, max, mean, unit } of cases)
    process.stdout.write(`${name}: n ${n}, p50 ${p50}, p90 ${p90}, p99 ${p99}, max ${max}, mean ${mean} ${unit}\n`);
  process.stdout.write(`load ${load.toFixed(2)}, sync: ${sync}, node ${node}, ${cpu}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof RangeError || error instanceof TypeError ? 2 : 1;
});
