/** DESIGN 5 and SCENARIOS 16: a leader that cannot sync within an election timeout steps down, whatever its heartbeats say. */
import { describe, expect, test } from "vitest";
import type { ServerState } from "../../src/core/state.ts";
import { Lab } from "./lab.ts";
import {
  appendEntries,
  b,
  causes,
  command,
  expire,
  followerOf,
  hear,
  heartbeatAck,
  leader,
  NO_LOG,
  on,
  persisted,
  TIMING,
  timeoutNow,
} from "./unit.ts";

const LIMIT_MS = TIMING.electionTimeoutMaxMs;

/** Beats until `untilMs`, and b answers each round at once: nothing but the disk can cost it the lead. */
function beat(state: ServerState, untilMs: number): void {
  while (state.role.name === "leader" && state.wakeAtMs <= untilMs) {
    const { nowMs } = expire(state);
    if (state.role.name === "leader") hear(state, b, state.term, heartbeatAck(state.role.round), nowMs);
  }
}

describe("16: a leader whose disk stalls", () => {
  test("steps down after the longest election timeout, though a majority answers, and says why", () => {
    const { state, nowMs } = leader();
    beat(state, nowMs + LIMIT_MS - TIMING.heartbeatMs);
    expect(state.role.name).toBe("leader");
    const lateMs = nowMs + LIMIT_MS + 1;
    hear(state, b, 1, heartbeatAck(11), lateMs);
    expect(causes(on(state, { type: "wake" }, lateMs))).toEqual(["diskStalled"]);
    expect(state.role).toMatchObject({ name: "follower", leader: null });
  });

  test("stays where the disk answers now and then, if it is always the next write that waits", () => {
    const { state, nowMs } = leader();
    for (let at = nowMs; at < nowMs + 5 * LIMIT_MS; at += LIMIT_MS / 2) {
      on(state, { type: "propose", proposals: [{ requestId: 1, command: new Uint8Array(1) }] }, at);
      beat(state, at + LIMIT_MS / 2 - 1);
      on(state, { type: "persisted", writeId: state.writeId - 1 }, at + LIMIT_MS / 2 - 1);
    }
    expect(state.role.name).toBe("leader");
  });

  test("stays where it has nothing to write, for as long as that lasts", () => {
    const { state, nowMs } = leader();
    persisted(state, nowMs + 1);
    beat(state, nowMs + 10 * LIMIT_MS);
    expect(state.role.name).toBe("leader");
  });

  test("does not seek the lead again before its disk answers, by itself or when it is asked", () => {
    const state = followerOf(b, 1, 1000);
    hear(state, b, 1, appendEntries(NO_LOG, [command(1, 1)]), 1000);
    on(state, { type: "wake" }, 1000 + 2 * LIMIT_MS);
    expect(state.role.name).toBe("follower");
    hear(state, b, 1, timeoutNow, 1001 + 2 * LIMIT_MS);
    expect(state.term).toBe(1);
    persisted(state, 1002 + 2 * LIMIT_MS);
    const { nowMs } = expire(state);
    expect(nowMs).toBeLessThanOrEqual(1002 + 3 * LIMIT_MS);
    expect(state.role.name).toBe("preCandidate");
  });

  test("is replaced by one whose disk works, and the cluster goes on", () => {
    const lab = new Lab({ ids: ["n1", "n2", "n3"], seed: 3 });
    lab.connectAll();
    lab.run(900);
    const [stalled = ""] = lab.leading();
    lab.stallDisk(stalled);
    lab.propose(stalled, "written by the others only");
    lab.run(4 * LIMIT_MS);
    expect(lab.leading()).not.toContain(stalled);
    const [heir = ""] = lab.leading();
    const [request] = lab.propose(heir, "after the stall");
    lab.run(LIMIT_MS);
    expect(lab.answerTo(request)).toContain("accepted");
    expect(lab.log.committed.filter(({ type }) => type === "command")).toHaveLength(2);
  });
});
