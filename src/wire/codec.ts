/**
 * The codec of protocol `raft`.
 *
 * Law: `decode` is total. It asks for the cluster's signature and bounds the bytes first (`signature`, `bounds`), decodes then, and believes a field only after it
 * was checked; what it yields is its own and holds no view of the input: the bytes of commands are views of one copy of the
 * frame. `encode` is given values that the core made and throws where one of them cannot be: a bug must not travel as a zero.
 *
 * An AppendEntries is the one large body, and goes to each follower with little changed: its entries are encoded once
 * (`entries`) and copied behind the envelope's other fields, as a protobuf encoder would have written them.
 *
 * Fields that we do not know are stepped over, so that a newer node can say more to us than we understand; a body that we
 * do not know is refused by name, for then we missed all that was said.
 */
import type { AppendEntries as AppendEntriesBody, Message } from "../core/message.ts";
import { type Member, sameMember } from "../core/types.ts";
import type { Codec, Decoded, DecodeProblem, Frame } from "../ports/codec.ts";
import { bodyFromWire, putBody } from "./bodies.ts";
import { envelopeProblem, PROTOCOL_VERSION } from "./bounds.ts";
import { checkedCount, isCount } from "./counts.ts";
import { EntryRuns, varintBytes, writeVarint } from "./entries.ts";
import { envelopeOf, FRAME_BYTES_MAX, frameOf, hasZeroTag } from "./frame.ts";
import { checkedName, isName } from "./names.ts";
import { AppendEntries, Envelope, type WireEnvelope } from "./schema.ts";
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
  const runs = new EntryRuns();
  return {
    encode(frame) {
      const bytes = encode(frame, runs, frameBytesMax);
      sign(bytes, keys());
      return bytes;
    },
    decode: (bytes) => decode(bytes, frameBytesMax, keys()),
  };
}

function encode(frame: Frame, runs: EntryRuns, frameBytesMax: number): Uint8Array {
  const head = Envelope.encode(wireOf(frame)).finish();
  const body = frame.message?.body;
  const bytes = body?.type === "appendEntries" ? frameOf(head, ...appendEntriesParts(body, runs)) : frameOf(head);
  if (bytes.length > frameBytesMax) throw new RangeError(`a frame of ${bytes.length} bytes exceeds ${frameBytesMax}`);
  return bytes;
}

/** Field 32, of wire type 2, in two bytes. */
const APPEND_ENTRIES_TAG = [0x82, 0x02] as const;

function appendEntriesParts({ prev, entries, commitIndex }: AppendEntriesBody, runs: EntryRuns): Uint8Array[] {
  const first = entries[0];
  if (first !== undefined && first.index !== prev.index + 1)
    throw new TypeError(`entry ${first.index} does not follow ${prev.index}`);
  const fields = AppendEntries.encode({
    prevIndex: checkedCount(prev.index, "prev.index"),
    prevTerm: checkedCount(prev.term, "prev.term"),
    commitIndex: checkedCount(commitIndex, "commitIndex"),
  }).finish();
  const run = runs.bytesOf(entries);
  const length = fields.length + run.length;
  const start = new Uint8Array(APPEND_ENTRIES_TAG.length + varintBytes(length));
  start.set(APPEND_ENTRIES_TAG);
  writeVarint(start, APPEND_ENTRIES_TAG.length, length);
  return [start, fields, run];
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
  if (message === null)
    wire.presence = frame.answers === undefined ? {} : { answers: checkedName(frame.answers, "answers") };
  else putMessage(wire, message, frame.from);
  return wire;
}

function putMessage(wire: WireEnvelope, message: Message, from: Member): void {
  if (!sameMember(message.from, from)) throw new TypeError(`${from.id} cannot send a message of ${message.from.id}`);
  if (message.to !== null) wire.to = checkedName(message.to, "to");
  wire.term = checkedCount(message.term, "term");
  putBody(wire, message.body);
}

function decode(bytes: Uint8Array, frameBytesMax: number, keys: readonly Uint8Array[]): Decoded {
  if (bytes.length > frameBytesMax) return refused("tooLarge");
  const envelope = envelopeOf(bytes);
  if (envelope === null) return refused("malformed");
  if (keys.length > 0 && !isSigned(bytes, keys)) return refused("unauthenticated");
  if (keys.length === 0 && !hasZeroTag(bytes)) return refused("malformed");
  const problem = envelopeProblem(envelope);
  if (problem !== null) return refused(problem);
  // A copy: the input is part of a socket's chunk, and commands and snapshots stay.
  const wire = wireFrom(new Uint8Array(envelope));
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
  // A presence is for all: one that names a receiver could not be held against its subject.
  if (wire.body === "presence") return to === "" ? null : "malformed";
  if (wire.body === undefined) return "unknownBody";
  const body = bodyFromWire(wire, term);
  return typeof body === "string" ? body : { from, to: to === "" ? null : to, term, body };
}
