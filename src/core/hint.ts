/**
 * Hints that the leader is gone (DESIGN 4), so that nobody need wait for a timeout: the broker says that the connection has
 * ended which the leader's heartbeats name; or, asked because a heartbeat is late, that nobody listens where a living leader
 * does.
 *
 * Laws: no promise rests on a hint. It lifts the protection of the leader that it speaks of, and lets this server ask for
 * PreVotes at once; whatever is granted then is as durable, as single and as early as at any other time. Any word of that leader
 * takes the hint back, and a hint about somebody else, or about an earlier connection of the leader, is none.
 *
 * Those who get the same hint ask one after the other: first the heir that the leader has named, then by rank.
 */
import { startPreVote } from "./candidate.ts";
import { waitAnew } from "./follower.ts";
import { diskIsStalled } from "./leader.ts";
import { type Follower, maySeekLead } from "./state.ts";
import { placeInSuccession } from "./succession.ts";
import type { Turn } from "./turn.ts";
import type { NodeId } from "./types.ts";

/** NATS says that nobody listens where `id` would. */
export function peerGone(turn: Turn, id: NodeId): void {
  const { role } = turn.state;
  if (role.name === "follower" && role.leader?.id === id) leaderGone(turn, role);
}

/** NATS says that `connection` has ended. */
export function connectionEnded(turn: Turn, connection: string): void {
  const { role } = turn.state;
  if (role.name === "follower" && connection !== "" && role.leaderConnection === connection) leaderGone(turn, role);
}

function leaderGone(turn: Turn, role: Follower): void {
  const { state, nowMs } = turn;
  if (role.leader === null || role.isLeaderGone) return;
  role.isLeaderGone = true;
  if (!state.connected || !maySeekLead(state)) return;
  const waitMs = placeInSuccession(state, role) * state.timing.earlyStartStepMs;
  role.electionDeadlineMs = Math.min(role.electionDeadlineMs, nowMs + waitMs);
  if (waitMs === 0) followerTimesOut(turn, role);
}

/** The election timeout has run out, or a hint has cut it short. */
export function followerTimesOut(turn: Turn, role: Follower): void {
  if (diskIsStalled(turn.state, turn.nowMs)) waitAnew(turn);
  else startPreVote(turn, role.isLeaderGone ? "leaderGone" : "electionTimeout");
}

/** A heartbeat is late: is the leader still there? Silence proves nothing; that nobody listens there is a hint. */
export function probeLeader(turn: Turn, role: Follower): void {
  if (role.leader === null) return;
  role.probeAtMs = turn.nowMs + turn.state.timing.heartbeatMs / 2;
  turn.effects.push({ type: "probePeer", to: role.leader.id });
}
