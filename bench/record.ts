/**
 * What a benchmark has measured so far. Law: it is whole at any moment, so that a run that is broken off tells what it has; and a
 * case of which nothing was measured is none.
 */
import { Samples } from "./samples.ts";
import { type Better, type Case, type Place, rateOf, summarise } from "./summary.ts";

/** A case with what is behind it, as it is written to a file. */
export type Recorded = Case & {
  readonly better: Better;
  /** Of a spread: all samples, or the reservoir of them (`samples.ts`). */
  readonly samples?: readonly number[];
  readonly place?: Place;
};

export interface SpreadOptions {
  /** Default "less". */
  readonly better?: Better;
  readonly place?: Place;
}

export interface RateOptions {
  readonly better: Better;
  readonly place?: Place;
}

interface OpenSpread extends SpreadOptions {
  readonly unit: string;
  readonly samples: Samples;
}

interface OpenRate extends RateOptions {
  readonly unit: string;
  readonly rate: number;
}

export class Recorder {
  /** In the order in which they were first spoken of. */
  readonly #cases = new Map<string, OpenSpread | OpenRate>();

  /** The samples of the case `name`, to be added to: the same ones at every call. */
  spread(name: string, unit: string, options: SpreadOptions = {}): Samples {
    const known = this.#cases.get(name);
    if (known !== undefined && "samples" in known) return known.samples;
    const samples = new Samples();
    this.#cases.set(name, { ...options, unit, samples });
    return samples;
  }

  /** A second one of that name takes the place of the first. */
  rate(name: string, unit: string, rate: number, options: RateOptions): void {
    this.#cases.set(name, { ...options, unit, rate });
  }

  get recorded(): Recorded[] {
    return [...this.#cases].flatMap(([name, one]): Recorded[] => {
      const { unit, better = "less", place } = one;
      const more = { better, ...(place === undefined ? {} : { place }) };
      if ("rate" in one) return [{ ...rateOf(name, unit, one.rate), ...more }];
      if (one.samples.count === 0) return [];
      return [{ ...summarise(name, unit, one.samples), ...more, samples: one.samples.kept }];
    });
  }
}

/** As it is printed. */
export function plainCase({ better: _better, samples: _samples, place: _place, ...plain }: Recorded): Case {
  return plain;
}
