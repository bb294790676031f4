/**
 * The broker in a worker of its own, so that no node's work delays another's messages. `broker/protocol.ts` says what it and
 * its supervisor tell each other.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { BrokerMessage, BrokerRequest, BrokerWorkerData } from "../src/broker/protocol.ts";
import { startBroker } from "../src/broker/server.ts";
import { GraftError, isGraftError } from "../src/errors.ts";

async function run(port: MessagePort, { options }: BrokerWorkerData): Promise<void> {
  const tell = (message: BrokerMessage): void => port.postMessage(message);
  try {
    const broker = await startBroker(options);
    // Registered before "ready" leaves; with the listener gone and the port closed, nothing keeps the worker running.
    port.once("message", async (_close: BrokerRequest) => {
      await broker.close();
      port.close();
    });
    tell({ type: "ready", url: broker.url });
  } catch (error) {
    if (!isGraftError(error)) throw error;
    const { code, message, values } = error;
    tell({ type: "failed", error: { code, message, values } });
    port.close();
  }
}

if (parentPort === null) throw new GraftError("INVALID_OPTION", "This file runs as a worker thread only.");
await run(parentPort, workerData);
