/**
 * What goes wrong. Laws: each fault has an end of its own, or the operator's; what it touches, when and for how long is drawn
 * from the dice of the faults alone; and nothing is broken that the rest could not make good (DESIGN 10).
 *
 * The kinds are in `faults/`, by what they touch; which of them a run knows is drawn there as well (`profiles.ts`).
 */
import type { Message } from "../core/message.ts";
import { diskFaults } from "./faults/disks.ts";
import { machineFaults } from "./faults/machines.ts";
import { memberFaults } from "./faults/members.ts";
import { networkFaults } from "./faults/network.ts";
import { plots } from "./faults/plots.ts";
import { drawWeights, pickWeighted } from "./faults/profiles.ts";
import { type FaultOptions, FaultTools, type Repertoire } from "./faults/tools.ts";
import type { SimulatedNode } from "./node.ts";

export class Faults {
  readonly #options: FaultOptions;
  readonly #tools: FaultTools;
  readonly #repertoire: Repertoire;
  readonly #weights: ReadonlyMap<string, number>;
  readonly counts: Record<string, number> = {};

  constructor(options: FaultOptions, profile: string) {
    this.#options = options;
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
    const { loop, timing, dice } = this.#options;
    loop.after(dice.scaled(timing.electionTimeoutMaxMs / 8, timing.electionTimeoutMaxMs * 4), () => {
      this.#strike();
      if (!this.#tools.isCalm) this.start();
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

  /** Misfortunes seldom come singly. */
  #strike(): void {
    if (this.#tools.isCalm) return;
    const { loop, timing, dice } = this.#options;
    this.#fire(pickWeighted(dice, this.#weights));
    if (dice.chance(0.4)) loop.after(timing.electionTimeoutMinMs * dice.scaled(0.001, 0.7), () => this.#strike());
  }

  #fire(kind: string): void {
    const happened = this.#repertoire[kind]?.() ?? null;
    if (happened === null) return;
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    this.#options.trace.say(`fault ${kind}: ${happened}`);
  }
}
