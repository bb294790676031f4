import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BrokerMessage, BrokerWorkerData } from "../../src/broker/protocol.ts";
import { startBroker } from "../../src/broker/server.ts";
import { CONNECT, RawClient } from "../conformance/raw-client.ts";

describe("the broker in a worker", () => {
  let folder = "";
  let file = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "graft-broker-test-"));
    file = join(folder, "broker.mjs");
    const entry = new URL("../../workers/broker.ts", import.meta.url).pathname;
    await build({ entryPoints: [entry], bundle: true, platform: "node", format: "esm", outfile: file });
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function started(workerData: BrokerWorkerData): Promise<{ worker: Worker; message: BrokerMessage }> {
    const worker = new Worker(file, { workerData });
    const [message]: BrokerMessage[] = await once(worker, "message");
    if (message === undefined) throw new Error("unreachable");
    return { worker, message };
  }

  test("says where it listens, serves, and exits when it is closed", async () => {
    const { worker, message } = await started({ options: {} });
    if (message.type !== "ready") throw new Error(JSON.stringify(message));
    const client = await RawClient.connect(Number(new URL(message.url).port));
    expect(await client.exchange(`${CONNECT}SUB a 1\r\nPUB a 1\r\nx\r\n`)).toBe("MSG a 1 1\r\nx\r\n");
    const exited = once(worker, "exit");
    worker.postMessage({ type: "close" });
    expect(await exited).toEqual([0]);
    await client.untilClosed();
  });

  test("says why it cannot start, and exits by itself", async () => {
    const holder = await startBroker();
    const worker = new Worker(file, { workerData: { options: { port: holder.port } } satisfies BrokerWorkerData });
    const exited = once(worker, "exit");
    const [message]: BrokerMessage[] = await once(worker, "message");
    expect(message).toMatchObject({ type: "failed", error: { code: "INVALID_OPTION", values: { option: "port" } } });
    expect(await exited).toEqual([0]);
    await holder.close();
  });
});
