/**
 * Leases never overlap in real time (DESIGN 4): at no moment do two servers both say of themselves that they are the leader
 * by their lease. It is told of each stretch of true time in which one could have said so, once that is over.
 */
import type { Report } from "../server-view.ts";

interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

export class Leases {
  readonly #report: Report;
  /** By life; those that follow one another without a gap are one. */
  readonly #held = new Map<string, Stretch[]>();
  readonly #told = new Set<string>();

  constructor(report: Report) {
    this.#report = report;
  }

  /** `life` held a lease in [fromMs, untilMs) of true time. Each pair of lives is told of once. */
  held(life: string, fromMs: number, untilMs: number): void {
    if (untilMs <= fromMs) return;
    for (const [other, stretches] of this.#held) {
      const both =
        other === life ? undefined : stretches.findLast((one) => one.fromMs < untilMs && fromMs < one.untilMs);
      if (both !== undefined)
        this.#overlap(life, other, Math.max(fromMs, both.fromMs), Math.min(untilMs, both.untilMs));
    }
    this.#keep(life, { fromMs, untilMs });
  }

  #keep(life: string, stretch: Stretch): void {
    const own = this.#held.get(life);
    const last = own?.at(-1);
    if (own === undefined) this.#held.set(life, [stretch]);
    else if (last !== undefined && last.untilMs === stretch.fromMs)
      own[own.length - 1] = { fromMs: last.fromMs, untilMs: stretch.untilMs };
    else own.push(stretch);
  }

  #overlap(life: string, other: string, fromMs: number, untilMs: number): void {
    const pair = [life, other].sort().join(" and ");
    if (this.#told.has(pair)) return;
    this.#told.add(pair);
    this.#report(`${pair} both hold a lease from ${fromMs.toFixed(3)} to ${untilMs.toFixed(3)} ms`);
  }
}
