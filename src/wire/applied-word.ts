/**
 * A word about what was applied, on the wire.
 *
 *     +----------------+-----------------------------------------------------------------------+
 *     | tag, 32 bytes  | {"clusterId","id","incarnation","from","to","digest"} as JSON, UTF-8   |
 *     +----------------+-----------------------------------------------------------------------+
 *
 * Law: the tag is that of a frame (`frame`, `signature`), and `decode` is total: bounded, then verified, then parsed, and
 * believed field by field. It is told once in hundreds of entries and read by tools, so it need not be compact.
 */
import type { AppliedWord } from "../ports/applied.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { checkedCount, isCount } from "./counts.ts";
import { envelopeOf, frameOf, hasZeroTag, TAG_BYTES } from "./frame.ts";
import { isName } from "./names.ts";
import { isSigned, sign } from "./signature.ts";

const WORD_BYTES_MAX = 1024;
const DIGEST = /^[0-9a-f]{16}$/;

export type DecodedWord =
  | { readonly ok: true; readonly word: AppliedWord }
  | { readonly ok: false; readonly problem: DecodeProblem };

export function encodeAppliedWord({ clusterId, member, block }: AppliedWord, keys: readonly Uint8Array[]): Uint8Array {
  const from = checkedCount(block.from, "from");
  const to = checkedCount(block.to, "to");
  const text = JSON.stringify({ clusterId, ...member, from, to, digest: block.digest });
  const bytes = frameOf(new Uint8Array(TAG_BYTES), Buffer.from(text));
  sign(bytes, keys);
  return bytes;
}

export function decodeAppliedWord(bytes: Uint8Array, keys: readonly Uint8Array[]): DecodedWord {
  if (bytes.length > WORD_BYTES_MAX) return { ok: false, problem: "tooLarge" };
  const text = envelopeOf(bytes);
  if (text === null) return { ok: false, problem: "malformed" };
  if (keys.length > 0 && !isSigned(bytes, keys)) return { ok: false, problem: "unauthenticated" };
  if (keys.length === 0 && !hasZeroTag(bytes)) return { ok: false, problem: "malformed" };
  const word = wordFrom(parsed(text));
  return word === null ? { ok: false, problem: "malformed" } : { ok: true, word };
}

function parsed(text: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(text).toString());
  } catch {
    return null;
  }
}

function wordFrom(value: unknown): AppliedWord | null {
  if (typeof value !== "object" || value === null) return null;
  const { clusterId, id, incarnation, from, to, digest } = value as Readonly<Record<string, unknown>>;
  if (!isName(clusterId) || !isName(id) || !isName(incarnation) || !isCount(from) || !isCount(to)) return null;
  if (typeof digest !== "string" || !DIGEST.test(digest) || from > to) return null;
  return { clusterId, member: { id, incarnation }, block: { from, to, digest } };
}
