/**
 * A cluster to be measured, and the moments of a trial: when another leads, when it holds its lease, when a client that writes all
 * the time has its next answer.
 *
 * Laws: a trial begins on a whole, healthy cluster (all run and hear the leader, all have what is committed, the leader holds its
 * lease), at a random moment of the heartbeat interval; its time runs from right before the harm. All moments are of one clock,
 * this process' `performance.now`, and none is taken before this process could know of it.
 */
import type { Writer } from "./writer.ts";

export const CLUSTER = "bench";

export interface Leader {
  readonly node: string;
  readonly term: number;
}

export interface Moment extends Leader {
  readonly atMs: number;
}

export interface NextLead {
  readonly led: Promise<Moment>;
  /** Of the lease; rejects where there are none. */
  readonly leased: Promise<Moment>;
  /** Listens no more. */
  close(): void;
}

/** Nodes that elect a leader, wherever they run. */
export interface Electorate {
  /** Addresses of NATS. */
  readonly servers: readonly string[];
  readonly heartbeatMs: number;
  /** Resolves to the leader, once all is whole. */
  whole(): Promise<Leader>;
  /** As far as is known here, nobody has led since. */
  leadsStill(leader: Leader): boolean;
  /** Who leads next in a later term than `leader`'s. Listens from now on. */
  next(leader: Leader): NextLead;
  close(): Promise<void>;
}

/** In ms from right before the harm. */
export interface Trial {
  readonly ledMs: number;
  readonly leasedMs: number;
  /** null: nobody wrote. */
  readonly writes: TrialWrites | null;
  /** Terms that passed without a leader: votes were split, or a candidate failed. */
  readonly lostTerms: number;
}

export interface TrialWrites {
  readonly wroteMs: number;
  /** The longest time in which the client had no answer, across the harm; and the usual one, before it. */
  readonly gapMs: number;
  readonly usualGapMs: number;
}

export interface Harm {
  /** Nobody writes when it is done: the last that was heard of the leader was a heartbeat. */
  readonly isIdle?: boolean;
  /** Does it; the new leader is not waited for here. */
  do(leader: string): Promise<unknown>;
  /** Makes the cluster whole again. */
  mend(leader: string): Promise<unknown>;
}

/** Nothing of what was waited for has come for so long: the trial has failed. */
const PATIENCE_MS = 60_000;
/** In which the client is seen to write as usual. */
const WRITES_BEFORE_MS = 30;

/** `signal` gives it up. */
export async function runTrial(
  electorate: Electorate,
  writer: Writer,
  harm: Harm,
  signal: AbortSignal,
): Promise<Trial> {
  const leader = await wholeAtAnyMoment(electorate, writer, signal, harm.isIdle === true);
  const next = electorate.next(leader);
  try {
    const startedMs = performance.now();
    const done = harm.do(leader.node);
    done.catch(() => undefined);
    const led = await patient("a new leader", next.led, signal);
    const leased = await patient("its lease", next.leased, signal);
    const gap =
      harm.isIdle === true
        ? null
        : await patient("a write under the new leader", writer.gapAfter(startedMs, led.atMs), signal);
    await done;
    await harm.mend(leader.node);
    return {
      ledMs: led.atMs - startedMs,
      leasedMs: leased.atMs - startedMs,
      writes:
        gap === null
          ? null
          : {
              wroteMs: gap.endedMs - startedMs,
              gapMs: gap.endedMs - gap.beganMs,
              usualGapMs: writer.usualGap(startedMs),
            },
      lostTerms: led.term - leader.term - 1,
    };
  } finally {
    next.close();
    writer.goOn();
  }
}

/** Timeouts that are shorter than what a busy machine takes change the leader by themselves: then it is waited for anew. */
async function wholeAtAnyMoment(
  electorate: Electorate,
  writer: Writer,
  signal: AbortSignal,
  isIdle: boolean,
): Promise<Leader> {
  for (;;) {
    const leader = await patient("the cluster to be whole", electorate.whole(), signal);
    await patient("a write", writer.next(), signal);
    if (isIdle) await patient("the last write", writer.rest(), signal);
    await pause((isIdle ? electorate.heartbeatMs : WRITES_BEFORE_MS) + Math.random() * electorate.heartbeatMs);
    if (electorate.leadsStill(leader)) return leader;
    writer.goOn();
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws Error where it takes too long, or where `signal` says that nobody waits any more */
export async function patient<T>(what: string, promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let forget = (): void => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited ${PATIENCE_MS} ms for ${what}`)), PATIENCE_MS);
    const stop = (): void => reject(signal.reason);
    forget = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    };
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([promise, givenUp]);
  } finally {
    forget();
  }
}
