// A cluster of three for two seconds, on whatever Node runs this: one leader, exit 0.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cluster = fileURLToPath(new URL("../dist/cluster.js", import.meta.url));
const run = spawnSync(process.execPath, [cluster, "--size", "3", "--duration", "2s", "--json"], { encoding: "utf8" });
const lines = run.stdout
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const leaders = lines.filter(({ type }) => type === "leaderChange");
process.stdout.write(`node ${process.version}: exit ${run.status}, leaders ${JSON.stringify(leaders)}\n`);
process.exitCode = run.status === 0 && leaders.length === 1 ? 0 : 1;
