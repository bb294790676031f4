/** DESIGN 4: a server of higher priority that has caught up is handed the lead. */
import { describe, expect, test } from "vitest";
import type { Body } from "../../src/core/message.ts";
import type { ServerState } from "../../src/core/state.ts";
import { Lab } from "./lab.ts";
import {
  a,
  appendAck,
  b,
  c,
  expire,
  hear,
  heartbeatAck,
  leader,
  type member,
  persisted,
  said,
  TIMING,
} from "./unit.ts";

const ackOf = (state: ServerState, priority: number): Body => {
  if (state.role.name !== "leader") throw new Error("not a leader");
  return { ...heartbeatAck(state.role.round, 1), priority } as Body;
};

/** Beats for `ms`; those in `heard` answer each round with their priority. Gives back what left. */
function beat(state: ServerState, ms: number, heard: readonly (readonly [ReturnType<typeof member>, number])[]) {
  const untilMs = state.wakeAtMs + ms;
  const left = [];
  while (state.role.name === "leader" && state.wakeAtMs <= untilMs) {
    const { nowMs, effects } = expire(state);
    left.push(...said(effects));
    for (const [voter, priority] of heard) left.push(...said(hear(state, voter, 1, ackOf(state, priority), nowMs)));
  }
  return left.filter(({ body }) => body.type === "timeoutNow").map(({ to }) => to);
}

/** Its no-op is committed; a's own priority is 1. */
function settled() {
  const { state, nowMs } = leader({ priority: 1 });
  persisted(state, nowMs);
  for (const voter of [b, c]) hear(state, voter, 1, appendAck(1), nowMs);
  return state;
}

const LIMIT_MS = TIMING.electionTimeoutMaxMs;

describe("priority", () => {
  test("the highest of those that have caught up is asked to take over, once the leader is an election timeout old", () => {
    const state = settled();
    expect(
      beat(state, LIMIT_MS - 2 * TIMING.heartbeatMs, [
        [b, 5],
        [c, 9],
      ]),
    ).toEqual([]);
    expect(
      beat(state, 3 * TIMING.heartbeatMs, [
        [b, 5],
        [c, 9],
      ]),
    ).toEqual(["c"]);
  });

  test("none is asked of the same priority, or of a lower one", () => {
    expect(
      beat(settled(), 3 * LIMIT_MS, [
        [b, 1],
        [c, 0],
      ]),
    ).toEqual([]);
  });

  test("none is asked that has not been heard lately", () => {
    const state = settled();
    beat(state, 2 * TIMING.heartbeatMs, [
      [b, 0],
      [c, 9],
    ]);
    expect(beat(state, 3 * LIMIT_MS, [[b, 0]])).toEqual([]);
  });

  test("one that does not take the lead is not asked again at once, and the leader goes on", () => {
    const state = settled();
    expect(
      beat(state, 4 * LIMIT_MS, [
        [b, 0],
        [c, 9],
      ]),
    ).toEqual(["c"]);
    expect(state.role.name).toBe("leader");
    expect(
      beat(state, 4 * LIMIT_MS, [
        [b, 0],
        [c, 9],
      ]),
    ).toEqual(["c"]);
  });

  test("the lead comes to rest with the server of the highest priority, and returns to it after a crash", () => {
    const priorities = { n2: 1, n3: 7 };
    for (let seed = 0; seed < 10; seed += 1) {
      const lab = new Lab({ ids: ["n1", "n2", "n3"], seed, priorities });
      lab.connectAll();
      lab.run(5 * LIMIT_MS);
      expect({ seed, leading: lab.leading() }).toEqual({ seed, leading: ["n3"] });
      lab.crash("n3");
      lab.run(5 * LIMIT_MS);
      expect({ seed, leading: lab.leading() }).toEqual({ seed, leading: ["n2"] });
      lab.restart("n3");
      lab.connect("n3");
      lab.run(10 * LIMIT_MS);
      expect({ seed, leading: lab.leading() }).toEqual({ seed, leading: ["n3"] });
    }
  });

  test("a server that has not caught up is not asked, however high its priority", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs);
    hear(state, b, 1, appendAck(1), nowMs);
    expect(a.id).toBe(state.self.id);
    expect(beat(state, 3 * LIMIT_MS, [[b, 0]])).toEqual([]);
    const behind: Body = { type: "heartbeatAck", round: 1, verifiedIndex: 0, matchIndex: 0, priority: 9 };
    if (state.role.name !== "leader") throw new Error("not a leader");
    hear(state, c, 1, { ...behind, round: state.role.round }, state.wakeAtMs - 1);
    expect(beat(state, TIMING.heartbeatMs, [[b, 0]])).toEqual([]);
  });
});
