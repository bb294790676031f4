/** §5.4.2, Figure 8 (scenario 4): an entry of an older term is not committed by counting its copies. */
import { expect, test } from "vitest";
import { entryAt } from "../../src/core/log.ts";
import { Lab } from "./lab.ts";
import { flightsOf } from "./network.ts";

const FIVE = ["n1", "n2", "n3", "n4", "n5"];

/** n1 wrote entry 1 of t2, which is on n1 and n2; n5 has written another in t3; all have heard of t3. */
function figure8(): Lab {
  const disk = { term: 3, votedFor: null };
  const lab = new Lab({
    ids: FIVE,
    seed: 1,
    promptDisk: true,
    disks: { n1: disk, n2: disk, n3: disk, n4: disk, n5: disk },
    lasts: { n1: { index: 1, term: 2 }, n2: { index: 1, term: 2 }, n5: { index: 1, term: 3 } },
  });
  lab.connectAll();
  lab.crash("n5");
  lab.expire("n1");
  for (const id of ["n3", "n4"]) lab.network.take(flightsOf(`n1>${id}`, "appendEntries"));
  lab.settle(({ message }) => /vote/i.test(message.body.type));
  expect(lab.leading()).toEqual(["n1"]);
  return lab;
}

/** The no-op of t4 is taken off all that n1 sends, as though it had not come that far: (c). */
function sendOldEntryTo(lab: Lab, id: string): void {
  const isAppend = flightsOf(`n1>${id}`, "appendEntries");
  lab.deliver(isAppend);
  lab.deliver(flightsOf(`${id}>n1`));
  for (const { message } of lab.network.take(isAppend)) {
    if (message.body.type !== "appendEntries") continue;
    const entries = message.body.entries.filter(({ term }) => term === 2);
    lab.arrive({ to: id, dueAtMs: 0, message: { ...message, body: { ...message.body, entries } } });
  }
}

/** `id` has the old entry. It is asked for that alone, and says so. */
function acknowledgeOldEntryBy(lab: Lab, id: string): void {
  for (const { message } of lab.network.take(flightsOf(`n1>${id}`, "appendEntries"))) {
    if (message.body.type !== "appendEntries") continue;
    lab.arrive({ to: id, dueAtMs: 0, message: { ...message, body: { ...message.body, entries: [] } } });
  }
  lab.deliver(flightsOf(`${id}>n1`));
}

function matchIndexOf(lab: Lab, id: string): number | undefined {
  const { role } = lab.state("n1");
  return role.name === "leader" ? role.progress.get(id)?.matchIndex : undefined;
}

test("scenario 4: on a majority, and not committed; another leader overwrites it (d)", () => {
  const lab = figure8();
  sendOldEntryTo(lab, "n3");
  acknowledgeOldEntryBy(lab, "n2");
  lab.deliver(flightsOf("n3>n1"));
  lab.network.take(flightsOf(null, "appendEntries"));
  const known = ["n2", "n3"].map((id) => matchIndexOf(lab, id));
  expect(known).toEqual([1, 1]);
  expect(lab.node("n3").entries).toMatchObject([{ index: 1, term: 2 }]);
  expect(lab.log.committed).toEqual([]);
  lab.crash("n1");
  lab.network.take(() => true);
  lab.restart("n5");
  lab.connect("n5");
  lab.nowMs += 600;
  // The first time it learns the term from those who refuse.
  for (let times = 0; times < 2; times += 1) {
    lab.expire("n5");
    lab.settle();
  }
  expect(lab.leading()).toEqual(["n5"]);
  expect(entryAt(lab.state("n3").log, 1)).toMatchObject({ term: 3 });
});

test("scenario 4: with an entry of its own term on a majority, the older one is committed as well, and stays (e)", () => {
  const lab = figure8();
  lab.run(400);
  expect(lab.log.committed.map(({ term }) => term)).toEqual([2, 4]);
  lab.crash("n1");
  lab.restart("n5");
  lab.connect("n5");
  lab.run(5000);
  expect(lab.leading()).not.toEqual(["n5"]);
  expect(
    lab
      .state("n5")
      .log.entries.slice(0, 2)
      .map(({ term }) => term),
  ).toEqual([2, 4]);
});
