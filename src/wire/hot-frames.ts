/**
 * The four bodies of which there are many, read and written by hand: heartbeats and entries, and the answers to them.
 *
 * Law: what is written here is what protobufjs would write, to the byte. What is read here is read as the long way would: only
 * fields in the order in which protobufjs writes them, each at most once, nothing in between or behind, every value in its
 * bounds. To all the rest `hotMessageFrom` says null, and it goes the long way, which also knows what is wrong with it.
 */
import type { Entry } from "../core/entry.ts";
import type { AppendEntries, Body, Heartbeat, Message } from "../core/message.ts";
import type { Member, Term } from "../core/types.ts";
import { heartbeatOf } from "./bodies.ts";
import { checkedCount } from "./counts.ts";
import { varintBytes, writeVarint } from "./entries.ts";
import { Fields } from "./fields.ts";
import { CONNECTION_BYTES_MAX, checkedConnection, checkedName, isConnection, isName, NAME_BYTES_MAX } from "./names.ts";
import { ENTRIES_MAX } from "./shapes.ts";

/** Tags: field number * 8 + wire type. */
const TO = 0x32;
const TERM = 0x38;
const FIRST = 0x08;
const SECOND = 0x10;
const THIRD = 0x18;
const FOURTH = 0x20;
const ENTRIES = 0x22;
const HEIR = 0x1a;
const CONNECTION = 0x22;
const NO_OP = 0x12;
const COMMAND = 0x1a;

/** Of two bytes, as a varint gives them. */
const HEARTBEAT = 170;
const HEARTBEAT_ACK = 178;
const APPEND_ENTRIES = 258;
const APPEND_ACK = 266;

/** With names, of which most are those that were read last. */
class Reader extends Fields {
  /** `last` where it is the same: a node hears its own name, and nobody else's, in what is for it. */
  name(last: string): string | null {
    const name = this.text(last, NAME_BYTES_MAX);
    return name !== null && (name === last || isName(name)) ? name : null;
  }

  /** 1 to `bytesMax` bytes, each a character; `last` where it is the same. */
  text(last: string, bytesMax: number): string | null {
    const length = this.varint();
    const end = this.at + length;
    if (length < 1 || length > bytesMax || end > this.bytes.length) return null;
    const from = this.at;
    this.at = end;
    if (length === last.length && this.#isAt(from, last)) return last;
    let text = "";
    for (let at = from; at < end; at += 1) text += String.fromCharCode(this.bytes[at] ?? 0);
    return text;
  }

  #isAt(from: number, text: string): boolean {
    for (let at = 0; at < text.length; at += 1) if (this.bytes[from + at] !== text.charCodeAt(at)) return false;
    return true;
  }
}

/** Reads what follows the head of a frame, which `from` has sent. */
export class HotReader {
  /** To whom the last one was, and what the last heartbeat named. */
  #to = "";
  #heir = "";
  #connection = "";

  /** What `bytes` hold from `at` to their end; null: the long way. */
  read(bytes: Uint8Array, at: number, from: Member): Message | null {
    const reader = new Reader(bytes, at);
    let to: string | null = null;
    if (reader.takes(TO)) {
      to = reader.name(this.#to);
      if (to === null) return null;
      this.#to = to;
    }
    const term = reader.count(TERM);
    if (term < 0) return null;
    const tag = reader.varint();
    if (reader.varint() !== bytes.length - reader.at) return null;
    const body = tag === HEARTBEAT ? this.#heartbeat(reader) : bodyFrom(reader, tag, bytes, term);
    return body === null || reader.at !== bytes.length ? null : { from, to, term, body };
  }

  #heartbeat(reader: Reader): Heartbeat | null {
    const round = reader.count(FIRST);
    const commitIndex = reader.count(SECOND);
    const heir = reader.takes(HEIR) ? reader.name(this.#heir) : "";
    const connection = reader.takes(CONNECTION) ? reader.text(this.#connection, CONNECTION_BYTES_MAX) : "";
    if (round < 0 || commitIndex < 0 || heir === null || connection === null) return null;
    if (connection !== "" && connection !== this.#connection && !isConnection(connection)) return null;
    this.#heir = heir;
    this.#connection = connection;
    return heartbeatOf(round, commitIndex, heir, connection);
  }
}

function bodyFrom(reader: Reader, tag: number, bytes: Uint8Array, term: Term): Body | null {
  switch (tag) {
    case HEARTBEAT_ACK: {
      const round = reader.count(FIRST);
      const verifiedIndex = reader.count(SECOND);
      const matchIndex = reader.count(THIRD);
      const priority = reader.count(FOURTH);
      if (round < 0 || verifiedIndex < 0 || matchIndex < 0 || priority < 0) return null;
      return { type: "heartbeatAck", round, verifiedIndex, matchIndex, priority };
    }
    case APPEND_ACK: {
      const matchIndex = reader.count(FIRST);
      return matchIndex < 0 ? null : { type: "appendAck", matchIndex };
    }
    case APPEND_ENTRIES:
      return appendEntriesFrom(reader, bytes, term);
    default:
      return null;
  }
}

function appendEntriesFrom(reader: Reader, bytes: Uint8Array, leaderTerm: Term): AppendEntries | null {
  const index = reader.count(FIRST);
  const term = reader.count(SECOND);
  const commitIndex = reader.count(THIRD);
  if (index < 0 || term < 0 || commitIndex < 0 || term > leaderTerm) return null;
  if (!Number.isSafeInteger(index + ENTRIES_MAX)) return null;
  const entries =
    reader.at === bytes.length ? [] : entriesFrom(reader, bytes, index + 1, Math.max(term, 1), leaderTerm);
  return entries === null ? null : { type: "appendEntries", prev: { index, term }, entries, commitIndex };
}

/** Commands and no-ops to the end, with terms that never fall nor exceed their leader's. Commands are views of one copy. */
function entriesFrom(
  reader: Reader,
  bytes: Uint8Array,
  firstIndex: number,
  firstTerm: Term,
  leaderTerm: Term,
): Entry[] | null {
  const from = reader.at;
  const kept = new Uint8Array(bytes.subarray(from));
  const entries: Entry[] = [];
  let before = firstTerm;
  while (reader.at < bytes.length && entries.length < ENTRIES_MAX) {
    if (!reader.takes(ENTRIES)) return null;
    const length = reader.varint();
    const end = reader.at + length;
    const term = reader.count(FIRST);
    if (length < 0 || end > bytes.length || term < before || term > leaderTerm) return null;
    before = term;
    const index = firstIndex + entries.length;
    const isNoOp = reader.takes(NO_OP);
    if (!isNoOp && !reader.takes(COMMAND)) return null;
    const contentBytes = reader.varint();
    const isWhole = contentBytes === end - reader.at;
    if (!isWhole || isNoOp !== (contentBytes === 0)) return null;
    const start = reader.at - from;
    entries.push(
      isNoOp
        ? { type: "noOp", index, term }
        : { type: "command", index, term, command: kept.subarray(start, start + contentBytes) },
    );
    reader.at = end;
  }
  return entries;
}

/** Of a body without its entries: tags with a name and a term, one with a length, four counts, and the names of a heartbeat. */
const BYTES_MAX = 2 + NAME_BYTES_MAX + 9 + 7 + 4 * 9 + 4 + NAME_BYTES_MAX + CONNECTION_BYTES_MAX;

/** Writes what follows the head of a frame. */
export class HotWriter {
  readonly #bytes = new Uint8Array(BYTES_MAX);
  #at = 0;

  /**
   * The whole frame that begins with `start`; `entries`: the encoded entries of an AppendEntries. null: the long way.
   * @throws TypeError, RangeError where a value cannot be
   */
  frame(start: Uint8Array, { to, term, body }: Message, entries: Uint8Array): Uint8Array | null {
    this.#at = 0;
    if (to !== null) this.#text(TO, checkedName(to, "to"));
    this.#count(TERM, checkedCount(term, "term"));
    if (!this.#body(body, entries.length)) return null;
    const frame = Buffer.allocUnsafe(start.length + this.#at + entries.length);
    frame.set(start);
    for (let at = 0; at < this.#at; at += 1) frame[start.length + at] = this.#bytes[at] ?? 0;
    if (entries.length > 0) frame.set(entries, start.length + this.#at);
    return frame;
  }

  #body(body: Body, entryBytes: number): boolean {
    switch (body.type) {
      case "heartbeat":
        this.#heartbeat(body);
        return true;
      case "heartbeatAck":
        this.#fields(
          HEARTBEAT_ACK,
          0,
          checkedCount(body.round, "round"),
          checkedCount(body.verifiedIndex, "verifiedIndex"),
          checkedCount(body.matchIndex, "matchIndex"),
          checkedCount(body.priority, "priority"),
        );
        return true;
      case "appendAck":
        this.#fields(APPEND_ACK, 0, checkedCount(body.matchIndex, "matchIndex"));
        return true;
      case "appendEntries":
        this.#fields(
          APPEND_ENTRIES,
          entryBytes,
          checkedCount(body.prev.index, "prev.index"),
          checkedCount(body.prev.term, "prev.term"),
          checkedCount(body.commitIndex, "commitIndex"),
        );
        return true;
      default:
        return false;
    }
  }

  /** A body of counts, and of `moreBytes` that follow. */
  #fields(tag: number, moreBytes: number, first: number, second = 0, third = 0, fourth = 0): void {
    this.#varint(tag);
    this.#varint(fieldBytes(first) + fieldBytes(second) + fieldBytes(third) + fieldBytes(fourth) + moreBytes);
    this.#count(FIRST, first);
    this.#count(SECOND, second);
    this.#count(THIRD, third);
    this.#count(FOURTH, fourth);
  }

  #heartbeat({ round, commitIndex, heir, connection }: Heartbeat): void {
    const texts = (heir === undefined ? 0 : 2 + heir.length) + (connection === undefined ? 0 : 2 + connection.length);
    this.#fields(HEARTBEAT, texts, checkedCount(round, "round"), checkedCount(commitIndex, "commitIndex"));
    if (heir !== undefined) this.#text(HEIR, checkedName(heir, "heir"));
    if (connection !== undefined) this.#text(CONNECTION, checkedConnection(connection));
  }

  /** ASCII, of less than 128 characters. */
  #text(tag: number, text: string): void {
    this.#bytes[this.#at] = tag;
    this.#bytes[this.#at + 1] = text.length;
    this.#at += 2;
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#at + at] = text.charCodeAt(at);
    this.#at += text.length;
  }

  /** Nothing where it is 0, as proto3 has it. */
  #count(tag: number, value: number): void {
    if (value === 0) return;
    this.#bytes[this.#at] = tag;
    this.#at += 1;
    this.#varint(value);
  }

  #varint(value: number): void {
    this.#at = writeVarint(this.#bytes, this.#at, value);
  }
}

const fieldBytes = (value: number): number => (value === 0 ? 0 : 1 + varintBytes(value));
