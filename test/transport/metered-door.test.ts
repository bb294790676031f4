import { expect, test } from "vitest";
import type { ClientRequest, ClientResponse, Respond } from "../../src/ports/client-door.ts";
import { MeteredDoor } from "../../src/transport/metered-door.ts";
import { VirtualClock } from "./virtual-clock.ts";

const READ: ClientRequest = { type: "read", consistency: "stale", query: new Uint8Array() };
const OK: ClientResponse = { type: "ok", index: 1, result: new Uint8Array() };

test("counts requests, answers, errors and the time between, over all times that it was open", () => {
  const clock = new VirtualClock();
  let knock: (request: ClientRequest, respond: Respond) => void = () => {};
  let shut = 0;
  const inner = {
    open(onRequest: typeof knock) {
      knock = onRequest;
    },
    shut() {
      shut += 1;
    },
  };
  const door = new MeteredDoor(inner, clock);
  const waiting: Respond[] = [];
  const heard: ClientResponse[] = [];
  door.open((_, respond) => waiting.push(respond));
  expect(door.isOpen).toBe(true);
  for (const request of [{ type: "register" } as const, READ, READ]) knock(request, (answer) => heard.push(answer));
  clock.advance(5);
  const error = { type: "error", code: "OVERLOADED", message: "full", mayHaveExecuted: false, leader: null } as const;
  waiting[0]?.(OK);
  waiting[1]?.(error);
  door.shut();
  door.open((_, respond) => respond(OK));
  knock(READ, (answer) => heard.push(answer));
  expect(heard).toEqual([OK, error, OK]);
  expect([door.isOpen, shut]).toEqual([true, 1]);
  expect(door.proposals).toEqual({ requests: 1, answered: 1, errors: 0, lastError: "", totalMs: 5 });
  expect(door.reads).toEqual({ requests: 3, answered: 2, errors: 1, lastError: "OVERLOADED: full", totalMs: 5 });
});
