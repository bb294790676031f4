/**
 * A digest of what was applied, a block of entries at a time. Law: a block is told only by a node that has applied all of it,
 * one entry after the other; so what a snapshot stands for is left out, and nothing has to be kept over a restart.
 *
 * A checksum that is carried from entry to entry would be lost with each snapshot. Blocks begin at the same indexes everywhere,
 * so any two nodes have some in common soon after both apply entries.
 */
import { crc32 } from "node:zlib";
import type { Entry } from "../core/entry.ts";
import type { Index } from "../core/types.ts";
import { type AppliedBlock, BLOCK_ENTRIES } from "../ports/applied.ts";

const FNV_PRIME = 16777619;
const FNV_BASIS = 2166136261 | 0;

export class AppliedBlocks {
  readonly #tell: (block: AppliedBlock) => void;
  /** Up to where it was applied. */
  #index: Index;
  /** Where the block under way begins; null: it was not applied from its beginning. */
  #from: Index | null = null;
  /** Of positions and kinds. */
  #shape = 0;
  /** Of contents. */
  #content = 0;

  constructor(appliedIndex: Index, tell: (block: AppliedBlock) => void) {
    this.#index = appliedIndex;
    this.#tell = tell;
  }

  applied(entry: Entry): void {
    const { index, term } = entry;
    if (index !== this.#index + 1) this.#from = null;
    this.#index = index;
    if (index % BLOCK_ENTRIES === 1) this.#begin(index);
    if (this.#from === null) return;
    const content = contentOf(entry);
    this.#content = crc32(content, this.#content);
    this.#shape = mixed(mixed(mixed(mixed(this.#shape, index), term), entry.type.length), content.length);
    if (index % BLOCK_ENTRIES === 0) this.#end(this.#from, index);
  }

  #begin(index: Index): void {
    this.#from = index;
    this.#shape = FNV_BASIS;
    this.#content = 0;
  }

  #end(from: Index, to: Index): void {
    this.#from = null;
    this.#tell({ from, to, digest: hex(this.#shape) + hex(this.#content) });
  }
}

/** A configuration's members are written out: both forms of an entry's content are bytes. */
function contentOf(entry: Entry): Uint8Array {
  if (entry.type === "command") return entry.command;
  return entry.type === "noOp" ? NOTHING : Buffer.from(JSON.stringify(entry.configuration));
}

const NOTHING = new Uint8Array();

/** `value`: a safe integer. */
const mixed = (hash: number, value: number): number =>
  Math.imul(Math.imul(hash ^ (value >>> 0), FNV_PRIME) ^ Math.floor(value / 2 ** 32), FNV_PRIME);

const hex = (bits: number): string => (bits >>> 0).toString(16).padStart(8, "0");
