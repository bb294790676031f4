import { describe, expect, test } from "vitest";
import type { Answer, Refusal } from "../../src/core/effect.ts";
import { TransferDesk } from "../../src/driver/transfer-desk.ts";
import { follower, heartbeat, heartbeatAck, leader, readyLeader, startedNode, TIMING } from "./rig.ts";
import { VirtualClock } from "./virtual-clock.ts";

const TIMEOUT_MS = TIMING.electionTimeoutMinMs;

const refused = (refusal: Refusal): Answer => ({ type: "refused", refusal });

const open = (to: string | null = "n2") => {
  const clock = new VirtualClock();
  let lastRequestId = 0;
  const desk = new TransferDesk(clock, () => ++lastRequestId);
  return { clock, desk, ...desk.open(to, TIMEOUT_MS) };
};

describe("who waits for a hand-over", () => {
  test("is done when the lead is lost after it has begun", async () => {
    const { desk, requestId, done, clock } = open();
    desk.answer(requestId, { type: "started" });
    desk.lostTheLead();
    await expect(done).resolves.toBeUndefined();
    expect(clock.alarms).toBe(0);
  });

  test("is done at once when the lead is where it is wanted", async () => {
    const { desk, requestId, done } = open();
    desk.answer(requestId, { type: "done" });
    await expect(done).resolves.toBeUndefined();
  });

  test.each([
    ["notLeader", "NOT_LEADER"],
    ["unknownMember", "UNKNOWN_NODE"],
    ["notAVoter", "UNKNOWN_NODE"],
    ["nobodyToTakeOver", "TIMED_OUT"],
  ] as const)("is refused with the core's word: %s gives %s", async (refusal, code) => {
    const { desk, requestId, done, clock } = open("n7");
    desk.answer(requestId, refused(refusal));
    await expect(done).rejects.toMatchObject({ code });
    expect(clock.alarms).toBe(0);
  });

  test("is told which node is unknown", async () => {
    const { desk, requestId, done } = open("n7");
    desk.answer(requestId, refused("unknownMember"));
    await expect(done).rejects.toMatchObject({ values: { node: "n7" } });
  });

  test("is timed out when the heir does not take over, not a moment before", async () => {
    const { clock, desk, requestId, done } = open();
    desk.answer(requestId, { type: "started" });
    let settled = false;
    done.catch(() => undefined).finally(() => (settled = true));
    clock.pass(TIMEOUT_MS - 1);
    await Promise.resolve();
    expect(settled).toBe(false);
    clock.pass(1);
    await expect(done).rejects.toMatchObject({ code: "TIMED_OUT", values: { timeoutMs: TIMEOUT_MS } });
  });

  test("is answered once: what comes later finds nobody", async () => {
    const { clock, desk, requestId, done } = open();
    desk.answer(requestId, refused("notLeader"));
    desk.answer(requestId, { type: "done" });
    desk.lostTheLead();
    clock.pass(TIMEOUT_MS);
    await expect(done).rejects.toMatchObject({ code: "NOT_LEADER" });
  });

  test("is not told that it is done by a change of roles before the core has answered", async () => {
    const { desk, requestId, done } = open();
    desk.lostTheLead();
    desk.answer(requestId, refused("notLeader"));
    await expect(done).rejects.toMatchObject({ code: "NOT_LEADER" });
  });

  test("is done when the desk closes after it has begun, and refused otherwise", async () => {
    const { desk, requestId, done } = open();
    const unanswered = desk.open("n3", TIMEOUT_MS).done;
    desk.answer(requestId, { type: "started" });
    desk.close();
    await expect(done).resolves.toBeUndefined();
    await expect(unanswered).rejects.toMatchObject({ code: "NOT_LEADER" });
  });
});

describe("a transfer asked of a node", () => {
  test("is done once another leads", async () => {
    const rig = await readyLeader();
    const done = rig.driver.transferLeadership("n2");
    rig.clock.settle();
    expect(rig.sent.at(-1)).toMatchObject({ to: "n2", body: { type: "timeoutNow" } });
    rig.hear("n2", 2, { type: "voteRequest", last: { index: 1, term: 1 }, transfer: true });
    rig.sync();
    await expect(done).resolves.toBeUndefined();
  });

  test("of a follower is refused, also when it learns of a leader in the same drain", async () => {
    const rig = await startedNode();
    rig.arrive("n2", 1, heartbeat(1));
    const done = rig.driver.transferLeadership(null);
    rig.clock.settle();
    await expect(done).rejects.toMatchObject({ code: "NOT_LEADER" });
  });

  test("to an heir that stays silent is timed out, and the node leads on", async () => {
    const rig = await leader({ size: 5 });
    const done = rig.driver.transferLeadership("n4");
    done.catch(() => undefined);
    for (let round = 1; round <= 12; round++) {
      rig.clock.pass(10);
      for (const voter of ["n2", "n3"]) rig.hear(voter, 1, heartbeatAck(rig.sentOf("heartbeat").length));
    }
    await expect(done).rejects.toMatchObject({ code: "TIMED_OUT" });
    expect(rig.role).toBe("leader");
  });

  test("that is under way ends with the node: it leads no more", async () => {
    const rig = await leader();
    const done = rig.driver.transferLeadership("n2");
    rig.clock.settle();
    await rig.driver.close();
    await expect(done).resolves.toBeUndefined();
    expect(rig.clock.alarms).toBe(0);
  });

  test("and not yet looked at when the node closes is refused, not forgotten", async () => {
    const rig = await follower();
    const done = rig.driver.transferLeadership("n2");
    const refused = expect(done).rejects.toMatchObject({ code: "NOT_LEADER" });
    await rig.driver.close();
    await refused;
  });

  test("of a closed node is refused", async () => {
    const rig = await leader();
    await rig.driver.close();
    await expect(rig.driver.transferLeadership(null)).rejects.toMatchObject({ code: "NOT_LEADER" });
  });
});
