/**
 * What a client needs below it: bytes to whoever leads, and an answer or the reason why there is none. Law: that nobody got a
 * request is said only where it is sure (the server's 503, or nothing was sent); where there is doubt, it is "timedOut" or
 * was sent.
 */
import type { RequestOutcome } from "../transport/nats-requester.ts";
import type { ClientCodec as WholeCodec } from "../wire/client-codec.ts";

export type Reply = RequestOutcome;

/** A method that rejects has sent nothing, and would not the next time. */
export interface ClientTransport {
  /** To `graft.<cluster>.propose`. */
  propose(bytes: Uint8Array, timeoutMs: number): Promise<Reply>;
  /** To `graft.<cluster>.read`. */
  read(bytes: Uint8Array, timeoutMs: number): Promise<Reply>;
  /** Calls `told` once, when a leader next says that it serves clients. Returns what calls that off. */
  onLeader(told: () => void): () => void;
}

export type ClientCodec = Pick<WholeCodec, "encodeRequest" | "decodeResponse">;
