/** Workers that die, or hang, without being asked to. */
import { describe, expect, test } from "vitest";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import { Restarts } from "../../src/supervisor/restarts.ts";
import { leaderOf, Sabotage } from "../why/saboteur.ts";

type Of<Type extends ClusterEvent["type"]> = Extract<ClusterEvent, { type: Type }>;

const of =
  <Type extends ClusterEvent["type"]>(type: Type, node: string) =>
  (event: ClusterEvent): event is Of<Type> =>
    event.type === type && "node" in event && event.node === node;

describe("restart intensity", () => {
  test("is so many restarts within so long, of each node", () => {
    const restarts = new Restarts({ max: 2, withinMs: 1_000 });
    expect(restarts.next("n1", 0)).toBe(0);
    expect(restarts.next("n1", 500)).toBe(50);
    expect(restarts.next("n2", 500)).toBe(0);
    expect(restarts.next("n1", 999)).toBeNull();
    expect(restarts.next("n1", 1_100)).toBe(50);
    expect(restarts.exhausted("n1")).toMatchObject({ code: "RESTARTS_EXHAUSTED", values: { node: "n1", max: 2 } });
  });
});

describe("a worker that dies by itself", () => {
  test.each([
    ["throw", { class: "TypeError", errorCode: "SABOTAGED", reason: "sabotage" }, "saboteur.mjs"],
    ["reject", { class: "RangeError", reason: "nobody waits for this" }, "saboteur.mjs"],
    ["exit", { exitCode: 7 }, null],
  ])("of %s tells its supervisor of what, and is started again", async (harm, values, place) => {
    const sabotage = new Sabotage();
    const cluster = await sabotage.cluster;
    const { leader } = await leaderOf(cluster);
    await sabotage.harmLeader(harm);
    const { error } = await sabotage.event(of("nodeStopped", leader));
    expect(error).toMatchObject({ code: "NODE_STOPPED", values });
    if (place !== null) expect(error?.stack).toContain(place);
    const later = sabotage.events.findIndex(of("nodeStopped", leader));
    const isBack = of("nodeStarted", leader);
    await sabotage.event(
      (event): event is Of<"nodeStarted"> => isBack(event) && sabotage.events.indexOf(event) > later,
    );
    expect(cluster.node(leader).running).toBe(true);
  });

  test("too often is given up", async () => {
    const sabotage = new Sabotage({ restart: { max: 0, withinMs: 60_000 } });
    const { leader } = await leaderOf(await sabotage.cluster);
    await sabotage.harmLeader("throw");
    const { error } = await sabotage.event(of("nodeGivenUp", leader));
    expect(error).toMatchObject({ code: "RESTARTS_EXHAUSTED", values: { node: leader, max: 0 } });
  });

  test("on request is left down", async () => {
    const sabotage = new Sabotage({ restart: { max: 0, withinMs: 60_000 } });
    const cluster = await sabotage.cluster;
    const { leader } = await leaderOf(cluster);
    await cluster.node(leader).crash();
    await cluster.waitForLeader();
    expect(cluster.node(leader).running).toBe(false);
    expect(sabotage.events.some(({ type }) => type === "nodeGivenUp")).toBe(false);
  });
});

test("a worker that hangs is told of, and told of again when it answers", async () => {
  const sabotage = new Sabotage({ hungAfterMs: 400 });
  const cluster = await sabotage.cluster;
  const { leader } = await leaderOf(cluster);
  await sabotage.harmLeader("pause 1500");
  const { silentMs } = await sabotage.event(of("nodeHung", leader));
  expect(silentMs).toBeGreaterThanOrEqual(400);
  expect(cluster.hungNodes).toEqual([leader]);
  const { hungMs } = await sabotage.event(of("nodeAnswers", leader));
  expect(hungMs).toBeGreaterThan(silentMs);
  expect(cluster.hungNodes).toEqual([]);
});
