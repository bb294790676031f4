/**
 * The codec of protocol `raft`.
 *
 * Law: `decode` is total. It bounds the bytes first (`frame`, `bounds`), decodes then, and believes a field only after it
 * was checked; what it yields holds strings, numbers and booleans of its own and no view of the input. `encode` is given
 * values that the core made and throws where one of them cannot be: a bug must not travel as a zero.
 *
 * Fields that we do not know are stepped over, so that a newer node can say more to us than we understand; a body that we
 * do not know is refused by name, for then we missed all that was said.
 */
import type { Message } from "../core/message.ts";
import { type Member, sameMember } from "../core/types.ts";
import type { Codec, Decoded, DecodeProblem, Frame } from "../ports/codec.ts";
import { bodyFromWire, checkedCount, isCount, putBody } from "./bodies.ts";
import { boundsProblem, PROTOCOL_VERSION } from "./bounds.ts";
import { envelopeOf, FRAME_BYTES_MAX, frameOf } from "./frame.ts";
import { isName } from "./names.ts";
import { Envelope, type WireEnvelope } from "./schema.ts";

export interface CodecOptions {
  /** Frames above this are refused unread. Default 1 MiB less 4 KiB. */
  readonly frameBytesMax?: number;
}

export function createCodec(options: CodecOptions = {}): Codec {
  const frameBytesMax = options.frameBytesMax ?? FRAME_BYTES_MAX;
  return {
    encode: (frame) => encode(frame, frameBytesMax),
    decode: (bytes) => decode(bytes, frameBytesMax),
  };
}

function encode(frame: Frame, frameBytesMax: number): Uint8Array {
  const bytes = frameOf(Envelope.encode(wireOf(frame)).finish());
  if (bytes.length > frameBytesMax) throw new RangeError(`a frame of ${bytes.length} bytes exceeds ${frameBytesMax}`);
  return bytes;
}

/** Built in one order and without spreads: objects of few shapes are what makes the generated encoder fast. */
function wireOf(frame: Frame): WireEnvelope {
  const { message } = frame;
  const wire: WireEnvelope = {
    version: PROTOCOL_VERSION,
    clusterId: checkedName(frame.clusterId, "clusterId"),
    from: checkedName(frame.from.id, "from.id"),
    incarnation: checkedName(frame.from.incarnation, "from.incarnation"),
    boot: checkedName(frame.boot, "boot"),
    to: "",
    term: 0,
  };
  if (message === null) wire.presence = {};
  else putMessage(wire, message, frame.from);
  return wire;
}

function putMessage(wire: WireEnvelope, message: Message, from: Member): void {
  if (!sameMember(message.from, from)) throw new TypeError(`${from.id} cannot send a message of ${message.from.id}`);
  if (message.to !== null) wire.to = checkedName(message.to, "to");
  wire.term = checkedCount(message.term, "term");
  putBody(wire, message.body);
}

function checkedName(name: string, what: string): string {
  if (!isName(name)) throw new TypeError(`${what} is not a name: ${JSON.stringify(name)}`);
  return name;
}

function decode(bytes: Uint8Array, frameBytesMax: number): Decoded {
  if (bytes.length > frameBytesMax) return refused("tooLarge");
  const envelope = envelopeOf(bytes);
  if (envelope === null) return refused("malformed");
  const problem = boundsProblem(envelope);
  if (problem !== null) return refused(problem);
  const wire = wireFrom(envelope);
  return wire === null ? refused("malformed") : frameFrom(wire);
}

const refused = (problem: DecodeProblem): Decoded => ({ ok: false, problem });

/** null: protobufjs, which throws, could make nothing of it. */
function wireFrom(envelope: Uint8Array): WireEnvelope | null {
  try {
    return Envelope.decode(envelope);
  } catch {
    return null;
  }
}

function frameFrom(wire: WireEnvelope): Decoded {
  if (wire.version !== PROTOCOL_VERSION) return refused("unknownVersion");
  const { clusterId, from: id, incarnation, boot } = wire;
  if (!isName(clusterId) || !isName(id) || !isName(incarnation) || !isName(boot)) return refused("malformed");
  const from: Member = { id, incarnation };
  const message = messageFrom(wire, from);
  return typeof message === "string" ? refused(message) : { ok: true, frame: { clusterId, boot, from, message } };
}

function messageFrom(wire: WireEnvelope, from: Member): Message | null | DecodeProblem {
  const to = wire.to ?? "";
  const term = wire.term ?? 0;
  if (to !== "" && !isName(to)) return "malformed";
  if (!isCount(term)) return "outOfRange";
  // A presence is for all: one that names a receiver could not be held against its subject.
  if (wire.body === "presence") return to === "" ? null : "malformed";
  if (wire.body === undefined) return "unknownBody";
  const body = bodyFromWire(wire);
  return body === null ? "outOfRange" : { from, to: to === "" ? null : to, term, body };
}
