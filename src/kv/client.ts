/**
 * The client of the key-value machine. Law: as that of `session-client`: of a change, UNCERTAIN says that it may have
 * happened or may yet, and any other error that it surely did not; a change is made once, however often it had to be sent.
 *
 * Keys are texts of 1 to 1024 bytes in UTF-8, values are bytes. A revision is the index of the log entry that last wrote the
 * key; it grows with each write, also through a deletion.
 */
import { GraftError } from "../errors.ts";
import type { Consistency } from "../ports/client-door.ts";
import { byteStringOf, textOf } from "./bytes.ts";
import {
  COMMAND_BYTES_MAX,
  decodeResult,
  type Expectation,
  encodeCommand,
  encodeQuery,
  KEY_BYTES_MAX,
  type KvCommand,
  type KvQuery,
  type KvResult,
  PAGE_KEYS_MAX,
  VALUE_BYTES_MAX,
} from "./format.ts";
import type { CommandClient } from "./session-client.ts";

export interface KvEntry {
  readonly key: string;
  readonly revision: number;
  readonly value: Uint8Array;
}

export interface KvKey {
  readonly key: string;
  readonly revision: number;
}

export type CasOutcome =
  | { readonly done: true; readonly revision: number }
  /** Nothing was changed; `revision`: of what is there, null: the key is absent. */
  | { readonly done: false; readonly revision: number | null };

export interface ListOptions {
  readonly prefix?: string;
  /** Only keys behind this one: the last key of the page before. */
  readonly after?: string;
  /** Default and greatest 1000. */
  readonly limit?: number;
  readonly consistency?: Consistency;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** null: this was the last page; otherwise the next one's `after`. */
  readonly next: string | null;
}

export class KvClient {
  readonly #client: CommandClient;

  constructor(client: CommandClient) {
    this.#client = client;
  }

  /** Gives the new revision. */
  async put(key: string, value: Uint8Array): Promise<number> {
    const result = await this.#change({ type: "put", key: checkedKey(key), value: checkedValue(value) });
    return result.type === "written" ? result.revision : unexpected(result);
  }

  /** Gives the revision that was deleted, or null: there was no such key. */
  async delete(key: string): Promise<number | null> {
    const result = await this.#change({ type: "delete", key: checkedKey(key) });
    return result.type === "written" ? result.revision || null : unexpected(result);
  }

  /** Writes the value if the key is as expected at that moment. */
  async compareAndSet(key: string, expectation: Expectation, value: Uint8Array): Promise<CasOutcome> {
    if (expectation.type === "value") checkedValue(expectation.value);
    const command = { type: "cas", key: checkedKey(key), expectation, value: checkedValue(value) } as const;
    const result = await this.#change(command);
    if (result.type === "written") return { done: true, revision: result.revision };
    return result.type === "conflict" ? { done: false, revision: result.revision || null } : unexpected(result);
  }

  /** null: there is no such key. */
  async get(key: string, consistency: Consistency = "linearizable"): Promise<KvEntry | null> {
    const result = await this.#ask({ type: "get", key: checkedKey(key) }, consistency);
    if (result.type === "absent") return null;
    return result.type === "found" ? { key, revision: result.revision, value: result.value } : unexpected(result);
  }

  /** A page of entries in the order of their keys' bytes. Two pages are two reads: changes may fall between them. */
  list(options: ListOptions = {}): Promise<Page<KvEntry>> {
    return this.#page(options, true);
  }

  /** As `list`, without the values. */
  async listKeys(options: ListOptions = {}): Promise<Page<KvKey>> {
    const { items, next } = await this.#page(options, false);
    return { items: items.map(({ key, revision }) => ({ key, revision })), next };
  }

  async #page(options: ListOptions, withValues: boolean): Promise<Page<KvEntry>> {
    const { prefix = "", after = "", limit = PAGE_KEYS_MAX, consistency = "linearizable" } = options;
    if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_KEYS_MAX)
      throw invalid("limit", limit, `1 to ${PAGE_KEYS_MAX}`);
    const query = { type: "list", prefix: checkedText(prefix), after: checkedText(after), limit, withValues } as const;
    const result = await this.#ask(query, consistency);
    if (result.type !== "page") return unexpected(result);
    const items = result.items.map((item) => ({ ...item, key: textOf(item.key) }));
    return { items, next: result.more ? (items.at(-1)?.key ?? null) : null };
  }

  async #change(command: KvCommand): Promise<KvResult> {
    const bytes = encodeCommand(command);
    if (bytes.length > COMMAND_BYTES_MAX) throw tooLarge(bytes.length, COMMAND_BYTES_MAX);
    return understood(await this.#client.execute(bytes));
  }

  async #ask(query: KvQuery, consistency: Consistency): Promise<KvResult> {
    return understood(await this.#client.query(encodeQuery(query), consistency));
  }
}

function understood({ result }: { readonly result: Uint8Array }): KvResult {
  const decoded = decodeResult(result);
  if (decoded === null) throw uncertain("the answer is not of the key-value format");
  if (decoded.type === "invalid") throw refused("the machine does not know this command");
  return decoded;
}

function unexpected(result: KvResult): never {
  throw uncertain(`the answer "${result.type}" does not fit the request`);
}

const uncertain = (reason: string): GraftError => new GraftError("UNCERTAIN", reason, { reason });
const refused = (reason: string): GraftError => new GraftError("INVALID_REQUEST", reason, { reason });

const invalid = (option: string, value: string | number, allowed: string): GraftError =>
  new GraftError("INVALID_OPTION", `${option} cannot be ${JSON.stringify(value)}; allowed: ${allowed}`, {
    option,
    value,
    allowed,
  });

const tooLarge = (bytes: number, allowedBytes: number): GraftError =>
  new GraftError("TOO_LARGE", `${bytes} bytes, but at most ${allowedBytes} can be carried`, { bytes, allowedBytes });

function checkedKey(key: string): string {
  if (key === "") throw invalid("key", key, `1 to ${KEY_BYTES_MAX} bytes`);
  return checkedText(key);
}

/** A lone surrogate would silently become another key. */
function checkedText(text: string): string {
  const bytes = byteStringOf(text);
  if (bytes.length > KEY_BYTES_MAX || textOf(bytes) !== text)
    throw invalid("key", text, `1 to ${KEY_BYTES_MAX} bytes of UTF-8`);
  return bytes;
}

function checkedValue(value: Uint8Array): Uint8Array {
  if (value.length > VALUE_BYTES_MAX) throw tooLarge(value.length, VALUE_BYTES_MAX);
  return value;
}
