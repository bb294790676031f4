/**
 * A test of your own against a cluster that is broken on purpose: `node --test examples/partition-a-leader.test.js`, after
 * `npm ci`. In a project of yours, import from "graft-ts".
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { connectKv, startCluster } from "../dist/index.js";

test("a leader that is parted from the others is replaced, and nothing that was written is lost", async () => {
  let nats = "";
  const cluster = await startCluster({
    size: 3,
    logLevel: "error",
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
    },
  });
  try {
    const { client, close } = await connectKv({ servers: [nats], name: "example", cluster: "graft" });
    await client.put("greeting", Buffer.from("hello"));

    const leader = await cluster.waitForLeader();
    await cluster.partition(
      [leader],
      cluster.nodeIds.filter((id) => id !== leader),
    );
    await client.put("parted", Buffer.from("yes")); // waits until the others have a leader
    const next = await cluster.waitForLeader();
    assert.notEqual(next, leader);

    await cluster.heal();
    assert.equal(Buffer.from((await client.get("greeting")).value).toString(), "hello");
    await close();
  } finally {
    await cluster.close();
  }
});
