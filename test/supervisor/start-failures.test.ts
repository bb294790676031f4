/** Where a start fails, nothing is left of it: no thread, no connection, no folder; and it says what was wrong. */
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import { FRAME_BYTES_SENT_MAX, openNode } from "../../src/compose.ts";
import type { Log } from "../../src/ports/log.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import { nobodysAddress, ownTemporaryFolder, QUICK, silentServer, testFolder } from "./bench.ts";

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function started(options: Partial<ClusterOptions> = {}): Promise<Cluster> {
  const cluster = await startCluster({ size: 1, timing: QUICK, logLevel: "silent", ...options });
  onTestFinished(() => cluster.close());
  return cluster;
}

/** What keeps this process alive, but for what the test runner's own work brings and takes at any time. */
const resources = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((type) => !["Timeout", "Immediate", "FSReqPromise"].includes(type))
    .sort();

describe("a folder in use", () => {
  test("refuses the second cluster with DATA_FOLDER_IN_USE, and leaves the first as it is", async () => {
    const dataDir = await testFolder();
    const first = await started({ dataDir });
    const leader = await first.waitForLeader();
    const { term } = await first.node(leader).report();
    const second = startCluster({ size: 1, timing: QUICK, logLevel: "silent", dataDir });
    await expect(second).rejects.toMatchObject({
      code: "DATA_FOLDER_IN_USE",
      values: { folder: join(dataDir, "n1") },
    });
    expect(await first.node(leader).report()).toMatchObject({ role: "leader", term });
  });

  test("is free again once its cluster is closed", async () => {
    const dataDir = await testFolder();
    const first = await started({ dataDir });
    const { incarnation, clusterId } = await first.node("n1").report();
    await first.close();
    const second = await started({ dataDir });
    expect(await second.node("n1").report()).toMatchObject({ incarnation, clusterId });
  });

  test("is free again after its holder crashed", async () => {
    const cluster = await started();
    await cluster.node("n1").crash();
    await cluster.node("n1").restart();
    expect(await cluster.waitForLeader()).toBe("n1");
  });
});

describe("a start that fails", () => {
  test("leaves no temporary folder, no thread and no connection", async () => {
    const temporary = await ownTemporaryFolder();
    const before = resources();
    const server = await nobodysAddress();
    await expect(startCluster({ size: 3, nats: [server], logLevel: "silent" })).rejects.toMatchObject({
      code: "NATS_UNREACHABLE",
    });
    expect(await readdir(temporary)).toEqual([]);
    expect(resources()).toEqual(before);
  });

  test("and one that succeeds and is closed leaves none either", async () => {
    const temporary = await ownTemporaryFolder();
    const before = resources();
    const cluster = await started({ size: 3 });
    expect(await readdir(temporary)).toHaveLength(1);
    expect(resources().length).toBeGreaterThan(before.length);
    await cluster.close();
    expect(await readdir(temporary)).toEqual([]);
    expect(resources()).toEqual(before);
  });

  test("keeps the data folder that it was given, and the cluster in it", async () => {
    const dataDir = await testFolder();
    const first = await started({ dataDir, size: 3 });
    const { clusterId } = await first.node("n1").report();
    await first.close();
    await expect(started({ dataDir, size: 1 })).rejects.toMatchObject({
      code: "CLUSTER_SIZE_DIFFERS",
      values: { folder: dataDir, size: 1, found: 3 },
    });
    const again = await started({ dataDir, size: 3 });
    expect(await again.node("n1").report()).toMatchObject({ clusterId });
  });

  test("where two clusters' folders lie side by side changes neither", async () => {
    const dataDir = await testFolder();
    const other = await testFolder();
    for (const folder of [dataDir, other]) await (await started({ dataDir: folder, size: 3 })).close();
    await cp(join(other, "n3"), join(dataDir, "n3"), { recursive: true, force: true });
    await expect(started({ dataDir, size: 3 })).rejects.toMatchObject({ code: "DATA_FOLDER_OF_ANOTHER" });
    const again = await started({ dataDir: other, size: 3 });
    expect(await again.waitForLeader()).toMatch(/^n[123]$/);
  });
});

test("a NATS server that takes too small messages is refused with both numbers, one that just suffices is not", async () => {
  const serverFor = async (payloadBytesMax: number): Promise<string> => {
    const broker = await startBroker({ payloadBytesMax });
    onTestFinished(() => broker.close());
    return broker.url;
  };
  await expect(started({ size: 3, nats: [await serverFor(FRAME_BYTES_SENT_MAX - 1)] })).rejects.toMatchObject({
    code: "NATS_PAYLOAD_TOO_SMALL",
    values: { allowedBytes: FRAME_BYTES_SENT_MAX - 1, neededBytes: FRAME_BYTES_SENT_MAX },
  });
  const cluster = await started({ size: 3, nats: [await serverFor(FRAME_BYTES_SENT_MAX)] });
  expect(await cluster.waitForLeader()).toMatch(/^n[123]$/);
});

describe("NATS that is not there", () => {
  test("is said within 3 seconds, with the address, where nobody listens", async () => {
    const server = await nobodysAddress();
    const startedAtMs = performance.now();
    await expect(started({ size: 3, nats: [server] })).rejects.toMatchObject({
      code: "NATS_UNREACHABLE",
      message: expect.stringContaining(server.replace("nats://", "")),
      values: { servers: expect.stringContaining(server.replace("nats://", "")) },
    });
    expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  });

  test("is said within 3 seconds, with the address, where somebody listens and says nothing", async () => {
    const server = await silentServer();
    const folder = await testFolder();
    const startedAtMs = performance.now();
    const opening = openNode({
      nodeId: "n1",
      clusterName: "c",
      folder,
      natsServers: [server],
      timing: QUICK,
      snapshotEvery: 1000,
      priority: 0,
      log: QUIET,
      observer: { onLease: () => undefined, onAnnounce: () => undefined, onStopped: () => undefined },
    });
    await expect(opening).rejects.toMatchObject({
      code: "NATS_UNREACHABLE",
      message: expect.stringContaining(server.replace("nats://", "")),
    });
    expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  });
});
