/**
 * One segment, read from its checkpoint to the last batch that can be believed.
 *
 * Law: a segment is whole up to its seal or its last batch, or it is damaged, or it was never finished; there is no fourth.
 */
import { type DecodedFacts, decodeFacts, type Facts } from "./record.ts";
import { type Batch, batchAt, findBatches, SEGMENT_HEADER_BYTES, tornBytesAt } from "./segment.ts";

export interface SegmentBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface LegibleSegment extends SegmentBytes {
  readonly version: number;
  readonly generation: number;
  readonly size: number;
}

export interface Damage {
  readonly type: "damaged";
  readonly file: string;
  readonly offset: number;
}

/** Written by a version that this one cannot read. */
export interface TooNew {
  readonly type: "tooNew";
  readonly file: string;
  readonly what: string;
}

export interface Whole {
  readonly type: "whole";
  readonly segment: LegibleSegment;
  /** The checkpoint first; without the seal. */
  readonly batches: readonly { readonly facts: Facts; readonly position: number }[];
  readonly firstSequence: number;
  /** Of the last batch before the seal. */
  readonly sequence: number;
  /** Where the next batch, or the seal, goes. */
  readonly end: number;
  /** The successor's generation. */
  readonly sealedBy: number | null;
  readonly tornBytes: number;
}

/** Unfinished: no checkpoint, and nothing of this life behind it. */
export type Reading = Whole | { readonly type: "unfinished" } | Damage | TooNew;

export const tooNew = (segment: SegmentBytes, what: string): TooNew => ({ type: "tooNew", file: segment.name, what });

export function readSegment(segment: LegibleSegment): Reading {
  const { name, bytes, generation, size } = segment;
  const first = batchAt(bytes, SEGMENT_HEADER_BYTES);
  if (first === null || first.generation !== generation) {
    const later = hasBatchAfter(segment, SEGMENT_HEADER_BYTES, 0);
    return later ? { type: "damaged", file: name, offset: SEGMENT_HEADER_BYTES } : { type: "unfinished" };
  }
  const batches: { facts: Facts; position: number }[] = [];
  let end = first.position;
  let sequence = first.sequence - 1;
  let sealedBy: number | null = null;
  let readTo = { end, sequence };
  for (let next: Batch | null = first; next !== null && sealedBy === null; next = successor(segment, next)) {
    const decoded = decodeFacts(next.records);
    if (!decoded.ok) return unreadable(segment, next, decoded);
    sealedBy = decoded.facts.sealedBy;
    readTo = next;
    if (sealedBy !== null) break;
    batches.push({ facts: decoded.facts, position: next.position });
    ({ end, sequence } = next);
  }
  if (bytes.length < size) return { type: "damaged", file: name, offset: bytes.length };
  if (hasBatchAfter(segment, readTo.end, readTo.sequence)) return { type: "damaged", file: name, offset: readTo.end };
  const tornBytes = sealedBy === null ? tornBytesAt(bytes, end, generation) : 0;
  return { type: "whole", segment, batches, firstSequence: first.sequence, sequence, end, sealedBy, tornBytes };
}

function successor(segment: LegibleSegment, last: Batch): Batch | null {
  const next = batchAt(segment.bytes, last.end);
  if (next === null || next.generation !== segment.generation || next.sequence !== last.sequence + 1) return null;
  return next;
}

function hasBatchAfter(segment: LegibleSegment, position: number, sequence: number): boolean {
  for (const batch of findBatches(segment.bytes, position)) {
    if (batch.generation === segment.generation && batch.sequence > sequence) return true;
  }
  return false;
}

function unreadable(segment: LegibleSegment, batch: Batch, decoded: DecodedFacts & { ok: false }): Damage | TooNew {
  if (decoded.problem === "unknownKind") return tooNew(segment, `record kind ${decoded.kind}`);
  return { type: "damaged", file: segment.name, offset: batch.position };
}
