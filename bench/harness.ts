/**
 * A cluster to be measured, a client that writes to it all the time, and the moments that matter: when another leads, when it
 * holds its lease, when the client has its next answer.
 *
 * Laws: a trial begins on a whole, healthy cluster (all run, hear the leader, and have applied what is committed; the leader
 * holds its lease), at a random moment of the heartbeat interval; its time runs from right before the harm. Moments are of one
 * clock, this process' `performance.now`.
 */
import type { GraftError } from "../src/errors.ts";
import { isGraftError } from "../src/errors.ts";
import type { KvClient } from "../src/kv/client.ts";
import { connectKv } from "../src/kv/connect.ts";

export const CLUSTER = "bench";
const VALUE = new Uint8Array(256).fill(7);
const KEYS = 64;
/** In which a client's longest wait must have shown. */
const WRITES_AFTER = 3;
/** Nothing of what was waited for came for so long: the trial has failed. */
const PATIENCE_MS = 60_000;
/** A client that is told off tries again after so long. */
const WRITE_AGAIN_MS = 1;

export interface Leader {
  readonly node: string;
  readonly term: number;
}

export interface Moment extends Leader {
  readonly atMs: number;
}

/** Nodes that elect a leader, wherever they run. */
export interface Electorate {
  readonly servers: readonly string[];
  /** Resolves to the leader, once all is whole. */
  whole(): Promise<Leader>;
  /** Who leads next, in a later term; and when one of a later term holds its lease. Listens from now on. */
  next(after: Leader): Awaited_;
  close(): Promise<void>;
}
