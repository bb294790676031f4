/**
 * Samples of one measure. Law: n, the mean and the maximum are of all that was added; the percentiles are of what is kept, which
 * is everything up to `KEPT_MAX`, and beyond that a sample of it in which each had the same chance (Vitter's algorithm R).
 */

/** A p99 of so many is off by a thousandth of the ranks. */
export const KEPT_MAX = 50_000;

export class Samples {
  readonly #kept: number[] = [];
  readonly #keptMax: number;
  readonly #random: () => number;
  #count = 0;
  #sum = 0;
  #max = Number.NEGATIVE_INFINITY;

  constructor({
    keptMax = KEPT_MAX,
    random = Math.random,
  }: { readonly keptMax?: number; readonly random?: () => number } = {}) {
    this.#keptMax = keptMax;
    this.#random = random;
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get max(): number {
    return this.#max;
  }

  get kept(): readonly number[] {
    return this.#kept;
  }

  add(sample: number): void {
    this.#count += 1;
    this.#sum += sample;
    this.#max = Math.max(this.#max, sample);
    if (this.#kept.length < this.#keptMax) {
      this.#kept.push(sample);
      return;
    }
    const place = Math.floor(this.#random() * this.#count);
    if (place < this.#keptMax) this.#kept[place] = sample;
  }

  addAll(samples: Iterable<number>): void {
    for (const sample of samples) this.add(sample);
  }
}
