/**
 * A state of the model as words: a number for each server, then a bit for each message that was ever sent; and the states of one
 * depth, side by side. Law: a state of the search is never an object of its own.
 */
import { MODEL_IDS } from "./model-node.ts";

export const SERVERS = MODEL_IDS.length;
/** Of 32 messages each. */
export const WORDS = 12;
/** Words of a state. */
export const RECORD = SERVERS + WORDS;

export const has = (state: Uint32Array, message: number): boolean =>
  (((state[SERVERS + (message >>> 5)] ?? 0) >>> (message & 31)) & 1) === 1;

export function add(state: Uint32Array, message: number): void {
  const word = SERVERS + (message >>> 5);
  state[word] = (state[word] ?? 0) | (1 << (message & 31));
}

/** The states of one depth, and their numbers. */
export class Level {
  #records = new Uint32Array(RECORD * 64);
  #numbers = new Uint32Array(64);
  count = 0;

  push(record: Uint32Array, number: number): void {
    if (this.count === this.#numbers.length) {
      this.#records = doubled(this.#records);
      this.#numbers = doubled(this.#numbers);
    }
    this.#records.set(record, this.count * RECORD);
    this.#numbers[this.count] = number;
    this.count += 1;
  }

  at(place: number): Uint32Array {
    return this.#records.subarray(place * RECORD, (place + 1) * RECORD);
  }

  numberAt(place: number): number {
    return this.#numbers[place] ?? 0;
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
