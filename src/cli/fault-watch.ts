/** Which faults are active, from what the cluster tells. Law: who asks is told what was so when it asked; a fault that ended is gone. */
import type { ClusterEvent } from "../supervisor/events.ts";
import { formatSpan } from "./format.ts";
import type { Say } from "./messages.ts";
import { type Span, span } from "./span.ts";

export interface SeenFault {
  /** As the scenario language writes it. */
  readonly statement: string;
  /** null: until it is healed. */
  readonly leftMs: number | null;
}

export class FaultWatch {
  readonly #endsAtMs = new Map<number, { readonly statement: string; readonly endsAtMs: number | null }>();

  observe(event: ClusterEvent, atMs: number): void {
    if (event.type === "faultEnded") this.#endsAtMs.delete(event.active.id);
    if (event.type !== "faultBegan") return;
    const { id, beganAtMs, endsAtMs } = event.active;
    const forMs = endsAtMs === null ? null : endsAtMs - beganAtMs;
    this.#endsAtMs.set(id, { statement: event.statement, endsAtMs: forMs === null ? null : atMs + forMs });
  }

  seen(nowMs: number): SeenFault[] {
    return [...this.#endsAtMs.values()].map(({ statement, endsAtMs }) => ({
      statement,
      leftMs: endsAtMs === null ? null : Math.max(0, endsAtMs - nowMs),
    }));
  }
}

/** For the table; whole seconds, so that it is not drawn anew for less. */
export function faultsLine(say: Say, faults: readonly SeenFault[]): Span[] {
  const parts = faults.map(({ statement, leftMs }) => `${statement} (${leftText(say, leftMs)})`);
  return [span(`${say("table.faults")}  `, "dim"), span(parts.join("  "), "yellow")];
}

const leftText = (say: Say, leftMs: number | null): string =>
  leftMs === null ? say("table.untilHeal") : say("table.left", { time: formatSpan(Math.ceil(leftMs / 1000) * 1000) });
