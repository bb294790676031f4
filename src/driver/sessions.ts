/**
 * Sessions: exactly-once above the user's machine (thesis 6.3).
 *
 * Laws: (client id, sequence) is executed once, whatever repeats and reorders the retries; the log alone decides, so that all
 * nodes hold the same sessions; and a session begins by its own entry only, never by being used, for then a late retry of a
 * forgotten client would be executed a second time.
 *
 * The index of the entry that registers a client is the client's id, unique by nature. A client has one command on its way:
 * a higher sequence says that it has, or has given up, the answers to the lower ones. So one result is kept for each
 * session, and whatever comes below it is refused. Of more than SESSIONS_MAX sessions the one that the log has not named
 * for longest expires.
 *
 * An entry's command, as the log holds it (numbers big-endian):
 *
 *     register    1
 *     in session  2 | client id u64 | sequence u64 | command
 *     no session  3 | command
 *
 * In a snapshot, before the machine's bytes, the least recently used first:
 *
 *     version u8 = 1 | bytes u32 | count u32 | count x (client id u64 | sequence u64 | index u64 | length u32 | result)
 *
 * where `bytes` counts all from `count` on.
 */
import { GraftError } from "../errors.ts";
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";
import type { StateMachine } from "../ports/state-machine.ts";

export const SESSIONS_MAX = 10_000;

const REGISTER = 1;
const IN_SESSION = 2;
const NO_SESSION = 3;
const IN_SESSION_HEADER_BYTES = 17;

const SNAPSHOT_VERSION = 1;
const SNAPSHOT_HEADER_BYTES = 5;
const SESSION_HEADER_BYTES = 28;

const NOTHING = new Uint8Array();

/** Never changed, only replaced: a snapshot shares it. */
interface Session {
  /** The highest that was executed; 0: none. */
  readonly sequence: number;
  /** Of the entry that executed it. */
  readonly index: number;
  readonly result: Uint8Array;
  /** Of the entry that named the session last. Of one from a snapshot its place there, below zero: all the rest came later. */
  readonly usedAt: number;
}

/**
 * Where envelopes are kept: a page holds many and nothing else. They leave the log in the order in which they came, so pages
 * are given back whole; in Buffer's pool each would lie among bytes of other lives, and hold them in memory for as long.
 */
const PAGE_BYTES = 64 * 1024;
const PAGED_BYTES_MAX = PAGE_BYTES / 8;
let page = Buffer.alloc(0);
let pageUsed = 0;

function paged(bytes: number): Buffer {
  if (bytes > PAGED_BYTES_MAX) return Buffer.allocUnsafeSlow(bytes);
  if (bytes > page.length - pageUsed) {
    page = Buffer.allocUnsafeSlow(PAGE_BYTES);
    pageUsed = 0;
  }
  pageUsed += bytes;
  return page.subarray(pageUsed - bytes, pageUsed);
}

/** A request as the log holds it: a copy. */
export function encodeEnvelope(request: Exclude<ClientRequest, { type: "read" }>): Uint8Array {
  if (request.type === "register") return Uint8Array.of(REGISTER);
  const { clientId, sequence, command } = request;
  const headerBytes = clientId === 0 ? 1 : IN_SESSION_HEADER_BYTES;
  const envelope = paged(headerBytes + command.length);
  envelope.set(command, headerBytes);
  envelope[0] = clientId === 0 ? NO_SESSION : IN_SESSION;
  if (clientId === 0) return envelope;
  writeU64(envelope, clientId, 1);
  writeU64(envelope, sequence, 9);
  return envelope;
}

export class Sessions {
  readonly #machine: StateMachine;
  /** By client id. */
  #sessions = new Map<number, Session>();

  constructor(machine: StateMachine) {
    this.#machine = machine;
  }

  get count(): number {
    return this.#sessions.size;
  }

  /** What became of a command that has been executed, or that its client has gone on from; null: nothing is known of it. */
  outcomeOf(clientId: number, sequence: number): ClientResponse | null {
    const session = this.#sessions.get(clientId);
    return session === undefined || sequence > session.sequence ? null : outcomeIn(session, sequence);
  }

  /** Executes a committed entry. What the machine throws goes through. */
  apply(envelope: Uint8Array, index: number): ClientResponse {
    const kind = envelope[0];
    if (kind === REGISTER && envelope.length === 1) return this.#register(index);
    if (kind === NO_SESSION) return done(index, this.#machine.apply(envelope.subarray(1), index));
    if (kind !== IN_SESSION || envelope.length < IN_SESSION_HEADER_BYTES) return NOT_UNDERSTOOD;
    const clientId = readU64(envelope, 1);
    const sequence = readU64(envelope, 9);
    if (!Number.isSafeInteger(clientId) || !Number.isSafeInteger(sequence) || sequence < 1) return NOT_UNDERSTOOD;
    return this.#inSession(clientId, sequence, envelope.subarray(IN_SESSION_HEADER_BYTES), index);
  }

  query(query: Uint8Array): Uint8Array {
    return this.#machine.query(query);
  }

  /** Both halves are taken now, and read later. */
  snapshot(): AsyncIterable<Uint8Array> {
    const leastRecentFirst = [...this.#sessions].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    return chained(leastRecentFirst, this.#machine.snapshot());
  }

  /** @throws GraftError SNAPSHOT_UNREADABLE, and what the machine throws */
  async restore(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const { section, rest } = await sectionOf(chunks);
    const sessions = decodeSection(section);
    await this.#machine.restore(rest);
    this.#sessions = sessions;
  }

  #register(index: number): ClientResponse {
    this.#sessions.set(index, { sequence: 0, index, result: NOTHING, usedAt: index });
    if (this.#sessions.size > SESSIONS_MAX) this.#sessions.delete(this.#leastRecentlyUsed());
    return done(index, NOTHING);
  }

  /** Looked for where one has to go: to keep them in that order would cost each command more than to look costs a client. */
  #leastRecentlyUsed(): number {
    let least = { clientId: 0, usedAt: Number.POSITIVE_INFINITY };
    for (const [clientId, { usedAt }] of this.#sessions) if (usedAt < least.usedAt) least = { clientId, usedAt };
    return least.clientId;
  }

  #inSession(clientId: number, sequence: number, command: Uint8Array, index: number): ClientResponse {
    const session = this.#sessions.get(clientId);
    if (session === undefined) return EXPIRED;
    if (sequence <= session.sequence) {
      this.#sessions.set(clientId, { ...session, usedAt: index });
      return outcomeIn(session, sequence);
    }
    const result = new Uint8Array(this.#machine.apply(command, index));
    this.#sessions.set(clientId, { sequence, index, result, usedAt: index });
    return done(index, result);
  }
}

const done = (index: number, result: Uint8Array): ClientResponse => ({ type: "ok", index, result });

const NOT_UNDERSTOOD: ClientResponse = {
  type: "error",
  code: "INVALID_REQUEST",
  message: "the entry is of no kind that is known here",
  mayHaveExecuted: false,
  leader: null,
};

/** An earlier copy may have been executed while the session lived; this one was not. */
const EXPIRED: ClientResponse = {
  type: "error",
  code: "SESSION_EXPIRED",
  message: "no such session, or not any more: register anew",
  mayHaveExecuted: true,
  leader: null,
};

/** The client has said that it does not wait for this one. It will not be executed any more, but may have been. */
const OVERTAKEN: ClientResponse = {
  type: "error",
  code: "INVALID_REQUEST",
  message: "the session has gone on to a higher sequence, and the answer to this one is not kept",
  mayHaveExecuted: true,
  leader: null,
};

/** Of a command that is not above the highest. */
const outcomeIn = (session: Session, sequence: number): ClientResponse =>
  sequence < session.sequence ? OVERTAKEN : done(session.index, session.result);

const HIGH = 2 ** 32;

/** `value` is a safe integer, as is what is read where it was written here; BigInts would be garbage in each command. */
function writeU64(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / HIGH), at);
  bytes.writeUInt32BE(value % HIGH, at + 4);
}

function readU64(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let place = at; place < at + 8; place += 1) value = value * 256 + (bytes[place] ?? 0);
  return value;
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

async function* chained(sessions: readonly (readonly [number, Session])[], machine: Chunks) {
  const records = sessions.map(encodeSession);
  const header = Buffer.alloc(SNAPSHOT_HEADER_BYTES + 4);
  header.writeUInt8(SNAPSHOT_VERSION);
  header.writeUInt32BE(
    records.reduce((sum, { length }) => sum + length, 4),
    1,
  );
  header.writeUInt32BE(records.length, SNAPSHOT_HEADER_BYTES);
  yield Buffer.concat([header, ...records]);
  yield* machine;
}

function encodeSession([clientId, { sequence, index, result }]: readonly [number, Session]): Buffer {
  const header = Buffer.alloc(SESSION_HEADER_BYTES);
  writeU64(header, clientId, 0);
  writeU64(header, sequence, 8);
  writeU64(header, index, 16);
  header.writeUInt32BE(result.length, 24);
  return Buffer.concat([header, result]);
}

/** Cuts the sessions' section off the stream; `rest` is the machine's. */
async function sectionOf(chunks: AsyncIterable<Uint8Array>) {
  const source = chunks[Symbol.asyncIterator]();
  let bytes: Buffer = Buffer.alloc(0);
  for (let end = endOfSection(bytes); bytes.length < end; end = endOfSection(bytes)) {
    const next = await source.next();
    if (next.done === true) throw unreadable("it ends within the sessions");
    bytes = Buffer.concat([bytes, next.value]);
  }
  const end = endOfSection(bytes);
  return { section: bytes.subarray(SNAPSHOT_HEADER_BYTES, end), rest: continued(bytes.subarray(end), source) };
}

/** As far as the bytes tell: while they are too few, the header's. */
function endOfSection(bytes: Buffer): number {
  if (bytes.length < SNAPSHOT_HEADER_BYTES) return SNAPSHOT_HEADER_BYTES;
  if (bytes.readUInt8() !== SNAPSHOT_VERSION) throw unreadable(`its version ${bytes.readUInt8()} is unknown here`);
  return SNAPSHOT_HEADER_BYTES + bytes.readUInt32BE(1);
}

async function* continued(first: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

function decodeSection(section: Buffer): Map<number, Session> {
  const sessions = new Map<number, Session>();
  const count = section.length < 4 ? 0 : section.readUInt32BE();
  let at = 4;
  while (section.length - at >= SESSION_HEADER_BYTES) {
    const end = at + SESSION_HEADER_BYTES + section.readUInt32BE(at + 24);
    if (end > section.length) break;
    const result = Uint8Array.from(section.subarray(at + SESSION_HEADER_BYTES, end));
    const usedAt = sessions.size - count;
    sessions.set(readU64(section, at), {
      sequence: readU64(section, at + 8),
      index: readU64(section, at + 16),
      result,
      usedAt,
    });
    at = end;
  }
  if (at !== section.length || sessions.size !== count) throw unreadable("its sessions are malformed");
  return sessions;
}

const unreadable = (reason: string): GraftError =>
  new GraftError("SNAPSHOT_UNREADABLE", `the snapshot's sessions: ${reason}`, { reason });
