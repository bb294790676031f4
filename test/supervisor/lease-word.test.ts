import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Lease } from "../../src/core/effect.ts";
import { LeaseWord, newLeaseBuffer } from "../../src/supervisor/lease-word.ts";

/** Both clocks in the hands of the test; `driverMs` has another origin, as `performance.now` has. */
class Clocks {
  nowMs = 1_000;
  wallAheadMs = 1_700_000_000_000;
  /** Passes with each look at the shared clock: the thread is preempted there. */
  lagMs = 0;

  readonly shared = {
    monotonicNs: (): bigint => {
      this.nowMs += this.lagMs;
      return BigInt(Math.round(this.nowMs * 1e6));
    },
    wallMs: (): number => this.nowMs + this.wallAheadMs,
  };

  readonly driverMs = (): number => this.nowMs - 950;
}

function fresh() {
  const clocks = new Clocks();
  const buffer = newLeaseBuffer();
  const writer = new LeaseWord(buffer, clocks.shared);
  const reader = new LeaseWord(buffer, clocks.shared);
  /** `fromMs` and `untilMs` from now on. */
  const lease = (fromMs: number, untilMs: number, term = 7): Lease => {
    const nowMs = clocks.driverMs();
    return { fromMs: nowMs + fromMs, untilMs: nowMs + untilMs, term, marginMs: 6 };
  };
  const write = (held: Lease | null): boolean => writer.write(held, clocks.driverMs);
  return { clocks, buffer, reader, lease, write };
}

describe("the lease word", () => {
  test("holds nothing before it is written, and nothing when it is cleared", () => {
    const { reader, lease, write } = fresh();
    expect(reader.read()).toBeNull();
    write(lease(0, 300));
    expect(reader.read()).toEqual({ term: 7, beginsInMs: 0, endsInMs: 300 });
    write(null);
    expect(reader.read()).toBeNull();
  });

  test("ends by itself, whatever becomes of the writer", () => {
    const { clocks, reader, lease, write } = fresh();
    write(lease(0, 300));
    clocks.nowMs += 299.9;
    expect(reader.read()).not.toBeNull();
    clocks.nowMs += 0.1;
    expect(reader.read()).toBeNull();
  });

  test("tells when a lease begins that is yet to begin", () => {
    const { clocks, reader, lease, write } = fresh();
    write(lease(50, 300));
    expect(reader.read()).toMatchObject({ beginsInMs: 50 });
    clocks.nowMs += 50;
    expect(reader.read()).toMatchObject({ beginsInMs: 0, endsInMs: 250 });
  });

  test("tells of one that must be renewed before it begins, and holds none if it is not", () => {
    const { clocks, reader, lease, write } = fresh();
    write(lease(306, 294));
    expect(reader.read()).toMatchObject({ beginsInMs: 306 });
    clocks.nowMs += 306;
    expect(reader.read()).toBeNull();
  });

  test("holds none once the calendar has outrun the clock by more than the margin: the machine slept", () => {
    const { clocks, reader, lease, write } = fresh();
    write(lease(0, 300));
    clocks.wallAheadMs += 6;
    expect(reader.read()).not.toBeNull();
    clocks.wallAheadMs += 3;
    expect(reader.read()).toBeNull();
  });

  test("does not mind a calendar that is set back", () => {
    const { clocks, reader, lease, write } = fresh();
    write(lease(0, 300));
    clocks.wallAheadMs -= 3_600_000;
    expect(reader.read()).not.toBeNull();
  });

  test("holds none while it is being written: a writer that died there leaves no lease", () => {
    const { buffer, reader, lease, write } = fresh();
    write(lease(0, 300));
    Atomics.add(new BigInt64Array(buffer), 0, 1n);
    expect(reader.read()).toBeNull();
  });

  test("says that readers are to be told when a lease begins, ends, or is renewed after it has lapsed", () => {
    const { clocks, lease, write } = fresh();
    expect(write(lease(0, 300))).toBe(true);
    clocks.nowMs += 200;
    expect(write(lease(0, 300))).toBe(false);
    clocks.nowMs += 301;
    expect(write(lease(0, 300))).toBe(true);
    expect(write(null)).toBe(true);
    expect(write(null)).toBe(false);
  });

  test("says so too where a reader may have found it over a moment before, or the machine asleep", () => {
    const { clocks, lease, write } = fresh();
    write(lease(0, 300));
    clocks.nowMs += 297;
    expect(write(lease(0, 300))).toBe(true);
    clocks.wallAheadMs += 3_600_000;
    expect(write(lease(0, 300))).toBe(true);
  });

  test("is never longer than the lease, on either side, wherever the writer is preempted", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 40, noNaN: true }), fc.nat(100), (lagMs, fromMs) => {
        const { clocks, reader, lease, write } = fresh();
        const held = lease(fromMs, 300);
        const beganAtMs = clocks.nowMs;
        clocks.lagMs = lagMs;
        write(held);
        clocks.lagMs = 0;
        const passedMs = clocks.nowMs - beganAtMs;
        const read = reader.read();
        if (read === null) return;
        expect(read.endsInMs).toBeLessThanOrEqual(300 - passedMs + 1e-3);
        if (read.beginsInMs > 0) expect(read.beginsInMs).toBeGreaterThanOrEqual(fromMs - passedMs - 1e-3);
      }),
    );
  });
});
