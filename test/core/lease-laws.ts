/** Leases, in true time. Law: no two servers hold one at the same moment. */
import type { Lease } from "../../src/core/effect.ts";
import type { NodeId } from "../../src/core/types.ts";

interface Clocked {
  readonly id: NodeId;
  readonly clockRate: number;
}

interface Held {
  readonly id: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
}

export class LeaseLaws {
  /** How many leases were taken up anew. */
  taken = 0;
  /** How often one was to begin only after its election. */
  delayed = 0;
  readonly #held = new Map<NodeId, Held>();

  /** A server says at `nowMs`, true time, what lease it holds from now on. */
  set({ id, clockRate }: Clocked, lease: Lease | null, nowMs: number): void {
    const before = this.#held.get(id);
    this.#held.delete(id);
    if (before !== undefined) this.#close({ ...before, untilMs: Math.min(before.untilMs, nowMs) });
    if (lease === null) return;
    if (before === undefined) {
      this.taken += 1;
      if (lease.fromMs > nowMs * clockRate) this.delayed += 1;
    }
    const held = { id, fromMs: Math.max(nowMs, lease.fromMs / clockRate), untilMs: lease.untilMs / clockRate };
    for (const other of [...this.#held.values(), ...this.#past]) this.#mustNotMeet(held, other);
    this.#held.set(id, held);
  }

  /** It is down: nobody reads its word any more. */
  lost(server: Clocked, nowMs: number): void {
    this.set(server, null, nowMs);
  }

  /** Ended, but perhaps not before one that another server takes up was to begin. */
  #past: Held[] = [];

  #close(held: Held): void {
    if (held.untilMs <= held.fromMs) return;
    this.#past = [...this.#past.filter(({ untilMs }) => untilMs > held.fromMs - 10_000), held];
  }

  #mustNotMeet(one: Held, other: Held): void {
    const fromMs = Math.max(one.fromMs, other.fromMs);
    const untilMs = Math.min(one.untilMs, other.untilMs);
    if (one.id === other.id || untilMs <= fromMs) return;
    throw new Error(`leases overlap: ${one.id} and ${other.id} hold one from ${fromMs} to ${untilMs} ms`);
  }
}
