/** What the lab knows of a server, and what it is told about a cluster. Law: these are plain values; the lab alone changes them. */
import type { Effect } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import type { ServerState } from "../../src/core/state.ts";
import type { HardState, LogPosition, Member, NodeId, Timing } from "../../src/core/types.ts";

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
  last: LogPosition;
  /** What a crash leaves. */
  disk: HardState;
  /** null: it is down. */
  state: ServerState | null;
  writes: Write[];
  wakeAtMs: number;
  lives: number;
}

export interface LabOptions {
  readonly ids: readonly NodeId[];
  readonly seed: number;
  readonly timing?: Timing;
  /** What is on the disks before the first start; nothing by default. */
  readonly disks?: Readonly<Record<NodeId, HardState>>;
  /** Where the logs end. */
  readonly lasts?: Readonly<Record<NodeId, LogPosition>>;
  /** Writes are on disk as soon as they are asked for; otherwise they wait for `persist` or `run`. */
  readonly promptDisk?: boolean;
  /** The share of messages that is lost on the way; 0 by default. */
  readonly lossRate?: number;
  /** Keep all steps, for replay. */
  readonly record?: boolean;
}
