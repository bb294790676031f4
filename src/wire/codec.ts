/**
 * The codec of protocol `raft`.
 *
 * Law: `decode` is total. It asks for the cluster's signature and bounds the bytes first (`signature`, `bounds`), decodes then, and believes a field only after it
 * was checked; what it yields is its own and holds no view of the input: the bytes of commands are views of one copy of the
 * frame, where it has any. `encode` is given values that the core made and throws where one of them cannot be: a bug must not
 * travel as a zero.
 *
 * An AppendEntries is the one large body, and goes to each follower with little changed: its entries are encoded once
 * (`entries`) and copied behind the envelope's other fields, as a protobuf encoder would have written them. Who sends is
 * encoded once, and recognized by its bytes (`heads`); and the bodies of which there are many are read and written by hand
 * (`hot-frames`), as protobufjs would, which has the rest.
 *
 * Fields that we do not know are stepped over, so that a newer node can say more to us than we understand; a body that we
 * do not know is refused by name, for then we missed all that was said.
 */
import type { AppendEntries, Message } from "../core/message.ts";
import { type Member, sameMember } from "../core/types.ts";
import type { Codec, Decoded, DecodeProblem, Frame } from "../ports/codec.ts";
import { bodyFromWire, putBody } from "./bodies.ts";
import { PROTOCOL_VERSION, signsOf } from "./bounds.ts";
import { checkedCount, isCount } from "./counts.ts";
import { EntryRuns } from "./entries.ts";
import { envelopeOf, FRAME_BYTES_MAX, frameOf, hasZeroTag, TAG_BYTES } from "./frame.ts";
import { type Head, KnownHeads, OwnHead } from "./heads.ts";
import { HotReader, HotWriter } from "./hot-frames.ts";
import { checkedName, isName } from "./names.ts";
import { Envelope, type WireEnvelope } from "./schema.ts";
import { isSigned, type KeySource, noKeys, sign } from "./signature.ts";

export interface CodecOptions {
  /** Frames above this are refused unread. Default 1 MiB less 4 KiB. */
  readonly frameBytesMax?: number;
  /** The cluster's. Default: none, frames are not signed. */
  readonly keys?: KeySource;
}

export function createCodec(options: CodecOptions = {}): Codec {
  const frameBytesMax = options.frameBytesMax ?? FRAME_BYTES_MAX;
  const { keys = noKeys } = options;
  const encoder = { runs: new EntryRuns(), head: new OwnHead(), hot: new HotWriter() };
  const decoder = { heads: new KnownHeads(), hot: new HotReader() };
  return {
    encode(frame) {
      const bytes = encode(frame, encoder);
      if (bytes.length > frameBytesMax)
        throw new RangeError(`a frame of ${bytes.length} bytes exceeds ${frameBytesMax}`);
      sign(bytes, keys());
      return bytes;
    },
    decode(bytes) {
      if (bytes.length > frameBytesMax) return refused("tooLarge");
      const problem = tagProblem(bytes, keys());
      return problem === null ? decode(bytes, decoder) : refused(problem);
    },
  };
}

interface Encoder {
  readonly runs: EntryRuns;
  readonly head: OwnHead;
  readonly hot: HotWriter;
}

interface Decoder {
  readonly heads: KnownHeads;
  readonly hot: HotReader;
}

function encode(frame: Frame, { runs, head, hot }: Encoder): Uint8Array {
  const { start } = head.of(frame);
  const { message } = frame;
  if (message !== null) {
    if (!sameMember(message.from, frame.from))
      throw new TypeError(`${frame.from.id} cannot send a message of ${message.from.id}`);
    const { body } = message;
    const bytes = hot.frame(start, message, body.type === "appendEntries" ? entryBytes(body, runs) : NOTHING);
    if (bytes !== null) return bytes;
  }
  return frameOf(start, Envelope.encode(wireOf(frame)).finish());
}

const NOTHING = new Uint8Array();

function entryBytes({ prev, entries }: AppendEntries, runs: EntryRuns): Uint8Array {
  const first = entries[0];
  if (first === undefined) return NOTHING;
  if (first.index !== prev.index + 1) throw new TypeError(`entry ${first.index} does not follow ${prev.index}`);
  return runs.bytesOf(entries);
}

/** What follows the head. Built in one order: objects of few shapes are what makes the generated encoder fast. */
function wireOf(frame: Frame): WireEnvelope {
  const { message } = frame;
  const wire: WireEnvelope = { to: "", term: 0 };
  if (message === null)
    wire.presence = frame.answers === undefined ? {} : { answers: checkedName(frame.answers, "answers") };
  else putMessage(wire, message);
  return wire;
}

function putMessage(wire: WireEnvelope, message: Message): void {
  if (message.to !== null) wire.to = checkedName(message.to, "to");
  wire.term = checkedCount(message.term, "term");
  putBody(wire, message.body);
}

/** What is wrong with the tag, before anything behind it is believed. */
function tagProblem(frame: Uint8Array, keys: readonly Uint8Array[]): DecodeProblem | null {
  if (frame.length <= TAG_BYTES) return "malformed";
  if (keys.length > 0) return isSigned(frame, keys) ? null : "unauthenticated";
  return hasZeroTag(frame) ? null : "malformed";
}

function decode(bytes: Uint8Array, { heads, hot }: Decoder): Decoded {
  const head = heads.find(bytes);
  if (head === null) return decodeWhole(bytes, heads);
  const { clusterId, from, boot } = head;
  const message = hot.read(bytes, head.start.length, from);
  if (message !== null) return { ok: true, frame: { clusterId, boot, from, message } };
  return decodeBehind(head, bytes) ?? decodeWhole(bytes, heads);
}

/** null: it says again who sends it, and must be read as a whole. */
function decodeBehind(head: Head, bytes: Uint8Array): Decoded | null {
  const rest = bytes.subarray(head.start.length);
  const { problem, hasHead, holdsBytes } = signsOf(rest);
  if (hasHead) return null;
  if (problem !== null) return refused(problem);
  const wire = wireFrom(rest, holdsBytes);
  return wire === null ? refused("malformed") : frameFrom(wire, head.clusterId, head.from, head.boot);
}

function decodeWhole(bytes: Uint8Array, heads: KnownHeads): Decoded {
  const envelope = envelopeOf(bytes);
  if (envelope === null) return refused("malformed");
  const { problem, holdsBytes } = signsOf(envelope);
  if (problem !== null) return refused(problem);
  const wire = wireFrom(envelope, holdsBytes);
  if (wire === null) return refused("malformed");
  if (wire.version !== PROTOCOL_VERSION) return refused("unknownVersion");
  const { clusterId, from: id, incarnation, boot } = wire;
  if (!isName(clusterId) || !isName(id) || !isName(incarnation) || !isName(boot)) return refused("malformed");
  const decoded = frameFrom(wire, clusterId, { id, incarnation }, boot);
  if (decoded.ok) heads.learn(decoded.frame, bytes);
  return decoded;
}

const refused = (problem: DecodeProblem): Decoded => ({ ok: false, problem });

/**
 * null: protobufjs, which throws, could make nothing of it. What holds bytes is copied first: the input is part of a socket's
 * chunk, and commands and snapshots stay.
 */
function wireFrom(fields: Uint8Array, holdsBytes: boolean): WireEnvelope | null {
  try {
    return Envelope.decode(holdsBytes ? new Uint8Array(fields) : fields);
  } catch {
    return null;
  }
}

/** `wire`: what follows the head, or all. */
function frameFrom(wire: WireEnvelope, clusterId: string, from: Member, boot: string): Decoded {
  const message = messageFrom(wire, from);
  if (typeof message === "string") return refused(message);
  const answers = message === null ? (wire.presence?.answers ?? "") : "";
  if (answers === "") return { ok: true, frame: { clusterId, boot, from, message } };
  return isName(answers) ? { ok: true, frame: { clusterId, boot, from, message, answers } } : refused("malformed");
}

function messageFrom(wire: WireEnvelope, from: Member): Message | null | DecodeProblem {
  const to = wire.to ?? "";
  const term = wire.term ?? 0;
  if (to !== "" && !isName(to)) return "malformed";
  if (!isCount(term)) return "outOfRange";
  // Asked for once: protobufjs goes through all fields to tell.
  const name = wire.body;
  // A presence is for all: one that names a receiver could not be held against its subject.
  if (name === "presence") return to === "" ? null : "malformed";
  if (name === undefined) return "unknownBody";
  const body = bodyFromWire(wire, name, term);
  return typeof body === "string" ? body : { from, to: to === "" ? null : to, term, body };
}
