/** Clients over NATS, put together from their parts. Law: what was opened is closed, in one call. */
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

/**
 * A client of the key-value store.
 * @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION
 */
export const connectKv = (options: ClientConnectionOptions): Promise<ClientConnection<KvClient>> =>
  connected(options, (parts) => new KvClient(parts));

/**
 * A client of whatever machine the cluster runs: commands executed exactly once, and reads.
 * @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION
 */
export const connectClient = (options: ClientConnectionOptions): Promise<ClientConnection<SessionClient>> =>
  connected(options, (parts) => new SessionClient(parts));

async function connected<Client>(
  options: ClientConnectionOptions,
  make: (parts: SessionClientParts) => Client,
): Promise<ClientConnection<Client>> {
  const { cluster, callTimeoutMs, ...nats } = options;
  const subjects = { propose: proposals(cluster), read: reads(cluster) };
  const link = await connectNats(nats);
  const requester = createRequester(link);
  const client = make({
    transport: {
      propose: (bytes, timeoutMs) => requester.request(subjects.propose, bytes, timeoutMs),
      read: (bytes, timeoutMs) => requester.request(subjects.read, bytes, timeoutMs),
    },
    codec: createClientCodec(),
    clock: realClock,
    random: Math.random,
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
