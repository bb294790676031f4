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
import { type Case, rateOf, type Summary, summarise, summary } from "./summary.ts";

const CLUSTER = "bench";
const KEYS = 4096;
/** At least: by then five threads have compiled what they run most. */
const WARM_UP = 2000;
/** Nothing is heard for this long: the benchmark has failed. */
const SILENCE_MS_MAX = 10_000;

export interface CommitOptions {
  /** Commits of each case, for each outstanding one at least 20. */
  readonly trials: number;
  readonly nodes: number;
  /** A case each. */
  readonly outstanding: readonly number[];
  readonly valueBytes: number;
  readonly onTrial: (done: number) => void;
}

export async function benchCommit(options: CommitOptions): Promise<Summary> {
  const { trials, nodes, outstanding, valueBytes, onTrial } = options;
  let nats = "";
  const cluster = await startCluster({
    size: nodes,
    name: CLUSTER,
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
    },
  });
  try {
    await cluster.waitForLeader();
    const link = await connectNats({ servers: nats.split(","), name: "bench" });
    const writer = new Writer(createRequester({ link, clusterName: CLUSTER }), valueBytes);
    const cases: Case[] = [];
    for (const [done, each] of outstanding.entries()) {
      await writer.write(each, Math.max(WARM_UP, each * 20));
      cases.push(...(await measure(writer, each, Math.max(trials, each * 20))));
      onTrial(Math.floor((trials * (done + 1)) / outstanding.length));
    }
    await link.close();
    return summary("commit", cases, "fdatasync of each batch on every node");
  } finally {
    await cluster.close();
  }
}

async function measure(writer: Writer, outstanding: number, count: number): Promise<Case[]> {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const tookMs = await writer.write(outstanding, count);
  const rate = (1000 * count) / (performance.now() - startedMs);
  const { user, system } = process.cpuUsage(before);
  return [
    summarise(`commit, ${outstanding} outstanding`, "ms", tookMs),
    rateOf(`commit rate, ${outstanding} outstanding`, "commits/s", rate),
    // Of broker, nodes and client together: what bounds the rate where all of them share few cores.
    rateOf(`CPU of the process, ${outstanding} outstanding`, "us/commit", (user + system) / count),
  ];
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
