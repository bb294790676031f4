/** Brokers that stop, stand still, and come back where they were. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { becomes, faultBench, leads, nobody } from "./bench.ts";

const noServer = spawnSync("nats-server", ["--version"]).error !== undefined;
const KINDS = noServer ? (["embedded"] as const) : (["embedded", "nats-server"] as const);

describe.each(KINDS)("the broker, %s,", (broker) => {
  test("is stopped: nobody leads; and is back on its port when it is healed", async () => {
    const { cluster, leader, event, events, until, putMs } = await faultBench({ broker });
    let from = events.length;
    await expect(cluster.broker.stop("60s")).rejects.toMatchObject({ code: "FAULT_BREAKS_QUORUM" });
    await cluster.broker.stop("60s", { force: true });
    await event(becomes(leader, "follower", "disconnected"), from);
    from = events.length;
    await cluster.heal();
    await event(leads, from);
    for (const id of cluster.nodeIds) await until(id, ({ connected }) => connected);
    await putMs();
  });

  test("is restarted: every node has lost it, and finds it again", async () => {
    const { cluster, until, putMs } = await faultBench({ broker });
    await cluster.broker.restart("50ms");
    for (const id of cluster.nodeIds) await until(id, ({ connected, traffic }) => connected && traffic.reconnects > 0);
    await putMs();
  });

  test("stands still with its connections open, and goes on when its time is over", async () => {
    const { cluster, leader, event, events, until, putMs } = await faultBench({ broker });
    const from = events.length;
    await cluster.broker.pause("2s", { force: true });
    await event(becomes(leader, "follower", "lostQuorum"), from);
    await event(({ type }) => type === "faultEnded", from);
    await putMs();
    for (const id of cluster.nodeIds)
      expect((await until(id, ({ connected }) => connected)).traffic.reconnects).toBe(0);
    expect(cluster.leader ?? nobody()).toMatch(/^n/);
  });
});
