/** A key-value client over NATS, put together from its parts. Law: what was opened is closed, in one call. */

import { createRequester } from "../transport/nats-requester.ts";
import { connectNats, type NatsOptions } from "../transport/nats-transport.ts";
import { realClock } from "../transport/real-clock.ts";
import { proposals, reads } from "../transport/subjects.ts";
import { createClientCodec } from "../wire/client-codec.ts";
import { KvClient } from "./client.ts";

export interface KvConnectionOptions extends NatsOptions {
  /** Of the cluster. */
  readonly cluster: string;
  /** For each call. Default 5000. */
  readonly callTimeoutMs?: number;
}

export interface KvConnection {
  readonly client: KvClient;
  /** What is still under way is answered as by a lost connection. */
  close(): Promise<void>;
}

/** @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION */
export async function connectKv(options: KvConnectionOptions): Promise<KvConnection> {
  const { cluster, callTimeoutMs, ...nats } = options;
  const subjects = { propose: proposals(cluster), read: reads(cluster) };
  const link = await connectNats(nats);
  const requester = createRequester(link);
  const client = new KvClient({
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
