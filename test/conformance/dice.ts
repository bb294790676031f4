/** xorshift32: the same seed, the same numbers in [0, bound). */
export function randomOf(seed: number): (bound: number) => number {
  let state = seed >>> 0 === 0 ? 0x9e3779b9 : seed >>> 0;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
