/**
 * What is said to the key-value machine and what it answers, as bytes. Law: one meaning has one spelling, decoding is total
 * (null: not understood), and a published number never gets another meaning; what an older node must not overlook needs a
 * new kind, or a new version.
 *
 *     command = version u8 = 1 | kind u8 | body            query = likewise
 *        put      1   key | value
 *        delete   2   key
 *        cas      3   key | expectation | value            get    16   key
 *        expectation = 0 (the key is absent)               list   17   prefix | after | limit u16 | with values u8
 *                    | 1, revision u64
 *                    | 2, value
 *
 *     result  = version u8 = 1 | status u8 | body
 *        written  1   revision u64          by put and cas: the new one; by delete: the last one, 0 where there was no key
 *        conflict 2   revision u64          the cas changed nothing; what is there, 0 where there is no key
 *        invalid  3                         the command was not understood, and changed nothing
 *        found    4   revision u64 | value
 *        absent   5
 *        page     6   more u8 | count u16 | count x (key | revision u64 | value)     by key bytes; values empty unless asked for
 *
 *     key, prefix, after = length u16 | UTF-8; a key has 1 to 1024 bytes, the others 0 to 1024
 *     value              = length u32 | bytes, at most 250 KiB
 *
 * Numbers are big-endian. Nothing may follow the body.
 */
import { type ByteString, Reader, Writer } from "./bytes.ts";

export const KEY_BYTES_MAX = 1024;
export const VALUE_BYTES_MAX = 250 * 1024;
export const PAGE_KEYS_MAX = 1000;
/** A node takes commands of up to 256 KiB. */
export const COMMAND_BYTES_MAX = 256 * 1024;

export type Expectation =
  | { readonly type: "absent" }
  | { readonly type: "revision"; readonly revision: number }
  | { readonly type: "value"; readonly value: Uint8Array };

export type KvCommand =
  | { readonly type: "put"; readonly key: ByteString; readonly value: Uint8Array }
  | { readonly type: "delete"; readonly key: ByteString }
  | {
      readonly type: "cas";
      readonly key: ByteString;
      readonly expectation: Expectation;
      readonly value: Uint8Array;
    };

export type KvQuery =
  | { readonly type: "get"; readonly key: ByteString }
  | {
      readonly type: "list";
      readonly prefix: ByteString;
      /** Only keys behind this one; "": from the beginning. */
      readonly after: ByteString;
      /** From 1 to PAGE_KEYS_MAX. A page may have fewer keys and yet not be the last: `more` says so. */
      readonly limit: number;
      readonly withValues: boolean;
    };

export interface KvItem {
  readonly key: ByteString;
  /** Index of the entry that last wrote it. */
  readonly revision: number;
  readonly value: Uint8Array;
}

export type KvResult =
  | { readonly type: "written"; readonly revision: number }
  | { readonly type: "conflict"; readonly revision: number }
  | { readonly type: "invalid" }
  | { readonly type: "found"; readonly revision: number; readonly value: Uint8Array }
  | { readonly type: "absent" }
  | { readonly type: "page"; readonly more: boolean; readonly items: readonly KvItem[] };

const VERSION = 1;
const KIND = { put: 1, delete: 2, cas: 3, get: 16, list: 17 } as const;
const STATUS = { written: 1, conflict: 2, invalid: 3, found: 4, absent: 5, page: 6 } as const;
const EXPECTATION = { absent: 0, revision: 1, value: 2 } as const;

export function encodeCommand(command: KvCommand): Uint8Array {
  const writer = new Writer().u8(VERSION).u8(KIND[command.type]).key(command.key);
  if (command.type === "cas") putExpectation(writer, command.expectation);
  if (command.type !== "delete") writer.value(command.value);
  return writer.bytes();
}

function putExpectation(writer: Writer, expectation: Expectation): void {
  writer.u8(EXPECTATION[expectation.type]);
  if (expectation.type === "revision") writer.u64(expectation.revision);
  if (expectation.type === "value") writer.value(expectation.value);
}

/** null: no command that this version understands, or one beyond the bounds. Values are views of `bytes`. */
export function decodeCommand(bytes: Uint8Array): KvCommand | null {
  const reader = new Reader(bytes);
  if (reader.u8() !== VERSION) return null;
  const command = commandBody(reader, reader.u8());
  return command !== null && command.key !== "" && reader.finished ? command : null;
}

function commandBody(reader: Reader, kind: number): KvCommand | null {
  const key = reader.key(KEY_BYTES_MAX);
  switch (kind) {
    case KIND.put:
      return { type: "put", key, value: reader.view(VALUE_BYTES_MAX) };
    case KIND.delete:
      return { type: "delete", key };
    case KIND.cas: {
      const expectation = readExpectation(reader);
      return expectation && { type: "cas", key, expectation, value: reader.view(VALUE_BYTES_MAX) };
    }
    default:
      return null;
  }
}

function readExpectation(reader: Reader): Expectation | null {
  switch (reader.u8()) {
    case EXPECTATION.absent:
      return { type: "absent" };
    case EXPECTATION.revision:
      return { type: "revision", revision: reader.u64() };
    case EXPECTATION.value:
      return { type: "value", value: reader.view(VALUE_BYTES_MAX) };
    default:
      return null;
  }
}

export function encodeQuery(query: KvQuery): Uint8Array {
  const writer = new Writer().u8(VERSION).u8(KIND[query.type]);
  if (query.type === "get") return writer.key(query.key).bytes();
  const { prefix, after, limit, withValues } = query;
  return writer
    .key(prefix)
    .key(after)
    .u16(limit)
    .u8(withValues ? 1 : 0)
    .bytes();
}

export function decodeQuery(bytes: Uint8Array): KvQuery | null {
  const reader = new Reader(bytes);
  if (reader.u8() !== VERSION) return null;
  const query = queryBody(reader, reader.u8());
  return reader.finished ? query : null;
}

function queryBody(reader: Reader, kind: number): KvQuery | null {
  if (kind === KIND.get) {
    const key = reader.key(KEY_BYTES_MAX);
    return key === "" ? null : { type: "get", key };
  }
  if (kind !== KIND.list) return null;
  const prefix = reader.key(KEY_BYTES_MAX);
  const after = reader.key(KEY_BYTES_MAX);
  const limit = reader.u16();
  const withValues = reader.flag();
  return limit >= 1 && limit <= PAGE_KEYS_MAX ? { type: "list", prefix, after, limit, withValues } : null;
}

const REVISION_RESULT_BYTES = 10;

export function encodeResult(result: KvResult): Uint8Array {
  const writer = new Writer(REVISION_RESULT_BYTES).u8(VERSION).u8(STATUS[result.type]);
  if (result.type === "written" || result.type === "conflict") writer.u64(result.revision);
  if (result.type === "found") writer.u64(result.revision).value(result.value);
  if (result.type === "page") {
    writer.u8(result.more ? 1 : 0).u16(result.items.length);
    for (const item of result.items) putItem(writer, item);
  }
  return writer.bytes();
}

export function decodeResult(bytes: Uint8Array): KvResult | null {
  const reader = new Reader(bytes);
  if (reader.u8() !== VERSION) return null;
  const result = resultBody(reader, reader.u8());
  return reader.finished ? result : null;
}

function resultBody(reader: Reader, status: number): KvResult | null {
  switch (status) {
    case STATUS.written:
      return { type: "written", revision: reader.u64() };
    case STATUS.conflict:
      return { type: "conflict", revision: reader.u64() };
    case STATUS.invalid:
      return { type: "invalid" };
    case STATUS.found:
      return { type: "found", revision: reader.u64(), value: reader.value(VALUE_BYTES_MAX) };
    case STATUS.absent:
      return { type: "absent" };
    case STATUS.page:
      return readPage(reader);
    default:
      return null;
  }
}

function readPage(reader: Reader): KvResult | null {
  const more = reader.flag();
  const count = reader.u16();
  if (count > PAGE_KEYS_MAX) return null;
  return { type: "page", more, items: Array.from({ length: count }, () => readItem(reader)) };
}

export const putItem = (writer: Writer, { key, revision, value }: KvItem): Writer =>
  writer.key(key).u64(revision).value(value);

export const readItem = (reader: Reader): KvItem => ({
  key: reader.key(KEY_BYTES_MAX),
  revision: reader.u64(),
  value: reader.value(VALUE_BYTES_MAX),
});
