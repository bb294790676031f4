/**
 * Endurance: many commits with a snapshot every so often; memory and disk must not grow with them. Then a follower loses its
 * disk and is caught up while writers go on, who must hardly notice.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeCommand } from "../src/kv/format.ts";
import { createRequester, type Requester } from "../src/transport/nats-requester.ts";
import { connectNats } from "../src/transport/nats-transport.ts";
import { proposals } from "../src/transport/subjects.ts";
import { createClientCodec } from "../src/wire/client-codec.ts";
import type { Order, Word } from "./endurance-cluster.ts";
import { type Case, type Summary, summarise, summary } from "./summary.ts";

const VALUE = new Uint8Array(256).fill(7);
const KEYS = 20_000;
const OUTSTANDING = 1024;
/** Of the writers whose latency is looked at. */
const QUIET_OUTSTANDING = 64;
const LOOK_MS = 10_000;
const SAMPLE_MS = 250;
const SAMPLES_MAX = 4_000_000;

/** What comes with a change of leader, or too much load: nobody listens, or the outcome is not known. */
const PASSING = ["noResponders", "NOT_LEADER", "UNCERTAIN", "OVERLOADED"];

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
  const requester = createRequester(link);
  try {
    const memory = new Memory(child.pid ?? 0, options.nodes);
    const grown = await commitAll(requester, options, memory);
    const disk = diskCases(dataDir);
    return [...grown, ...disk, ...(await catchUp(requester, child))];
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

async function commitAll(
  requester: Requester,
  { commits, onTrial }: EnduranceOptions,
  memory: Memory,
): Promise<Case[]> {
  const begin = memory.now();
  const writers = new Writers(requester, OUTSTANDING);
  const watch = setInterval(() => {
    memory.now();
    onTrial(Math.min(commits - 1, writers.count));
  }, SAMPLE_MS);
  const startedMs = performance.now();
  await writers.write(commits).finally(() => clearInterval(watch));
  const rate = (1000 * commits) / (performance.now() - startedMs);
  onTrial(commits);
  const end = memory.now();
  return [
    summarise(`commit rate, ${OUTSTANDING} outstanding, ${commits} commits`, "commits/s", [rate]),
    summarise("commit latency meanwhile", "ms", writers.samples),
    summarise("attempts beyond the first", "attempts", [writers.again]),
    summarise("resident memory a node at begin", "MiB", [begin]),
    summarise("resident memory a node at most", "MiB", [memory.max]),
    summarise("resident memory a node at the end", "MiB", [end]),
  ];
}

/** What each node's folder takes, against the size of its snapshot. */
function diskCases(dataDir: string): Case[] {
  const filesOf = (node: string) => readdirSync(join(dataDir, node)).map((file) => join(dataDir, node, file));
  const sizes = readdirSync(dataDir).map((node) => {
    const bytes = filesOf(node).map((file) => ({ file, bytes: statSync(file).size / 2 ** 20 }));
    const snapshot = bytes.find(({ file }) => file.endsWith("snapshot.dat"))?.bytes ?? 0;
    return { snapshot, all: bytes.reduce((sum, one) => sum + one.bytes, 0) };
  });
  return [
    summarise(
      "snapshot",
      "MiB",
      sizes.map(({ snapshot }) => snapshot),
    ),
    summarise(
      "folder of a node",
      "MiB",
      sizes.map(({ all }) => all),
    ),
  ];
}

/** Latency before, and while a follower with an empty disk is caught up. */
async function catchUp(requester: Requester, child: ChildProcess): Promise<Case[]> {
  const before = new Writers(requester, QUIET_OUTSTANDING);
  await before.writeFor(LOOK_MS);
  const during = new Writers(requester, QUIET_OUTSTANDING);
  const replaced = word(child, "replaced");
  child.send("replace a follower" satisfies Order);
  const writing = during.writeUntilStopped();
  const { tookMs, node } = await replaced;
  during.stop();
  await writing;
  const after = new Writers(requester, QUIET_OUTSTANDING);
  await after.writeFor(LOOK_MS);
  return [
    summarise(`${node} wiped, until it votes again`, "ms", [tookMs]),
    summarise(`commit latency before, ${QUIET_OUTSTANDING} outstanding`, "ms", before.samples),
    summarise("commit latency while it is caught up", "ms", during.samples),
    summarise("commit latency after", "ms", after.samples),
  ];
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

  async writeFor(forMs: number): Promise<void> {
    setTimeout(() => this.stop(), forMs);
    await this.writeUntilStopped();
  }

  writeUntilStopped(): Promise<void> {
    return this.write(Number.POSITIVE_INFINITY);
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
