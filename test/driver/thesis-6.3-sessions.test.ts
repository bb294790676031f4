/**
 * Thesis 6.3, across nodes: a client that has not heard an answer asks another leader with the same session and sequence, and
 * its command is executed once. What a session keeps, and when it expires, is in `sessions.test.ts`.
 */
import { describe, expect, test } from "vitest";
import type { NodeId } from "../../src/core/types.ts";
import type { ClientResponse } from "../../src/ports/client-door.ts";
import { type Life, NetworkRig } from "./network-rig.ts";
import { utf8 } from "./rig.ts";

interface Cluster {
  readonly rig: NetworkRig;
  readonly lives: Map<NodeId, Life>;
}

async function started(): Promise<Cluster> {
  const rig = new NetworkRig({ size: 3, delayMs: 1 });
  const lives = new Map<NodeId, Life>();
  for (const id of ["n1", "n2", "n3"]) lives.set(id, await rig.start(id, undefined, true));
  return { rig, lives };
}

async function leaderOf({ rig, lives }: Cluster): Promise<Life> {
  for (let passedMs = 0; passedMs < 10_000; passedMs += 1) {
    const leader = [...lives.values()].find(({ door }) => door.isOpen);
    if (leader !== undefined) return leader;
    await rig.pass(1);
  }
  throw new Error("nobody leads");
}

const command = (clientId: number, sequence: number, text: string) =>
  ({ type: "propose", clientId, sequence, command: utf8(text) }) as const;

/** Its id is the index of the entry that registered it. */
async function registered(cluster: Cluster): Promise<number> {
  const answers = (await leaderOf(cluster)).door.knock({ type: "register" });
  await cluster.rig.pass(20);
  const [answer] = answers;
  if (answer?.type !== "ok") throw new Error("not registered");
  return answer.index;
}

async function answered({ rig }: Cluster, answers: readonly ClientResponse[]): Promise<ClientResponse | undefined> {
  await rig.pass(50);
  expect(answers).toHaveLength(1);
  return answers[0];
}

describe("thesis 6.3: a command that is asked again of another leader", () => {
  test("is executed once, where the first leader died after it was committed and before anybody was told", async () => {
    const cluster = await started();
    const clientId = await registered(cluster);
    const first = await leaderOf(cluster);
    const unheard = first.door.knock(command(clientId, 1, "pay"));
    // The others have the entry on disk; the acknowledgements are on their way when the leader dies.
    await cluster.rig.pass(1);
    expect(unheard).toEqual([]);
    cluster.rig.crash(first);
    cluster.lives.delete(first.id);
    const next = await leaderOf(cluster);
    await cluster.rig.pass(20);
    expect(next.machine.journal).toEqual(["pay"]);
    const again = await answered(cluster, next.door.knock(command(clientId, 1, "pay")));
    expect(again).toMatchObject({ type: "ok", index: clientId + 1 });
    await cluster.rig.pass(100);
    for (const { machine } of cluster.lives.values()) expect(machine.journal).toEqual(["pay"]);
  });

  test("is executed then, where the first never came further than that leader", async () => {
    const cluster = await started();
    const clientId = await registered(cluster);
    const first = await leaderOf(cluster);
    first.door.knock(command(clientId, 1, "pay"));
    cluster.rig.crash(first);
    cluster.lives.delete(first.id);
    const next = await leaderOf(cluster);
    expect(await answered(cluster, next.door.knock(command(clientId, 1, "pay")))).toMatchObject({ type: "ok" });
    await cluster.rig.pass(100);
    for (const { machine } of cluster.lives.values()) expect(machine.journal).toEqual(["pay"]);
  });

  test("gives every node the same answer, also one that was restarted and executes all anew", async () => {
    const cluster = await started();
    const clientId = await registered(cluster);
    for (const text of ["a", "b"]) {
      const sequence = text === "a" ? 1 : 2;
      for (let times = 0; times < 3; times += 1)
        await answered(cluster, (await leaderOf(cluster)).door.knock(command(clientId, sequence, text)));
    }
    const disks = [...cluster.lives].map(([id, life]) => [id, cluster.rig.crash(life)] as const);
    for (const [id, disk] of disks) cluster.lives.set(id, await cluster.rig.start(id, disk, true));
    const leader = await leaderOf(cluster);
    const again = await answered(cluster, leader.door.knock(command(clientId, 2, "b")));
    expect(again).toMatchObject({ type: "ok" });
    await cluster.rig.pass(200);
    for (const { machine } of cluster.lives.values()) expect(machine.journal).toEqual(["a", "b"]);
  });
});
