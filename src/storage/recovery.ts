/**
 * What a folder's segments add up to: a function of their bytes, without any I/O.
 *
 * Law: recovery yields the state after the last acknowledged batch or after one that was on its way, and never an older
 * one. Where it cannot be sure, it says "damaged" and the node stays down: a node that forgot a vote votes twice (§5.2).
 *
 * The newest legible segment is read from its checkpoint to the first batch that is not whole. A batch is written only
 * once the batch before it is durable, so a whole batch of this life behind a broken one means that the broken one was
 * acknowledged: damage. With nothing whole behind it, it was on its way when the power went: a torn tail.
 * Damage to the last batch of all cannot be told from a torn tail; one vote may then be lost, as on any log of its kind.
 *
 * A new segment begins with a checkpoint, and the segment before it is retired (its header overwritten) only when that is
 * durable, before anything in it is acknowledged. So a broken checkpoint with a legible older segment beside it is a roll
 * that was cut short, and the older segment is complete; with none beside it, it is damage.
 */
import { applyBatch, checkpointState, type DecodedFacts, decodeFacts, type LogState } from "./record.ts";
import { type Batch, batchAt, decodeSegmentHeader, findBatches, SEGMENT_HEADER_BYTES, tornBytesAt } from "./segment.ts";

export interface SegmentBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The segment to go on with. */
export interface FoundLog {
  readonly name: string;
  readonly generation: number;
  readonly size: number;
  /** Where the next batch goes. */
  readonly end: number;
  /** Of the last batch. */
  readonly sequence: number;
  readonly state: LogState;
  readonly tornBytes: number;
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

interface LegibleSegment extends SegmentBytes {
  readonly generation: number;
  readonly size: number;
}

type Reading =
  | { readonly type: "whole"; readonly log: FoundLog }
  /** No checkpoint, and nothing of this life behind it. */
  | { readonly type: "unfinished" }
  | Damage
  | TooNew;

export function recover(segments: readonly SegmentBytes[]): Recovery {
  if (segments.length === 0) return { type: "empty" };
  const legible: LegibleSegment[] = [];
  for (const segment of segments) {
    const header = decodeSegmentHeader(segment.bytes);
    if (header.type === "otherVersion") return tooNew(segment, `format version ${header.version}`);
    if (header.type !== "valid") continue;
    const { generation, size } = header;
    legible.push({ name: segment.name, bytes: segment.bytes.subarray(0, size), generation, size });
  }
  legible.sort((a, b) => b.generation - a.generation);
  // The first segment gets its name only once it is complete: a folder with segments and no legible one has lost it.
  let verdict: Recovery = { type: "damaged", file: youngest(segments), offset: 0 };
  for (const segment of legible) {
    const reading = readSegment(segment);
    if (reading.type === "whole") {
      return { type: "found", log: reading.log, nextGeneration: Math.max(...segments.map(lastGeneration)) + 1 };
    }
    if (reading.type !== "unfinished") return reading;
    verdict = { type: "damaged", file: segment.name, offset: SEGMENT_HEADER_BYTES };
  }
  return verdict;
}

function readSegment(segment: LegibleSegment): Reading {
  const { name, bytes, generation, size } = segment;
  const first = batchAt(bytes, SEGMENT_HEADER_BYTES);
  if (first === null || first.generation !== generation) {
    const later = hasBatchAfter(segment, SEGMENT_HEADER_BYTES, 0);
    return later ? { type: "damaged", file: name, offset: SEGMENT_HEADER_BYTES } : { type: "unfinished" };
  }
  const checkpoint = decodeFacts(first.records);
  if (!checkpoint.ok) return unreadable(segment, first, checkpoint);
  let state = checkpointState(checkpoint.facts);
  if (state === null) return { type: "damaged", file: name, offset: first.position };
  let last = first;
  for (let next = successor(segment, last); next !== null; next = successor(segment, last)) {
    const decoded = decodeFacts(next.records);
    if (!decoded.ok) return unreadable(segment, next, decoded);
    state = applyBatch(state, decoded.facts);
    last = next;
  }
  const { end, sequence } = last;
  if (bytes.length < size) return { type: "damaged", file: name, offset: bytes.length };
  if (hasBatchAfter(segment, end, sequence)) return { type: "damaged", file: name, offset: end };
  const tornBytes = tornBytesAt(bytes, end, generation);
  return { type: "whole", log: { name, generation, size, end, sequence, state, tornBytes } };
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

const tooNew = (segment: SegmentBytes, what: string): TooNew => ({ type: "tooNew", file: segment.name, what });

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
