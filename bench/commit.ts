/** Commits: latency and rate of commands that were synced by a majority and applied, by how many are outstanding. */
import { performance } from "node:perf_hooks";
import { encodeCommand } from "../src/kv/format.ts";
import { startCluster } from "../src/supervisor/cluster.ts";
import { createRequester, type Requester } from "../src/transport/nats-requester.ts";
import { connectNats } from "../src/transport/nats-transport.ts";
import { proposals } from "../src/transport/subjects.ts";
import { createClientCodec } from "../src/wire/client-codec.ts";
import { type Case, type Summary, summarise, summary } from "./summary.ts";

const VALUE = new Uint8Array(256).fill(7);
const OUTSTANDING = [1, 64, 1024];
const KEYS = 10_000;

export interface CommitOptions {
  /** Commits of each case, for each outstanding one at least 20. */
  readonly trials: number;
  readonly nodes: number;
  readonly onTrial: (done: number) => void;
}

export async function benchCommit({ trials, nodes, onTrial }: CommitOptions): Promise<Summary> {
  let nats = "";
  const cluster = await startCluster({
    size: nodes,
    name: "bench",
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
    },
  });
  await cluster.waitForLeader();
  const link = await connectNats({ servers: nats.split(","), name: "bench" });
  const requester = createRequester(link);
  const cases: Case[] = [];
  for (const outstanding of OUTSTANDING) {
    await write(requester, outstanding, outstanding * 20);
    cases.push(...(await write(requester, outstanding, Math.max(trials, outstanding * 20))));
    onTrial(trials * (cases.length / 2 / OUTSTANDING.length));
  }
  requester.close();
  await link.close();
  await cluster.close();
  return summary("commit", cases, "fdatasync of each batch on every node");
}

async function write(requester: Requester, outstanding: number, count: number): Promise<Case[]> {
  const codec = createClientCodec();
  const samples: number[] = [];
  let left = count;
  const writer = async (): Promise<void> => {
    while (left-- > 0) {
      const key = `key-${left % KEYS}`;
      const command = encodeCommand({ type: "put", key, value: VALUE });
      const bytes = codec.encodeRequest({ type: "propose", clientId: 0, sequence: 0, command });
      const startedMs = performance.now();
      const outcome = await requester.request(proposals("bench"), bytes, 10_000);
      samples.push(performance.now() - startedMs);
      if (outcome.kind !== "reply") throw new Error(`a write was not answered: ${outcome.kind}`);
      const decoded = codec.decodeResponse(outcome.bytes);
      if (!decoded.ok || decoded.response.type !== "ok") throw new Error(`a write failed: ${JSON.stringify(decoded)}`);
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: outstanding }, writer));
  const rate = (1000 * count) / (performance.now() - startedMs);
  return [
    summarise(`commit, ${outstanding} outstanding`, "ms", samples),
    summarise(`commit rate, ${outstanding} outstanding`, "commits/s", [rate]),
  ];
}
