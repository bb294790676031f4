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
import { sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import type { Order, ServeOptions, Word } from "./endurance-cluster.ts";
import { distributions } from "./picture.ts";
import { summarise } from "./summary.ts";

const MORE = { better: "more" } as const;
const LESS = { better: "less" } as const;
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

export const endurance: Bench = {
  trials: 1,
  nodes: [3],
  isOfManySizes: false,
  cases: [],
  sync: "fdatasync of each batch on every node",
  run: benchEndurance,
  picture: (recorded) => ({
    type: "distribution",
    title: "Commit latency over millions of commits",
    unit: "ms",
    curves: distributions(recorded, "ms"),
  }),
};

async function benchEndurance(bench: BenchRun): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "graft-bench-"));
  const { snapshotEvery } = bench.options;
  const served: ServeOptions = { nodes: sizeOf(bench.options), snapshotEvery, dataDir };
  const child = fork(process.argv[1] ?? "", ["endurance-cluster", JSON.stringify(served)], { detached: true });
  try {
    await run(bench, child, dataDir);
  } finally {
    if (child.connected) child.send("close" satisfies Order);
    await (child.exitCode === null ? once(child, "exit") : undefined);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run(bench: BenchRun, child: ChildProcess, dataDir: string): Promise<void> {
  const { nats } = await word(child, "started", bench.signal);
  const link = await connectNats({ servers: nats.split(","), name: "bench" });
  const requester = createRequester({ link, clusterName: "bench" });
  try {
    const disk = new Disk(dataDir);
    await commitAll(requester, bench, new Memory(child.pid ?? 0, sizeOf(bench.options)), disk);
    diskCases(bench, dataDir, disk);
    await catchUp(requester, bench, child);
  } finally {
    requester.close();
    await link.close();
  }
}

const isOf = <T extends Word["type"]>(said: Word, type: T): said is Extract<Word, { type: T }> => said.type === type;

/** The next word of this type. Listens without a pause: of two messages that arrive together none may be missed. */
function word<T extends Word["type"]>(
  child: ChildProcess,
  type: T,
  signal: AbortSignal,
): Promise<Extract<Word, { type: T }>> {
  return new Promise((resolve, reject) => {
    const settled = (settle: () => void): void => {
      child.off("message", hear);
      signal.removeEventListener("abort", giveUp);
      settle();
    };
    const giveUp = (): void => settled(() => reject(new Error("broken off")));
    const hear = (said: Word): void => {
      if (said.type === "failed") settled(() => reject(new Error(said.message)));
      if (isOf(said, type)) settled(() => resolve(said));
    };
    child.on("message", hear);
    signal.addEventListener("abort", giveUp);
  });
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

async function commitAll(requester: Requester, bench: BenchRun, memory: Memory, disk: Disk): Promise<void> {
  const { record, signal } = bench;
  const { commits } = bench.options;
  const begin = memory.now();
  const writers = new Writers(requester, OUTSTANDING, signal);
  const watch = setInterval(() => {
    memory.now();
    disk.now();
    bench.progress(Math.min(commits - 1, writers.count), commits);
  }, SAMPLE_MS);
  const startedMs = performance.now();
  await writers.write(commits).finally(() => clearInterval(watch));
  const rate = (1000 * writers.count) / (performance.now() - startedMs);
  bench.progress(commits, commits);
  const end = memory.now();
  record.rate(`commit rate, ${OUTSTANDING} outstanding, ${writers.count} commits`, "commits/s", rate, MORE);
  record.spread("commit latency meanwhile", "ms").addAll(writers.samples);
  record.rate("attempts beyond the first", "attempts", writers.again, LESS);
  record.rate("resident memory a node at begin", "MiB", begin, LESS);
  record.rate("resident memory a node at most", "MiB", memory.max, LESS);
  record.rate("resident memory a node at the end", "MiB", end, LESS);
  record.rate(`growth of a node at most (bound ${GROWTH_MIB_MAX.toFixed(1)})`, "MiB", memory.max - begin, LESS);
}

/** What each node's folder takes, against the size of its snapshot and of the log that the snapshot does not hold. */
function diskCases({ record, options: { snapshotEvery } }: BenchRun, dataDir: string, disk: Disk): void {
  disk.now();
  const snapshotMiB = Math.max(...readdirSync(dataDir).map((node) => mibOf(join(dataDir, node, SNAPSHOT_NAME))));
  const logMiB = ((snapshotEvery + TRAILING_ENTRIES) * (VALUE.length + ENTRY_OVERHEAD_BYTES)) / 2 ** 20;
  const bound = 3 * snapshotMiB + logMiB + 2 * SEGMENT_MIB_MAX;
  record.rate("snapshot", "MiB", snapshotMiB, LESS);
  record.rate(`log of ${snapshotEvery} + ${TRAILING_ENTRIES} entries, by arithmetic`, "MiB", logMiB, LESS);
  const what = `folder of a node at most (bound ${bound.toFixed(1)}: 3 snapshots, that log, 2 segments)`;
  record.rate(what, "MiB", disk.max, LESS);
  record.rate("files in a folder at most", "files", disk.filesMax, LESS);
}

/** Latency in quiet times, and while a follower with an empty disk is caught up: in turns, so that both see the same machine. */
async function catchUp(requester: Requester, { record, signal }: BenchRun, child: ChildProcess): Promise<void> {
  const tookMs = record.spread("a follower wiped, until it votes again", "ms");
  const whole = record.spread(`commit latency, ${QUIET_OUTSTANDING} outstanding, all nodes up`, "ms");
  // The node that is caught up does not vote yet, so the rest must all agree, as while it is down: that is what it is compared with.
  const without = record.spread(`commit latency, ${QUIET_OUTSTANDING} outstanding, the follower down`, "ms");
  // On a machine of its own this costs the writers nothing; here a thread more is compiled and started beside them.
  const starting = record.spread("commit latency while the wiped node's thread starts", "ms");
  const during = record.spread("commit latency while the follower is caught up", "ms");
  const measured = (begin: (writers: Writers) => void) => latencies(requester, signal, begin);
  const stopLater = (writers: Writers): void => void setTimeout(() => writers.stop(), QUIET_MS);
  for (let turn = 0; turn < REPLACEMENTS && !signal.aborted; turn += 1) {
    whole.addAll(await measured(stopLater));
    const lost = word(child, "lost", signal);
    child.send("lose a follower" satisfies Order);
    await lost;
    without.addAll(await measured(stopLater));
    const joined = word(child, "nodeStarted", signal);
    const replaced = word(child, "replaced", signal);
    child.send("replace it" satisfies Order);
    const busy = await measured((writers) => {
      joined.then(
        () => starting.addAll(writers.samples.splice(0)),
        () => {},
      );
      void replaced.finally(() => writers.stop());
    });
    during.addAll(busy);
    tookMs.add((await replaced).tookMs);
  }
  if (during.count === 0) return;
  const times = summarise("", "", during).p99 / summarise("", "", without).p99;
  record.rate(`p99 while it is caught up (bound ${SLOWER_MAX})`, "times that while it is down", times, LESS);
}

async function latencies(
  requester: Requester,
  signal: AbortSignal,
  begin: (writers: Writers) => void,
): Promise<readonly number[]> {
  const writers = new Writers(requester, QUIET_OUTSTANDING, signal);
  begin(writers);
  await writers.write(Number.POSITIVE_INFINITY);
  return writers.samples;
}

/** So many that write one after the other, each waiting for its answer. */
class Writers {
  readonly #codec = createClientCodec();
  readonly #requester: Requester;
  readonly #outstanding: number;
  readonly #signal: AbortSignal;
  #left = 0;
  #stopped = false;
  count = 0;
  /** Attempts beyond the first of a write. */
  again = 0;
  /** Latencies. */
  readonly samples: number[] = [];

  constructor(requester: Requester, outstanding: number, signal: AbortSignal) {
    this.#requester = requester;
    this.#signal = signal;
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
    while (!this.#stopped && !this.#signal.aborted && this.#left-- > 0) {
      const key = `key-${this.count++ % KEYS}`;
      const command = encodeCommand({ type: "put", key, value: VALUE });
      const bytes = this.#codec.encodeRequest({ type: "propose", clientId: 0, sequence: 0, command });
      const startedMs = performance.now();
      await this.#write(bytes);
      if (this.samples.length < SAMPLES_MAX) this.samples.push(performance.now() - startedMs);
    }
  }
}
