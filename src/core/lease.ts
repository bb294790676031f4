/**
 * Leases: to lead exclusively in real time, for who acts on the world outside the log (DESIGN 4). Reads never rest on one.
 *
 * A majority has acknowledged a heartbeat round; whoever is elected needs the vote of one of them. So the lease runs from
 * the *sending* of that round, and every server marks a vote as early that it gives less than `leaseMs` after it has last
 * acknowledged any leader. Laws: a leader elected with an early vote, its own included, waits until every lease that can have
 * been running then is over; when this server last acknowledged is never forgotten and never goes back, whoever leads,
 * and a server that has just started acknowledged somebody at its start, for all it knows. Clocks are monotonic, and drift by
 * no more than DRIFT_MAX: the margin is kept off on both sides.
 */
import { quorumReached } from "./quorum.ts";
import { configurationIn, type Leader, progressOf, type ServerState } from "./state.ts";
import type { Turn } from "./turn.ts";
import { leaseMarginMs, sameMember } from "./types.ts";

/** This server tells a leader, in whatever way, that it follows it; or it leads, and follows itself. */
export function raiseLastAck(state: ServerState, nowMs: number): void {
  state.lastAckAtMs = Math.max(state.lastAckAtMs, nowMs);
}

/** Its former life may have acknowledged a leader until this very start. */
export function startsNow(state: ServerState, nowMs: number): void {
  if (state.lastAckAtMs === Number.POSITIVE_INFINITY) state.lastAckAtMs = nowMs;
}

/** Whether a vote given now comes while a lease may run that this server has helped to. */
export const isEarly = (state: ServerState, nowMs: number): boolean =>
  nowMs < state.lastAckAtMs + configurationIn(state).leaseMs;

/** From when on a leader elected now may hold a lease. */
export function leaseFromMs(state: ServerState, withEarlyVote: boolean, nowMs: number): number {
  const { leaseMs } = configurationIn(state);
  return withEarlyVote ? nowMs + leaseMs + leaseMarginMs(leaseMs) : nowMs;
}

/** More has been acknowledged: the lease runs longer. */
export function renewLease(state: ServerState, leader: Leader): void {
  const configuration = configurationIn(state);
  const { leaseMs } = configuration;
  const round = quorumReached(configuration, (voter) =>
    sameMember(voter, state.self) ? leader.round : (progressOf(leader, voter)?.answeredRound ?? 0),
  );
  const sentAtMs = leader.rounds.find((sent) => sent.round === round)?.sentAtMs;
  if (leaseMs === 0 || sentAtMs === undefined) return;
  const marginMs = leaseMarginMs(leaseMs);
  const untilMs = sentAtMs + leaseMs - marginMs;
  if (untilMs <= (leader.lease?.untilMs ?? Number.NEGATIVE_INFINITY)) return;
  leader.lease = { fromMs: leader.leaseFromMs, untilMs, term: state.term, marginMs };
}

/** What was sent before the machine slept says nothing about now. */
export function suspended({ state }: Turn): void {
  if (state.role.name !== "leader") return;
  state.role.rounds.length = 0;
  state.role.lease = null;
}

/** Says what has become of the lease in this step: its end first of all. */
export function tellLease({ state, effects }: Turn): void {
  const lease = state.role.name === "leader" ? state.role.lease : null;
  if (lease === state.lease) return;
  state.lease = lease;
  if (lease === null) effects.unshift({ type: "setLease", lease });
  else effects.push({ type: "setLease", lease });
}
