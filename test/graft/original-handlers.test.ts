/** The original's own tests of its handlers, each by its name there (handler_test.go). */
import { afterEach, expect, test } from "vitest";
import type { StateChange } from "../../src/compose-graft.ts";
import { Listeners } from "../../src/driver/listeners.ts";
import { Rig, refuseWrites } from "./rig.ts";

let rig = new Rig(1);
afterEach(() => rig.closeAll());

test("TestStateChangeHandler: candidate, leader, and follower again when a newer term is heard", async () => {
  rig = new Rig(1);
  const node = await rig.start("a");
  const seen: StateChange[] = [];
  node.on("stateChange", (change) => seen.push(change));
  await rig.until(() => node.isLeader());
  rig.peer().beat(node.term + 1, "new");
  await rig.pass(5);
  expect(seen).toEqual([
    { from: "follower", to: "candidate", term: 1, cause: "electionTimeout" },
    { from: "candidate", to: "leader", term: 1, cause: "electionWon" },
    { from: "leader", to: "follower", term: 2, cause: "heardHigherTerm" },
  ]);
});

test("TestErrorHandler: a state that cannot be written is told with its file and reason, and the node goes on", async () => {
  rig = new Rig(1);
  const node = await rig.start("a");
  refuseWrites(rig.disk("a"), true);
  await rig.until(() => rig.codesOf("a").length > 0);
  expect(rig.errors.get("a")?.[0]).toMatchObject({
    code: "STATE_NOT_SAVED",
    values: { file: "/data/node/graft-state.json", reason: expect.stringContaining("EACCES") },
  });
  expect([node.state, node.term]).toEqual(["follower", 0]);
  refuseWrites(rig.disk("a"), false);
  await rig.until(() => node.isLeader());
});

test("TestChandHandlerNotBlockingNode: a handler that never ends holds up neither the node nor another handler", async () => {
  rig = new Rig(1);
  const node = await rig.start("a");
  let stuck = 0;
  node.on("stateChange", () => {
    stuck += 1;
    return new Promise(() => undefined);
  });
  const seen: string[] = [];
  node.on("stateChange", ({ from, to }) => seen.push(`${from} -> ${to}`));
  const fake = rig.peer();
  for (let round = 0; round < 10; round++) {
    await rig.until(() => node.isLeader());
    fake.beat(node.term + 1, "new");
    await rig.pass(5);
  }
  expect(stuck).toBe(1);
  const round = ["follower -> candidate", "candidate -> leader", "leader -> follower"];
  expect(seen).toEqual(Array.from({ length: 10 }, () => round).flat());
});

test("TestChandHandlerNotBlockingNode: a slow handler gets all of it in order, one after the other, once it is ready", async () => {
  const listeners = new Listeners<number>();
  const seen: number[] = [];
  const gates: (() => void)[] = [];
  listeners.add((event) => {
    seen.push(event);
    return new Promise<void>((resolve) => gates.push(resolve));
  });
  for (let event = 0; event < 10; event++) listeners.tell(event);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual([]);
  for (let event = 0; event < 10; event++) {
    await turn();
    expect(seen).toEqual(Array.from({ length: event + 1 }, (_, i) => i));
    gates.shift()?.();
  }
});

test("a handler that has been taken off hears nothing more, and one too far behind misses the oldest, which is counted", async () => {
  const listeners = new Listeners<number>();
  const seen: number[] = [];
  const off = (event: number): number => seen.push(-event);
  listeners.add(off);
  listeners.tell(1);
  listeners.remove(off);
  listeners.add((event) => seen.push(event));
  for (let event = 0; event < 10_002; event++) listeners.tell(event);
  await new Promise((resolve) => setImmediate(resolve));
  expect(listeners.dropped).toBe(2);
  expect(seen.slice(0, 2)).toEqual([2, 3]);
  expect(seen).toHaveLength(10_000);
});

test("an error that nobody listens for is a warning of the process", async () => {
  rig = new Rig(1);
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  await rig.startUnheard("a");
  refuseWrites(rig.disk("a"), true);
  await rig.pass(1500);
  expect(await warned).toMatchObject({ code: "STATE_NOT_SAVED" });
});
