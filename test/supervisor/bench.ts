/** What tests of the supervisor share: folders that go with the test, and a NATS server that never answers. */

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Timing } from "../../src/core/types.ts";
import type { NodeLifeOptions } from "../../src/supervisor/node-life.ts";

export const QUICK: Timing = {
  electionTimeoutMinMs: 150,
  electionTimeoutMaxMs: 300,
  heartbeatMs: 30,
  earlyStartStepMs: 10,
};

/** For tests that harm no leader: one that loses the lead because the machine is busy is none of their concern. */
export const STEADY: Timing = {
  electionTimeoutMinMs: 1_500,
  electionTimeoutMaxMs: 3_000,
  heartbeatMs: 100,
  earlyStartStepMs: 10,
};

export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "graft-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The folder in which this process makes its temporary ones, for the length of a test. */
export async function ownTemporaryFolder(): Promise<string> {
  const folder = join(await testFolder(), "tmp");
  await mkdir(folder);
  const { TMPDIR: before } = process.env;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  return folder;
}

/** The address of a server that takes connections and says nothing. */
export async function silentServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return `nats://127.0.0.1:${port}`;
}

/** A loopback address where nobody listens: the port was free a moment ago. */
export async function nobodysAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `nats://127.0.0.1:${port}`;
}

/** Of a worker that nobody has wishes about. */
export const lifeOptions = (folder: string, given: Partial<NodeLifeOptions> = {}): NodeLifeOptions => ({
  nodeId: "n1",
  clusterName: "c",
  folder,
  timing: QUICK,
  snapshotEvery: 1000,
  stateMachine: null,
  priority: 0,
  recording: null,
  security: {},
  clusterKeyFile: null,
  logLevel: "silent",
  ...given,
});
