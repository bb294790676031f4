/**
 * Seeded randomness (mulberry32, 32 bits of state). Law: the only dice of the core are drawn here, from the state, so the
 * same seed and the same events give the same history.
 */
export interface RandomState {
  seed: number;
}

/** Uniform in [0, 1). */
export function nextRandom(random: RandomState): number {
  random.seed = (random.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(random.seed ^ (random.seed >>> 15), 1 | random.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** Uniform in [low, high). */
export const nextBetween = (random: RandomState, low: number, high: number): number =>
  low + nextRandom(random) * (high - low);
