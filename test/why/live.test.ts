/** Harm is done to the leader of a real cluster; the record names it, from measurements alone. */
import { expect, test } from "vitest";
import { STEADY } from "../supervisor/bench.ts";
import { leaderOf, Sabotage } from "./saboteur.ts";

test("the first election is called that, and nobody is blamed", async () => {
  const sabotage = new Sabotage();
  const { leader, term } = await leaderOf(await sabotage.cluster);
  expect(await sabotage.why(0)).toMatchObject({ cause: "firstElection", leader, term, previous: null, blamed: [] });
});

test.each([
  ["pause 1500", "paused", 1_400],
  ["block 1500", "eventLoopBlocked", 1_400],
  ["disconnect", "disconnected", null],
  ["throw", "crash", null],
])("a leader that is harmed by %s loses the lead for that: %s", async (harm, cause, leastMs) => {
  const sabotage = new Sabotage();
  const cluster = await sabotage.cluster;
  const { leader, term } = await leaderOf(cluster);
  await sabotage.harmLeader(harm);
  const why = await sabotage.why(term);
  expect(why).toMatchObject({ cause, blamed: [leader], previous: leader, final: true });
  if (leastMs !== null) expect(why.forMs).toBeGreaterThan(leastMs);
  expect(cluster.whys.some((one) => one.term === why.term && one.cause === cause)).toBe(true);
});

test("a crash, a hand-over, a removal and a stop are told apart", async () => {
  const sabotage = new Sabotage({ size: 5, timing: STEADY });
  const cluster = await sabotage.cluster;
  const first = await leaderOf(cluster);
  await cluster.node(first.leader).crash();
  expect(await sabotage.why(first.term)).toMatchObject({ cause: "crash", blamed: [first.leader] });

  const second = await leaderOf(cluster);
  await cluster.node(second.leader).transferLeadership();
  expect(await sabotage.why(second.term)).toMatchObject({ cause: "transferByRequest", blamed: [second.leader] });

  const third = await leaderOf(cluster);
  await cluster.node(third.leader).close();
  expect(await sabotage.why(third.term)).toMatchObject({ cause: "shutdown", blamed: [third.leader] });
  await cluster.node(third.leader).restart();

  const fourth = await leaderOf(cluster);
  await cluster.remove(fourth.leader);
  expect(await sabotage.why(fourth.term)).toMatchObject({ cause: "removed", blamed: [fourth.leader] });
});

test("a node of higher priority is handed the lead, and the record says so", async () => {
  const sabotage = new Sabotage({ priorities: { n3: 1 }, timing: STEADY });
  const cluster = await sabotage.cluster;
  const { leader, term } = await leaderOf(cluster);
  if (leader === "n3") await cluster.node("n3").transferLeadership("n1");
  const from = leader === "n3" ? term + 1 : term;
  expect(await sabotage.why(from)).toMatchObject({ cause: "priority", leader: "n3" });
});
