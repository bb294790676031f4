/**
 * The words of the protocol: terms, indexes, members, what must be durable, and how long to wait.
 *
 * Law: these are plain values. Terms and indexes are safe integers, checked where bytes become values (`wire/`, `storage/`);
 * here they are trusted.
 */

export type NodeId = string;
/** A safe integer, 0 before the first election. */
export type Term = number;
/** A safe integer, 0 before the first entry. */
export type Index = number;

/**
 * A server of the cluster. The incarnation is random and made together with the data folder, so a server that lost its
 * disk is another member under the same id, and the promises of the first are not taken for its own.
 */
export interface Member {
  readonly id: NodeId;
  readonly incarnation: string;
}

export function sameMember(a: Member, b: Member): boolean {
  if (a === b) return true;
  return a.id === b.id && a.incarnation === b.incarnation;
}

/** Who the members are (§6). Ids are distinct within each list, and no id is both a voter and a learner. */
export interface Configuration {
  readonly voters: readonly Member[];
  /** While joint: the voters of the old configuration, of whom a majority must agree as well. Empty otherwise. */
  readonly outgoing: readonly Member[];
  /** Receive the log and count for nothing (thesis 4.2.1). */
  readonly learners: readonly Member[];
  /** How long a lease runs, less the margin; whole ms. 0: there are none. The same in all configurations of a cluster. */
  readonly leaseMs: number;
}

/** A configuration with these voters and nobody else. */
export const configurationOfVoters = (voters: readonly Member[], leaseMs = 0): Configuration => ({
  voters,
  outgoing: [],
  learners: [],
  leaseMs,
});

export const isJoint = (configuration: Configuration): boolean => configuration.outgoing.length > 0;

/** What Raft must not forget (Figure 2, persistent state). */
export interface HardState {
  readonly term: Term;
  /** The candidate this server voted for in `term`; once set, never changed within the term. */
  readonly votedFor: Member | null;
}

/** The position of an entry in the log; {0, 0} before the first. */
export interface LogPosition {
  readonly index: Index;
  readonly term: Term;
}

/** A snapshot, as the core knows it: the rest is the driver's. */
export interface SnapshotMeta {
  /** The last entry that it holds. */
  readonly last: LogPosition;
  /** The configuration in force there. */
  readonly configuration: Configuration;
  /** Of its data. */
  readonly bytes: number;
}

/** The waits, in ms. `timingProblem` says whether they fit together. */
export interface Timing {
  /** Election timeouts are drawn from [min, max). Default 500. */
  readonly electionTimeoutMinMs: number;
  /** Default 1000. */
  readonly electionTimeoutMaxMs: number;
  /** The leader's period, and the period at which an unanswered request is repeated (§5.1). Default 100. */
  readonly heartbeatMs: number;
  /** A starting node PreVotes after its rank x this, so that two of them seldom meet. Default 10. */
  readonly earlyStartStepMs: number;
}

export const DEFAULT_TIMING: Timing = {
  electionTimeoutMinMs: 500,
  electionTimeoutMaxMs: 1000,
  heartbeatMs: 100,
  earlyStartStepMs: 10,
};

/** An hour: longer than any wait makes sense, and well within what timers can hold. */
export const WAIT_MS_MAX = 3_600_000;

export type TimingProblem = "outOfRange" | "timeoutsReversed" | "heartbeatTooSlow";

/** Names the first rule that `timing` breaks, or null: all above 0 and at most an hour, min < max, heartbeat <= min / 3. */
export function timingProblem(timing: Timing): TimingProblem | null {
  const waits = [timing.electionTimeoutMinMs, timing.electionTimeoutMaxMs, timing.heartbeatMs, timing.earlyStartStepMs];
  if (!waits.every((ms) => ms > 0 && ms <= WAIT_MS_MAX)) return "outOfRange";
  if (timing.electionTimeoutMinMs >= timing.electionTimeoutMaxMs) return "timeoutsReversed";
  if (timing.heartbeatMs * 3 > timing.electionTimeoutMinMs) return "heartbeatTooSlow";
  return null;
}

/** By how much a clock may run faster or slower than true time: fifty times what common quartz does. */
export const DRIFT_MAX = 0.01;

/** What both sides of a lease keep off: a holder whose clock is slow ends before a voter whose clock is fast (DESIGN 4). */
export const leaseMarginMs = (leaseMs: number): number => 2 * DRIFT_MAX * leaseMs;
