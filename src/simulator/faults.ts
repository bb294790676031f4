/**
 * What goes wrong. Laws: each fault has an end of its own, or the operator's; what it touches, when and for how long is drawn
 * from the dice of the faults alone; and nothing is broken that the rest could not make good (DESIGN 10).
 *
 * What a run has drawn is its plan: played again with some of it left out, each of the others strikes when it did, and draws
 * what it drew. So a run that fails can be thinned (`shrink.ts`).
 *
 * The kinds are in `faults/`, by what they touch; which of them a run knows is drawn there as well (`profiles.ts`).
 */
import type { Message } from "../core/message.ts";
import type { DicePlace } from "../scenario/dice.ts";
import { diskFaults } from "./faults/disks.ts";
import { machineFaults } from "./faults/machines.ts";
import { memberFaults } from "./faults/members.ts";
import { networkFaults } from "./faults/network.ts";
import { plots } from "./faults/plots.ts";
import { drawWeights, pickWeighted } from "./faults/profiles.ts";
import { type FaultOptions, FaultTools, type Repertoire } from "./faults/tools.ts";
import type { SimulatedNode } from "./node.ts";

export interface PlannedFault {
  /** From 1, in the order of the run that drew it. */
  readonly number: number;
  readonly atMs: number;
  readonly kind: string;
  /** Where the dice stood as it struck, and when all that is drawn in that moment had been. */
  readonly from: DicePlace;
  readonly to: DicePlace;
}

export class Faults {
  readonly #options: FaultOptions;
  readonly #tools: FaultTools;
  readonly #repertoire: Repertoire;
  readonly #weights: ReadonlyMap<string, number>;
  readonly counts: Record<string, number> = {};
  /** What has been drawn so far. */
  readonly drawn: PlannedFault[] = [];
  /** null: drawn as the run goes. */
  readonly #plan: readonly PlannedFault[] | null;

  constructor(options: FaultOptions, profile: string, plan: readonly PlannedFault[] | null = null) {
    this.#options = options;
    this.#plan = plan;
    const tools = new FaultTools(options);
    this.#tools = tools;
    this.#repertoire = {
      ...machineFaults(tools),
      ...networkFaults(tools),
      ...diskFaults(tools),
      ...memberFaults(tools),
      ...plots(tools),
    };
    this.#weights = drawWeights(options.dice, profile, Object.keys(this.#repertoire));
  }

  start(): void {
    if (this.#plan === null) return this.#later();
    for (const planned of this.#plan) this.#options.loop.at(planned.atMs, () => this.#strikeAgain(planned));
  }

  #later(): void {
    const { loop, timing, dice } = this.#options;
    loop.after(dice.scaled(timing.electionTimeoutMaxMs / 8, timing.electionTimeoutMaxMs * 4), () => {
      this.#strike(() => this.#later());
    });
  }

  /** No new ones; those that are there end. */
  calm(): void {
    this.#tools.calm();
  }

  /** To be told of all that nodes say: some die of it. */
  said(node: SimulatedNode, message: Message): void {
    this.#tools.said(node, message);
  }

  /** Misfortunes seldom come singly. `then`: what else is drawn in this moment. */
  #strike(then: () => void): void {
    if (this.#tools.isCalm) return;
    const { loop, timing, dice } = this.#options;
    const kind = pickWeighted(dice, this.#weights);
    const from = dice.place;
    this.#fire(kind);
    if (dice.chance(0.4))
      loop.after(timing.electionTimeoutMinMs * dice.scaled(0.001, 0.7), () => this.#strike(() => undefined));
    then();
    this.drawn.push({ number: this.drawn.length + 1, atMs: loop.nowMs, kind, from, to: dice.place });
  }

  #strikeAgain(planned: PlannedFault): void {
    if (this.#tools.isCalm) return;
    const { dice } = this.#options;
    dice.goOnFrom(planned.from);
    this.#fire(planned.kind);
    dice.goOnFrom(planned.to);
    this.drawn.push(planned);
  }

  #fire(kind: string): void {
    const happened = this.#repertoire[kind]?.() ?? null;
    if (happened === null) return;
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    this.#options.trace.say(`fault ${kind}: ${happened}`);
  }
}
