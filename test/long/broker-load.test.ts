/**
 * Four million messages of 128 bytes through the embedded broker in its worker, as fast as they go: all arrive, once, in
 * order, and what the broker holds stays bounded. The rate is printed; it is the machine's as much as the broker's.
 */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { BrokerMessage } from "../../src/broker/protocol.ts";
import { CONNECT, RawClient } from "../conformance/raw-client.ts";

const MESSAGES = Number(process.env.LOAD_MESSAGES ?? 4_000_000);
const BATCH = 500;
const DIGITS = 9;
const HEAD = "MSG load 1 128\r\n";
const MESSAGE_BYTES = HEAD.length + 128 + 2;
const MIB = 1024 * 1024;

/** Each payload begins with its number. */
function batchFrom(first: number): Buffer {
  const filler = "x".repeat(128 - DIGITS);
  let text = "";
  for (let i = first; i < first + BATCH; i++) text += `PUB load 128\r\n${String(i).padStart(DIGITS, "0")}${filler}\r\n`;
  return Buffer.from(text, "latin1");
}

/** Counts the messages of a stream by where they must stand in it; throws at the first that is not the next. */
class Counter {
  received = 0;
  #rest: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (; at + MESSAGE_BYTES <= bytes.length; at += MESSAGE_BYTES) this.#check(bytes, at);
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  #check(bytes: Buffer, at: number): void {
    let number = 0;
    for (let i = at + HEAD.length; i < at + HEAD.length + DIGITS; i++) number = number * 10 + (bytes[i] ?? 0) - 48;
    if (number !== this.received) throw new Error(`message ${number} came where ${this.received} was due`);
    this.received += 1;
  }
}

test(`${MESSAGES} messages of 128 bytes`, { timeout: 600_000 }, async () => {
  const worker = new Worker(fileURLToPath(new URL("../../dist/workers/broker.js", import.meta.url)), {
    workerData: { options: {} },
  });
  const [message]: BrokerMessage[] = await once(worker, "message");
  if (message?.type !== "ready") throw new Error("the broker did not come up");
  const port = Number(new URL(message.url).port);
  const [reader, writer] = [await RawClient.connect(port), await RawClient.connect(port)];
  await reader.exchange(`${CONNECT}SUB load 1\r\n`);
  await writer.exchange(CONNECT);
  const counter = new Counter();
  reader.socket.removeAllListeners("data");
  const all = new Promise<void>((resolve, reject) => {
    reader.socket.on("data", (chunk: string) => {
      try {
        counter.take(Buffer.from(chunk, "latin1"));
      } catch (error) {
        reject(error);
      }
      if (counter.received === MESSAGES) resolve();
    });
  });
  let peakBytes = 0;
  const startBytes = process.memoryUsage().rss;
  const startMs = performance.now();
  for (let sent = 0; sent < MESSAGES; sent += BATCH) {
    if (!writer.socket.write(batchFrom(sent))) await once(writer.socket, "drain");
    if (sent % 100_000 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  }
  await all;
  const seconds = (performance.now() - startMs) / 1000;
  const grownMiB = (peakBytes - startBytes) / MIB;
  process.stdout.write(`${Math.round(MESSAGES / seconds)} messages/s, ${grownMiB.toFixed(0)} MiB more at the peak\n`);
  expect(counter.received).toBe(MESSAGES);
  expect(grownMiB).toBeLessThan(256);
  await worker.terminate();
});
