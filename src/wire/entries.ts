/**
 * Entries of the log, as they travel: without their indexes, which their places say.
 *
 * Laws: entries that leave follow one another without a gap, or this throws; those that arrive do so by the way they are
 * written, and their terms never fall nor exceed their leader's. Bytes are those of raft.proto's `AppendEntries.entries`,
 * written here by hand: the same run goes to every follower, so it is encoded once, and a batch is a few copies rather than
 * thousands of small objects.
 */
import type { Entry } from "../core/entry.ts";
import type { LogPosition, Term } from "../core/types.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { configurationFrom, wireConfiguration } from "./configurations.ts";
import { checkedCount, isCount } from "./counts.ts";
import { bytesFrom, Configuration, type WireEntry } from "./schema.ts";
import { ENTRIES_MAX } from "./shapes.ts";

/** Tags: field number * 8 + wire type. */
const ENTRIES_TAG = 0x22;
const TERM_TAG = 0x08;
const NO_OP_TAG = 0x12;
const COMMAND_TAG = 0x1a;
const CONFIGURATION_TAG = 0x22;

/** Tag and length of the entry, tag and value of its term, tag and length of what it holds. */
const OVERHEAD_BYTES_MAX = 6 + 9 + 6;

/** Runs kept for the other followers. A batch each, so a few hundred KiB each at most. */
const RUNS = 8;

interface Run {
  readonly entries: readonly Entry[];
  readonly bytes: Uint8Array;
}

/** The latest runs of entries that were encoded. Entries never change, so the same entries have the same bytes. */
export class EntryRuns {
  readonly #runs: (Run | undefined)[] = new Array<Run | undefined>(RUNS).fill(undefined);
  #next = 0;

  /** The bytes of all `entries`; not to be written to. */
  bytesOf(entries: readonly Entry[]): Uint8Array {
    for (const run of this.#runs) if (run !== undefined && sameEntries(run.entries, entries)) return run.bytes;
    const bytes = encodeEntries(entries);
    this.#runs[this.#next] = { entries, bytes };
    this.#next = (this.#next + 1) % RUNS;
    return bytes;
  }
}

function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  if (a.length !== b.length) return false;
  for (let place = 0; place < a.length; place += 1) if (a[place] !== b[place]) return false;
  return true;
}

export function encodeEntries(entries: readonly Entry[]): Uint8Array {
  if (entries.length > ENTRIES_MAX) throw new RangeError(`${entries.length} entries: at most ${ENTRIES_MAX}`);
  const contents = entries.map(contentOf);
  let room = 0;
  for (const content of contents) room += OVERHEAD_BYTES_MAX + content.length;
  const bytes = new Uint8Array(room);
  let at = 0;
  let previous: Entry | null = null;
  let place = 0;
  for (const entry of entries) {
    checkOrder(previous, entry);
    at = writeEntry(bytes, at, entry, contents[place] ?? NOTHING);
    previous = entry;
    place += 1;
  }
  return bytes.subarray(0, at);
}

const NOTHING = new Uint8Array();

function contentOf(entry: Entry): Uint8Array {
  if (entry.type === "command") return entry.command;
  if (entry.type === "noOp") return NOTHING;
  return Configuration.encode(wireConfiguration(entry.configuration)).finish();
}

function checkOrder(previous: Entry | null, entry: Entry): void {
  checkedCount(entry.index, "entry.index");
  checkedCount(entry.term, "entry.term");
  if (previous === null) return;
  if (entry.index !== previous.index + 1) throw new TypeError(`entry ${entry.index} follows entry ${previous.index}`);
  if (entry.term < previous.term) throw new TypeError(`the term falls from ${previous.term} to ${entry.term}`);
}

function tagOf({ type }: Entry): number {
  if (type === "command") return COMMAND_TAG;
  return type === "noOp" ? NO_OP_TAG : CONFIGURATION_TAG;
}

function writeEntry(bytes: Uint8Array, start: number, entry: Entry, content: Uint8Array): number {
  const length = 1 + varintBytes(entry.term) + 1 + varintBytes(content.length) + content.length;
  bytes[start] = ENTRIES_TAG;
  let position = writeVarint(bytes, start + 1, length);
  bytes[position] = TERM_TAG;
  position = writeVarint(bytes, position + 1, entry.term);
  bytes[position] = tagOf(entry);
  position = writeVarint(bytes, position + 1, content.length);
  bytes.set(content, position);
  return position + content.length;
}

export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}

/** `value` is a count. Returns the position behind it. */
export function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let position = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    bytes[position] = (rest % 0x80) | 0x80;
    position += 1;
  }
  bytes[position] = rest;
  return position + 1;
}

/** The entries behind `prev`; `leaderTerm` is that of the envelope. Commands are views of what was decoded. */
export function entriesFrom(
  wire: readonly WireEntry[],
  prev: LogPosition,
  leaderTerm: Term,
): readonly Entry[] | DecodeProblem {
  if (wire.length > ENTRIES_MAX || !isCount(prev.index + wire.length) || prev.term > leaderTerm) return "outOfRange";
  const entries: Entry[] = [];
  let term = Math.max(prev.term, 1);
  for (const one of wire) {
    const own = one.term ?? 0;
    if (!isCount(own) || own < term || own > leaderTerm) return "outOfRange";
    term = own;
    const entry = entryFrom(one, prev.index + entries.length + 1, term);
    if (typeof entry === "string") return entry;
    entries.push(entry);
  }
  return entries;
}

function entryFrom(wire: WireEntry, index: number, term: Term): Entry | DecodeProblem {
  switch (wire.kind) {
    case "command":
      return { type: "command", index, term, command: bytesFrom(wire.command) };
    case "noOp":
      return { type: "noOp", index, term };
    case "configuration": {
      const configuration = configurationFrom(wire.configuration);
      return typeof configuration === "string" ? configuration : { type: "configuration", index, term, configuration };
    }
    default:
      return "unknownBody";
  }
}
