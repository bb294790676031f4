/**
 * Commits: latency and rate of commands that were synced by a majority and applied, by how many are outstanding.
 *
 * Law: a commit counts when the answer to it has reached a client of NATS, by the way that every client's answer takes. The
 * client shares the machine with what it measures, so it is lean: commands are encoded beforehand, an answer is checked,
 * its time noted, and the next command sent. The first commits, by which code and caches get warm, are not counted.
 */
import { performance } from "node:perf_hooks";
import { encodeCommand } from "../src/kv/format.ts";
import { startCluster } from "../src/supervisor/cluster.ts";
import { createRequester, type Requester, type RequestOutcome } from "../src/transport/nats-requester.ts";
import { connectNats } from "../src/transport/nats-transport.ts";
import { proposals } from "../src/transport/subjects.ts";
import { createClientCodec } from "../src/wire/client-codec.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { linesOf } from "./picture.ts";

const CLUSTER = "bench";
const KEYS = 4096;
/** At least: by then five threads have compiled what they run most. */
const WARM_UP = 2000;
/** Nothing is heard for this long: the benchmark has failed. */
const SILENCE_MS_MAX = 10_000;

export const commit: Bench = {
  trials: 5_000,
  nodes: [3],
  isOfManySizes: true,
  cases: [],
  sync: "fdatasync of each batch on every node",
  run: benchCommit,
  picture: (recorded) => ({
    type: "lines",
    title: "Commits a second by writes outstanding",
    xName: "writes outstanding",
    yName: "commits/s",
    xLog: true,
    curves: linesOf(recorded, (one) => ("rate" in one && one.unit === "commits/s" ? one.rate : null)),
  }),
};

async function benchCommit(run: BenchRun): Promise<void> {
  const { nodes, valueBytes, outstanding } = run.options;
  const cells = nodes.flatMap((size) =>
    valueBytes.flatMap((bytes) => outstanding.map((each) => ({ size, bytes, outstanding: each }))),
  );
  for (const [done, cell] of cells.entries()) {
    if (run.signal.aborted) return;
    await measureCell(run, cell);
    run.progress(done + 1, cells.length);
  }
}

interface Cell {
  readonly size: number;
  readonly bytes: number;
  readonly outstanding: number;
}

async function measureCell(run: BenchRun, { size, bytes, outstanding }: Cell): Promise<void> {
  let nats = "";
  const cluster = await startCluster({
    size,
    name: CLUSTER,
    broker: run.options.broker,
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
    },
  });
  try {
    await cluster.waitForLeader();
    const link = await connectNats({ servers: nats.split(","), name: "bench" });
    const writer = new Writer(createRequester({ link, clusterName: CLUSTER }), bytes);
    await writer.write(outstanding, Math.max(WARM_UP, outstanding * 20));
    await measure(run, writer, { size, bytes, outstanding });
    await link.close();
  } finally {
    await cluster.close();
  }
}

async function measure({ record, options }: BenchRun, writer: Writer, cell: Cell): Promise<void> {
  const { size, bytes, outstanding } = cell;
  const count = Math.max(options.trials, outstanding * 20);
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const tookMs = await writer.write(outstanding, count);
  const rate = (1000 * count) / (performance.now() - startedMs);
  const { user, system } = process.cpuUsage(before);
  const which = `${size} nodes, ${bytes} B, ${outstanding} outstanding`;
  const place = { line: `${size} nodes, ${bytes} B`, x: outstanding };
  record.spread(`commit, ${which}`, "ms").addAll(tookMs);
  record.rate(`commit rate, ${which}`, "commits/s", rate, { better: "more", place });
  // Of broker, nodes and client together: what bounds the rate where all of them share few cores.
  record.rate(`CPU of the process, ${which}`, "us/commit", (user + system) / count, { better: "less" });
}

interface Run {
  left: number;
  readonly tookMs: Float64Array;
  answered: number;
  readonly done: (error: Error | null) => void;
}

/** A client that keeps as many commands under way as it is told. */
class Writer {
  readonly #requester: Requester;
  readonly #codec = createClientCodec();
  readonly #requests: readonly Uint8Array[];
  #next = 0;
  #run: Run | null = null;

  constructor(requester: Requester, valueBytes: number) {
    this.#requester = requester;
    const value = new Uint8Array(valueBytes).fill(7);
    this.#requests = Array.from({ length: KEYS }, (_, key) => {
      const command = encodeCommand({ type: "put", key: `key-${key}`, value });
      return this.#codec.encodeRequest({ type: "propose", clientId: 0, sequence: 0, command });
    });
  }

  /** Resolves to the time that each took. */
  async write(outstanding: number, count: number): Promise<Float64Array> {
    const tookMs = new Float64Array(count);
    try {
      await new Promise<void>((resolve, reject) => {
        const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
        this.#run = { left: count, tookMs, answered: 0, done };
        for (let slot = 0; slot < outstanding; slot += 1) this.#send(this.#run);
      });
    } finally {
      this.#run = null;
    }
    return tookMs;
  }

  #send(run: Run): void {
    if (run.left === 0) return;
    run.left -= 1;
    this.#next = (this.#next + 1) % KEYS;
    const request = this.#requests[this.#next];
    if (request === undefined) return this.#fail("there is nothing to send");
    this.#ask(run, request, performance.now());
  }

  #ask(run: Run, request: Uint8Array, sentMs: number): void {
    this.#requester.ask(proposals(CLUSTER), request, SILENCE_MS_MAX, (outcome) => {
      // A put may be repeated. The first leader may tell of itself after the first was sent.
      if (outcome.kind === "leaderChanged") this.#ask(run, request, sentMs);
      else this.#receive(run, sentMs, outcome);
    });
  }

  #receive(run: Run, sentMs: number, outcome: RequestOutcome): void {
    if (run !== this.#run) return;
    if (outcome.kind !== "reply") return this.#fail(outcome.kind);
    const decoded = this.#codec.decodeResponse(outcome.bytes);
    if (!decoded.ok || decoded.response.type !== "ok") return this.#fail(JSON.stringify(decoded));
    run.tookMs[run.answered] = performance.now() - sentMs;
    run.answered += 1;
    if (run.answered === run.tookMs.length) run.done(null);
    else this.#send(run);
  }

  #fail(reason: string): void {
    this.#run?.done(new Error(`a write failed: ${reason}`));
  }
}
