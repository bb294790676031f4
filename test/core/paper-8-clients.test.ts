/**
 * §8: client interaction, a test a rule. Linearizable reads are in thesis-6.4-reads; whom a client is sent to, and when it is
 * answered, in test/driver/clients; that a command which is sent again is executed once (thesis 6.3), in test/driver/sessions.
 */
import { describe, expect, test } from "vitest";
import { Lab } from "./lab.ts";
import { flightsOf } from "./network.ts";
import { entryText } from "./trace.ts";
import { answers, b, command, follower, followerOf, leader, logOf, on } from "./unit.ts";

const THREE = ["n1", "n2", "n3"];
const proposal = { requestId: 1, command: new Uint8Array(1) };

describe("§8: a leader", () => {
  test('"has each leader commit a blank no-op entry into the log at the start of its term"', () => {
    const { state, effects } = leader({ entries: logOf(1, 1), hardState: { term: 1, votedFor: null } });
    expect(state.log.entries.at(-1)).toEqual({ type: "noOp", index: 3, term: 2 });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: "persist", entries: [{ type: "noOp", index: 3, term: 2 }] }),
    );
  });

  test("by its no-op alone it finds out what of its predecessors is committed: no client need write anything", () => {
    const lab = new Lab({ ids: THREE, seed: 1, promptDisk: true });
    lab.connectAll();
    lab.run(400);
    lab.propose("n1", "orphan");
    lab.deliver(flightsOf(null, "appendEntries"));
    lab.network.take(() => true);
    lab.crash("n1");
    expect(lab.log.committed.map(entryText)).toEqual(["1:t1 no-op"]);
    lab.run(3000);
    expect(lab.log.committed.map(entryText)).toEqual(["1:t1 no-op", '2:t1 "orphan"', "3:t2 no-op"]);
    expect(lab.node(lab.leading()[0] ?? "").applied).toHaveLength(3);
  });

  test("what no majority had is neither promised nor kept: a later leader's no-op takes its place", () => {
    const lab = new Lab({ ids: THREE, seed: 1, promptDisk: true });
    lab.connectAll();
    lab.run(400);
    const [request] = lab.propose("n1", "orphan");
    expect(lab.answerTo(request)).toBe("accepted at 2:t1");
    lab.network.take(() => true);
    lab.crash("n1");
    lab.run(3000);
    lab.restart("n1");
    lab.connect("n1");
    lab.run(3000);
    for (const id of THREE) expect(lab.node(id).applied.map(entryText)).toEqual(["1:t1 no-op", "2:t2 no-op"]);
  });
});

describe("§8: who is asked and does not lead", () => {
  test.each([
    ["a follower of another", () => followerOf(b, 1, 0)],
    ["a server that knows no leader", () => follower()],
  ])("%s refuses, and nothing of it is in any log", (_, make) => {
    const state = make();
    expect(answers(on(state, { type: "propose", proposals: [proposal, proposal] }, 10))).toEqual([
      "notLeader",
      "notLeader",
    ]);
    expect(state.log.entries).toEqual([]);
  });

  test("commands of an older leader that are refused later were in a log, and may yet be committed: accepted is no promise", () => {
    const { state, nowMs } = leader();
    expect(answers(on(state, { type: "propose", proposals: [proposal] }, nowMs))).toEqual(["accepted at 2:t1"]);
    expect(state.commitIndex).toBe(0);
    expect(state.log.entries.at(-1)).toMatchObject({ ...command(2, 1), command: proposal.command });
  });
});
