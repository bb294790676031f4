/** All that can happen to a server, one union. Time is not an event: each step is told `nowMs`. */
import type { Message } from "./message.ts";
import type { NodeId } from "./types.ts";

export type Event =
  /** The deadline of the last `wakeAt` has come. The driver drains its inbox first, then wakes the core. */
  | { readonly type: "wake" }
  | { readonly type: "receive"; readonly message: Message }
  /** NATS is reachable: messages can be sent and will arrive. */
  | { readonly type: "connected" }
  | { readonly type: "disconnected" }
  /** Every write up to this id is on disk. */
  | { readonly type: "persisted"; readonly writeId: number }
  /** The disk failed. It is not asked again: the server stops (DESIGN 3.6). */
  | { readonly type: "persistFailed" }
  /** The server is being closed: it takes no further part. */
  | { readonly type: "stop" }
  /** Hand the lead to `to`, or to the voter heard of last (thesis 3.10). Answered by an `answer` effect at once. */
  | { readonly type: "transferLeadership"; readonly requestId: number; readonly to: NodeId | null };
