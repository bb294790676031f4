/**
 * What a batch can say: one record a fact, and the state that the facts add up to.
 *
 * Law: term and vote are one record, so no crash can part them (Figure 2: both are persistent, and a vote means nothing
 * without its term). A record of a kind that this version does not know, and may not skip, is never guessed at.
 *
 *   record     kind u8 | length u32 | body of that length
 *
 *   identity   1   clusterName text | nodeId text | incarnation text
 *   hardState  3   term u64 | voted u8 (0, 1) | if 1: id text | incarnation text
 *   restart    5   index u64 | term u64: all entries are dropped, the log begins behind this position
 *   extent     9   base index u64 | base term u64 | oldest u64: entries up to the base are forgotten; segments of a
 *                  generation below `oldest` are not needed
 *   entries   10   see entry-record.ts: what the log held from the first one's index on is replaced
 *   seal      11   generation u64: the log goes on in that segment, and nowhere else
 *   formation 12   clusterId text | configuration, see entry-record.ts
 *
 *   of version 1, read only:
 *   formation  2   clusterId text | voters u16, each: id text | incarnation text
 *   formation  4   clusterId text | configuration without its lease
 *   entry      6, 7, 8: see entry-record.ts
 *
 *   text       length u16 | UTF-8
 *
 * In a batch, the extent counts before the restart, and that before the entries. Kinds from 128 on are hints: a version that
 * does not know one may skip it. Anything else unknown comes from a newer version, and is refused. A kind's body is never
 * extended; a fact that needs more becomes a new kind.
 */
import type { Entry } from "../core/entry.ts";
import { configurationOfVoters, type HardState, type LogPosition } from "../core/types.ts";
import type { Formation, Identity, StorageBatch } from "../ports/storage.ts";
import { ByteReader, ByteWriter, MalformedBytes } from "./bytes.ts";
import {
  isEntryKindOfVersion1,
  readConfiguration,
  readConfigurationOfVersion1,
  readEntries,
  readEntryOfVersion1,
  readMember,
  readMembers,
  writeConfiguration,
  writeEntries,
  writeMember,
} from "./entry-record.ts";

const IDENTITY = 1;
const FORMATION_OF_VOTERS = 2;
const HARD_STATE = 3;
const FORMATION_WITHOUT_LEASE = 4;
const RESTART = 5;
const EXTENT = 9;
const ENTRIES = 10;
const SEAL = 11;
const FORMATION = 12;
const FIRST_SKIPPABLE = 128;

/** All that every checkpoint repeats. */
export interface LogState {
  readonly identity: Identity;
  readonly formation: Formation | null;
  readonly hardState: HardState;
}

/** How far back the log reaches. */
export interface Extent {
  readonly base: LogPosition;
  /** The generation of the oldest segment that is needed. */
  readonly oldest: number;
}

/** What one batch says; null, or no entries, where it says nothing. */
export interface Facts {
  readonly identity: Identity | null;
  readonly formation: Formation | null;
  readonly hardState: HardState | null;
  readonly extent: Extent | null;
  readonly restartFrom: LogPosition | null;
  readonly entries: readonly Entry[];
  /** The generation of the segment in which the log goes on. */
  readonly sealedBy: number | null;
}

export const NO_FACTS: Facts = {
  identity: null,
  formation: null,
  hardState: null,
  extent: null,
  restartFrom: null,
  entries: [],
  sealedBy: null,
};

export type DecodedFacts =
  | { readonly ok: true; readonly facts: Facts }
  | { readonly ok: false; readonly problem: "malformed" }
  | { readonly ok: false; readonly problem: "unknownKind"; readonly kind: number };

export const applyBatch = (state: LogState, batch: Pick<StorageBatch, "formation" | "hardState">): LogState => ({
  identity: state.identity,
  formation: batch.formation ?? state.formation,
  hardState: batch.hardState ?? state.hardState,
});

/** A checkpoint says all but the entries, so that nothing before it is needed but those. null: these facts are none. */
export function checkpointState(facts: Facts): LogState | null {
  if (facts.identity === null || facts.hardState === null) return null;
  return { identity: facts.identity, formation: facts.formation, hardState: facts.hardState };
}

/** Throws RangeError where a number is not a safe integer, a text is too long, or the entries have a gap. */
export function encodeFacts(facts: Facts): Buffer {
  const writer = new ByteWriter();
  writeFacts(writer, facts);
  return writer.bytes();
}

export function writeFacts(writer: ByteWriter, facts: Facts): void {
  if (facts.identity !== null) writeRecord(writer, IDENTITY, facts.identity, writeIdentity);
  if (facts.formation !== null) writeRecord(writer, FORMATION, facts.formation, writeFormation);
  if (facts.hardState !== null) writeRecord(writer, HARD_STATE, facts.hardState, writeHardState);
  if (facts.extent !== null) writeRecord(writer, EXTENT, facts.extent, writeExtent);
  if (facts.restartFrom !== null) writeRecord(writer, RESTART, facts.restartFrom, writePosition);
  if (facts.entries.length > 0) writeRecord(writer, ENTRIES, facts.entries, writeEntries);
  if (facts.sealedBy !== null) writeRecord(writer, SEAL, facts.sealedBy, (to, generation) => to.u64(generation));
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
  let facts = NO_FACTS;
  /** Of version 1, which wrote a record an entry. */
  const single: Entry[] = [];
  while (reader.left > 0) {
    const kind = reader.u8();
    const bytes = reader.view(reader.u32());
    if (kind >= FIRST_SKIPPABLE) continue;
    if (isEntryKindOfVersion1(kind)) {
      single.push(readEntryOfVersion1(kind, bytes));
      continue;
    }
    const fact = readFact(kind, bytes);
    if (fact === null) return { ok: false, problem: "unknownKind", kind };
    facts = { ...facts, ...fact };
  }
  const [first] = single;
  if (first === undefined) return { ok: true, facts };
  if (!single.every(({ index }, i) => index === first.index + i)) throw new MalformedBytes("entries with a gap");
  return { ok: true, facts: { ...facts, entries: single } };
}

/** null: of an unknown kind. */
function readFact(kind: number, bytes: Buffer): Partial<Facts> | null {
  if (kind === ENTRIES) return { entries: readEntries(bytes) };
  const body = new ByteReader(bytes);
  const fact = readSmallFact(kind, body);
  if (fact !== null && body.left > 0) throw new MalformedBytes("a record longer than what it says");
  return fact;
}

function readSmallFact(kind: number, body: ByteReader): Partial<Facts> | null {
  switch (kind) {
    case IDENTITY:
      return { identity: readIdentity(body) };
    case FORMATION_OF_VOTERS:
      return { formation: readFormationOfVoters(body) };
    case HARD_STATE:
      return { hardState: readHardState(body) };
    case FORMATION_WITHOUT_LEASE:
      return { formation: { clusterId: body.text(), configuration: readConfigurationOfVersion1(body) } };
    case FORMATION:
      return { formation: { clusterId: body.text(), configuration: readConfiguration(body) } };
    case EXTENT:
      return { extent: { base: readPosition(body), oldest: body.u64() } };
    case RESTART:
      return { restartFrom: readPosition(body) };
    case SEAL:
      return { sealedBy: body.u64() };
    default:
      return null;
  }
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

function writeFormation(writer: ByteWriter, formation: Formation): void {
  writer.text(formation.clusterId);
  writeConfiguration(writer, formation.configuration);
}

const readFormationOfVoters = (reader: ByteReader): Formation => ({
  clusterId: reader.text(),
  configuration: configurationOfVoters(readMembers(reader)),
});

export function writePosition(writer: ByteWriter, position: LogPosition): void {
  writer.u64(position.index);
  writer.u64(position.term);
}

export const readPosition = (reader: ByteReader): LogPosition => ({ index: reader.u64(), term: reader.u64() });

function writeExtent(writer: ByteWriter, extent: Extent): void {
  writePosition(writer, extent.base);
  writer.u64(extent.oldest);
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
