/** A machine of the user's own, loaded by each worker. */
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectClient } from "../../src/kv/connect.ts";
import type { CommandClient } from "../../src/kv/session-client.ts";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import { QUICK, testFolder } from "../supervisor/bench.ts";

const COUNTER = new URL("../../examples/counter-machine.js", import.meta.url);
const machine = (name: string): string => fileURLToPath(new URL(`machines/${name}.mjs`, import.meta.url));

async function live(
  options: ClusterOptions,
): Promise<{ cluster: Cluster; client: CommandClient; events: ClusterEvent[] }> {
  const events: ClusterEvent[] = [];
  const onEvent = (event: ClusterEvent): void => void events.push(event);
  const cluster = await startCluster({ timing: QUICK, logLevel: "silent", ...options, onEvent });
  onTestFinished(() => cluster.close());
  const started = events.find((event) => event.type === "clusterStarted");
  const { client, close } = await connectClient({ servers: [started?.nats ?? ""], name: "test", cluster: "graft" });
  onTestFinished(close);
  return { cluster, client, events };
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = ({ result }: { readonly result: Uint8Array }): string => Buffer.from(result).toString();

describe("a state machine of the user's own", () => {
  test("executes commands and answers queries, and is there again after a restart, snapshot and all", async () => {
    const dataDir = await testFolder();
    const first = await live({ size: 3, dataDir, stateMachine: COUNTER, snapshotEvery: 100 });
    for (let number = 1; number <= 150; number++) await first.client.execute(bytes(String(number)));
    expect(textOf(await first.client.execute(bytes("-25")))).toBe("11300");
    const leader = await first.cluster.waitForLeader();
    expect((await first.cluster.node(leader).report()).snapshotIndex).toBeGreaterThan(0);
    await first.cluster.close();
    const second = await live({ dataDir, stateMachine: fileURLToPath(COUNTER) });
    expect(textOf(await second.client.query(bytes(""), "linearizable"))).toBe("11300");
    expect(textOf(await second.client.execute(bytes("what?")))).toBe("11300");
  });

  test("that throws on a committed command stops its nodes, which name the entry, rather than let them diverge", async () => {
    const { client, events, cluster } = await live({ size: 1, stateMachine: machine("fragile") });
    expect(textOf(await client.execute(bytes("fine")))).toBe("fine");
    await expect(client.execute(bytes("boom"))).rejects.toMatchObject({ code: "UNCERTAIN" });
    const stopped = events.find((event) => event.type === "nodeStopped");
    expect(stopped).toMatchObject({ node: "n1", error: { code: "APPLY_FAILED", values: { reason: "no such thing" } } });
    expect(cluster.node("n1").running).toBe(false);
  });

  test.each([
    ["absent", /Cannot find module/],
    ["none", /exports no function createStateMachine/],
    ["half", /gives nothing with apply, query, snapshot, restore/],
  ])("that cannot be used (%s) starts nothing, and the error names file and reason", async (name, reason) => {
    await expect(startCluster({ size: 1, stateMachine: machine(name), logLevel: "silent" })).rejects.toMatchObject({
      code: "MACHINE_UNUSABLE",
      values: { file: expect.stringContaining(`${name}.mjs`), reason: expect.stringMatching(reason) },
    });
  });
});
