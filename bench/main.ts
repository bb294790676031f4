/**
 * `npm run bench -- NAME [options]`: runs one benchmark of the built code.
 *
 * `--cpu-prof FOLDER` leaves a profile of each thread there, and prints what took the most time; it costs a tenth or so of
 * the speed.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { tuneGarbageCollection } from "../src/supervisor/memory.ts";
import { benchCommit } from "./commit.ts";
import { benchElection } from "./election.ts";
import { benchEndurance } from "./endurance.ts";
import { serve } from "./endurance-cluster.ts";
import { benchFailover } from "./failover.ts";
import { MODEL_NODE, runModelNode } from "./peers/model-node.ts";
import { benchPeers, PEERS, type PeerName } from "./peers.ts";
import { topOfProfiles } from "./profiles.ts";
import { lineOf, type Summary } from "./summary.ts";

interface BenchOptions {
  readonly trials: number;
  readonly commits: number;
  readonly nodes: number;
  readonly outstanding: readonly number[];
  readonly valueBytes: number;
  readonly snapshotEvery: number;
  readonly broker: "embedded" | "nats-server";
  readonly peers: readonly PeerName[];
  readonly onSkip: (line: string) => void;
  readonly onTrial: (done: number) => void;
}

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<Summary>>> = {
  election: benchElection,
  commit: benchCommit,
  failover: benchFailover,
  peers: benchPeers,
  endurance: benchEndurance,
};
const USAGE = `npm run bench -- ${Object.keys(BENCHES).join("|")} [--nodes N] [--json] [--cpu-prof FOLDER]
  election: [--trials N]
  commit: [--trials N] [--outstanding N,N,...] [--value-bytes N]
  failover: [--trials N] [--broker embedded|nats-server]
  peers: [--peers graft,etcd,jetstream,floor] [--trials N] [--broker embedded|nats-server] [--value-bytes N]
  endurance: [--commits N] [--snapshot-every N]`;
const TOP = 15;

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(`--${option} ${text}: allowed is 1 to ${most}`);
}

function brokerNamed(name: string): "embedded" | "nats-server" {
  if (name === "embedded" || name === "nats-server") return name;
  throw new RangeError(`--broker ${name}: allowed are embedded, nats-server`);
}

function peerNamed(name: string): PeerName {
  const known = PEERS.find((peer) => peer === name);
  if (known !== undefined) return known;
  throw new RangeError(`--peers ${name}: allowed are ${PEERS.join(", ")}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trials: { type: "string", default: "20" },
      nodes: { type: "string", default: "3" },
      outstanding: { type: "string", default: "1,64,1024" },
      "value-bytes": { type: "string", default: "256" },
      commits: { type: "string", default: "2000000" },
      "snapshot-every": { type: "string", default: "100000" },
      peers: { type: "string", default: PEERS.join(",") },
      data: { type: "string", default: "" },
      broker: { type: "string", default: "embedded" },
      "cpu-prof": { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const [name = ""] = positionals;
  const snapshotEvery = wholeNumber("snapshot-every", values["snapshot-every"], 1_000_000_000);
  const nodes = wholeNumber("nodes", values.nodes, 99);
  tuneGarbageCollection(nodes);
  if (name === MODEL_NODE) return runModelNode();
  if (name === "endurance-cluster") return serve({ nodes, snapshotEvery, dataDir: values.data });
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (bench === undefined) throw new RangeError(`no benchmark ${JSON.stringify(name)}: ${USAGE}`);
  if (values["cpu-prof"] !== undefined) return profiled(values["cpu-prof"]);
  const trials = wholeNumber("trials", values.trials, 1_000_000);
  const commits = wholeNumber("commits", values.commits, 1_000_000_000);
  const most = name === "endurance" ? commits : trials;
  const result = await bench({
    trials,
    commits,
    nodes,
    outstanding: values.outstanding.split(",").map((each) => wholeNumber("outstanding", each, 16_384)),
    valueBytes: wholeNumber("value-bytes", values["value-bytes"], 250 * 1024),
    snapshotEvery,
    broker: brokerNamed(values.broker),
    peers: values.peers.split(",").map(peerNamed),
    onSkip: (line) => process.stderr.write(`${line}\n`),
    onTrial: (done) => progress(done, most),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else print(result);
}

/** The same once more, in a process that profiles its threads. */
function profiled(folder: string): void {
  const { argv } = process;
  const at = argv.findIndex((argument) => argument.startsWith("--cpu-prof"));
  const rest = argv[at] === "--cpu-prof" ? argv.toSpliced(at, 2) : argv.toSpliced(at, 1);
  const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`];
  const { status } = spawnSync(process.execPath, [...flags, ...rest.slice(1)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
  if (status === 0) for (const line of topOfProfiles(folder, TOP)) process.stderr.write(`${line}\n`);
}

function progress(done: number, trials: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${trials}${done === trials ? "\n" : ""}`);
}

function print({ cases, load, sync, node, cpu }: Summary): void {
  for (const one of cases) process.stdout.write(`${lineOf(one)}\n`);
  process.stdout.write(`load ${load.toFixed(2)}, sync: ${sync}, node ${node}, ${cpu}\n`);
}

process.stdout.on("error", () => process.exit(1)); // whoever read it has seen enough

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof RangeError || error instanceof TypeError ? 2 : 1;
});
