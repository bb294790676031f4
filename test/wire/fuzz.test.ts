/**
 * A million frames that nobody should send. Replay a failure with `FUZZ_SEED=<seed>` and the same command; FUZZ_FRAMES sets
 * how many.
 */
import { expect, test } from "vitest";
import type { Body } from "../../src/core/message.ts";
import type { Frame } from "../../src/ports/codec.ts";
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
  const bodies: (Body | null)[] = [
    null,
    { type: "preVoteRequest", nextTerm: 301, last },
    { type: "preVoteResponse", nextTerm: Number.MAX_SAFE_INTEGER, granted: true },
    { type: "voteRequest", last, transfer: true },
    { type: "voteResponse", granted: true },
    { type: "heartbeat", round: 2 ** 40 },
    { type: "heartbeatAck", round: 128 },
    { type: "timeoutNow" },
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

/** One hostile frame, a view of `scratch`. Most keep the zero tag, or nothing behind it would ever be reached. */
function hostile(random: (bound: number) => number, valid: readonly Uint8Array[]): Uint8Array {
  const base = valid[random(valid.length)] ?? scratch;
  scratch.set(base);
  let length = base.length;
  for (let rounds = 1 + random(3); rounds > 0; rounds -= 1) {
    const start = random(200) === 0 ? 0 : 32;
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
        const piece = other.subarray(32 + random(other.length - 32));
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

/** What the core may rely on, said without the codec's own words. */
function bodyIsValid(body: Body): boolean {
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
    case "heartbeatAck":
      return safe(body.round);
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
  return addressed && message.from === frame.from && safe(message.term) && bodyIsValid(message.body);
}

test(`${FRAMES} hostile frames: none throws, and none yields what the core may not trust`, { timeout: 120_000 }, () => {
  const random = randomOf(SEED);
  const valid = validFrames();
  const outcomes = new Map<string, number>();
  for (let index = 0; index < FRAMES; index += 1) {
    const bytes = hostile(random, valid);
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
