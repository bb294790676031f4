/**
 * SCENARIOS 25, a broken promise, twice removed: L1 lives and holds a lease; L2 is elected all the same, and dies; L3 is
 * elected: no lease of L3 may overlap that of L1. The lab watches the leases.
 */
import { expect, test } from "vitest";
import { Lab } from "./lab.ts";
import { flightsOf } from "./network.ts";

const LEASE_MS = 400;

/**
 * n1 leads five, and has given up a transfer to n2 whose TimeoutNow is still on its way. It holds a lease when it is cut off
 * from all of them, and n2 hears the TimeoutNow.
 */
function unseatedInSecret(): Lab {
  const lab = new Lab({ ids: ["n1", "n2", "n3", "n4", "n5"], seed: 25, leaseMs: LEASE_MS });
  lab.connectAll();
  lab.run(900);
  expect(lab.leading()).toEqual(["n1"]);
  lab.transfer("n1", "n2");
  const late = lab.network.take(flightsOf("n1>n2", "timeoutNow"));
  expect(late).toHaveLength(1);
  lab.run(lab.timing.electionTimeoutMinMs + lab.timing.heartbeatMs);
  expect(lab.leading()).toEqual(["n1"]);
  for (const id of ["n2", "n3", "n4", "n5"]) {
    lab.network.cut("n1", id);
    lab.network.cut(id, "n1");
  }
  expect(lab.state("n1").lease?.untilMs).toBeGreaterThan(lab.nowMs + LEASE_MS / 2);
  for (const flight of late) lab.arrive(flight);
  expect(lab.runUntil(() => lab.leading().includes("n2"), 100)).toBe(true);
  return lab;
}

function electByTransfer(lab: Lab, from: string, to: string): void {
  lab.transfer(from, to);
  expect(lab.runUntil(() => lab.leading().includes(to), 100)).toBe(true);
}

/** Until somebody holds a lease that is not n1's. */
function runUntilNextLease(lab: Lab): void {
  const holds = () => ["n3", "n4", "n5"].some((id) => lab.state(id).lease !== null);
  expect(lab.runUntil(holds, 3000)).toBe(true);
}

test("25: a TimeoutNow that arrives after its transfer was given up elects L2, and L3 after it: no lease overlaps", () => {
  const lab = unseatedInSecret();
  electByTransfer(lab, "n2", "n3");
  lab.crash("n2");
  expect(lab.leading()).toEqual(["n1", "n3"]);
  runUntilNextLease(lab);
  expect(lab.leases.delayed).toBeGreaterThan(0);
});

test("25: the same where the voters restart, and do not know any more whom they acknowledged", () => {
  const lab = unseatedInSecret();
  lab.crash("n2");
  lab.network.take(() => true);
  for (const id of ["n3", "n4", "n5"]) {
    lab.restart(id);
    lab.connect(id);
  }
  runUntilNextLease(lab);
  expect(lab.leases.delayed).toBeGreaterThan(0);
});

test("25: the old leader may hand over and be heard no more: its heir leads at once, and has its lease when the old one is over", () => {
  const lab = new Lab({ ids: ["n1", "n2", "n3"], seed: 1, leaseMs: LEASE_MS });
  lab.connectAll();
  lab.run(900);
  const [first = ""] = lab.leading();
  const heir = first === "n2" ? "n3" : "n2";
  lab.transfer(first, heir);
  expect(lab.runUntil(() => lab.leading().includes(heir), 50)).toBe(true);
  lab.network.take(flightsOf(`${heir}>${first}`));
  const electedMs = lab.nowMs;
  lab.run(LEASE_MS);
  expect(lab.state(heir).lease?.fromMs).toBeGreaterThan(electedMs + LEASE_MS);
});
