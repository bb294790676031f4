/**
 * Which states a search has seen, and how it came to each. Law: a state is known by 64 bits of its hash, and nothing is ever
 * taken out. Twenty bytes a state or so, whatever the state is made of.
 */

/** Open addressing; two words a place, both 0: free. */
const PLACES_AT_FIRST = 2 ** 16;
const FULL_SHARE = 0.6;

export class StateTable {
  #places = new Uint32Array(PLACES_AT_FIRST * 2);
  #parents = new Uint32Array(1024);
  #actions = new Uint32Array(1024);
  count = 0;

  /** Its number, from 0 in the order of their coming; null: it is known. `parent`: the number of the one that it came from. */
  add(state: Uint32Array, parent: number, action: number): number | null {
    const low = hash(state, 0x9e3779b9) || 1;
    const high = hash(state, 0x85ebca6b);
    if (!insert(this.#places, low, high)) return null;
    if (this.count === this.#parents.length) {
      this.#parents = grown(this.#parents);
      this.#actions = grown(this.#actions);
    }
    this.#parents[this.count] = parent;
    this.#actions[this.count] = action;
    this.count += 1;
    if (this.count * 2 > this.#places.length * FULL_SHARE) this.#rehash();
    return this.count - 1;
  }

  /** From the first state to the one of that number. */
  actionsTo(number: number): number[] {
    const actions: number[] = [];
    for (let at = number; at > 0; at = this.#parents[at] ?? 0) actions.push(this.#actions[at] ?? 0);
    return actions.reverse();
  }

  #rehash(): void {
    const before = this.#places;
    this.#places = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) {
      const low = before[at] ?? 0;
      if (low !== 0) insert(this.#places, low, before[at + 1] ?? 0);
    }
  }
}

/** False: it is there. */
function insert(places: Uint32Array, low: number, high: number): boolean {
  const mask = places.length - 1;
  for (let at = (low * 2) & mask & ~1; ; at = (at + 2) & mask) {
    const held = places[at];
    if (held === 0) {
      places[at] = low;
      places[at + 1] = high;
      return true;
    }
    if (held === low && places[at + 1] === high) return false;
  }
}

/** As MurmurHash3 mixes, a word at a time. */
function hash(words: Uint32Array, seed: number): number {
  let mixed = seed;
  for (let at = 0; at < words.length; at++) {
    let word = Math.imul(words[at] ?? 0, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    mixed ^= Math.imul(word, 0x1b873593);
    mixed = (mixed << 13) | (mixed >>> 19);
    mixed = (Math.imul(mixed, 5) + 0xe6546b64) | 0;
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
