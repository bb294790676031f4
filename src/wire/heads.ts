/**
 * The beginning of an envelope, which its sender never changes while it runs: version, cluster id, id, incarnation and boot
 * (fields 1 to 5), in the order in which protobufjs writes them.
 *
 * Law: what is read by its head is what would be read without it. A head is known only once a whole envelope that begins with
 * it has been decoded and checked; and who finds a field of the head again behind it must read the envelope as a whole.
 *
 * Most of a small frame is its head. So it is encoded once for all that its sender says, and its four names, recognized by
 * their bytes, are not decoded again: compared from their end, where two senders differ first.
 */
import type { Member } from "../core/types.ts";
import type { Frame } from "../ports/codec.ts";
import { PROTOCOL_VERSION } from "./bounds.ts";
import { TAG_BYTES } from "./frame.ts";
import { checkedName } from "./names.ts";
import { Envelope } from "./schema.ts";

/** More peers than a cluster commonly has; the oldest makes room. */
const HEADS_MAX = 32;

export interface Head {
  readonly clusterId: string;
  readonly from: Member;
  readonly boot: string;
  /** As a frame begins: the tag, zero until it is signed, and the fields. */
  readonly start: Uint8Array;
}

/** @throws TypeError where a name is none */
export function headOf({ clusterId, from, boot }: Frame): Head {
  const fields = Envelope.encode({
    version: PROTOCOL_VERSION,
    clusterId: checkedName(clusterId, "clusterId"),
    from: checkedName(from.id, "from.id"),
    incarnation: checkedName(from.incarnation, "from.incarnation"),
    boot: checkedName(boot, "boot"),
  }).finish();
  const start = new Uint8Array(TAG_BYTES + fields.length);
  start.set(fields, TAG_BYTES);
  return { clusterId, from: { id: from.id, incarnation: from.incarnation }, boot, start };
}

/** Of what leaves: that of the last frame, as a rule. */
export class OwnHead {
  #last: Head | null = null;

  of(frame: Frame): Head {
    const last = this.#last;
    if (last !== null && isOf(last, frame)) return last;
    this.#last = headOf(frame);
    return this.#last;
  }
}

const isOf = ({ clusterId, from, boot }: Head, frame: Frame): boolean =>
  clusterId === frame.clusterId &&
  boot === frame.boot &&
  from.id === frame.from.id &&
  from.incarnation === frame.from.incarnation;

/** Of what arrives. */
export class KnownHeads {
  readonly #heads: Head[] = [];

  /** The head that `frame` begins with, behind its tag; null: none that is known. */
  find(frame: Uint8Array): Head | null {
    for (const head of this.#heads) if (begins(frame, head.start)) return head;
    return null;
  }

  /** `frame` was decoded to `decoded`, from `bytes`. */
  learn(decoded: Frame, bytes: Uint8Array): void {
    const head = headOf(decoded);
    if (!begins(bytes, head.start)) return;
    if (this.#heads.length >= HEADS_MAX) this.#heads.shift();
    this.#heads.push(head);
  }
}

/** Whatever the tags are: they are looked at before. */
function begins(bytes: Uint8Array, start: Uint8Array): boolean {
  if (bytes.length < start.length) return false;
  for (let at = start.length - 1; at >= TAG_BYTES; at -= 1) if (bytes[at] !== start[at]) return false;
  return true;
}
