/**
 * The broker in a worker of its own, so that no node's work delays another's messages. `broker/protocol.ts` says what it and
 * its supervisor tell each other.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { BrokerMessage, BrokerRequest, BrokerWorkerData } from "../src/broker/protocol.ts";
import { startBroker } from "../src/broker/server.ts";
import { GraftError, isGraftError } from "../src/errors.ts";
import { FreezeWord } from "../src/supervisor/freeze-word.ts";

async function run(port: MessagePort, { options, freeze }: BrokerWorkerData): Promise<void> {
  const tell = (message: BrokerMessage): void => port.postMessage(message);
  try {
    const broker = await startBroker(options);
    const freezeWord = freeze === undefined ? null : new FreezeWord(freeze);
    // Registered before "ready" leaves; with the port closed, nothing keeps the worker running.
    port.on("message", async ({ type }: BrokerRequest) => {
      if (type === "freeze") {
        tell({ type: "freezing" });
        return freezeWord?.freeze();
      }
      await broker.close();
      port.close();
    });
    tell({ type: "ready", url: broker.url, port: broker.port });
  } catch (error) {
    if (!isGraftError(error)) throw error;
    const { code, message, values } = error;
    tell({ type: "failed", error: { code, message, values } });
    port.close();
  }
}

if (parentPort === null) throw new GraftError("INVALID_OPTION", "This file runs as a worker thread only.");
await run(parentPort, workerData);
