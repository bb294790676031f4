import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LeadDesk } from "../../src/supervisor/lead.ts";
import { LeaseWord, newLeaseBuffer } from "../../src/supervisor/lease-word.ts";

/** The clocks are those of the fake timers, so that a lease passes as timers fire. */
const CLOCKS = { monotonicNs: () => BigInt(Date.now()) * 1_000_000n, wallMs: () => Date.now() };

class Node {
  readonly buffer: SharedArrayBuffer;
  readonly #word: LeaseWord;
  readonly desk: LeadDesk;

  constructor() {
    const buffer = newLeaseBuffer();
    this.buffer = buffer;
    this.#word = new LeaseWord(buffer, CLOCKS);
    this.desk = new LeadDesk("n1", new LeaseWord(buffer, CLOCKS));
  }

  /** Written, as the node's thread does it, without a word to anybody. */
  renew(forMs: number, { term = 3, inMs = 0 } = {}): void {
    const nowMs = Date.now();
    const lease = { fromMs: nowMs + inMs, untilMs: nowMs + forMs, term, marginMs: 6 };
    this.#word.write(lease, () => Date.now());
  }

  /** The same, and tells of it where that is due. */
  renewAndTell(forMs: number, how: { readonly inMs?: number } = {}): void {
    const nowMs = Date.now();
    const lease = { fromMs: nowMs + (how.inMs ?? 0), untilMs: nowMs + forMs, term: 3, marginMs: 6 };
    if (this.#word.write(lease, () => Date.now())) this.desk.look();
  }

  clear(): void {
    this.#word.write(null, () => Date.now());
  }
}

/** Work that notes what happens to it, and ends when it is told to. */
function work() {
  const seen: string[] = [];
  let finish: (() => void) | null = null;
  return {
    seen,
    finish: () => finish?.(),
    run: ({ signal, fencingToken }: { signal: AbortSignal; fencingToken: number }) =>
      new Promise<string>((resolve) => {
        seen.push(`began under ${fencingToken}`);
        signal.addEventListener("abort", () => seen.push(signal.reason.code));
        finish = () => resolve("done");
      }),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("lead", () => {
  test("begins at once where the lease is held, hands over the token, and gives back what the work does", async () => {
    const node = new Node();
    node.renew(300);
    const { seen, run, finish } = work();
    const done = node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(0);
    finish();
    expect(await done).toBe("done");
    expect(seen).toEqual(["began under 3"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("waits for the lease, and begins once, however often it is renewed", async () => {
    const node = new Node();
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen).toEqual([]);
    node.renew(300);
    node.desk.look();
    node.renew(300);
    node.desk.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(["began under 3"]);
  });

  test("begins also where the lease had lapsed just when it was to begin, and is renewed late", async () => {
    const node = new Node();
    node.renewAndTell(294, { inMs: 306 });
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(400);
    expect([seen, vi.getTimerCount()]).toEqual([[], 0]);
    node.renewAndTell(300);
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(["began under 3"]);
  });

  test("looks again where the word was just being written", async () => {
    const node = new Node();
    node.renew(300);
    const version = new BigInt64Array(node.buffer);
    Atomics.add(version, 0, 1n);
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(10);
    expect(seen).toEqual([]);
    Atomics.add(version, 0, 1n);
    await vi.advanceTimersByTimeAsync(2);
    expect(seen).toEqual(["began under 3"]);
  });

  test("waits for a lease that is yet to begin", async () => {
    const node = new Node();
    node.renew(900, { inMs: 306 });
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(305);
    expect(seen).toEqual([]);
    expect(node.desk.isLeader()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(["began under 3"]);
  });

  test("waits for one that is renewed before it begins, without a word", async () => {
    const node = new Node();
    node.renew(294, { inMs: 306 });
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(100);
    node.renew(294, { inMs: 206 });
    await vi.advanceTimersByTimeAsync(206);
    expect(seen).toEqual(["began under 3"]);
  });

  test("aborts when the lease is not renewed, though nobody says so", async () => {
    const node = new Node();
    node.renew(300);
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(200);
    node.renew(300);
    await vi.advanceTimersByTimeAsync(299);
    expect(seen).toEqual(["began under 3"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(["began under 3", "LEAD_LOST"]);
  });

  test("aborts at once when the node says that its lease is over", async () => {
    const node = new Node();
    node.renew(300);
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(0);
    node.clear();
    node.desk.look();
    expect(seen).toEqual(["began under 3", "LEAD_LOST"]);
  });

  test("aborts what was begun under one term when the node leads another", async () => {
    const node = new Node();
    node.renew(300);
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(0);
    node.renew(300, { term: 4 });
    node.desk.look();
    expect(seen).toEqual(["began under 3", "LEAD_LOST"]);
  });

  test("settles as the work does: its error goes through", async () => {
    const node = new Node();
    node.renew(300);
    await expect(node.desk.lead(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    await expect(
      node.desk.lead(() => {
        throw new Error("at once");
      }),
    ).rejects.toThrow("at once");
  });

  test("ends its waiting by the caller's signal, also where that is aborted before", async () => {
    const node = new Node();
    const caller = new AbortController();
    const waiting = node.desk.lead(() => undefined, { signal: caller.signal });
    caller.abort(new Error("no more"));
    await expect(waiting).rejects.toThrow("no more");
    await expect(node.desk.lead(() => undefined, { signal: caller.signal })).rejects.toThrow("no more");
  });

  test("is refused when the node stops before it leads", async () => {
    const node = new Node();
    const waiting = node.desk.lead(() => undefined);
    node.desk.close();
    await expect(waiting).rejects.toMatchObject({ code: "NODE_STOPPED", values: { node: "n1" } });
  });

  test("is refused, and its work aborted, when the node stops", async () => {
    const node = new Node();
    node.renew(10_000);
    const { seen, run } = work();
    void node.desk.lead(run);
    await vi.advanceTimersByTimeAsync(0);
    node.desk.close();
    expect(seen).toEqual(["began under 3", "LEAD_LOST"]);
    expect(node.desk.isLeader()).toBe(false);
    await expect(node.desk.lead(() => undefined)).rejects.toMatchObject({ code: "NODE_STOPPED" });
  });
});
