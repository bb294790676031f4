/** What the lab knows of a server, and what it is told about a cluster. Law: these are plain values; the lab alone changes them. */
import type { Effect } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import type { Event } from "../../src/core/event.ts";
import type { ServerState } from "../../src/core/state.ts";
import type { HardState, LogPosition, Member, NodeId, SnapshotMeta, Term, Timing } from "../../src/core/types.ts";
import type { Arriving } from "./lab-snapshots.ts";

export type Persist = Extract<Effect, { type: "persist" }>;

/** Asked for, and not on disk yet. */
export interface Write {
  readonly effect: Persist;
  readonly dueAtMs: number;
}

/** One step as it was taken, for replay. */
export interface Taken {
  readonly event: Event;
  readonly nowMs: number;
  readonly effects: readonly Effect[];
}

/** One run of a server, from a start to the next crash. */
export interface Life {
  readonly first: ServerState;
  readonly taken: Taken[];
  readonly state: ServerState;
}

export interface LabNode {
  readonly id: NodeId;
  member: Member;
  /** What a crash leaves. */
  disk: HardState;
  /** And the log there, with what a snapshot holds of it: entries[i] has the index i + 1. */
  entries: Entry[];
  /** The latest that is on disk. */
  snapshot: SnapshotMeta | null;
  /** Of a leader's snapshot, what has come. A crash loses it. */
  arriving: Arriving | null;
  /** What it will be told after the step under way. */
  news: Event[];
  /** What its state machine has applied since it started. */
  applied: Entry[];
  /** null: it is down. */
  state: ServerState | null;
  writes: Write[];
  wakeAtMs: number;
  lives: number;
  /** Of its clock, by true time. */
  readonly clockRate: number;
}

export interface LabOptions {
  readonly ids: readonly NodeId[];
  readonly seed: number;
  readonly timing?: Timing;
  /** What is on the disks before the first start; nothing by default. */
  readonly disks?: Readonly<Record<NodeId, HardState>>;
  /** Who the members are at first; all by default. The others wait to be added, and know of nobody. */
  readonly voters?: readonly NodeId[];
  /** Where the logs end; all of their entries are of that term. */
  readonly lasts?: Readonly<Record<NodeId, LogPosition>>;
  /** Logs of several terms, entry by entry. */
  readonly logs?: Readonly<Record<NodeId, readonly Term[]>>;
  /** Writes are on disk as soon as they are asked for; otherwise they wait for `persist` or `run`. */
  readonly promptDisk?: boolean;
  /** The share of messages that is lost on the way; 0 by default. */
  readonly lossRate?: number;
  /** 0 by default: no leases. */
  readonly leaseMs?: number;
  /** Clocks run at any rate from 1 less this to 1 and this; 0 by default. */
  readonly drift?: number;
  readonly priorities?: Readonly<Record<NodeId, number>>;
  /** Keep all steps, for replay. */
  readonly record?: boolean;
}
