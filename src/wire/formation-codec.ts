/**
 * What nodes say while a cluster is formed of them, as bytes (FormationWord in raft.proto): a tag, as frames have, and a word.
 *
 * Law: as in `codec`: signature and bounds before decoding, a field believed once it was checked, and nothing that is yielded
 * holds a view of the input. A proposal names distinct members, its sender among them.
 */
import type { Member } from "../core/types.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import type { FormationBody, FormationProposal, FormationWord } from "../ports/formation.ts";
import { boundsProblem, PROTOCOL_VERSION } from "./bounds.ts";
import { membersFrom, wireMembers } from "./configurations.ts";
import { checkedCount, isCount } from "./counts.ts";
import { envelopeOf, frameOf, hasZeroTag, TAG_BYTES } from "./frame.ts";
import { checkedName, isName } from "./names.ts";
import { FormationWord as Schema, type WireFormationWord, type WireMember } from "./schema.ts";
import { FORMATION_WORD } from "./shapes.ts";
import { isSigned, type KeySource, sign } from "./signature.ts";

/** 128 members of the longest names, twice over. */
export const FORMATION_BYTES_MAX = 64 * 1024;

export type DecodedFormation =
  | { readonly ok: true; readonly word: FormationWord }
  | { readonly ok: false; readonly problem: DecodeProblem };

export interface FormationCodec {
  /** @throws TypeError, RangeError where a name is none or a number no count. */
  encode(word: FormationWord): Uint8Array;
  decode(bytes: Uint8Array): DecodedFormation;
}

export const createFormationCodec = (cluster: string, keys: KeySource): FormationCodec => ({
  encode(word) {
    const bytes = frameOf(new Uint8Array(TAG_BYTES), Schema.encode(wireOf(cluster, word)).finish());
    sign(bytes, keys());
    return bytes;
  },
  decode(bytes) {
    const word = decoded(bytes, cluster, keys());
    return typeof word === "string" ? { ok: false, problem: word } : { ok: true, word };
  },
});

const wireOf = (cluster: string, { from, size, leaseMs, body }: FormationWord): WireFormationWord => ({
  version: PROTOCOL_VERSION,
  cluster: checkedName(cluster, "cluster"),
  from: checkedName(from.id, "from"),
  incarnation: checkedName(from.incarnation, "incarnation"),
  size: checkedCount(size, "size"),
  leaseMs: checkedCount(leaseMs, "leaseMs"),
  ...wireBody(body),
});

function wireBody(body: FormationBody): Partial<WireFormationWord> {
  if (body.type === "free") return { free: {} };
  const { clusterId: id } = body.type === "proposing" ? body.proposal : body;
  const clusterId = checkedName(id, "clusterId");
  switch (body.type) {
    case "bound":
      return { bound: { clusterId, proposer: wireMembers([body.proposer])[0] ?? null } };
    case "proposing":
      return { proposing: { clusterId, members: wireMembers(body.proposal.members) } };
    case "formed":
      return { formed: { clusterId, members: wireMembers(body.members) } };
    case "abandoned":
      return { abandoned: { clusterId } };
  }
}

function decoded(frame: Uint8Array, cluster: string, keys: readonly Uint8Array[]): FormationWord | DecodeProblem {
  if (frame.length > FORMATION_BYTES_MAX) return "tooLarge";
  const bytes = envelopeOf(frame);
  if (bytes === null) return "malformed";
  if (keys.length > 0 ? !isSigned(frame, keys) : !hasZeroTag(frame))
    return keys.length > 0 ? "unauthenticated" : "malformed";
  const problem = boundsProblem(bytes, FORMATION_WORD);
  if (problem !== null) return problem;
  const wire = wireFrom(bytes);
  if (wire === null) return "malformed";
  if (wire.version !== PROTOCOL_VERSION) return "unknownVersion";
  return wordFrom(wire, cluster);
}

function wireFrom(bytes: Uint8Array): InstanceType<typeof Schema> | null {
  try {
    return Schema.decode(bytes);
  } catch {
    return null;
  }
}

function wordFrom(wire: InstanceType<typeof Schema>, cluster: string): FormationWord | DecodeProblem {
  const { from: id, incarnation, size, leaseMs } = wire;
  if (wire.cluster !== cluster || !isName(id) || !isName(incarnation)) return "malformed";
  if (!isCount(size) || !isCount(leaseMs)) return "outOfRange";
  const from = { id, incarnation };
  const body = bodyFrom(wire, from, leaseMs);
  return typeof body === "string" ? body : { from, size, leaseMs, body };
}

function bodyFrom(
  { body, bound, proposing, formed, abandoned }: InstanceType<typeof Schema>,
  from: Member,
  leaseMs: number,
): FormationBody | DecodeProblem {
  switch (body) {
    case "free":
      return { type: "free" };
    case "bound": {
      const proposer = membersFrom(bound?.proposer ? [bound.proposer] : [])?.[0];
      return isName(bound?.clusterId) && proposer !== undefined
        ? { type: "bound", clusterId: bound.clusterId, proposer }
        : "malformed";
    }
    case "proposing": {
      const proposal = proposalFrom(proposing?.clusterId, proposing?.members, from, leaseMs);
      return proposal === null ? "malformed" : { type: "proposing", proposal };
    }
    case "formed": {
      const members = membersFrom(formed?.members);
      return isName(formed?.clusterId) && members !== null
        ? { type: "formed", clusterId: formed.clusterId, members }
        : "malformed";
    }
    case "abandoned":
      return isName(abandoned?.clusterId) ? { type: "abandoned", clusterId: abandoned.clusterId } : "malformed";
    default:
      return "unknownBody";
  }
}

function proposalFrom(
  clusterId: string | null | undefined,
  wire: WireMember[] | null | undefined,
  proposer: Member,
  leaseMs: number,
): FormationProposal | null {
  const members = membersFrom(wire);
  if (!isName(clusterId) || members === null) return null;
  const isOne = members.some(({ id, incarnation }) => id === proposer.id && incarnation === proposer.incarnation);
  return isOne ? { clusterId, proposer, members, leaseMs } : null;
}
