import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { startNatsServer } from "../../src/broker/nats-server.ts";
import { runCluster } from "./run-cluster.ts";

const missing = spawnSync("nats-server", ["--version"]).error !== undefined;

describe.skipIf(missing)("with a real nats-server (skipped where none is on PATH)", () => {
  test("--broker nats-server starts one and ends it", async () => {
    const { code, lines, stderr } = await runCluster("--broker", "nats-server", "--duration", "2s", "--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(lines.filter(({ type }) => type === "leaderChange")).toHaveLength(1);
  });

  test("--nats uses one that is there", async () => {
    const server = await startNatsServer();
    const { code, lines, stderr } = await runCluster("--nats", server.url, "--duration", "2s", "--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(lines[0]?.nats).toBe(server.url);
    expect(lines.filter(({ type }) => type === "leaderChange")).toHaveLength(1);
    await server.close();
  });
});
