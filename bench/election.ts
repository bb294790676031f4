/** Cold start: from the start of the process to its first leader, a fresh process and folder each time. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Summary, summarise, summary } from "./summary.ts";

export interface ElectionOptions {
  readonly trials: number;
  readonly nodes: number;
  readonly onTrial: (done: number) => void;
}

const CLUSTER = fileURLToPath(new URL("./cluster.js", import.meta.url));

async function coldStartMs(nodes: number): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [CLUSTER, "--size", String(nodes), "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    if ((JSON.parse(line) as { type: string }).type !== "leaderChange") continue;
    const tookMs = performance.now() - startedMs;
    child.kill("SIGINT");
    await exited;
    return tookMs;
  }
  throw new Error("the cluster ended without a leader");
}

export async function benchElection({ trials, nodes, onTrial }: ElectionOptions): Promise<Summary> {
  const samples: number[] = [];
  for (let trial = 1; trial <= trials; trial++) {
    samples.push(await coldStartMs(nodes));
    onTrial(trial);
  }
  const cases = [summarise(`process start to leader, ${nodes} nodes`, "ms", samples)];
  return summary("election", cases, "fdatasync before each vote");
}
