import { beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../../src/core/effect.ts";
import { type Command, RequestDesk } from "../../src/driver/request-desk.ts";
import type { ClientResponse } from "../../src/ports/client-door.ts";

const OK: ClientResponse = { type: "ok", index: 5, result: new Uint8Array([1]) };
const accepted = (index: number, term = 1): Answer => ({ type: "accepted", index, term });
const readAt = (index: number): Answer => ({ type: "readAt", index });

let desk: RequestDesk;
let answers: ClientResponse[];
let served: number;

beforeEach(() => {
  let lastRequestId = 0;
  desk = new RequestDesk(3, () => ++lastRequestId);
  answers = [];
  served = 0;
});

const keep = (response: ClientResponse): void => void answers.push(response);
const commandOf = (clientId: number, sequence: number): Command => ({
  type: "propose",
  clientId,
  sequence,
  command: new Uint8Array(),
});
const openCommand = (command = commandOf(0, 0)): number => desk.openCommand(0, keep, command);
const openRead = (atMs = 0): number =>
  desk.openRead(atMs, keep, () => {
    served += 1;
  });
const told = () =>
  answers.map((answer) => (answer.type === "ok" ? "ok" : { code: answer.code, may: answer.mayHaveExecuted }));

describe("a command", () => {
  test("is answered with its outcome once the entry of its index and term is executed", () => {
    desk.answer(openCommand(), accepted(5), null);
    expect(answers).toEqual([]);
    desk.executed(4, 1, OK);
    expect(answers).toEqual([]);
    desk.executed(5, 1, OK);
    expect(answers).toEqual([OK]);
    expect(desk.waiting).toBe(0);
  });

  test("whose place another term's entry has taken was surely not executed, and is not given the other's outcome", () => {
    desk.answer(openCommand(), accepted(5, 1), null);
    desk.executed(5, 2, OK);
    expect(told()).toEqual([{ code: "NOT_LEADER", may: false }]);
  });

  test("that was accepted when the lead is lost may yet commit, and is not said to be refused", () => {
    desk.answer(openCommand(), accepted(5), null);
    desk.lostTheLead("n2");
    expect(answers).toMatchObject([{ code: "UNCERTAIN", mayHaveExecuted: true, leader: "n2" }]);
    desk.executed(5, 1, OK);
    expect(answers).toHaveLength(1);
  });

  test.each([
    ["notLeader", "NOT_LEADER"],
    ["overloaded", "OVERLOADED"],
    ["transferring", "OVERLOADED"],
  ] as const)("that the core refuses (%s) was surely not executed: %s", (refusal, code) => {
    desk.answer(openCommand(), { type: "refused", refusal }, "n3");
    expect(answers).toMatchObject([{ code, mayHaveExecuted: false, leader: "n3" }]);
    expect(desk.waiting).toBe(0);
  });

  test("that the core has not seen when the lead is lost is still the core's to refuse", () => {
    const requestId = openCommand();
    desk.lostTheLead("n2");
    expect(answers).toEqual([]);
    desk.answer(requestId, { type: "refused", refusal: "notLeader" }, "n2");
    expect(told()).toEqual([{ code: "NOT_LEADER", may: false }]);
  });
});

describe("a command of a session that comes again", () => {
  const again = (clientId: number, sequence: number) => {
    const heard: ClientResponse[] = [];
    return { joined: desk.joins(commandOf(clientId, sequence), (response) => heard.push(response)), heard };
  };

  test("while it waits gets the same answer, whatever that is, and is not asked for anew", () => {
    const asked = openCommand(commandOf(7, 3));
    const early = again(7, 3);
    desk.answer(asked, accepted(5), null);
    const late = again(7, 3);
    expect([early.joined, late.joined, desk.waiting]).toEqual([true, true, 1]);
    desk.lostTheLead("n2");
    const uncertain = { code: "UNCERTAIN", mayHaveExecuted: true };
    expect([answers, early.heard, late.heard]).toMatchObject([[uncertain], [uncertain], [uncertain]]);
  });

  test("again and again is told soon that nothing is known, and costs neither memory nor stack", () => {
    desk.answer(openCommand(commandOf(7, 3)), accepted(5), null);
    const told: ClientResponse[] = [];
    for (let nth = 0; nth < 100_000; nth += 1)
      desk.joins(commandOf(7, 3), (response) => {
        told.push(response);
      });
    expect(told).toHaveLength(100_000 - 16);
    expect(told[0]).toMatchObject({ code: "UNCERTAIN", mayHaveExecuted: true });
    desk.executed(5, 1, OK);
    expect(told.slice(-16)).toEqual(Array.from({ length: 16 }, () => OK));
  });

  test("that the core has not seen when the node stops is refused, to all who asked", () => {
    openCommand(commandOf(7, 3));
    const { heard } = again(7, 3);
    desk.close();
    expect([answers, heard]).toMatchObject([[{ code: "NODE_STOPPED" }], [{ code: "NODE_STOPPED" }]]);
  });

  test("after its answer is a request of its own, however that came about", () => {
    desk.answer(openCommand(commandOf(7, 3)), accepted(5), null);
    desk.executed(5, 1, OK);
    desk.answer(openCommand(commandOf(8, 1)), { type: "refused", refusal: "overloaded" }, null);
    desk.answer(openCommand(commandOf(9, 1)), accepted(6), null);
    desk.lostTheLead(null);
    openCommand(commandOf(6, 1));
    desk.close();
    for (const [clientId, sequence] of [
      [7, 3],
      [8, 1],
      [9, 1],
      [6, 1],
    ] as const)
      expect(again(clientId, sequence).joined).toBe(false);
  });

  test("is another where session or sequence is, or where there is no session", () => {
    desk.answer(openCommand(commandOf(7, 3)), accepted(5), null);
    desk.answer(openCommand(commandOf(0, 0)), accepted(6), null);
    expect([again(7, 4).joined, again(8, 3).joined, again(0, 0).joined]).toEqual([false, false, false]);
    expect(desk.joins({ type: "register" }, () => undefined)).toBe(false);
  });

  test("is still known when one before it is answered", () => {
    desk.answer(openCommand(commandOf(7, 3)), accepted(5), null);
    desk.answer(openCommand(commandOf(7, 4)), accepted(6), null);
    desk.executed(5, 1, OK);
    expect(again(7, 4).joined).toBe(true);
  });
});

describe("a read", () => {
  test("is served once all up to its index is applied", () => {
    desk.answer(openRead(), readAt(5), null);
    desk.applied(4);
    expect(served).toBe(0);
    desk.applied(5);
    desk.applied(6);
    expect(served).toBe(1);
  });

  test("is served at once where that is applied already", () => {
    desk.answer(openRead(), readAt(3), null);
    expect(served).toBe(1);
    expect(desk.waiting).toBe(0);
  });

  test("that is not confirmed when the lead is lost is refused", () => {
    const requestId = openRead();
    desk.lostTheLead("n2");
    desk.answer(requestId, readAt(1), null);
    expect(answers).toMatchObject([{ code: "NOT_LEADER", mayHaveExecuted: false, leader: "n2" }]);
    expect(served).toBe(0);
  });

  test("that was confirmed before the lead was lost is served all the same: it is of a time when this node led", () => {
    desk.answer(openRead(), readAt(5), null);
    desk.lostTheLead("n2");
    desk.applied(5);
    expect([served, answers]).toEqual([1, []]);
  });

  test("that nobody has answered for ten seconds is given up, not a moment before, and younger ones are not", () => {
    openRead(1_000);
    openRead(1_001);
    desk.expire(10_999);
    expect(answers).toEqual([]);
    desk.expire(11_000);
    expect(told()).toEqual([{ code: "NOT_LEADER", may: false }]);
    desk.expire(11_001);
    expect(answers).toHaveLength(2);
  });

  test("that is asked anew by whoever hears of the loss is not refused in the same breath", () => {
    const again = (): void => void desk.openRead(0, keep, () => undefined);
    desk.openRead(0, again, () => undefined);
    desk.lostTheLead(null);
    expect(answers).toEqual([]);
    expect(desk.waiting).toBe(1);
  });
});

describe("when the node stops", () => {
  test("what was accepted may yet commit, what was not is surely not executed, and nobody is left without an answer", () => {
    desk.answer(openCommand(), accepted(5), null);
    openCommand();
    openRead();
    desk.answer(openRead(), readAt(9), null);
    desk.close();
    expect(told()).toEqual([
      { code: "NOT_LEADER", may: false },
      { code: "UNCERTAIN", may: true },
      { code: "NODE_STOPPED", may: false },
      { code: "NODE_STOPPED", may: false },
    ]);
    expect(desk.waiting).toBe(0);
  });

  test("what comes later finds nobody", () => {
    const requestId = openCommand();
    desk.close();
    desk.answer(requestId, accepted(5), null);
    desk.executed(5, 1, OK);
    expect(answers).toHaveLength(1);
  });
});

test("answers to requests of others pass by", () => {
  desk.answer(99, accepted(5), null);
  desk.executed(5, 1, OK);
  expect([answers, desk.waiting]).toEqual([[], 0]);
});
