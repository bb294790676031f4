/**
 * A frame on the wire.
 *
 *     +----------------+----------------------------------+
 *     | tag, 32 bytes  | Envelope (raft.proto)            |
 *     +----------------+----------------------------------+
 *
 * Law: the tag covers all that follows it (`signature`). A cluster without a key leaves it zero, and takes no other: a tag
 * that nobody checked must not pass for one that was.
 */

export const TAG_BYTES = 32;

/** A NATS server takes 1 MiB as it comes, headers included; the rest is left for them. */
export const FRAME_BYTES_MAX = 1024 * 1024 - 4096;

/** `start`: the tag and what the envelope begins with; `parts` are the rest of it. */
export function frameOf(start: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  let length = start.length;
  for (const part of parts) length += part.length;
  // In Node's pool where it is small: memory of its own costs several times as much, and a frame is soon sent.
  const frame = Buffer.allocUnsafe(length);
  frame.set(start);
  let position = start.length;
  for (const part of parts) {
    frame.set(part, position);
    position += part.length;
  }
  return frame;
}

/** The envelope's bytes, a view of `frame`; null where there are none. */
export const envelopeOf = (frame: Uint8Array): Uint8Array | null =>
  frame.length <= TAG_BYTES ? null : frame.subarray(TAG_BYTES);

export function hasZeroTag(frame: Uint8Array): boolean {
  for (let index = 0; index < TAG_BYTES; index += 1) {
    if (frame[index] !== 0) return false;
  }
  return true;
}
