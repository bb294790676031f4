/**
 * Entries and configurations as bytes.
 *
 * Law: the entries of one record follow each other without a gap, so that only the first one's index is written; an entry is
 * of a known type and ends where its length says, or the whole record is malformed.
 *
 *   entries        first index u64 | count u32 | each: type u8 | term u64 | length u32 | body of that length
 *   body           noOp 1: none | command 2: its bytes | configuration 3: a configuration
 *   configuration  voters | outgoing | learners, each: count u16 | members, each: id text | incarnation text; lease ms u64
 *
 *   of version 1, read only: a record an entry: index u64 | term u64 | body to the end of the record, by the record's kind:
 *                  noOp 6 | command 7 | configuration 8, without its lease
 */
import type { Entry } from "../core/entry.ts";
import type { Configuration, Member } from "../core/types.ts";
import { ByteReader, type ByteWriter, MalformedBytes } from "./bytes.ts";

const NO_OP = 1;
const COMMAND = 2;
const CONFIGURATION = 3;

const NO_OP_OF_VERSION_1 = 6;
const COMMAND_OF_VERSION_1 = 7;
const CONFIGURATION_OF_VERSION_1 = 8;

export const isEntryKindOfVersion1 = (kind: number): boolean =>
  kind >= NO_OP_OF_VERSION_1 && kind <= CONFIGURATION_OF_VERSION_1;

export function writeMember(writer: ByteWriter, member: Member): void {
  writer.text(member.id);
  writer.text(member.incarnation);
}

export const readMember = (reader: ByteReader): Member => ({ id: reader.text(), incarnation: reader.text() });

function writeMembers(writer: ByteWriter, members: readonly Member[]): void {
  writer.u16(members.length);
  for (const member of members) writeMember(writer, member);
}

export function readMembers(reader: ByteReader): Member[] {
  const members: Member[] = [];
  for (let count = reader.u16(); count > 0; count--) members.push(readMember(reader));
  return members;
}

export function writeConfiguration(writer: ByteWriter, configuration: Configuration): void {
  writeMembers(writer, configuration.voters);
  writeMembers(writer, configuration.outgoing);
  writeMembers(writer, configuration.learners);
  writer.u64(configuration.leaseMs);
}

export const readConfiguration = (reader: ByteReader): Configuration => ({
  ...readConfigurationOfVersion1(reader),
  leaseMs: reader.u64(),
});

/** It knew no leases. */
export const readConfigurationOfVersion1 = (reader: ByteReader): Configuration => ({
  voters: readMembers(reader),
  outgoing: readMembers(reader),
  learners: readMembers(reader),
  leaseMs: 0,
});

/** At least one. Throws RangeError where they have a gap. */
export function writeEntries(writer: ByteWriter, entries: readonly Entry[]): void {
  const first = entries[0]?.index ?? 0;
  writer.u64(first);
  writer.u32(entries.length);
  let expected = first;
  for (const entry of entries) {
    if (entry.index !== expected) throw new RangeError(`the entry ${entry.index} stands where ${expected} belongs`);
    writeEntry(writer, entry);
    expected += 1;
  }
}

function writeEntry(writer: ByteWriter, entry: Entry): void {
  writer.u8(entry.type === "command" ? COMMAND : entry.type === "noOp" ? NO_OP : CONFIGURATION);
  writer.u64(entry.term);
  if (entry.type === "command") {
    writer.u32(entry.command.length);
    writer.raw(entry.command);
    return;
  }
  const lengthAt = writer.length;
  writer.u32(0);
  if (entry.type === "configuration") writeConfiguration(writer, entry.configuration);
  writer.patchU32(writer.length - lengthAt - 4, lengthAt);
}

/** The commands are views of one copy of the record, so that they keep neither the segment alive nor cost a copy each. */
export function readEntries(record: Buffer): Entry[] {
  const reader = new ByteReader(Buffer.from(record));
  const entries: Entry[] = [];
  let index = reader.u64();
  for (let count = reader.u32(); count > 0; count--) {
    if (!Number.isSafeInteger(index)) throw new MalformedBytes("an index beyond the safe integers");
    entries.push(readEntry(reader, index));
    index += 1;
  }
  if (entries.length === 0 || reader.left > 0) throw new MalformedBytes("entries that are not as many as they say");
  return entries;
}

function readEntry(reader: ByteReader, index: number): Entry {
  const type = reader.u8();
  const term = reader.u64();
  const body = reader.view(reader.u32());
  if (type === COMMAND) return { type: "command", index, term, command: body };
  if (type === NO_OP && body.length === 0) return { type: "noOp", index, term };
  if (type !== CONFIGURATION) throw new MalformedBytes("an entry of an unknown type");
  const bodyReader = new ByteReader(body);
  const configuration = readConfiguration(bodyReader);
  if (bodyReader.left > 0) throw new MalformedBytes("a configuration longer than what it says");
  return { type: "configuration", index, term, configuration };
}

/** A command is copied, so that it does not keep a whole segment in memory. */
export function readEntryOfVersion1(kind: number, record: Buffer): Entry {
  const reader = new ByteReader(record);
  const at = { index: reader.u64(), term: reader.u64() };
  if (kind === COMMAND_OF_VERSION_1) return { type: "command", ...at, command: Buffer.from(reader.view(reader.left)) };
  const entry: Entry =
    kind === NO_OP_OF_VERSION_1
      ? { type: "noOp", ...at }
      : { type: "configuration", ...at, configuration: readConfigurationOfVersion1(reader) };
  if (reader.left > 0) throw new MalformedBytes("an entry longer than what it says");
  return entry;
}
