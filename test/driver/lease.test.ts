/** The driver and the lease: told at once, its end before all else, and not believed over a sleep of the machine. */
import { describe, expect, test } from "vitest";
import { heartbeatAck, type Rig, settledLeader, TIMING } from "./rig.ts";

const LEASE_MS = 300;

async function leaseholder(): Promise<Rig> {
  const rig = await settledLeader({ size: 3, leaseMs: LEASE_MS });
  rig.hear("n2", 1, heartbeatAck(1));
  expect(rig.leases).toMatchObject([{ term: 1 }]);
  return rig;
}

describe("the lease", () => {
  test("is told at once, by the clock of the driver, and again with each renewal", async () => {
    const rig = await leaseholder();
    expect(rig.leases[0]?.untilMs).toBeGreaterThan(rig.clock.now);
    expect(rig.leases[0]?.untilMs).toBeLessThanOrEqual(rig.clock.now + LEASE_MS);
    rig.clock.pass(TIMING.heartbeatMs);
    rig.hear("n3", 1, heartbeatAck(2));
    expect(rig.leases).toHaveLength(2);
  });

  test("is over before the vote leaves that ends the lead", async () => {
    const rig = await leaseholder();
    rig.journal.length = 0;
    rig.hear("n3", 2, { type: "voteRequest", last: { index: 9, term: 1 }, transfer: true });
    rig.sync();
    expect(rig.journal.indexOf("lease over")).toBe(0);
    expect(rig.journal).toContain("send voteResponse");
  });

  test("is over before a close lets go of anything", async () => {
    const rig = await leaseholder();
    rig.journal.length = 0;
    await rig.driver.close();
    expect(rig.journal[0]).toBe("lease over");
    expect(rig.leases.at(-1)).toBeNull();
  });

  test("is over when the machine has slept, and comes again with a round that was sent since", async () => {
    const rig = await leaseholder();
    rig.clock.sleep(60_000);
    rig.hear("n3", 1, heartbeatAck(1));
    expect(rig.leases.at(-1)).toBeNull();
    rig.clock.pass(TIMING.heartbeatMs);
    rig.hear("n3", 1, heartbeatAck(2));
    expect(rig.leases.at(-1)).toMatchObject({ term: 1 });
    expect(rig.role).toBe("leader");
  });

  test("does not mind a calendar that goes back, or on by less than the margin", async () => {
    const rig = await leaseholder();
    rig.clock.sleep(-3_600_000);
    rig.hear("n3", 1, heartbeatAck(1));
    rig.clock.sleep(5);
    rig.hear("n3", 1, heartbeatAck(1));
    expect(rig.leases).toHaveLength(1);
  });
});
