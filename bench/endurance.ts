/**
 * Endurance: many commits with a snapshot every so often; memory and disk must not grow with them. Then a follower loses its
 * disk and is caught up while writers go on, who must hardly notice.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TRAILING_ENTRIES } from "../src/core/state.ts";
import { encodeCommand } from "../src/kv/format.ts";
import { SNAPSHOT_NAME } from "../src/storage/snapshots.ts";
import { createRequester, type Requester } from "../src/transport/nats-requester.ts";
import { connectNats } from "../src/transport/nats-transport.ts";
import { proposals } from "../src/transport/subjects.ts";
import { createClientCodec } from "../src/wire/client-codec.ts";
import type { Order, Word } from "./endurance-cluster.ts";
import { type Case, rateOf, type Summary, summarise, summary } from "./summary.ts";

const VALUE = new Uint8Array(256).fill(7);
const KEYS = 20_000;
const OUTSTANDING = 1024;
/** Of the writers whose latency is looked at. */
const QUIET_OUTSTANDING = 64;
const QUIET_MS = 3_000;
const SAMPLE_MS = 250;
const SAMPLES_MAX = 4_000_000;
/** A follower is replaced so often, and the samples pooled: one catch-up is over before a p99 means something. */
const REPLACEMENTS = 5;
/** What may be held beyond what was there at the beginning, a node: 120 MB. */
const GROWTH_MIB_MAX = 120e6 / 2 ** 20;
/** How much slower the writers' p99 may become while a follower is caught up. */
const SLOWER_MAX = 2;
/** Key, headers and its share of a batch. */
const ENTRY_OVERHEAD_BYTES = 64;
/** One may not be full yet, one is kept ready. */
const SEGMENT_MIB_MAX = 8;

/** What comes with a change of leader, or too much load: nobody listens, or the outcome is not known. */
const PASSING = ["noResponders", "leaderChanged", "NOT_LEADER", "UNCERTAIN", "OVERLOADED"];

export interface EnduranceOptions {
  readonly commits: number;
  readonly nodes: number;
  readonly snapshotEvery: number;
  readonly onTrial: (done: number) => void;
}

export async function benchEndurance(options: EnduranceOptions): Promise<Summary> {
  const dataDir = mkdtempSync(join(tmpdir(), "graft-bench-"));
  const served = ["endurance-cluster", "--nodes", options.nodes, "--snapshot-every", options.snapshotEvery];
  const child = fork(process.argv[1] ?? "", [...served.map(String), "--data", dataDir]);
  try {
    return summary("endurance", await run(options, child, dataDir), "fdatasync of each batch on every node");
  } finally {
    if (child.connected) child.send("close" satisfies Order);
    await (child.exitCode === null ? once(child, "exit") : undefined);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run(options: EnduranceOptions, child: ChildProcess, dataDir: string): Promise<Case[]> {
  const { nats } = await word(child, "started");
  const link = await connectNats({ servers: nats.split(","), name: "bench" });
  const requester = createRequester({ link, clusterName: "bench" });
  try {
    const memory = new Memory(child.pid ?? 0, options.nodes);
    const disk = new Disk(dataDir);
    const grown = await commitAll(requester, options, memory, disk);
    const onDisk = diskCases(dataDir, disk, options.snapshotEvery);
    return [...grown, ...onDisk, ...(await catchUp(requester, child))];
  } finally {
    requester.close();
    await link.close();
  }
}

async function word<T extends Word["type"]>(child: ChildProcess, type: T): Promise<Extract<Word, { type: T }>> {
  for (;;) {
    const [said] = (await once(child, "message")) as [Word];
    if (said.type === "failed") throw new Error(said.message);
    if (said.type === type) return said as Extract<Word, { type: T }>;
  }
}

/** Resident memory of the cluster's process, in MiB, divided by its nodes. */
class Memory {
  readonly #pid: number;
  readonly #nodes: number;
  max = 0;

  constructor(pid: number, nodes: number) {
    this.#pid = pid;
    this.#nodes = nodes;
  }

  now(): number {
    const status = readFileSync(`/proc/${this.#pid}/status`, "utf8");
    const mib = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024 / this.#nodes;
    this.max = Math.max(this.max, mib);
    return mib;
  }
}

const mibOf = (path: string): number => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20;

/** Of the largest of the nodes' folders. */
class Disk {
  readonly #dataDir: string;
  /** In MiB. */
  max = 0;
  filesMax = 0;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  now(): void {
    for (const node of readdirSync(this.#dataDir)) {
      const folder = join(this.#dataDir, node);
      const files = readdirSync(folder);
      this.filesMax = Math.max(this.filesMax, files.length);
      this.max = Math.max(
        this.max,
        files.reduce((sum, file) => sum + mibOf(join(folder, file)), 0),
      );
    }
  }
}

async function commitAll(
  requester: Requester,
  { commits, onTrial }: EnduranceOptions,
  memory: Memory,
  disk: Disk,
): Promise<Case[]> {
  const begin = memory.now();
  const writers = new Writers(requester, OUTSTANDING);
  const watch = setInterval(() => {
    memory.now();
    disk.now();
    onTrial(Math.min(commits - 1, writers.count));
  }, SAMPLE_MS);
  const startedMs = performance.now();
  await writers.write(commits).finally(() => clearInterval(watch));
  const rate = (1000 * commits) / (performance.now() - startedMs);
  onTrial(commits);
  const end = memory.now();
  return [
    rateOf(`commit rate, ${OUTSTANDING} outstanding, ${commits} commits`, "commits/s", rate),
    summarise("commit latency meanwhile", "ms", writers.samples),
    rateOf("attempts beyond the first", "attempts", writers.again),
    rateOf("resident memory a node at begin", "MiB", begin),
    rateOf("resident memory a node at most", "MiB", memory.max),
    rateOf("resident memory a node at the end", "MiB", end),
    rateOf(`growth of a node at most (bound ${GROWTH_MIB_MAX.toFixed(1)})`, "MiB", memory.max - begin),
  ];
}

/** What each node's folder takes, against the size of its snapshot and of the log that the snapshot does not hold. */
function diskCases(dataDir: string, disk: Disk, snapshotEvery: number): Case[] {
  disk.now();
  const snapshotMiB = Math.max(...readdirSync(dataDir).map((node) => mibOf(join(dataDir, node, SNAPSHOT_NAME))));
  const logMiB = ((snapshotEvery + TRAILING_ENTRIES) * (VALUE.length + ENTRY_OVERHEAD_BYTES)) / 2 ** 20;
  const bound = 3 * snapshotMiB + logMiB + 2 * SEGMENT_MIB_MAX;
  return [
    rateOf("snapshot", "MiB", snapshotMiB),
    rateOf(`log of ${snapshotEvery} + ${TRAILING_ENTRIES} entries, by arithmetic`, "MiB", logMiB),
    rateOf(`folder of a node at most (bound ${bound.toFixed(1)}: 3 snapshots, that log, 2 segments)`, "MiB", disk.max),
    rateOf("files in a folder at most", "files", disk.filesMax),
  ];
}

/** Latency in quiet times, and while a follower with an empty disk is caught up: in turns, so that both see the same machine. */
async function catchUp(requester: Requester, child: ChildProcess): Promise<Case[]> {
  const tookMs: number[] = [];
  const [whole, without, starting, during]: [number[], number[], number[], number[]] = [[], [], [], []];
  const stopLater = (writers: Writers): void => void setTimeout(() => writers.stop(), QUIET_MS);
  for (let turn = 0; turn < REPLACEMENTS; turn += 1) {
    for (const one of await latencies(requester, stopLater)) whole.push(one);
    const lost = word(child, "lost");
    child.send("lose a follower" satisfies Order);
    await lost;
    for (const one of await latencies(requester, stopLater)) without.push(one);
    const joined = word(child, "nodeStarted");
    const replaced = word(child, "replaced");
    child.send("replace it" satisfies Order);
    const busy = await latencies(requester, (writers) => {
      void joined.then(() => starting.push(...writers.samples.splice(0)));
      void replaced.finally(() => writers.stop());
    });
    for (const one of busy) during.push(one);
    tookMs.push((await replaced).tookMs);
  }
  // The node that is caught up does not vote yet, so the rest must all agree, as while it is down: that is what it is compared with.
  const before = summarise(`commit latency, ${QUIET_OUTSTANDING} outstanding, the follower down`, "ms", without);
  const meanwhile = summarise("commit latency while the follower is caught up", "ms", during);
  return [
    summarise("a follower wiped, until it votes again", "ms", tookMs),
    summarise(`commit latency, ${QUIET_OUTSTANDING} outstanding, all nodes up`, "ms", whole),
    before,
    // On a machine of its own this costs the writers nothing; here a thread more is compiled and started beside them.
    summarise("commit latency while the wiped node's thread starts", "ms", starting),
    meanwhile,
    rateOf(
      `p99 while it is caught up (bound ${SLOWER_MAX})`,
      "times that while it is down",
      meanwhile.p99 / before.p99,
    ),
  ];
}

async function latencies(requester: Requester, stopLater: (writers: Writers) => void): Promise<readonly number[]> {
  const writers = new Writers(requester, QUIET_OUTSTANDING);
  stopLater(writers);
  await writers.write(Number.POSITIVE_INFINITY);
  return writers.samples;
}

/** So many that write one after the other, each waiting for its answer. */
class Writers {
  readonly #codec = createClientCodec();
  readonly #requester: Requester;
  readonly #outstanding: number;
  #left = 0;
  #stopped = false;
  count = 0;
  /** Attempts beyond the first of a write. */
  again = 0;
  /** Latencies. */
  readonly samples: number[] = [];

  constructor(requester: Requester, outstanding: number) {
    this.#requester = requester;
    this.#outstanding = outstanding;
  }

  async write(count: number): Promise<void> {
    this.#left = count;
    await Promise.all(Array.from({ length: this.#outstanding }, () => this.#one()));
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Again until it is done: a lead that changes on the way is counted, and is no reason to give up. */
  async #write(bytes: Uint8Array): Promise<void> {
    for (;;) {
      const outcome = await this.#requester.request(proposals("bench"), bytes, 30_000);
      const decoded = outcome.kind === "reply" ? this.#codec.decodeResponse(outcome.bytes) : null;
      if (decoded?.ok === true && decoded.response.type === "ok") return;
      const failure = decoded?.ok === true && decoded.response.type === "error" ? decoded.response.code : outcome.kind;
      if (!PASSING.includes(failure)) throw new Error(`write ${this.count} failed: ${failure}`);
      this.again += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #one(): Promise<void> {
    while (!this.#stopped && this.#left-- > 0) {
      const key = `key-${this.count++ % KEYS}`;
      const command = encodeCommand({ type: "put", key, value: VALUE });
      const bytes = this.#codec.encodeRequest({ type: "propose", clientId: 0, sequence: 0, command });
      const startedMs = performance.now();
      await this.#write(bytes);
      if (this.samples.length < SAMPLES_MAX) this.samples.push(performance.now() - startedMs);
    }
  }
}
