/**
 * The tag of a frame in a cluster with a key: HMAC-SHA256 over all that follows it (`frame`).
 *
 * Law: a tag is looked at before anything behind it is decoded, and compared in a time that does not depend on where it
 * differs. The first key signs; all of them are believed, so that keys can be exchanged one node after the other.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { TAG_BYTES } from "./frame.ts";

/** Asked for each frame, so that keys can change meanwhile. None: frames are not signed. */
export type KeySource = () => readonly Uint8Array[];

export const noKeys: KeySource = () => [];

const tagOf = (frame: Uint8Array, key: Uint8Array): Uint8Array =>
  createHmac("sha256", key).update(frame.subarray(TAG_BYTES)).digest();

/** Writes the tag into `frame`; does nothing where there is no key. */
export function sign(frame: Uint8Array, keys: readonly Uint8Array[]): void {
  const [key] = keys;
  if (key !== undefined) frame.set(tagOf(frame, key));
}

/** Whether `frame`, which is longer than its tag, was signed with one of `keys`. */
export function isSigned(frame: Uint8Array, keys: readonly Uint8Array[]): boolean {
  const tag = frame.subarray(0, TAG_BYTES);
  return keys.some((key) => timingSafeEqual(tag, tagOf(frame, key)));
}
