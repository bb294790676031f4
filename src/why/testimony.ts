/**
 * What a node says of itself when a lead begins or ends. Law: a testimony holds what its witness has measured or done itself,
 * and nothing that it concludes of others; plain values, so that it can travel as JSON. What follows from several of them is for
 * `explain` to say.
 *
 * Moments are the calendar's (`atMs`), since witnesses may live on different machines; durations are of each witness' own
 * monotonic clock.
 */
import type { Cause, RoleName } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";

/**
 * The witness' thread did nothing for a while. paused: it neither ran nor asked to; blocked: it ran something else; starved: it
 * waited for a core; stood: which of these cannot be told here.
 */
export type StopKind = "paused" | "blocked" | "starved" | "stood";

export interface Stop {
  readonly kind: StopKind;
  /** When it ended. */
  readonly atMs: number;
  readonly forMs: number;
}

/** How the witness has fared lately: up to HEALTH_WINDOW_MS before it speaks. */
export interface Health {
  /** The longest ones, latest last. */
  readonly stops: readonly Stop[];
  /** How long the disk has owed an answer; null: it owes none. */
  readonly diskOwesMs: number | null;
  /** The longest that the disk took to answer. */
  readonly syncMaxMs: number;
  /** When the connection to NATS was lost last; null: not lately. */
  readonly natsLostAtMs: number | null;
  /** How often it came back since the node's start. */
  readonly reconnects: number;
  readonly connected: boolean;
  /** The disk has no room. */
  readonly diskFull: boolean;
}

export const HEALTH_WINDOW_MS = 30_000;

/** What made the witness believe that its leader is gone, before its time was up. */
export type Hint = "connectionEnded" | "noResponders";

export type TransferBy = "request" | "priority" | "shutdown";

interface Said {
  readonly node: NodeId;
  /** Random for each life of the witness. */
  readonly boot: string;
  readonly atMs: number;
}

export type Testimony =
  /** A life begins. */
  | (Said & { readonly type: "started" })
  /** The witness has won `term`. */
  | (Said & {
      readonly type: "leads";
      readonly term: Term;
      /** Why it campaigned. */
      readonly campaign: Cause;
      /** Whom it followed last, or who it was that led: of the newest term that it has heard a leader of in this life. */
      readonly previous: { readonly node: NodeId; readonly term: Term } | null;
      /** Since it had heard that leader when it began to ask; null: it never had, or led itself. */
      readonly silenceMs: number | null;
      readonly hint: Hint | null;
      /** From its first question to its election: long where nobody answered. */
      readonly askedMs: number;
      readonly health: Health;
    })
  /** The witness led `term`, and does no more. */
  | (Said & {
      readonly type: "lost";
      readonly term: Term;
      readonly cause: Cause;
      /** Of the error that stopped it; null: none did. */
      readonly errorCode: string | null;
      /** Since it had sent the newest round of heartbeats that a majority answered. */
      readonly quorumSilenceMs: number | null;
      /** The hand-over that it began last in this term. */
      readonly transfer: { readonly to: NodeId; readonly by: TransferBy } | null;
      /** How long NATS itself took to answer at that moment; null: it has not, or was not asked. */
      readonly natsEchoMs: number | null;
      readonly health: Health;
    })
  /** The witness followed `leader` in `term`, and does no more. */
  | (Said & {
      readonly type: "missed";
      readonly leader: NodeId;
      readonly term: Term;
      readonly role: RoleName;
      readonly cause: Cause;
      readonly silenceMs: number | null;
      readonly hint: Hint | null;
      readonly health: Health;
    })
  /** Said by who watches over the witness, not by it: its worker has ended. `code`: of the error; null: none. */
  | (Said & {
      readonly type: "ended";
      readonly how: "crashed" | "closed";
      readonly code: string | null;
    });

export const UNHURT: Health = {
  stops: [],
  diskOwesMs: null,
  syncMaxMs: 0,
  natsLostAtMs: null,
  reconnects: 0,
  connected: true,
  diskFull: false,
};
