/**
 * A recording as bytes: what a core has done lately, and where it stood before. Written by `flight-recorder.ts`, read by who
 * replays it.
 *
 * Law: a recording is whole or refused. Each chunk begins with all that the core knew then, so whatever was dropped before it
 * is not needed; what follows are the events in their order, each with the time that the step was told and a checksum of the
 * effects that it gave. Values are written as `plain-values.ts` says: bytes of commands are not kept.
 *
 *   file       "GRAFTREC" | version u8 (1) | blocks: first a header, then chunks, the oldest first
 *   block      kind u8 | length u32 | CRC-32 of the body u32 | body of that length
 *   header  1  a value: RecordingHeader
 *   chunk   2  the core's state, a graph | steps, each: now ms f64 | event, a value | outcome
 *   outcome    1 | CRC-32 u32 of the effects, an array value, by a writer that writes effects only and begins with the chunk
 *              0: there are none, the step ended in an exception
 *
 * Numbers are little-endian. A file ends with the last of the chunks that its header announces. A reader refuses what another
 * version has written. The header's `stateHash` is of the state after the last step (`hashOfState`).
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Event } from "../core/event.ts";
import type { ServerState } from "../core/state.ts";
import { GraftError } from "../errors.ts";
import { MalformedValue } from "./plain-values.ts";
import { ValueReader } from "./value-reader.ts";
import { ValueWriter } from "./value-writer.ts";

const MAGIC = Buffer.from("GRAFTREC");
const VERSION = 1;
const HEADER = 1;
const CHUNK = 2;
const BLOCK_HEAD_BYTES = 9;
/** Of a file: far more than a recorder is allowed to keep. */
export const RECORDING_BYTES_MAX = 512 * 1024 * 1024;
const CHUNKS_MAX = 4096;

/** Why the node stopped. */
export interface RecordedFault {
  readonly code: string;
  readonly message: string;
}

export interface RecordingHeader {
  readonly cluster: string;
  readonly node: string;
  /** By the machine's calendar, in ms since 1970. */
  readonly writtenAtMs: number;
  /** null: it was asked for, and the node went on. */
  readonly fault: RecordedFault | null;
  /** The number of the first step that is kept; those before it were dropped. */
  readonly firstStep: number;
  readonly steps: number;
  readonly chunks: number;
  readonly stateHash: string;
}

export interface RecordedStep {
  readonly nowMs: number;
  readonly event: Event;
  /** CRC-32; null: the step ended in an exception. */
  readonly effects: number | null;
}

export interface RecordedChunk {
  readonly state: ServerState;
  readonly steps: readonly RecordedStep[];
}

export interface Recording {
  readonly header: RecordingHeader;
  readonly chunks: readonly RecordedChunk[];
}

/** Of everything that the core knows, in hex; which of its objects are the same is not told by it. */
export function hashOfState(state: ServerState): string {
  const writer = new ValueWriter();
  writer.write(state);
  return createHash("sha256").update(writer.bytes()).digest("hex");
}

export function encodeRecording(header: RecordingHeader, chunks: readonly Uint8Array[]): Buffer {
  const writer = new ValueWriter();
  writer.write(header);
  const blocks = chunks.flatMap((chunk) => block(CHUNK, chunk));
  return Buffer.concat([MAGIC, Buffer.from([VERSION]), ...block(HEADER, writer.bytes()), ...blocks]);
}

function block(kind: number, body: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(BLOCK_HEAD_BYTES);
  head.writeUInt8(kind);
  head.writeUInt32LE(body.length, 1);
  head.writeUInt32LE(crc32(body), 5);
  return [head, body];
}

const unreadable = (reason: string): GraftError =>
  new GraftError("RECORDING_UNREADABLE", `the recording cannot be read: ${reason}`, { reason });

/** @throws GraftError RECORDING_UNREADABLE */
export function decodeRecording(bytes: Buffer): Recording {
  if (bytes.length > RECORDING_BYTES_MAX) throw unreadable(`${bytes.length} bytes are more than a recording has`);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw unreadable("it is none");
  const version = bytes[MAGIC.length];
  if (version !== VERSION) throw unreadable(`it is of version ${version}, and this program reads version ${VERSION}`);
  const [first, ...rest] = blocksOf(bytes, MAGIC.length + 1);
  if (first?.kind !== HEADER) throw unreadable("it does not begin with a header");
  const header = checked(first, readHeader);
  if (rest.length !== header.chunks) throw unreadable(`${rest.length} of ${header.chunks} chunks are there`);
  const chunks = rest.map((one) => checked(one, readChunk));
  const steps = chunks.reduce((sum, chunk) => sum + chunk.steps.length, 0);
  if (steps !== header.steps) throw unreadable(`${steps} of ${header.steps} steps are there`);
  return { header, chunks };
}

interface Block {
  readonly kind: number;
  readonly body: Buffer;
  /** Of the body in the file. */
  readonly offset: number;
}

function blocksOf(bytes: Buffer, from: number): Block[] {
  const blocks: Block[] = [];
  for (let at = from; at < bytes.length; ) {
    if (bytes.length - at < BLOCK_HEAD_BYTES || blocks.length > CHUNKS_MAX) throw damaged(at, "no block fits there");
    const kind = bytes.readUInt8(at);
    const offset = at + BLOCK_HEAD_BYTES;
    const body = bytes.subarray(offset, offset + bytes.readUInt32LE(at + 1));
    if (body.length !== bytes.readUInt32LE(at + 1)) throw damaged(at, "the file ends within a block");
    if (crc32(body) !== bytes.readUInt32LE(at + 5)) throw damaged(at, "a checksum is wrong");
    if (kind !== (blocks.length === 0 ? HEADER : CHUNK)) throw damaged(at, `a block of kind ${kind}`);
    blocks.push({ kind, body, offset });
    at = offset + body.length;
  }
  return blocks;
}

const damaged = (offset: number, what: string): GraftError => unreadable(`${what}, at byte ${offset}`);

function checked<T>({ body, offset }: Block, read: (reader: ValueReader) => T): T {
  const reader = new ValueReader(body);
  try {
    return read(reader);
  } catch (error) {
    if (error instanceof MalformedValue) throw damaged(offset + body.length - reader.left, error.message);
    throw error;
  }
}

function readHeader(reader: ValueReader): RecordingHeader {
  const header = reader.read();
  if (!isHeader(header) || reader.left > 0) throw new MalformedValue("a header that is none");
  return header;
}

function readChunk(reader: ValueReader): RecordedChunk {
  const state = reader.readGraph();
  if (!isState(state)) throw new MalformedValue("a state that is none");
  const steps: RecordedStep[] = [];
  while (reader.left > 0) steps.push(readStep(reader));
  return { state, steps };
}

function readStep(reader: ValueReader): RecordedStep {
  const nowMs = reader.f64();
  const event = reader.read();
  if (!isEvent(event)) throw new MalformedValue("an event that is none");
  const outcome = reader.u8();
  if (outcome > 1) throw new MalformedValue(`no outcome begins with ${outcome}`);
  return { nowMs, event, effects: outcome === 0 ? null : reader.u32() };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isFault = (value: unknown): boolean =>
  value === null || (isFields(value) && typeof value.code === "string" && typeof value.message === "string");

const isHeader = (value: unknown): value is RecordingHeader =>
  isFields(value) &&
  ["cluster", "node", "stateHash"].every((key) => typeof value[key] === "string") &&
  ["writtenAtMs", "firstStep", "steps", "chunks"].every((key) => Number.isSafeInteger(value[key])) &&
  isFault(value.fault);

/** Its checksum was right, so this is about files that something else has made: what the core would stumble on at once. */
const isState = (value: unknown): value is ServerState =>
  isFields(value) &&
  ["self", "timing", "log", "role", "random"].every((key) => isFields(value[key])) &&
  ["term", "commitIndex", "appliedIndex", "writeId"].every((key) => Number.isSafeInteger(value[key])) &&
  isFields(value.log) &&
  Array.isArray(value.log.entries) &&
  Array.isArray(value.log.configurations);

const isEvent = (value: unknown): value is Event => isFields(value) && typeof value.type === "string";
