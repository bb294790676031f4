/**
 * The replicated key-value machine. Law: deterministic (ports/state-machine), and a key's revision is the index of the entry
 * that last wrote it, so that revisions only grow, and no two states of a key share one.
 *
 * A command that is not understood is answered "invalid" and changes nothing: it came from outside and is in the log, where
 * every node must come to the same result. The state is a tree that can be frozen, so that a snapshot costs nothing when it
 * is taken, and shows nothing of what is applied while it is read.
 *
 * A value that no snapshot has seen is the tree's alone, and one of the same length is written over it: what keys that change
 * often leave behind for the garbage collector would outweigh what they hold. So a stored value must not leave this file
 * other than as a copy, or in a snapshot.
 */
import { createHash } from "node:crypto";
import { GraftError } from "../errors.ts";
import type { StateMachine } from "../ports/state-machine.ts";
import { type ByteString, kept } from "./bytes.ts";
import {
  decodeCommand,
  decodeQuery,
  type Expectation,
  encodeResult,
  type KvCommand,
  type KvItem,
  type KvQuery,
  type KvResult,
} from "./format.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";
import { Tree } from "./tree.ts";

interface Stored {
  revision: number;
  readonly value: Uint8Array;
  /** How many snapshots had been taken when it was made: any later one may share it. */
  readonly snapshots: number;
}

/** A page ends before the key that would carry it beyond this. One key fits always. */
const PAGE_BYTES_MAX = 256 * 1024;
const ITEM_OVERHEAD_BYTES = 16;
const NOTHING = new Uint8Array();

export class KvMachine implements StateMachine {
  #tree = new Tree<Stored>();
  #snapshots = 0;

  /** How many keys there are. */
  get size(): number {
    return this.#tree.size;
  }

  apply(command: Uint8Array, index: number): Uint8Array {
    const decoded = decodeCommand(command);
    return encodeResult(decoded === null ? { type: "invalid" } : this.#execute(decoded, index));
  }

  query(query: Uint8Array): Uint8Array {
    const decoded = decodeQuery(query);
    if (decoded === null) throw badQuery();
    return encodeResult(decoded.type === "get" ? this.#get(decoded.key) : this.#list(decoded));
  }

  snapshot(): Iterable<Uint8Array> {
    const tree = this.#tree.frozen();
    this.#snapshots += 1;
    return encodeSnapshot(tree.size, itemsOf(tree));
  }

  /** The state is replaced once the whole stream has been read, and kept where it cannot be. */
  async restore(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const tree = new Tree<Stored>();
    const snapshots = this.#snapshots;
    for await (const { key, revision, value } of decodeSnapshot(chunks)) tree.set(key, { revision, value, snapshots });
    this.#tree = tree;
  }

  /** SHA-256 of the state in hex: the same for the same keys, values and revisions, whatever led to them. */
  hash(): string {
    const hash = createHash("sha256");
    for (const chunk of this.snapshot()) hash.update(chunk);
    return hash.digest("hex");
  }

  #execute(command: KvCommand, index: number): KvResult {
    const { key } = command;
    const stored = this.#tree.get(key);
    if (command.type === "cas" && !isMet(command.expectation, stored))
      return { type: "conflict", revision: stored?.revision ?? 0 };
    if (command.type === "delete") {
      this.#tree.delete(key);
      return { type: "written", revision: stored?.revision ?? 0 };
    }
    this.#put(key, command.value, index, stored);
    return { type: "written", revision: index };
  }

  #put(key: ByteString, value: Uint8Array, revision: number, stored: Stored | null): void {
    const snapshots = this.#snapshots;
    if (stored === null || stored.snapshots < snapshots || stored.value.length !== value.length)
      return this.#tree.set(key, { revision, value: kept(value), snapshots });
    stored.revision = revision;
    stored.value.set(value);
  }

  #get(key: ByteString): KvResult {
    const stored = this.#tree.get(key);
    return stored === null ? { type: "absent" } : { type: "found", revision: stored.revision, value: stored.value };
  }

  #list({ prefix, after, limit, withValues }: Extract<KvQuery, { type: "list" }>): KvResult {
    const items: KvItem[] = [];
    let bytes = 0;
    for (const [key, stored] of this.#tree.from(after > prefix ? after : prefix)) {
      if (key === after) continue;
      if (!key.startsWith(prefix)) break;
      const value = withValues ? stored.value : NOTHING;
      bytes += key.length + value.length + ITEM_OVERHEAD_BYTES;
      if (items.length === limit || (bytes > PAGE_BYTES_MAX && items.length > 0))
        return { type: "page", more: true, items };
      items.push({ key, revision: stored.revision, value });
    }
    return { type: "page", more: false, items };
  }
}

export const createStateMachine = (): KvMachine => new KvMachine();

function* itemsOf(tree: Tree<Stored>): IterableIterator<KvItem> {
  for (const [key, { revision, value }] of tree.from("")) yield { key, revision, value };
}

function isMet(expectation: Expectation, stored: Stored | null): boolean {
  switch (expectation.type) {
    case "absent":
      return stored === null;
    case "revision":
      return stored?.revision === expectation.revision;
    case "value":
      return stored !== null && Buffer.compare(stored.value, expectation.value) === 0;
  }
}

function badQuery(): GraftError {
  const values = { option: "query", value: "?", allowed: "a query of the key-value format" };
  return new GraftError("INVALID_OPTION", "not a query of the key-value machine", values);
}
