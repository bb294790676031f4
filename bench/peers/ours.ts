/**
 * graft-ts: a cluster in this process, spoken to over NATS by the protocol that every client speaks.
 *
 * Puts are outside of a session, so that one client may have many under way, as the others' may; a put may be repeated.
 */
import { type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import { encodeQuery } from "../../src/kv/format.ts";
import type { Consistency } from "../../src/ports/client-door.ts";
import { type Cluster, startCluster } from "../../src/supervisor/cluster.ts";
import type { NatsLink } from "../../src/transport/link-transport.ts";
import { createRequester, type Requester } from "../../src/transport/nats-requester.ts";
import { proposals, reads } from "../../src/transport/subjects.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { openLinks, preparedPuts } from "./over-nats.ts";
import {
  type Done,
  keyName,
  type Peer,
  type PeerConnection,
  type PeerKind,
  type PeerOptions,
  prepared,
} from "./peer.ts";
import { cpuUsOf, Scratch } from "./scratch.ts";

const CLUSTER = "bench";
const ASK_MS_MAX = 10_000;

export interface OursOptions {
  readonly broker: "embedded" | "nats-server";
  readonly consistency: Consistency;
}

export const ours = ({ broker, consistency }: OursOptions): PeerKind => ({
  name: "graft-ts",
  absent: async () => null,
  start: (options) => startOurs({ ...options, broker, consistency }),
});

export interface StartOptions extends PeerOptions, Partial<OursOptions> {
  readonly snapshotEvery?: number;
}

export async function startOurs(options: StartOptions): Promise<Ours> {
  const scratch = new Scratch();
  // Ours to start, so that its CPU time can be counted.
  const server = options.broker === "nats-server" ? await startNatsServer() : null;
  const { cluster, nats } = await startedCluster(options, scratch.path, server);
  const links = await openLinks([nats], options.connections);
  return new Ours({ cluster, links, server, scratch }, options);
}

async function startedCluster(
  { nodes, snapshotEvery }: StartOptions,
  dataDir: string,
  server: NatsServer | null,
): Promise<{ cluster: Cluster; nats: string }> {
  let nats = "";
  const cluster = await startCluster({
    size: nodes,
    name: CLUSTER,
    dataDir,
    logLevel: "error",
    ...(server === null ? {} : { nats: [server.url] }),
    ...(snapshotEvery === undefined ? {} : { snapshotEvery }),
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
    },
  });
  await cluster.waitForLeader();
  return { cluster, nats };
}

interface OursParts {
  readonly cluster: Cluster;
  readonly links: readonly NatsLink[];
  readonly server: NatsServer | null;
  readonly scratch: Scratch;
}

export class Ours implements Peer {
  readonly name = "graft-ts";
  readonly sync = "fdatasync on a majority before the answer";
  readonly reads: string;
  readonly cluster: Cluster;
  readonly connections: readonly PeerConnection[];
  readonly #parts: OursParts;
  readonly #requesters: readonly Requester[];

  constructor(parts: OursParts, { valueBytes, consistency = "linearizable" }: StartOptions) {
    this.reads = consistency === "stale" ? "stale: from what the leader has applied" : "linearizable";
    this.cluster = parts.cluster;
    this.#parts = parts;
    const codec = createClientCodec();
    const puts = preparedPuts(valueBytes);
    const gets = prepared((key) => {
      const query = encodeQuery({ type: "get", key: keyName(key) });
      return codec.encodeRequest({ type: "read", consistency, query });
    });
    this.#requesters = parts.links.map((link) => createRequester({ link, clusterName: CLUSTER }));
    this.connections = this.#requesters.map((requester) => {
      const ask = asking(requester);
      return {
        put: (key, done) => ask(proposals(CLUSTER), puts(key), WRITTEN, done),
        get: (key, done) => ask(reads(CLUSTER), gets(key), FOUND, done),
      };
    });
  }

  cpuUs(): number {
    const { server } = this.#parts;
    return cpuUsOf(server === null ? [] : [server.pid]);
  }

  async close(): Promise<void> {
    const { cluster, links, server, scratch } = this.#parts;
    for (const requester of this.#requesters) requester.close();
    await Promise.all(links.map((link) => link.close()));
    await cluster.close();
    await server?.close();
    scratch.remove();
  }
}

/** The second byte of a result of the key-value machine. */
const WRITTEN = 1;
const FOUND = 4;

/** Sends a request until there is an answer to it, and looks whether that is of the expected kind. */
function asking(requester: Requester): (subject: string, request: Uint8Array, expected: number, done: Done) => void {
  const codec = createClientCodec();
  const ask = (subject: string, request: Uint8Array, expected: number, done: Done): void =>
    requester.ask(subject, request, ASK_MS_MAX, (outcome) => {
      // The first leader may tell of itself after the first was sent.
      if (outcome.kind === "leaderChanged") return ask(subject, request, expected, done);
      if (outcome.kind !== "reply") return done(new Error(`graft-ts: ${outcome.kind}`));
      const decoded = codec.decodeResponse(outcome.bytes);
      const isExpected = decoded.ok && decoded.response.type === "ok" && decoded.response.result[1] === expected;
      done(isExpected ? null : new Error(`graft-ts: ${JSON.stringify(decoded)}`));
    });
  return ask;
}
