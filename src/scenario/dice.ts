/**
 * The one source of chance in a world that a seed decides. Law: equal seeds give equal throws, on every machine and in every version of
 * Node; and each part of the world has dice of its own (`fork`), so that one part which throws more often, or not at all,
 * leaves what happens to the others as it was.
 *
 * The generator is sfc32 (Doty-Humphrey, PractRand): 128 bits of state, four additions and shifts a throw.
 */
export type DicePlace = readonly [number, number, number, number];

export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  readonly #name: string;

  /** `name`: whose. The same seed under another name is another sequence. */
  constructor(name: string) {
    this.#name = name;
    [this.#a, this.#b, this.#c] = [hashOf(name, 1), hashOf(name, 2), hashOf(name, 3)];
    for (let round = 0; round < 15; round++) this.bits();
  }

  /** Dice for a part of the world. Depends on the names alone, not on what has been thrown. */
  fork(part: string | number): Dice {
    return new Dice(`${this.#name}/${part}`);
  }

  /** Where it stands. */
  get place(): DicePlace {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  /** From now on it throws what followed when it stood at `place`. */
  goOnFrom([a, b, c, counter]: DicePlace): void {
    [this.#a, this.#b, this.#c, this.#counter] = [a, b, c, counter];
  }

  /** 32 random bits, as a whole number from 0 up. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  unit(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from 0 up to, but not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.unit() * bound);
  }

  between(min: number, max: number): number {
    return min + this.unit() * (max - min);
  }

  /** As `between`, but small values are as likely as large ones in proportion: each doubling has the same chance. */
  scaled(min: number, max: number): number {
    return min * power(max / min, this.unit());
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** @throws RangeError of an empty list */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError("nothing to pick from");
    return picked;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    return list.flatMap(() => rest.splice(this.below(rest.length), 1));
  }

  /** 16 random bytes in hex. */
  hex(): string {
    return Array.from({ length: 4 }, () => this.bits().toString(16).padStart(8, "0")).join("");
  }
}

/**
 * `base` to the power of `exponent`, a multiple of 2^-32 in [0, 1). By square roots, which every machine rounds alike; what
 * `**` gives is left to the engine, and to the version of Node.
 */
export function power(base: number, exponent: number): number {
  let result = 1;
  let root = base;
  for (let rest = exponent; rest > 0; ) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest < 1) continue;
    result *= root;
    rest -= 1;
  }
  return result;
}

/** FNV-1a, then mixed until every bit of the input reaches every bit of the output (Murmur3's last step). */
function hashOf(text: string, salt: number): number {
  let hash = (2166136261 ^ Math.imul(salt, 0x9e3779b9)) | 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
