/**
 * Writers that remember what they were told, so that it can be held against what is there in the end.
 *
 * Law: a write counts as acknowledged only when its client was told so; of one that ended UNCERTAIN both outcomes are right,
 * until a later write of the same key is acknowledged: that one has overtaken it, since a session's commands are executed in
 * their order. A key belongs to one writer.
 */
import { isGraftError } from "../../src/errors.ts";
import type { KvClient } from "../../src/kv/client.ts";

interface Known {
  /** The last that was acknowledged; null: none. */
  acknowledged: number | null;
  /** Those behind it whose outcome nobody has told. */
  uncertain: number[];
}

export class Writer {
  readonly #client: KvClient;
  readonly #prefix: string;
  readonly #keys: number;
  readonly #known = new Map<string, Known>();
  #stopped = false;
  #next = 0;
  acknowledged = 0;
  uncertain = 0;

  constructor(client: KvClient, prefix: string, keys = 20) {
    this.#client = client;
    this.#prefix = prefix;
    this.#keys = keys;
  }

  /** Writes one after the other until it is stopped. What surely was not executed is simply not counted. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const value = this.#next++;
      const key = `${this.#prefix}${value % this.#keys}`;
      const known = this.#known.get(key) ?? { acknowledged: null, uncertain: [] };
      this.#known.set(key, known);
      try {
        await this.#client.put(key, Buffer.from(String(value)));
        known.acknowledged = value;
        known.uncertain = [];
        this.acknowledged += 1;
      } catch (error) {
        if (!isGraftError(error)) throw error;
        if (error.code !== "UNCERTAIN") continue;
        known.uncertain.push(value);
        this.uncertain += 1;
      }
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  /** What is there and ought not to be, or the other way round; `client` may be another than the one that wrote. */
  async violations(client: KvClient = this.#client): Promise<string[]> {
    const found: string[] = [];
    for (const [key, { acknowledged, uncertain }] of this.#known) {
      const entry = await client.get(key);
      const value = entry === null ? null : Number(Buffer.from(entry.value).toString());
      if (value === acknowledged || (value !== null && uncertain.includes(value))) continue;
      found.push(
        `${key} is ${value}: acknowledged was ${acknowledged}, uncertain were ${uncertain.join(" ") || "none"}`,
      );
    }
    return found;
  }
}

/** Seeded, so that a run can be told apart from another (mulberry32); [0, 1). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
