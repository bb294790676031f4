/**
 * A million frames that nobody should send. Replay a failure with `FUZZ_SEED=<seed>` and the same command; FUZZ_FRAMES sets
 * how many.
 */
import { expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { AppendEntries, Body, InstallSnapshot } from "../../src/core/message.ts";
import type { Configuration, Member } from "../../src/core/types.ts";
import type { ClientRequest, ClientResponse } from "../../src/ports/client-door.ts";
import type { Frame } from "../../src/ports/codec.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { toHex } from "./bytes.ts";

const SEED = Number(process.env.FUZZ_SEED ?? (Date.now() ^ (process.pid << 16)) >>> 0) >>> 0;
const FRAMES = Number(process.env.FUZZ_FRAMES ?? 1_000_000);

/** xorshift32; state is never 0. */
function randomOf(seed: number): (bound: number) => number {
  let state = seed === 0 ? 0x9e3779b9 : seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

const codec = createCodec();

function validFrames(): Uint8Array[] {
  const from = { id: "node-1", incarnation: "0123456789abcdef0123456789abcdef" };
  const last = { index: 70_000, term: 299 };
  const other = { id: "node-2", incarnation: "fedcba98" };
  const learners = [{ id: "node-3", incarnation: "i3" }];
  const configuration = { voters: [from, other], outgoing: [from], learners, leaseMs: 300 };
  const entries: Entry[] = [
    { type: "noOp", index: 70_001, term: 299 },
    { type: "command", index: 70_002, term: 300, command: new Uint8Array([1, 2, 3]) },
    { type: "configuration", index: 70_003, term: 300, configuration },
  ];
  const bodies: (Body | null)[] = [
    null,
    { type: "preVoteRequest", nextTerm: 301, last, isHinted: false },
    { type: "preVoteResponse", nextTerm: Number.MAX_SAFE_INTEGER, granted: true },
    { type: "voteRequest", last, transfer: true },
    { type: "voteResponse", granted: true, early: true },
    { type: "heartbeat", round: 2 ** 40, commitIndex: 70_000 },
    { type: "heartbeatAck", round: 128, verifiedIndex: 70_000, matchIndex: 300, priority: 7 },
    { type: "timeoutNow" },
    { type: "appendEntries", prev: last, entries, commitIndex: 69_999 },
    { type: "appendAck", matchIndex: 70_001 },
    { type: "appendRefusal", prevIndex: 70_000, hint: last },
    { type: "installSnapshot", last, configuration, totalBytes: 1000, offset: 500, data: new Uint8Array(20).fill(7) },
    { type: "snapshotAck", lastIndex: 70_000, offset: 520, installed: true },
    { type: "readIndexRequest", requestId: 9 },
    { type: "readIndexResponse", requestId: 9, index: 70_000 },
  ];
  return bodies.flatMap((body) =>
    [null, "node-2"].map((to) => {
      const message = body === null ? null : { from, to, term: 300, body };
      return codec.encode({ clusterId: "c".repeat(32), boot: "b".repeat(16), from, message });
    }),
  );
}

const EXTREMES = [
  [0x00],
  [0x7f],
  [0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];

const scratch = new Uint8Array(2048);

/** One hostile frame, a view of `scratch`. Most keep the first `kept` bytes: behind a tag that is not zero nothing is reached. */
function hostile(random: (bound: number) => number, valid: readonly Uint8Array[], kept: number): Uint8Array {
  const base = valid[random(valid.length)] ?? scratch;
  scratch.set(base);
  let length = base.length;
  for (let rounds = 1 + random(3); rounds > 0; rounds -= 1) {
    const start = random(200) === 0 ? 0 : kept;
    const at = start + random(Math.max(1, length - start));
    switch (random(7)) {
      case 0:
        scratch[at] = (scratch[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        scratch[at] = random(256);
        break;
      case 2:
        length = at;
        break;
      case 3: {
        const other = valid[random(valid.length)] ?? base;
        const piece = other.subarray(kept + random(other.length - kept));
        if (at + piece.length > scratch.length) break;
        scratch.set(piece, at);
        length = at + piece.length;
        break;
      }
      case 4: {
        const extreme = EXTREMES[random(EXTREMES.length)] ?? [];
        if (length + extreme.length > scratch.length) break;
        scratch.copyWithin(at + extreme.length, at, length);
        scratch.set(extreme, at);
        length += extreme.length;
        break;
      }
      case 5: {
        const gone = random(8);
        scratch.copyWithin(at, Math.min(length, at + gone), length);
        length = Math.max(at, length - gone);
        break;
      }
      default: {
        const noise = random(64);
        if (at + noise > scratch.length) break;
        for (let index = 0; index < noise; index += 1) scratch[at + index] = random(256);
        length = Math.max(length, at + noise);
      }
    }
  }
  return scratch.subarray(0, length);
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const safe = (value: number): boolean => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const positionIsValid = (position: { index: number; term: number }): boolean =>
  safe(position.index) && safe(position.term);

const ownBytes = (bytes: Uint8Array): boolean => bytes.constructor === Uint8Array && bytes.buffer !== scratch.buffer;

function membersAreValid(members: readonly Member[]): boolean {
  if (members.length > 128 || new Set(members.map(({ id }) => id)).size < members.length) return false;
  return members.every(({ id, incarnation }) => NAME.test(id) && NAME.test(incarnation));
}

function configurationIsValid({ voters, outgoing, learners }: Configuration): boolean {
  if (voters.length === 0 || ![voters, outgoing, learners].every(membersAreValid)) return false;
  return learners.every(({ id }) => !voters.some((voter) => voter.id === id));
}

function entriesAreValid({ prev, entries }: AppendEntries, leaderTerm: number): boolean {
  if (!positionIsValid(prev) || prev.term > leaderTerm || entries.length > 4096) return false;
  return entries.every((entry, place) => {
    const before = entries[place - 1]?.term ?? prev.term;
    if (!safe(entry.index) || entry.index !== prev.index + 1 + place) return false;
    if (!safe(entry.term) || entry.term < Math.max(1, before) || entry.term > leaderTerm) return false;
    if (entry.type === "configuration") return configurationIsValid(entry.configuration);
    return entry.type === "noOp" || ownBytes(entry.command);
  });
}

function pieceIsValid({ last, configuration, totalBytes, offset, data }: InstallSnapshot, leaderTerm: number): boolean {
  if (!positionIsValid(last) || last.term > leaderTerm || !safe(totalBytes) || !safe(offset)) return false;
  const within = offset + data.length <= totalBytes && (data.length > 0 || totalBytes === 0);
  return within && ownBytes(data) && configurationIsValid(configuration);
}

/** What the core may rely on, said without the codec's own words. */
function bodyIsValid(body: Body, term: number): boolean {
  switch (body.type) {
    case "preVoteRequest":
      return safe(body.nextTerm) && safe(body.last.index) && safe(body.last.term);
    case "preVoteResponse":
      return safe(body.nextTerm) && typeof body.granted === "boolean";
    case "voteRequest":
      return safe(body.last.index) && safe(body.last.term) && typeof body.transfer === "boolean";
    case "voteResponse":
      return typeof body.granted === "boolean";
    case "heartbeat":
      return safe(body.round) && safe(body.commitIndex);
    case "heartbeatAck":
      return safe(body.round) && safe(body.verifiedIndex) && safe(body.matchIndex);
    case "appendEntries":
      return entriesAreValid(body, term) && safe(body.commitIndex);
    case "appendAck":
      return safe(body.matchIndex);
    case "appendRefusal":
      return safe(body.prevIndex) && positionIsValid(body.hint);
    case "installSnapshot":
      return pieceIsValid(body, term);
    case "snapshotAck":
      return safe(body.lastIndex) && safe(body.offset) && typeof body.installed === "boolean";
    case "readIndexRequest":
      return safe(body.requestId);
    case "readIndexResponse":
      return safe(body.requestId) && safe(body.index);
    case "timeoutNow":
      return true;
    default:
      return false;
  }
}

function frameIsValid(frame: Frame): boolean {
  const names = [frame.clusterId, frame.boot, frame.from.id, frame.from.incarnation];
  if (!names.every((text) => typeof text === "string" && NAME.test(text))) return false;
  const { message } = frame;
  if (message === null) return true;
  const addressed = message.to === null || NAME.test(message.to);
  return addressed && message.from === frame.from && safe(message.term) && bodyIsValid(message.body, message.term);
}

const SHARE = Math.floor(FRAMES / 5);

test(`${FRAMES - SHARE} hostile frames: none throws, and none yields what the core may not trust`, {
  timeout: 120_000,
}, () => {
  const random = randomOf(SEED);
  const valid = validFrames();
  const outcomes = new Map<string, number>();
  for (let index = 0; index < FRAMES - SHARE; index += 1) {
    const bytes = hostile(random, valid, 32);
    let outcome = "accepted";
    try {
      const decoded = codec.decode(index % 2 === 0 ? bytes : Buffer.from(bytes.buffer, 0, bytes.length));
      if (!decoded.ok) outcome = decoded.problem;
      else if (!frameIsValid(decoded.frame)) throw new Error(`accepted: ${JSON.stringify(decoded.frame)}`);
    } catch (cause) {
      throw new Error(`FUZZ_SEED=${SEED} frame ${index} ${toHex(bytes)}`, { cause });
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  // A fuzz that never gets past the first check proves nothing: every way out must have been taken.
  for (const outcome of ["accepted", "malformed", "unknownVersion", "unknownBody", "outOfRange"]) {
    expect(outcomes.get(outcome) ?? 0, `FUZZ_SEED=${SEED} ${outcome}`).toBeGreaterThan(FRAMES / 10_000);
  }
});

const clients = createClientCodec();

const validRequests = (): Uint8Array[] => {
  const query = new Uint8Array(20).fill(7);
  const requests: ClientRequest[] = [
    { type: "register" },
    { type: "propose", clientId: 2 ** 40, sequence: 300, command: query },
    { type: "propose", clientId: 0, sequence: 0, command: query },
    { type: "read", consistency: "stale", query },
  ];
  return requests.map((request) => clients.encodeRequest(request));
};

const validResponses = (): Uint8Array[] => {
  const responses: ClientResponse[] = [
    { type: "ok", index: 2 ** 40, result: new Uint8Array(20).fill(7) },
    { type: "error", code: "NOT_LEADER", message: "it is another", mayHaveExecuted: false, leader: "node-2" },
    { type: "error", code: "UNCERTAIN", message: "", mayHaveExecuted: true, leader: null },
  ];
  return responses.map((response) => clients.encodeResponse(response));
};

function requestIsValid(request: ClientRequest): boolean {
  if (request.type === "register") return true;
  if (request.type === "read") return /^(linearizable|stale)$/.test(request.consistency) && ownBytes(request.query);
  const { clientId, sequence, command } = request;
  const isWhole = command instanceof Uint8Array; // a view: who keeps it copies it
  return safe(clientId) && safe(sequence) && (clientId === 0) === (sequence === 0) && isWhole;
}

function responseIsValid(response: ClientResponse): boolean {
  if (response.type === "ok") return safe(response.index) && ownBytes(response.result);
  const { code, message, mayHaveExecuted, leader } = response;
  if (!/^[A-Z_]+$/.test(code) || typeof message !== "string" || typeof mayHaveExecuted !== "boolean") return false;
  return leader === null || NAME.test(leader);
}

function requestOutcome(bytes: Uint8Array): string {
  const decoded = clients.decodeRequest(bytes);
  if (!decoded.ok) return decoded.problem;
  if (!requestIsValid(decoded.request)) throw new Error(`accepted: ${JSON.stringify(decoded.request)}`);
  return "accepted";
}

function responseOutcome(bytes: Uint8Array): string {
  const decoded = clients.decodeResponse(bytes);
  if (!decoded.ok) return decoded.problem;
  if (!responseIsValid(decoded.response)) throw new Error(`accepted: ${JSON.stringify(decoded.response)}`);
  return "accepted";
}

test.each([
  ["requests", validRequests, requestOutcome],
  ["responses", validResponses, responseOutcome],
])(`${SHARE / 2} hostile %s of clients: none throws, and none yields what nobody may trust`, (_, valid, outcomeOf) => {
  const random = randomOf(SEED);
  const bases = valid();
  const outcomes = new Map<string, number>();
  for (let index = 0; index < SHARE / 2; index += 1) {
    const bytes = hostile(random, bases, 0);
    try {
      const outcome = outcomeOf(index % 2 === 0 ? bytes : Buffer.from(bytes.buffer, 0, bytes.length));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (cause) {
      throw new Error(`FUZZ_SEED=${SEED} message ${index} ${toHex(bytes)}`, { cause });
    }
  }
  for (const outcome of ["accepted", "malformed", "unknownBody", "outOfRange"]) {
    expect(outcomes.get(outcome) ?? 0, `FUZZ_SEED=${SEED} ${outcome}`).toBeGreaterThan(SHARE / 10_000);
  }
});
