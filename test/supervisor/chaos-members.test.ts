/** Chaos: members that come and go, and disks that are lost, take turns. */
import { expect, test } from "vitest";
import { Members } from "../../src/supervisor/chaos/members.ts";
import type { Cluster } from "../../src/supervisor/cluster.ts";

/** A cluster that tells what it was asked for, whose lost disk is made up for once `replaceable` says so. */
function bench() {
  const asked: string[] = [];
  const refused: string[] = [];
  const state = { isOver: false, replaceable: false, running: new Set(["n1", "n2", "n3"]) };
  const waits: (() => void)[] = [];
  const all = ["n1", "n2", "n3", "n4"];
  const cluster: Pick<Cluster, "nodeIds" | "add" | "remove" | "replace" | "waitForLeader"> & {
    node(id: string): { readonly running: boolean; report(): Promise<unknown> };
  } = {
    nodeIds: ["n1", "n2", "n3"],
    add: async () => {
      asked.push("add");
      return "n4";
    },
    remove: async (id) => void asked.push(`remove ${id}`),
    replace: async (id) => {
      asked.push(`replace ${id}`);
      if (!state.replaceable) throw new Error("not yet");
      state.running.add(id);
    },
    waitForLeader: async () => "n3",
    node: (id) => ({
      running: state.running.has(id),
      report: async () => ({ incarnation: "i", voters: all.map((one) => ({ id: one })) }),
    }),
  };
  const members = new Members({
    cluster: cluster as Cluster,
    wait: () => new Promise((resolve) => waits.push(resolve)),
    isOver: () => state.isOver,
    count: () => undefined,
    refuse: (statement) => refused.push(statement),
  });
  /** Ends the waits that are under way, as often as needed until `done`. */
  const pass = async (done: Promise<unknown>): Promise<void> => {
    let isDone = false;
    void done.then(() => {
      isDone = true;
    });
    while (!isDone) {
      for (const resolve of waits.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const lose = (id: string) => async () => {
    asked.push(`wipe ${id}`);
    state.running.delete(id);
    return true;
  };
  return { members, state, asked, refused, pass, lose };
}

test("nobody comes or goes before a lost disk is made up for", async () => {
  const { members, state, asked, pass, lose } = bench();
  state.replaceable = true;
  const wiped = members.wipe("n1", 100, lose("n1"));
  const left = members.leave("n2", 100);
  await pass(Promise.all([wiped, left]));
  expect(asked).toEqual(["wipe n1", "replace n1", "remove n2", "add"]);
});

test("where chaos ends before it is, the seats are filled behind it, and no sooner", async () => {
  const { members, state, asked, refused, pass, lose } = bench();
  const left = members.leave("n2", 100);
  await new Promise((resolve) => setImmediate(resolve));
  const wiped = members.wipe("n1", 100, lose("n1"));
  await new Promise((resolve) => setImmediate(resolve));
  state.isOver = true;
  await pass(Promise.all([left, wiped]));
  expect(asked).toEqual(["remove n2", "wipe n1", "replace n1"]);
  expect(refused).toEqual([]);
  state.replaceable = true;
  await members.settle(performance.now() + 10_000);
  expect(asked).toEqual(["remove n2", "wipe n1", "replace n1", "replace n1", "add"]);
});
