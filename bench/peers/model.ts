/**
 * The floor: what it costs to do no more than a replicated log must, by the same means. Over the same broker, with a thread a
 * node and the same client, a leader fans out what came together, all sync it to disk, a majority acknowledges, and the
 * leader replies. No terms, no checks, no machine, no recovery: it is of no use but to compare with.
 */
import { Worker } from "node:worker_threads";
import { type BrokerHandle, openBroker } from "../../src/supervisor/broker-handle.ts";
import { WORKER_LIMITS } from "../../src/supervisor/memory.ts";
import type { NatsLink } from "../../src/transport/link-transport.ts";
import { createRequester, type Requester } from "../../src/transport/nats-requester.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { MODEL_NODE, type ModelNodeData, PROPOSE } from "./model-node.ts";
import { openLinks, preparedPuts } from "./over-nats.ts";
import { type Peer, type PeerConnection, type PeerKind, type PeerOptions, READ_NOTHING } from "./peer.ts";
import { cpuUsOf, Scratch } from "./scratch.ts";

const ASK_MS_MAX = 10_000;

export const model: PeerKind = {
  name: "floor",
  absent: async () => null,
  start: startModel,
};

/** The bench's own bundle, which is also what runs in a node's thread. */
const bundle = (): URL =>
  import.meta.url.endsWith(".ts") ? new URL("../../dist/bench.js", import.meta.url) : new URL(import.meta.url);

async function startModel(options: PeerOptions): Promise<Peer> {
  const scratch = new Scratch();
  const broker = await openBroker([], "embedded");
  const workers = Array.from({ length: options.nodes }, (_, place) => {
    const workerData: ModelNodeData = { place, nodes: options.nodes, servers: broker.servers, folder: scratch.path };
    return new Worker(bundle(), { argv: [MODEL_NODE], workerData, resourceLimits: WORKER_LIMITS });
  });
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  const links = await openLinks(broker.servers, options.connections);
  return new Model(links, workers, broker, scratch, options);
}

class Model implements Peer {
  readonly name = "floor";
  readonly sync = "fdatasync on a majority before the answer";
  readonly reads = READ_NOTHING;
  readonly connections: readonly PeerConnection[];
  readonly #links: readonly NatsLink[];
  readonly #workers: readonly Worker[];
  readonly #broker: BrokerHandle;
  readonly #scratch: Scratch;
  readonly #requesters: readonly Requester[];

  constructor(
    links: readonly NatsLink[],
    workers: readonly Worker[],
    broker: BrokerHandle,
    scratch: Scratch,
    { valueBytes }: PeerOptions,
  ) {
    this.#links = links;
    this.#workers = workers;
    this.#broker = broker;
    this.#scratch = scratch;
    const codec = createClientCodec();
    const puts = preparedPuts(valueBytes);
    this.#requesters = links.map((link) => createRequester({ link, clusterName: "model" }));
    this.connections = this.#requesters.map((requester) => ({
      put: (key, done) =>
        requester.ask(PROPOSE, puts(key), ASK_MS_MAX, (outcome) =>
          done(
            outcome.kind === "reply" && codec.decodeResponse(outcome.bytes).ok
              ? null
              : new Error(`floor: ${outcome.kind}`),
          ),
        ),
      get: (_key, done) => done(new Error("floor: it cannot be read from")),
    }));
  }

  cpuUs(): number {
    return cpuUsOf([]);
  }

  async close(): Promise<void> {
    for (const requester of this.#requesters) requester.close();
    await Promise.all(this.#links.map((link) => link.close()));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    await this.#broker.close();
    this.#scratch.remove();
  }
}
