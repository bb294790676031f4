/** §6 and thesis 4: changing the members by joint consensus, on the virtual cluster. The lab asks the laws of the log after each step. */
import { describe, expect, test } from "vitest";
import type { MemberChange } from "../../src/core/event.ts";
import { configurationOf } from "../../src/core/log.ts";
import { Lab } from "./lab.ts";
import type { LabOptions } from "./lab-node.ts";
import { flightsOf } from "./network.ts";
import { configurationText } from "./trace.ts";
import { a, answers, appendAck, b, c, d, hear, leader, member, on, persisted } from "./unit.ts";

const FOUR = ["n1", "n2", "n3", "n4"];

/** n1 leads n1, n2 and n3; n4 is not a member yet. */
function led(options: Partial<LabOptions> = {}): Lab {
  const lab = new Lab({ ids: FOUR, voters: FOUR.slice(0, 3), seed: 1, ...options });
  lab.connectAll();
  lab.run(300);
  expect(lab.leading()).toEqual(["n1"]);
  return lab;
}

const members = (lab: Lab, id: string): string => configurationText(configurationOf(lab.state(id).log));

describe("§6: a change of voters", () => {
  test("goes by way of a learner and of a joint configuration, and ends with the new one alone", () => {
    const lab = led();
    expect(lab.answerTo(lab.add("n1", "n4"))).toContain("accepted");
    expect(members(lab, "n1")).toBe("n1,n2,n3 learning n4");
    expect(lab.runUntil(() => members(lab, "n1") === "n1,n2,n3 and n1,n2,n3,n4", 1000)).toBe(true);
    lab.run(1000);
    expect(FOUR.map((id) => members(lab, id))).toEqual(FOUR.map(() => "n1,n2,n3,n4"));
  });

  test("one at a time", () => {
    const lab = led();
    lab.add("n1", "n4");
    expect(lab.answerTo(lab.remove("n1", "n2"))).toBe("changeUnderWay");
  });

  test("refuses what makes no sense, and does nothing of it", () => {
    const lab = led();
    expect(lab.answerTo(lab.add("n1", "n2"))).toBe("alreadyMember");
    expect(lab.answerTo(lab.remove("n1", "n4"))).toBe("unknownMember");
    expect(lab.answerTo(lab.remove("n2", "n3"))).toBe("notLeader");
    expect(members(lab, "n1")).toBe("n1,n2,n3");
  });

  test.each<MemberChange>([
    { type: "add", member: member("a", "a-disk-2") },
    { type: "remove", id: "a" },
  ])("never takes the last voter away (%o)", (change) => {
    const { state, nowMs } = leader({ voters: [a] });
    persisted(state, nowMs);
    expect(answers(on(state, { type: "changeMembers", requestId: 1, change }, nowMs))).toEqual(["lastVoter"]);
  });

  test("needs a majority of the old configuration and of the new: a new majority alone commits nothing", () => {
    const lab = led();
    lab.add("n1", "n4");
    expect(lab.runUntil(() => members(lab, "n1").includes(" and "), 1000)).toBe(true);
    const { commitIndex } = lab.state("n1");
    for (const id of ["n2", "n3"]) lab.network.cut(id, "n1");
    lab.network.take(({ to }) => to === "n1");
    lab.network.take(flightsOf("n1>n2"));
    lab.network.take(flightsOf("n1>n3"));
    lab.run(400);
    expect(lab.state("n1").commitIndex).toBe(commitIndex);
  });

  test("what another incarnation has is not counted for the voter whose id it bears (scenario 8)", () => {
    const { state, nowMs } = leader({ voters: [a, b, c, d] });
    persisted(state, nowMs);
    for (const voter of [b, c]) hear(state, voter, state.term, appendAck(1), nowMs);
    expect(state.commitIndex).toBe(1);
    const reborn = member("b", "b-disk-2");
    on(state, { type: "changeMembers", requestId: 1, change: { type: "add", member: reborn } }, nowMs);
    persisted(state, nowMs);
    expect(configurationText(configurationOf(state.log))).toContain("a,c,d");
    for (const member of [reborn, c]) hear(state, member, state.term, appendAck(2), nowMs);
    expect(state.commitIndex).toBe(1);
    hear(state, d, state.term, appendAck(2), nowMs);
    expect(state.commitIndex).toBe(2);
  });

  test("a learner counts for nothing: neither for commits nor for a leader's hold", () => {
    const lab = led();
    lab.add("n1", "n4");
    for (const id of ["n2", "n3"]) {
      lab.network.cut(id, "n1");
      lab.network.take(flightsOf(`n1>${id}`));
    }
    const { commitIndex } = lab.state("n1");
    lab.run(1500);
    expect(lab.state("n1").role.name).toBe("follower");
    expect(lab.state("n1").commitIndex).toBe(commitIndex);
  });

  test("a transfer to a learner is refused (scenario 16)", () => {
    const lab = led();
    lab.add("n1", "n4");
    const lines = lab.lines.length;
    lab.transfer("n1", "n4");
    expect(lab.lines.slice(lines).join()).toContain("notAVoter");
  });
});

describe("scenario 3: no change before the leader has committed in its own term", () => {
  test("it is refused until then, and taken afterwards", () => {
    const lab = new Lab({ ids: FOUR, voters: FOUR.slice(0, 3), seed: 1 });
    lab.connectAll();
    expect(lab.runUntil(() => lab.leading().length === 1, 1000)).toBe(true);
    expect(lab.answerTo(lab.add("n1", "n4"))).toBe("noOwnCommitYet");
    lab.run(100);
    expect(lab.answerTo(lab.add("n1", "n4"))).toContain("accepted");
  });
});

describe("thesis 4.2.2: a leader that removes itself", () => {
  test("leads until the new configuration is committed, and steps down then; the others go on", () => {
    const lab = led();
    lab.remove("n1", "n1");
    lab.run(3000);
    expect(lab.changes.join()).toContain("(removed)");
    expect(["n2", "n3"]).toContain(lab.leading()[0]);
    const [leader = ""] = lab.leading();
    expect(lab.answerTo(lab.propose(leader, "x")[0])).toContain("accepted");
    lab.run(500);
    expect(lab.node(leader).applied.at(-1)).toMatchObject({ type: "command" });
  });

  test("restarted as the only one that has the new configuration, it still campaigns, or nobody ever could", () => {
    const lab = new Lab({ ids: ["n1", "n2"], seed: 1, promptDisk: true });
    lab.connectAll();
    lab.run(100);
    lab.remove("n1", "n1");
    expect(lab.runUntil(() => members(lab, "n1") === "n2", 100)).toBe(true);
    lab.network.take(flightsOf("n1>n2"));
    lab.restart("n1");
    lab.connect("n1");
    lab.run(5000);
    expect(members(lab, "n2")).toBe("n2");
    expect(lab.leading()).toEqual(["n2"]);
  });
});

describe("thesis 4.1", () => {
  test("a server votes though it has not heard that it is a voter: the candidate cannot do without", () => {
    const lab = new Lab({ ids: ["n1", "n2"], voters: ["n1"], seed: 1, promptDisk: true });
    lab.connectAll();
    lab.run(50);
    lab.add("n1", "n2");
    expect(lab.runUntil(() => members(lab, "n1") === "n1 and n1,n2", 100)).toBe(true);
    lab.network.take(flightsOf("n1>n2"));
    lab.restart("n1");
    lab.connect("n1");
    lab.run(2000);
    expect(members(lab, "n2")).toBe("n1,n2");
    expect(lab.leading()).toEqual(["n1"]);
  });
});

test("scenario 11: a server that was isolated, removed and reconnected changes no leader, even with a newer term", () => {
  const lab = led();
  const others = FOUR.filter((id) => id !== "n3");
  lab.transfer("n1", "n3");
  for (const id of others) lab.network.cut("n3", id);
  lab.run(5);
  expect(lab.state("n3")).toMatchObject({ term: 2, role: { name: "candidate" } });
  for (const id of others) lab.network.cut(id, "n3");
  lab.run(1000);
  expect(lab.answerTo(lab.remove("n1", "n3"))).toContain("accepted");
  lab.run(1000);
  expect(members(lab, "n1")).toBe("n1,n2");
  lab.network.heal();
  lab.run(20_000);
  expect(lab.leading()).toEqual(["n1"]);
  expect(lab.state("n1").term).toBe(1);
  expect(lab.state("n1").ignored.notMember).toBeGreaterThan(0);
});
