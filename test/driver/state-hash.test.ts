import { expect, test } from "vitest";
import { type Rig, readyLeader } from "./rig.ts";

/** The one voter has executed these, in a session of its own where a sequence is given. */
async function after(...commands: readonly string[]): Promise<Rig> {
  const rig = await readyLeader({ size: 1 });
  rig.ask({ type: "register" });
  for (const command of commands) {
    rig.propose(command);
    rig.clock.settle();
    rig.sync();
  }
  return rig;
}

test("the hash tells states apart, and is that of the index it names", async () => {
  const [one, same, other] = await Promise.all([after("a", "b"), after("a", "b"), after("a", "c")]);
  const hash = await one.driver.stateHash();
  expect(hash).toEqual({ appliedIndex: one.state.appliedIndex, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await same.driver.stateHash()).toEqual(hash);
  expect((await other.driver.stateHash()).hash).not.toBe(hash.hash);
});

test("sessions are part of it: the same machine with another client's registration is another state", async () => {
  const [one, other] = await Promise.all([after("a"), after("a")]);
  other.ask({ type: "register" });
  other.clock.settle();
  other.sync();
  expect(other.machine.journal).toEqual(one.machine.journal);
  expect((await other.driver.stateHash()).hash).not.toBe((await one.driver.stateHash()).hash);
});

test("it is of the moment it was asked for, whatever is applied meanwhile", async () => {
  const rig = await after("a");
  const before = rig.driver.stateHash();
  const { appliedIndex } = rig.state;
  rig.propose("b");
  rig.clock.settle();
  rig.sync();
  expect(await before).toEqual({ ...(await (await after("a")).driver.stateHash()), appliedIndex });
  expect((await rig.driver.stateHash()).hash).not.toBe((await before).hash);
});
