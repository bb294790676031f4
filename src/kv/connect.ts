/**
 * Clients over NATS, put together from their parts. Law: what was opened is closed, in one call; the link, the time and the
 * dice are the machine's own, unless a simulator hands in others.
 */
import { GraftError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { NatsLink } from "../transport/link-transport.ts";
import { createRequester } from "../transport/nats-requester.ts";
import { connectNats, type NatsOptions } from "../transport/nats-transport.ts";
import { realClock } from "../transport/real-clock.ts";
import { proposals, reads } from "../transport/subjects.ts";
import { createClientCodec } from "../wire/client-codec.ts";
import { KvClient } from "./client.ts";
import { type CommandClient, SessionClient } from "./session-client.ts";
import { SessionPool } from "./session-pool.ts";

const CONCURRENCY_MAX = 1024;

export interface ClientConnectionOptions extends NatsOptions {
  /** Of the cluster. */
  readonly cluster: string;
  /** For each call. Default 5000. */
  readonly callTimeoutMs?: number;
  /**
   * How many commands may be under way at once, 1 to 1024. Default 1: they are executed in the order of the calls, however
   * many are waiting. More: of two calls that wait at the same time, either may be executed first.
   */
  readonly concurrency?: number;
}

export interface ClientConnection<Client> {
  readonly client: Client;
  /** What is still under way is answered as by a lost connection. */
  close(): Promise<void>;
}

export interface ClientParts extends Pick<ClientConnectionOptions, "cluster" | "callTimeoutMs" | "concurrency"> {
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
export const connectClient = async (options: ClientConnectionOptions): Promise<ClientConnection<CommandClient>> =>
  clientOver(await connected(options), (commands) => commands);

/** A client of the key-value store over a link that is there. */
export const kvOver = (parts: ClientParts): ClientConnection<KvClient> =>
  clientOver(parts, (commands) => new KvClient(commands));

async function connected(options: ClientConnectionOptions): Promise<ClientParts> {
  const { cluster, callTimeoutMs, concurrency, ...nats } = options;
  checkConcurrency(concurrency);
  const own = { cluster, link: await connectNats(nats), clock: realClock, random: Math.random };
  return {
    ...own,
    ...(callTimeoutMs === undefined ? {} : { callTimeoutMs }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

function checkConcurrency(concurrency = 1): void {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= CONCURRENCY_MAX) return;
  const values = { option: "concurrency", value: concurrency, allowed: `1 to ${CONCURRENCY_MAX}` };
  throw new GraftError("INVALID_OPTION", `concurrency cannot be ${concurrency}; allowed: ${values.allowed}`, values);
}

/** A client of whatever machine the cluster runs, over a link that is there. */
export const commandsOver = (parts: ClientParts): ClientConnection<CommandClient> =>
  clientOver(parts, (commands) => commands);

function clientOver<Client>(
  { cluster, link, clock, random, callTimeoutMs, concurrency = 1 }: ClientParts,
  make: (commands: CommandClient) => Client,
): ClientConnection<Client> {
  const subjects = { propose: proposals(cluster), read: reads(cluster) };
  const requester = createRequester({ link, clusterName: cluster, clock });
  const parts = {
    transport: {
      propose: (bytes: Uint8Array, timeoutMs: number) => requester.request(subjects.propose, bytes, timeoutMs),
      read: (bytes: Uint8Array, timeoutMs: number) => requester.request(subjects.read, bytes, timeoutMs),
      onLeader: (told: () => void) => requester.onLeader(told),
    },
    codec: createClientCodec(),
    clock,
    random,
    ...(callTimeoutMs === undefined ? {} : { timeoutMs: callTimeoutMs }),
  };
  const client = make(concurrency === 1 ? new SessionClient(parts) : new SessionPool(parts, concurrency));
  return {
    client,
    async close() {
      requester.close();
      await link.close();
    },
  };
}
