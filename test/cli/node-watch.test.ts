import { describe, expect, test } from "vitest";
import { NodeWatch } from "../../src/cli/node-watch.ts";
import type { NodeReport } from "../../src/driver/report.ts";
import { FakeCluster, reportOf } from "./fake-world.ts";

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const started = (watch: NodeWatch, ...nodes: string[]): void => {
  for (const node of nodes) watch.observe({ type: "nodeStarted", node });
};

describe("the watch over the nodes", () => {
  test("lists them by number, whatever the order in which they started", () => {
    const watch = new NodeWatch();
    started(watch, "n10", "n2", "n1");
    expect(watch.rows.map(({ id }) => id)).toEqual(["n1", "n2", "n10"]);
  });

  test("knows a node that failed as down, and forgets what it said", async () => {
    const watch = new NodeWatch();
    started(watch, "n1");
    watch.poll(new FakeCluster());
    await settle();
    expect(watch.rows[0]).toMatchObject({ status: "answering", report: { term: 1 } });
    watch.observe({ type: "nodeStopped", node: "n1", error: null });
    expect(watch.rows).toEqual([{ id: "n1", status: "down", report: null }]);
  });

  test("forgets a node that is no member, and asks it no more", async () => {
    const watch = new NodeWatch();
    const cluster = new FakeCluster();
    started(watch, "n1", "n2");
    watch.observe({ type: "nodeRemoved", node: "n2" });
    watch.poll(cluster);
    await settle();
    expect(watch.rows.map(({ id }) => id)).toEqual(["n1"]);
    expect([...cluster.nodes.keys()]).toEqual(["n1"]);
  });

  test("ignores an answer from the life before a restart", async () => {
    const watch = new NodeWatch();
    const cluster = new FakeCluster();
    let answer = (_: NodeReport): void => {};
    cluster.node("n1").report = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    started(watch, "n1");
    watch.poll(cluster);
    watch.observe({ type: "nodeStopped", node: "n1", error: null });
    started(watch, "n1");
    answer(reportOf("n1", { role: "leader" }));
    await settle();
    expect(watch.rows).toEqual([{ id: "n1", status: "starting", report: null }]);
  });

  test("keeps a late answer's node as not answering only until the answer is there", async () => {
    const watch = new NodeWatch();
    const cluster = new FakeCluster();
    let answer = (_: NodeReport): void => {};
    cluster.node("n1").report = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    started(watch, "n1");
    watch.poll(cluster);
    watch.poll(cluster);
    expect(watch.rows[0]?.status).toBe("noAnswer");
    answer(reportOf("n1"));
    await settle();
    expect(watch.rows[0]?.status).toBe("answering");
  });
});
