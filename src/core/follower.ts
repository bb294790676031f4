/**
 * Following: obey a leader of the current term, wait for one otherwise (§5.2).
 *
 * Law: a server that takes up a newer term has voted for nobody in it; within a term its vote is never cleared, by nothing,
 * least of all by the leader it hears of (DESIGN 3.2: graft clears it there, and can vote twice).
 */
import type { Cause } from "./effect.ts";
import { broken } from "./invariants.ts";
import type { Heartbeat, Message } from "./message.ts";
import { isVoter } from "./quorum.ts";
import { nextBetween } from "./random.ts";
import type { ServerState } from "./state.ts";
import { answer, type Turn } from "./turn.ts";
import { type Member, sameMember, type Term } from "./types.ts";

const mayCampaign = (state: ServerState): boolean => state.connected && isVoter(state.configuration, state.self);

/** A fresh randomized timeout; Infinity for a server that must not campaign. */
export function drawElectionDeadlineMs(turn: Turn): number {
  const { timing, random } = turn.state;
  if (!mayCampaign(turn.state)) return Number.POSITIVE_INFINITY;
  return turn.nowMs + nextBetween(random, timing.electionTimeoutMinMs, timing.electionTimeoutMaxMs);
}

/** Moves to `term` (the current or a newer one) as a follower of `leader`. */
export function becomeFollower(turn: Turn, term: Term, leader: Member | null, cause: Cause): void {
  const { state } = turn;
  if (term > state.term) {
    state.term = term;
    state.votedFor = null;
    turn.hardStateChanged = true;
  }
  if (leader !== null) state.heardLeaderAtMs = turn.nowMs;
  state.role = { name: "follower", leader, electionDeadlineMs: drawElectionDeadlineMs(turn) };
  turn.cause = cause;
}

/** A heartbeat of the current term: "if the leader's term is at least as large, then the candidate recognises it" (§5.2). */
export function hearHeartbeat(turn: Turn, message: Message, heartbeat: Heartbeat): void {
  const { state } = turn;
  const { role } = state;
  if (role.name === "leader") throw broken("electionSafety", `${message.from.id} leads term ${state.term} as well`);
  if (role.name === "follower" && role.leader !== null) {
    if (!sameMember(role.leader, message.from))
      throw broken("electionSafety", `${role.leader.id} and ${message.from.id} lead term ${state.term}`);
    role.electionDeadlineMs = drawElectionDeadlineMs(turn);
    state.heardLeaderAtMs = turn.nowMs;
  } else {
    becomeFollower(turn, state.term, message.from, "heardLeader");
  }
  answer(turn, message.from.id, { type: "heartbeatAck", round: heartbeat.round });
}
