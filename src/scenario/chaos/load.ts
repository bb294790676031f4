/**
 * Clients that keep a cluster busy, and the judgement of what they were told. Law: what is asked of a cluster is asked as any
 * program would, over NATS; what was acknowledged is read back when all is over.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { KvClient } from "../../kv/client.ts";
import { type ClientConnection, connectKv } from "../../kv/connect.ts";
import type { NatsAccess } from "../../ports/nats.ts";
import { ask } from "../ask.ts";
import type { Dice } from "../dice.ts";
import type { Operation } from "../history.ts";
import { Book } from "./book.ts";
import { ChaosClient } from "./client.ts";

export interface LoadOptions {
  readonly cluster: string;
  readonly nats: NatsAccess;
  readonly clients: number;
  readonly dice: Dice;
  readonly nowMs: () => number;
  readonly report: (checker: string, what: string) => void;
  readonly onOperation: (operation: Operation) => void;
}

const SLOTS = 6;
const THINK_MS = 60;
const CALL_TIMEOUT_MS = 4_000;

export class Load {
  readonly #options: LoadOptions;
  readonly book: Book;
  readonly #clients: readonly ChaosClient[];
  readonly #running: Promise<unknown>;

  /** Begins at once. */
  constructor(options: LoadOptions) {
    this.#options = options;
    const { dice, nowMs, report, onOperation } = options;
    this.book = new Book({ slots: SLOTS, nowMs, report, onOperation });
    this.#clients = Array.from({ length: options.clients }, (_, at) => {
      const name = `c${at + 1}`;
      return new ChaosClient({
        name,
        dice: dice.fork(name),
        book: this.book,
        slots: SLOTS,
        thinkMs: THINK_MS,
        connect: () => this.#connect(name),
        onBug: (error) => report("client", `${name} threw ${String(error)}`),
      });
    });
    this.#running = Promise.all(this.#clients.map((client) => client.run()));
  }

  /** Ends the clients, and reads each key once more, until `withinMs` are over. */
  async end(withinMs: number): Promise<void> {
    for (const client of this.#clients) client.end();
    await this.#running;
    await this.#readBack(this.#options.nowMs() + withinMs);
    this.book.finish();
  }

  async #readBack(deadlineMs: number): Promise<void> {
    const connection = await this.#connect("reader").catch(() => null);
    const missing =
      connection === null ? "no key" : await this.#firstUnread(connection.client, deadlineMs).finally(connection.close);
    if (missing !== null) this.#options.report("recovery", `${missing} could be read when all faults were healed`);
  }

  /** null: all keys were read. */
  async #firstUnread(client: KvClient, deadlineMs: number): Promise<string | null> {
    for (const key of this.book.keys) {
      while (!(await this.#isRead(client, key))) {
        if (this.#options.nowMs() > deadlineMs) return `not even ${key}`;
        await pause(100);
      }
    }
    return null;
  }

  async #isRead(client: KvClient, key: string): Promise<boolean> {
    const end = this.book.readBack("reader", key);
    const outcome = await ask(client, key, { type: "get" }).catch(() => ({ type: "unknown" }) as const);
    end(outcome);
    return outcome.type === "read";
  }

  #connect(name: string): Promise<ClientConnection<KvClient>> {
    const { cluster, nats } = this.#options;
    const { servers, ...security } = nats;
    const list = typeof servers === "string" ? servers.split(",") : servers;
    return connectKv({ ...security, servers: list, name: `chaos-${name}`, cluster, callTimeoutMs: CALL_TIMEOUT_MS });
  }
}
