/**
 * A state of the key-value machine as a stream. Law: the same state gives the same bytes, however it came to be.
 *
 *     snapshot = record(version u8 = 1 | count u64) | count x record(key | revision u64 | value), by key bytes
 *     record   = length u32 | bytes
 *
 * The chunks of a stream may be cut anywhere. Whether the bytes are those that were written is for the storage to check; a
 * stream that ends early, or that a newer version wrote, is refused here.
 */
import { GraftError } from "../errors.ts";
import { Reader, Writer } from "./bytes.ts";
import { KEY_BYTES_MAX, type KvItem, putItem, readItem, VALUE_BYTES_MAX } from "./format.ts";

const VERSION = 1;
const CHUNK_BYTES = 64 * 1024;
const RECORD_BYTES_MAX = KEY_BYTES_MAX + VALUE_BYTES_MAX + 64;

export function* encodeSnapshot(count: number, items: Iterable<KvItem>): IterableIterator<Uint8Array> {
  let chunk = new Writer().value(new Writer().u8(VERSION).u64(count).bytes());
  for (const item of items) {
    chunk.value(putItem(new Writer(), item).bytes());
    if (chunk.length < CHUNK_BYTES) continue;
    yield chunk.bytes();
    chunk = new Writer();
  }
  if (chunk.length > 0) yield chunk.bytes();
}

/** @throws GraftError SNAPSHOT_UNREADABLE */
export async function* decodeSnapshot(chunks: AsyncIterable<Uint8Array>): AsyncIterableIterator<KvItem> {
  let expected: number | null = null;
  let read = 0;
  for await (const record of records(chunks)) {
    if (expected === null) {
      expected = countOf(record);
      continue;
    }
    const reader = new Reader(record);
    const item = readItem(reader);
    if (!reader.finished) throw unreadable(`record ${read + 1} is malformed`);
    read += 1;
    yield item;
  }
  if (read !== expected) throw unreadable(`it holds ${read} keys of ${expected ?? "an unknown number"}`);
}

function countOf(header: Uint8Array): number {
  const reader = new Reader(header);
  const version = reader.u8();
  const count = reader.u64();
  if (version !== VERSION || !reader.finished) throw unreadable(`its version ${version} is unknown here`);
  return count;
}

async function* records(chunks: AsyncIterable<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  let left: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    left = left.length === 0 ? Buffer.from(chunk) : Buffer.concat([left, chunk]);
    let at = 0;
    for (let end = endOfRecord(left, at); end !== null; end = endOfRecord(left, at)) {
      yield left.subarray(at + 4, end);
      at = end;
    }
    left = left.subarray(at);
  }
  if (left.length > 0) throw unreadable("it ends within a record");
}

/** null: not all of it is there yet. */
function endOfRecord(bytes: Buffer, at: number): number | null {
  if (bytes.length - at < 4) return null;
  const length = bytes.readUInt32BE(at);
  if (length > RECORD_BYTES_MAX) throw unreadable(`a record claims ${length} bytes`);
  return at + 4 + length <= bytes.length ? at + 4 + length : null;
}

const unreadable = (reason: string): GraftError =>
  new GraftError("SNAPSHOT_UNREADABLE", `the snapshot of the key-value machine: ${reason}`, { reason });
