/**
 * Remembers who matches a subject, within a bound.
 *
 * Law: never more than `entriesMax` entries. There are two generations: what is asked for moves to the young one; when that
 * has taken half of the entries it becomes the old one, and what was in the old one is forgotten. So subjects in use stay,
 * while reply subjects, each used once, pass through.
 */
export class MatchCache<V> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  readonly #generationMax: number;

  constructor(entriesMax: number) {
    this.#generationMax = Math.floor(entriesMax / 2);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.#old.delete(key);
      this.set(key, old);
    }
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
