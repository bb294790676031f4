/**
 * Following: obey a leader of the current term, wait for one otherwise (§5.2).
 *
 * Law: a server that takes up a newer term has voted for nobody in it; within a term its vote is never cleared, by nothing,
 * least of all by the leader it hears of (DESIGN 3.2: graft clears it there, and can vote twice).
 */
import type { Cause } from "./effect.ts";
import { broken } from "./invariants.ts";
import { raiseLastAck } from "./lease.ts";
import type { Message } from "./message.ts";
import { nextBetween } from "./random.ts";
import { following, maySeekLead, type ServerState } from "./state.ts";
import type { Turn } from "./turn.ts";
import { type Index, type Member, sameMember, type Term } from "./types.ts";

const mayCampaign = (state: ServerState): boolean => state.connected && maySeekLead(state);

/** A fresh randomized timeout; Infinity for a server that must not campaign. */
export function drawElectionDeadlineMs(turn: Turn): number {
  const { timing, random } = turn.state;
  if (!mayCampaign(turn.state)) return Number.POSITIVE_INFINITY;
  return turn.nowMs + nextBetween(random, timing.electionTimeoutMinMs, timing.electionTimeoutMaxMs);
}

/** When a leader whose heartbeat is heard now is looked for, unless the next is heard: half an interval late. Only NATS can be asked. */
const probeDueMs = ({ state, nowMs }: Turn): number =>
  state.connection === "" ? Number.POSITIVE_INFINITY : nowMs + 1.5 * state.timing.heartbeatMs;

/** Moves to `term` (the current or a newer one) as a follower of `leader`. */
export function becomeFollower(turn: Turn, term: Term, leader: Member | null, cause: Cause): void {
  const { state } = turn;
  if (term > state.term) {
    state.term = term;
    state.votedFor = null;
    state.verifiedIndex = 0;
    turn.hardStateChanged = true;
  }
  if (leader !== null) state.heardLeaderAtMs = turn.nowMs;
  state.role = following(leader, drawElectionDeadlineMs(turn));
  if (leader !== null) state.role.probeAtMs = probeDueMs(turn);
  turn.cause = cause;
}

/** The configuration has changed, and with it perhaps whether this server may campaign. */
export function waitAnew(turn: Turn): void {
  const { role } = turn.state;
  if (role.name === "follower") role.electionDeadlineMs = drawElectionDeadlineMs(turn);
}

/**
 * All up to `index` is committed. A configuration among it that leaves this server out is final now: until then it might have had
 * to finish the change as the leader (`maySeekLead`), from now on it waits for no timeout.
 */
export function commitThrough(turn: Turn, index: Index): void {
  const { state } = turn;
  if (index <= state.commitIndex) return;
  state.commitIndex = index;
  if (!maySeekLead(state)) waitAnew(turn);
}

/** A leader of the current term speaks: "if the leader's term is at least as large, the candidate recognises it" (§5.2). */
export function hearLeader(turn: Turn, { from, body }: Message): void {
  const { state } = turn;
  const { role } = state;
  raiseLastAck(state, turn.nowMs);
  if (role.name === "leader") throw broken("electionSafety", `${from.id} leads term ${state.term} as well`);
  if (role.name !== "follower" || role.leader === null) return becomeFollower(turn, state.term, from, "heardLeader");
  if (!sameMember(role.leader, from))
    throw broken("electionSafety", `${role.leader.id} and ${from.id} lead term ${state.term}`);
  role.electionDeadlineMs = drawElectionDeadlineMs(turn);
  if (body.type === "heartbeat") role.probeAtMs = probeDueMs(turn);
  role.isLeaderGone = false;
  state.heardLeaderAtMs = turn.nowMs;
}
