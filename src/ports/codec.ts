/**
 * Bytes to values and back. Law: `decode` never throws and never yields a value that the core may not trust; whatever
 * comes from outside is bounded before it is believed.
 */
import type { Message } from "../core/message.ts";
import type { Member } from "../core/types.ts";

export interface Frame {
  readonly clusterId: string;
  /** Random for each run of the sender's process, so that a node can tell its own late echo from its double. */
  readonly boot: string;
  readonly from: Member;
  /** null: a presence, which says only that its sender is there. Otherwise `message.from` is `from`. */
  readonly message: Message | null;
  /** Of a presence: the boot of the frame in its sender's name that it answers. */
  readonly answers?: string;
}

export type DecodeProblem =
  | "tooLarge"
  | "malformed"
  | "unknownVersion"
  | "unknownBody"
  | "outOfRange"
  /** In a cluster with a key: not signed with any that we know, or altered since. */
  | "unauthenticated";

export type Decoded =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: DecodeProblem };

export interface Codec {
  encode(frame: Frame): Uint8Array;
  decode(bytes: Uint8Array): Decoded;
}
