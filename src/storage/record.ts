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
 *
 *   text       length u16 | UTF-8
 *
 * Kinds from 128 on are hints: a version that does not know one may skip it. Anything else unknown comes from a newer
 * version, and is refused. A kind's body is never extended; a fact that needs more becomes a new kind.
 */
import type { HardState, Member } from "../core/types.ts";
import type { Formation, Identity, StorageBatch } from "../ports/storage.ts";
import { ByteReader, ByteWriter, MalformedBytes } from "./bytes.ts";

const IDENTITY = 1;
const FORMATION = 2;
const HARD_STATE = 3;
const FIRST_SKIPPABLE = 128;

/** All that the log adds up to. */
export interface LogState {
  readonly identity: Identity;
  readonly formation: Formation | null;
  readonly hardState: HardState;
}

/** What one batch says; null where it says nothing. */
export interface Facts {
  readonly identity: Identity | null;
  readonly formation: Formation | null;
  readonly hardState: HardState | null;
}

export type DecodedFacts =
  | { readonly ok: true; readonly facts: Facts }
  | { readonly ok: false; readonly problem: "malformed" }
  | { readonly ok: false; readonly problem: "unknownKind"; readonly kind: number };

export const applyBatch = (state: LogState, batch: StorageBatch): LogState => ({
  identity: state.identity,
  formation: batch.formation ?? state.formation,
  hardState: batch.hardState ?? state.hardState,
});

/** A checkpoint says everything, so that nothing before it is needed. null: these facts are none. */
export function checkpointState(facts: Facts): LogState | null {
  if (facts.identity === null || facts.hardState === null) return null;
  return { identity: facts.identity, formation: facts.formation, hardState: facts.hardState };
}

/** Throws RangeError where a number is not a safe integer or a text is too long. */
export function encodeFacts(facts: Facts): Buffer {
  const writer = new ByteWriter();
  if (facts.identity !== null) writeRecord(writer, IDENTITY, facts.identity, writeIdentity);
  if (facts.formation !== null) writeRecord(writer, FORMATION, facts.formation, writeFormation);
  if (facts.hardState !== null) writeRecord(writer, HARD_STATE, facts.hardState, writeHardState);
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
  let facts: Facts = { identity: null, formation: null, hardState: null };
  while (reader.left > 0) {
    const kind = reader.u8();
    const body = new ByteReader(reader.view(reader.u32()));
    if (kind >= FIRST_SKIPPABLE) continue;
    if (kind === IDENTITY) facts = { ...facts, identity: readIdentity(body) };
    else if (kind === FORMATION) facts = { ...facts, formation: readFormation(body) };
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
  writer.u16(formation.configuration.voters.length);
  for (const voter of formation.configuration.voters) writeMember(writer, voter);
}

function readFormation(reader: ByteReader): Formation {
  const clusterId = reader.text();
  const voters: Member[] = [];
  for (let count = reader.u16(); count > 0; count--) voters.push(readMember(reader));
  return { clusterId, configuration: { voters } };
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
