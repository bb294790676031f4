/**
 * A client of a live cluster, asking one thing after another and writing down what it was told. Law: every value is written by
 * one call only; what a client throws that no client may throw is told, and ends nothing.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { KvClient } from "../../kv/client.ts";
import type { ClientConnection } from "../../kv/connect.ts";
import { ask, toldBy } from "../ask.ts";
import type { Dice } from "../dice.ts";
import type { Call, Outcome } from "../history.ts";
import type { Book } from "./book.ts";

export interface ChaosClientOptions {
  readonly name: string;
  readonly dice: Dice;
  readonly book: Book;
  readonly slots: number;
  /** Between an answer and the next call, at most. */
  readonly thinkMs: number;
  readonly connect: () => Promise<ClientConnection<KvClient>>;
  readonly onBug: (error: unknown) => void;
}

export class ChaosClient {
  readonly #options: ChaosClientOptions;
  readonly #seen = new Map<string, string | null>();
  #connection: ClientConnection<KvClient> | null = null;
  #count = 0;
  #isEnding = false;

  constructor(options: ChaosClientOptions) {
    this.#options = options;
  }

  /** Resolves when it was told to end, and has had its last answer. */
  async run(): Promise<void> {
    const { dice, thinkMs } = this.#options;
    while (!this.#isEnding) {
      if (dice.chance(0.002)) await this.#forgetSession();
      await this.#next();
      await pause(dice.scaled(thinkMs / 20, thinkMs));
    }
    await this.#forgetSession();
  }

  end(): void {
    this.#isEnding = true;
  }

  /** As a process that begins anew, with another session. */
  async #forgetSession(): Promise<void> {
    await this.#connection?.close();
    this.#connection = null;
  }

  /** Which key a slot has is looked up when the connection is there: it may change whenever somebody else goes on. */
  async #next(): Promise<void> {
    const { dice, slots, book } = this.#options;
    const client = await this.#client();
    if (client === null) return;
    const slot = dice.below(slots);
    await this.#ask(client, slot, book.key(slot), this.#call(book.key(slot), dice.unit()));
  }

  #call(key: string, kind: number): Call {
    if (kind < 0.4) return { type: "put", value: this.#newValue() };
    if (kind < 0.6) return { type: "cas", expected: this.#seen.get(key) ?? null, value: this.#newValue() };
    return kind < 0.65 ? { type: "delete" } : { type: "get" };
  }

  #newValue(): string {
    this.#count += 1;
    return `${this.#options.name}-${this.#count}`;
  }

  async #ask(client: KvClient, slot: number, key: string, call: Call): Promise<void> {
    const { book, name } = this.#options;
    const end = book.begin(name, slot, call);
    const outcome = await ask(client, key, call).catch((error: unknown) => this.#told(error));
    end(outcome);
    if (this.#seen.size > 1_000) this.#seen.clear();
    if (outcome.type === "read") this.#seen.set(key, outcome.value);
    if (outcome.type === "done" && "value" in call) this.#seen.set(key, call.value);
    if (outcome.type === "conflict") this.#seen.delete(key);
  }

  /** null: NATS is away. */
  async #client(): Promise<KvClient | null> {
    if (this.#connection !== null) return this.#connection.client;
    try {
      this.#connection = await this.#options.connect();
      return this.#connection.client;
    } catch (error) {
      this.#told(error);
      await pause(50);
      return null;
    }
  }

  #told(error: unknown): Outcome {
    const told = toldBy(error);
    if (told === null) this.#options.onBug(error);
    return told ?? { type: "unknown" };
  }
}
