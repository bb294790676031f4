/**
 * What a batch can say: one record a fact, and the state that the facts add up to.
 *
 * Law: term and vote are one record, so no crash can part them (Figure 2: both are persistent, and a vote means nothing
 * without its term). A record of a kind that this version does not know, and may not skip, is never guessed at.
 *
 *   record     kind u8 | length u32 | body of that length
 *
 *   identity   1   clusterName text | nodeId text | incarnation text
 *   formation  2   clusterId text | voters u16, each: id text | incarnation text
 *   hardState  3   term u64 | voted u8 (0, 1) | if 1: id text | incarnation text
 *   members    4   a formation with all that a configuration can say: clusterId text | configuration
 *   base       5   index u64 | term u64                   the log begins anew behind this position
 *   noOp       6   index u64 | term u64
 *   command    7   index u64 | term u64 | bytes           to the end of the record
 *   change     8   index u64 | term u64 | configuration
 *
 *   configuration   voters, outgoing, learners: each u16, then each member: id text | incarnation text
 *   An entry's index says where it stands: what the log held from there on is replaced.
 *   text       length u16 | UTF-8
 *
 * Kinds from 128 on are hints: a version that does not know one may skip it. Anything else unknown comes from a newer
 * version, and is refused. A kind's body is never extended; a fact that needs more becomes a new kind.
 */
import type { Entry } from "../core/entry.ts";
import {
  type Configuration,
  configurationOfVoters,
  type HardState,
  type LogPosition,
  type Member,
} from "../core/types.ts";
import type { Formation, Identity, StorageBatch } from "../ports/storage.ts";
import { ByteReader, ByteWriter, MalformedBytes } from "./bytes.ts";

const IDENTITY = 1;
const FORMATION = 2;
const HARD_STATE = 3;
const MEMBERS = 4;
const BASE = 5;
const NO_OP = 6;
const COMMAND = 7;
const CHANGE = 8;
const FIRST_SKIPPABLE = 128;

/** All that the log adds up to. */
export interface LogState {
  readonly identity: Identity;
  readonly formation: Formation | null;
  readonly hardState: HardState;
  readonly base: LogPosition;
  /** Behind `base`, without a gap. Grown and cut in place: a log is long, and a batch is not. */
  readonly entries: Entry[];
}

/** What one batch says; null where it says nothing. */
export interface Facts {
  readonly identity: Identity | null;
  readonly formation: Formation | null;
  readonly hardState: HardState | null;
  readonly restartFrom: LogPosition | null;
  readonly entries: readonly Entry[];
}

export type DecodedFacts =
  | { readonly ok: true; readonly facts: Facts }
  | { readonly ok: false; readonly problem: "malformed" }
  | { readonly ok: false; readonly problem: "unknownKind"; readonly kind: number };

/** The state with the batch's facts; `state.entries` goes over to it. */
export function applyBatch(state: LogState, batch: StorageBatch): LogState {
  const { entries } = state;
  if (batch.restartFrom !== null) entries.length = 0;
  const base = batch.restartFrom ?? state.base;
  const [first] = batch.entries;
  if (first !== undefined) entries.length = Math.min(entries.length, first.index - base.index - 1);
  for (const entry of batch.entries) entries.push(entry);
  const { identity } = state;
  return {
    identity,
    formation: batch.formation ?? state.formation,
    hardState: batch.hardState ?? state.hardState,
    base,
    entries,
  };
}

/** The entries, in order, without a gap, and behind the base: what a log that is not damaged holds. */
const isGapless = (base: LogPosition, entries: readonly Entry[]): boolean =>
  entries.every(({ index }, i) => index === base.index + 1 + i);

/** A checkpoint says everything, so that nothing before it is needed. null: these facts are none. */
export function checkpointState(facts: Facts): LogState | null {
  const { identity, formation, hardState, entries } = facts;
  const base = facts.restartFrom ?? { index: 0, term: 0 };
  if (identity === null || hardState === null || !isGapless(base, entries)) return null;
  return { identity, formation, hardState, base, entries: [...entries] };
}

/** Throws RangeError where a number is not a safe integer or a text is too long. */
export function encodeFacts(facts: Facts): Buffer {
  const writer = new ByteWriter();
  if (facts.identity !== null) writeRecord(writer, IDENTITY, facts.identity, writeIdentity);
  if (facts.formation !== null) writeRecord(writer, MEMBERS, facts.formation, writeFormation);
  if (facts.hardState !== null) writeRecord(writer, HARD_STATE, facts.hardState, writeHardState);
  if (facts.restartFrom !== null) writeRecord(writer, BASE, facts.restartFrom, writePosition);
  for (const entry of facts.entries) writeEntry(writer, entry);
  return writer.bytes();
}

export function decodeFacts(bytes: Buffer): DecodedFacts {
  try {
    return readFacts(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof MalformedBytes) return { ok: false, problem: "malformed" };
    throw error;
  }
}

function readFacts(reader: ByteReader): DecodedFacts {
  const entries: Entry[] = [];
  let facts: Facts = { identity: null, formation: null, hardState: null, restartFrom: null, entries };
  while (reader.left > 0) {
    const kind = reader.u8();
    const body = new ByteReader(reader.view(reader.u32()));
    if (kind >= FIRST_SKIPPABLE) continue;
    if (kind === IDENTITY) facts = { ...facts, identity: readIdentity(body) };
    else if (kind === FORMATION) facts = { ...facts, formation: readOldFormation(body) };
    else if (kind === MEMBERS) facts = { ...facts, formation: readFormation(body) };
    else if (kind === BASE) facts = { ...facts, restartFrom: readPosition(body) };
    else if (kind === NO_OP || kind === COMMAND || kind === CHANGE) entries.push(readEntry(kind, body));
    else if (kind === HARD_STATE) facts = { ...facts, hardState: readHardState(body) };
    else return { ok: false, problem: "unknownKind", kind };
    if (body.left > 0) throw new MalformedBytes("a record longer than what it says");
  }
  return { ok: true, facts };
}

function writeRecord<T>(
  writer: ByteWriter,
  kind: number,
  value: T,
  write: (writer: ByteWriter, value: T) => void,
): void {
  writer.u8(kind);
  const lengthAt = writer.length;
  writer.u32(0);
  const start = writer.length;
  write(writer, value);
  writer.patchU32(writer.length - start, lengthAt);
}

function writeIdentity(writer: ByteWriter, identity: Identity): void {
  writer.text(identity.clusterName);
  writer.text(identity.nodeId);
  writer.text(identity.incarnation);
}

const readIdentity = (reader: ByteReader): Identity => ({
  clusterName: reader.text(),
  nodeId: reader.text(),
  incarnation: reader.text(),
});

function writeMember(writer: ByteWriter, member: Member): void {
  writer.text(member.id);
  writer.text(member.incarnation);
}

const readMember = (reader: ByteReader): Member => ({ id: reader.text(), incarnation: reader.text() });

function writeFormation(writer: ByteWriter, formation: Formation): void {
  writer.text(formation.clusterId);
  writeConfiguration(writer, formation.configuration);
}

const readFormation = (reader: ByteReader): Formation => ({
  clusterId: reader.text(),
  configuration: readConfiguration(reader),
});

/** As it was before configurations could be joint, or have learners. */
const readOldFormation = (reader: ByteReader): Formation => ({
  clusterId: reader.text(),
  configuration: configurationOfVoters(readMembers(reader)),
});

export function writeConfiguration(writer: ByteWriter, { voters, outgoing, learners }: Configuration): void {
  for (const members of [voters, outgoing, learners]) {
    writer.u16(members.length);
    for (const member of members) writeMember(writer, member);
  }
}

export const readConfiguration = (reader: ByteReader): Configuration => ({
  voters: readMembers(reader),
  outgoing: readMembers(reader),
  learners: readMembers(reader),
  leaseMs: 0,
});

function readMembers(reader: ByteReader): Member[] {
  const members: Member[] = [];
  for (let count = reader.u16(); count > 0; count--) members.push(readMember(reader));
  return members;
}

export function writePosition(writer: ByteWriter, { index, term }: LogPosition): void {
  writer.u64(index);
  writer.u64(term);
}

export const readPosition = (reader: ByteReader): LogPosition => ({ index: reader.u64(), term: reader.u64() });

const KIND_OF = { noOp: NO_OP, command: COMMAND, configuration: CHANGE } as const;

function writeEntry(writer: ByteWriter, entry: Entry): void {
  writeRecord(writer, KIND_OF[entry.type], entry, () => {
    writePosition(writer, entry);
    if (entry.type === "command") writer.raw(entry.command);
    if (entry.type === "configuration") writeConfiguration(writer, entry.configuration);
  });
}

/** The command is copied, so that it does not keep a whole segment in memory. */
function readEntry(kind: number, reader: ByteReader): Entry {
  const at = readPosition(reader);
  if (kind === NO_OP) return { type: "noOp", ...at };
  if (kind === CHANGE) return { type: "configuration", ...at, configuration: readConfiguration(reader) };
  return { type: "command", ...at, command: Uint8Array.from(reader.view(reader.left)) };
}

function writeHardState(writer: ByteWriter, hardState: HardState): void {
  writer.u64(hardState.term);
  writer.u8(hardState.votedFor === null ? 0 : 1);
  if (hardState.votedFor !== null) writeMember(writer, hardState.votedFor);
}

function readHardState(reader: ByteReader): HardState {
  const term = reader.u64();
  const voted = reader.u8();
  if (voted > 1) throw new MalformedBytes("a vote that is neither given nor withheld");
  return { term, votedFor: voted === 1 ? readMember(reader) : null };
}
