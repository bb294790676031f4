/**
 * What the network does to a frame on its way from one machine to another. Law: rules are set and lifted by the faults alone,
 * and what they do to each frame is drawn from the weather's own dice; in calm weather every frame arrives, once, and those
 * of one connection in their order, as TCP has it.
 */
import type { Dice } from "../scenario/dice.ts";

export interface Climate {
  /** One way, to or from the broker. */
  readonly hopMs: readonly [min: number, max: number];
  /** How often a hop takes far longer, and up to how long. */
  readonly spikeChance: number;
  readonly spikeMs: number;
}

export const CLIMATES: Readonly<Record<string, Climate>> = {
  machine: { hopMs: [0.02, 0.2], spikeChance: 0.001, spikeMs: 10 },
  lan: { hopMs: [0.1, 1], spikeChance: 0.002, spikeMs: 40 },
  cloud: { hopMs: [0.3, 8], spikeChance: 0.01, spikeMs: 150 },
  wan: { hopMs: [10, 60], spikeChance: 0.01, spikeMs: 400 },
};

/** While it holds. `from` and `to`: null stands for anybody. */
export interface Storm {
  readonly from: string | null;
  readonly to: string | null;
  /** Of being lost; 1: the link is cut. */
  readonly loss: number;
  readonly duplication: number;
  /** Of leaving the order, by up to `reorderMs`. */
  readonly reordering: number;
  readonly reorderMs: number;
  /** Only frames of more bytes than this meet it. Default: all. */
  readonly overBytes?: number;
}

/** One copy of a frame. `extraMs` null: in its order. */
export interface Copy {
  readonly extraMs: number | null;
}

const IN_ORDER: readonly Copy[] = [{ extraMs: null }];

export class Weather {
  readonly #dice: Dice;
  readonly #climate: Climate;
  readonly #storms = new Set<Storm>();

  constructor(dice: Dice, climate: Climate) {
    this.#dice = dice;
    this.#climate = climate;
  }

  begin(storm: Storm): void {
    this.#storms.add(storm);
  }

  end(storm: Storm): void {
    this.#storms.delete(storm);
  }

  clear(): void {
    this.#storms.clear();
  }

  hopMs(): number {
    const { hopMs, spikeChance, spikeMs } = this.#climate;
    const usualMs = this.#dice.between(...hopMs);
    return this.#dice.chance(spikeChance) ? usualMs + this.#dice.unit() * spikeMs : usualMs;
  }

  /** The copies that arrive of a frame of so many bytes; none: it is lost. */
  copies(from: string, to: string, bytes: number): readonly Copy[] {
    if (this.#storms.size === 0) return IN_ORDER;
    let copies: readonly Copy[] = IN_ORDER;
    for (const storm of this.#storms) {
      if ((storm.from ?? from) !== from || (storm.to ?? to) !== to || bytes <= (storm.overBytes ?? 0)) continue;
      copies = copies.flatMap((copy) => this.#through(storm, copy));
    }
    return copies;
  }

  #through({ loss, duplication, reordering, reorderMs }: Storm, copy: Copy): readonly Copy[] {
    if (this.#dice.chance(loss)) return [];
    const extraMs = this.#dice.chance(reordering) ? (copy.extraMs ?? 0) + this.#dice.unit() * reorderMs : copy.extraMs;
    const twin = this.#dice.chance(duplication) ? [{ extraMs: this.#dice.unit() * reorderMs }] : [];
    return [{ extraMs }, ...twin];
  }
}

/** The link from one machine to another is cut, one way. */
export const cutLink = (from: string | null, to: string | null): Storm => ({
  from,
  to,
  loss: 1,
  duplication: 0,
  reordering: 0,
  reorderMs: 0,
});
