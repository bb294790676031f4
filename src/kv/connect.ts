/**
 * Clients over NATS, put together from their parts. Law: what was opened is closed, in one call; the link, the time and the
 * dice are the machine's own, unless a simulator hands in others.
 */
import type { Clock } from "../ports/clock.ts";
import type { NatsLink } from "../transport/link-transport.ts";
import { createRequester } from "../transport/nats-requester.ts";
import { connectNats, type NatsOptions } from "../transport/nats-transport.ts";
import { realClock } from "../transport/real-clock.ts";
import { proposals, reads } from "../transport/subjects.ts";
import { createClientCodec } from "../wire/client-codec.ts";
import { KvClient } from "./client.ts";
import { SessionClient, type SessionClientParts } from "./session-client.ts";

export interface ClientConnectionOptions extends NatsOptions {
  /** Of the cluster. */
  readonly cluster: string;
  /** For each call. Default 5000. */
  readonly callTimeoutMs?: number;
}

export interface ClientConnection<Client> {
  readonly client: Client;
  /** What is still under way is answered as by a lost connection. */
  close(): Promise<void>;
}

export interface ClientParts extends Pick<ClientConnectionOptions, "cluster" | "callTimeoutMs"> {
  /** Closed with the client. */
  readonly link: NatsLink;
  readonly clock: Clock;
  /** From 0 to 1, exclusive. */
  readonly random: () => number;
}

/**
 * A client of the key-value store.
 * @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION
 */
export const connectKv = async (options: ClientConnectionOptions): Promise<ClientConnection<KvClient>> =>
  kvOver(await connected(options));

/**
 * A client of whatever machine the cluster runs: commands executed exactly once, and reads.
 * @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION
 */
export const connectClient = async (options: ClientConnectionOptions): Promise<ClientConnection<SessionClient>> =>
  clientOver(await connected(options), (parts) => new SessionClient(parts));

/** A client of the key-value store over a link that is there. */
export const kvOver = (parts: ClientParts): ClientConnection<KvClient> =>
  clientOver(parts, (session) => new KvClient(session));

async function connected({ cluster, callTimeoutMs, ...nats }: ClientConnectionOptions): Promise<ClientParts> {
  const own = { cluster, link: await connectNats(nats), clock: realClock, random: Math.random };
  return callTimeoutMs === undefined ? own : { ...own, callTimeoutMs };
}

function clientOver<Client>(
  { cluster, link, clock, random, callTimeoutMs }: ClientParts,
  make: (parts: SessionClientParts) => Client,
): ClientConnection<Client> {
  const subjects = { propose: proposals(cluster), read: reads(cluster) };
  const requester = createRequester(link, clock);
  const client = make({
    transport: {
      propose: (bytes, timeoutMs) => requester.request(subjects.propose, bytes, timeoutMs),
      read: (bytes, timeoutMs) => requester.request(subjects.read, bytes, timeoutMs),
    },
    codec: createClientCodec(),
    clock,
    random,
    ...(callTimeoutMs === undefined ? {} : { timeoutMs: callTimeoutMs }),
  });
  return {
    client,
    async close() {
      requester.close();
      await link.close();
    },
  };
}
