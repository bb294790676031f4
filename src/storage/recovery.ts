/**
 * What a folder's segments add up to: a function of their bytes, without any I/O.
 *
 * Law: recovery yields the state after the last acknowledged batch or after one that was on its way, and never an older
 * one. Where it cannot be sure, it says "damaged" and the node stays down: a node that forgot a vote votes twice (§5.2),
 * and one that forgot an entry takes back a commit (§5.4).
 *
 * The log is a chain of segments. All but the last are sealed: each ends with the name of its successor, whose checkpoint
 * has the next sequence. A batch is written only once the batch before it is durable, so a whole batch of this life behind a
 * broken one means that the broken one was acknowledged: damage. With nothing whole behind it in the last segment, it was on
 * its way when the power went: a torn tail. Damage to the last batch of all cannot be told from a torn tail.
 *
 * A roll makes the new segment's checkpoint durable, then seals (or retires) the one before it, and only then is anything in
 * the new one acknowledged. So a broken checkpoint behind an unsealed segment is a roll that was cut short, and the unsealed
 * segment is complete; behind a sealed one, or with no other segment legible, it is damage. The chain begins at the oldest
 * generation that the last segment's extent asks for; what is older, or stands aside, is not read.
 */
import type { Entry } from "../core/entry.ts";
import type { LogPosition } from "../core/types.ts";
import { NO_ENTRIES, type SegmentSpan } from "./log-shape.ts";
import { applyBatch, checkpointState, type Extent, type LogState } from "./record.ts";
import { batchAt, decodeSegmentHeader, findBatches, SEGMENT_HEADER_BYTES } from "./segment.ts";
import {
  type Damage,
  type LegibleSegment,
  readSegment,
  type SegmentBytes,
  type TooNew,
  tooNew,
  type Whole,
} from "./segment-reading.ts";

/** A segment of the chain. */
export interface FoundSegment extends SegmentSpan {
  readonly name: string;
  readonly version: number;
  readonly size: number;
  /** Where the next batch, or the seal, goes. */
  readonly end: number;
  /** Of its last batch. */
  readonly sequence: number;
}

export interface FoundLog {
  /** In order; the last one is to be gone on with. */
  readonly segments: readonly FoundSegment[];
  readonly state: LogState;
  readonly base: LogPosition;
  readonly entries: readonly Entry[];
  readonly tornBytes: number;
}

export type Recovery =
  | { readonly type: "empty" }
  | Damage
  | TooNew
  | {
      readonly type: "found";
      readonly log: FoundLog;
      /** Above every generation that has left a trace in the folder, so that no remains of a cut roll can pass for a new one. */
      readonly nextGeneration: number;
    };

export function recover(segments: readonly SegmentBytes[]): Recovery {
  if (segments.length === 0) return { type: "empty" };
  const legible: LegibleSegment[] = [];
  for (const segment of segments) {
    const header = decodeSegmentHeader(segment.bytes);
    if (header.type === "otherVersion") return tooNew(segment, `format version ${header.version}`);
    if (header.type !== "valid") continue;
    const { version, generation, size } = header;
    legible.push({ name: segment.name, bytes: segment.bytes.subarray(0, size), version, generation, size });
  }
  legible.sort((a, b) => b.generation - a.generation);
  const last = findLast(legible, segments);
  if (last.type !== "whole") return last;
  const chain = findChain(last, legible);
  if (!Array.isArray(chain)) return chain;
  const log = addUp(chain, last);
  if ("type" in log) return log;
  return { type: "found", log, nextGeneration: Math.max(...segments.map(lastGeneration)) + 1 };
}

/** The segment that the log ended in. */
function findLast(newestFirst: readonly LegibleSegment[], all: readonly SegmentBytes[]): Whole | Damage | TooNew {
  // The first segment gets its name only once it is complete: a folder with segments and no legible one has lost it.
  let verdict: Damage | null = null;
  for (const segment of newestFirst) {
    const reading = readSegment(segment);
    if (reading.type === "whole" && reading.sealedBy === null) return reading;
    if (reading.type === "whole") break;
    if (reading.type !== "unfinished") return reading;
    verdict = { type: "damaged", file: segment.name, offset: SEGMENT_HEADER_BYTES };
  }
  return verdict ?? { type: "damaged", file: youngest(all), offset: 0 };
}

/** The segments from the oldest that is needed to `last`. */
function findChain(last: Whole, newestFirst: readonly LegibleSegment[]): Whole[] | Damage | TooNew {
  const oldest = extentOf(last).oldest;
  const chain: Whole[] = [last];
  let next = last;
  for (const segment of newestFirst) {
    if (segment.generation >= last.segment.generation || segment.generation < oldest) continue;
    const reading = readSegment(segment);
    if (reading.type === "unfinished") return { type: "damaged", file: segment.name, offset: SEGMENT_HEADER_BYTES };
    if (reading.type !== "whole") return reading;
    // The seal may still be missing where a roll was cut short: only in the last but one.
    const sealed = reading.sealedBy === next.segment.generation || (reading.sealedBy === null && next === last);
    if (!sealed || reading.sequence + 1 !== next.firstSequence)
      return { type: "damaged", file: segment.name, offset: reading.end };
    chain.unshift(reading);
    next = reading;
  }
  if (next.segment.generation === oldest) return chain;
  return { type: "damaged", file: next.segment.name, offset: 0 };
}

/** As the last batch that speaks of it says. Segments of version 1 hold no entries and need no other. */
function extentOf({ segment, batches }: Whole): Extent {
  let extent: Extent = { base: { index: 0, term: 0 }, oldest: segment.generation };
  for (const { facts } of batches) {
    if (facts.extent !== null) extent = facts.extent;
    if (facts.restartFrom !== null) extent = { ...extent, base: facts.restartFrom };
  }
  return extent;
}

/** What the chain says. */
function addUp(chain: readonly Whole[], last: Whole): FoundLog | Damage {
  const { base } = extentOf(last);
  const state = stateOf(last);
  if (state === null) return { type: "damaged", file: last.segment.name, offset: SEGMENT_HEADER_BYTES };
  const live = liveParts(chain, base);
  const entries: Entry[] = [];
  const lastIndexes = chain.map(() => NO_ENTRIES);
  for (const part of live) {
    const [first] = part.entries;
    if (first?.index !== base.index + entries.length + 1)
      return { type: "damaged", file: chain[part.at]?.segment.name ?? "", offset: part.position };
    for (const entry of part.entries) entries.push(entry);
    lastIndexes[part.at] = base.index + entries.length;
  }
  const segments = chain.map(({ segment: { name, version, size, generation }, end, sequence }, i) => {
    return { name, version, size, generation, end, sequence, lastIndex: lastIndexes[i] ?? NO_ENTRIES };
  });
  return { segments, state, base, entries, tornBytes: last.tornBytes };
}

interface LivePart {
  readonly entries: readonly Entry[];
  /** Of its segment in the chain. */
  readonly at: number;
  readonly position: number;
}

/**
 * The entries that no later batch has replaced and that are behind the base, in order. Told from the end: what a batch
 * replaced may have stood in a segment that is gone, so that on the way from the beginning there can be gaps.
 */
function liveParts(chain: readonly Whole[], base: LogPosition): LivePart[] {
  const parts: LivePart[] = [];
  let replacedFrom = Number.POSITIVE_INFINITY;
  for (let at = chain.length - 1; at >= 0; at--) {
    for (const { facts, position } of (chain[at]?.batches ?? []).toReversed()) {
      const first = facts.entries[0]?.index ?? replacedFrom;
      const entries = facts.entries.filter(({ index }) => index > base.index && index < replacedFrom);
      if (entries.length > 0) parts.push({ entries, at, position });
      replacedFrom = Math.min(replacedFrom, first);
      if (facts.restartFrom !== null) return parts.reverse();
    }
  }
  return parts.reverse();
}

function stateOf({ batches: [checkpoint, ...later] }: Whole): LogState | null {
  const begun = checkpoint === undefined ? null : checkpointState(checkpoint.facts);
  return begun === null ? null : later.reduce((state, { facts }) => applyBatch(state, facts), begun);
}

/**
 * The highest generation that has left a trace in the segment; 0: none. Only a roll that was cut short can have left one
 * above that of the segment in use, and all that a roll writes is a header and the first batch.
 */
function lastGeneration({ bytes }: SegmentBytes): number {
  const header = decodeSegmentHeader(bytes);
  const first = batchAt(bytes, SEGMENT_HEADER_BYTES);
  return Math.max(header.type === "valid" ? header.generation : 0, first?.generation ?? 0);
}

/** Where the damage is when no header is legible: the name of the segment that was written last. */
function youngest(segments: readonly SegmentBytes[]): string {
  let name = "";
  let last = -1;
  for (const segment of segments) {
    for (const { generation } of [{ generation: 0 }, ...findBatches(segment.bytes, 0)]) {
      if (generation > last) [last, name] = [generation, segment.name];
    }
  }
  return name;
}
