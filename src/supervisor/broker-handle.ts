/**
 * The NATS that a cluster uses: one that is there, a nats-server of our own, or the embedded broker in its own worker. Law:
 * what was started here is ended here, and nothing else is.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { startNatsServer } from "../broker/nats-server.ts";
import type { BrokerMessage } from "../broker/protocol.ts";
import { GraftError } from "../errors.ts";
import { WORKER_LIMITS } from "./memory.ts";
import { withinMs } from "./within.ts";
import { workerFile } from "./worker-file.ts";

export interface BrokerHandle {
  /** Addresses for the `nats` client. */
  readonly servers: readonly string[];
  close(): Promise<void>;
  /** At once. */
  kill(): void;
}

const CLOSE_MS = 2_000;

const usingServers = (servers: readonly string[]): BrokerHandle => ({
  servers,
  close: async () => undefined,
  kill: () => undefined,
});

async function firstMessage(worker: Worker): Promise<BrokerMessage> {
  const answered = once(worker, "message") as Promise<[BrokerMessage]>;
  const [message] = await answered;
  return message;
}

async function startEmbedded(): Promise<BrokerHandle> {
  const options = { workerData: { options: {} }, name: "broker", resourceLimits: WORKER_LIMITS };
  const worker = new Worker(workerFile("broker"), options);
  const message = await firstMessage(worker);
  if (message.type === "failed") {
    await worker.terminate();
    const { code, message: text, values } = message.error;
    throw new GraftError(code, text, values);
  }
  return {
    servers: [message.url],
    async close() {
      const exited = once(worker, "exit");
      worker.postMessage({ type: "close" });
      if ((await withinMs(CLOSE_MS, exited)) === "late") await worker.terminate();
    },
    kill: () => void worker.terminate(),
  };
}

async function startReal(): Promise<BrokerHandle> {
  const server = await startNatsServer();
  return { servers: [server.url], close: () => server.close(), kill: () => server.kill() };
}

/** @throws GraftError NATS_SERVER_NOT_FOUND, or NATS_UNREACHABLE where a broker does not come up. */
export async function openBroker(
  servers: readonly string[],
  broker: "embedded" | "nats-server",
): Promise<BrokerHandle> {
  if (servers.length > 0) return usingServers(servers);
  return broker === "embedded" ? startEmbedded() : startReal();
}
