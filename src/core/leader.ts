/**
 * Leading: say so at once and regularly, and stop when a majority is no longer heard (CheckQuorum, §6.2 of the thesis).
 *
 * Laws: a leader that has not reached a majority for an election timeout is none any more, so a cut-off leader does not
 * stand for ever. An answer counts from when its round was *sent*, never from when it arrived: what was on the way during a
 * pause proves nothing about now.
 */
import type { TransferAnswer } from "./effect.ts";
import { becomeFollower } from "./follower.ts";
import type { HeartbeatAck, Message } from "./message.ts";
import { isVoter, quorumReached } from "./quorum.ts";
import type { Leader, ServerState } from "./state.ts";
import { say, type Turn } from "./turn.ts";
import type { Member, NodeId } from "./types.ts";

/** "Once a candidate wins an election, it … sends heartbeat messages to all of the other servers" (§5.2): at once. */
export function becomeLeader(turn: Turn, granted: ReadonlySet<NodeId>): void {
  const { state, nowMs } = turn;
  const others = state.configuration.voters.filter((voter) => voter.id !== state.self.id);
  const leader: Leader = {
    name: "leader",
    granted: new Set(granted),
    round: 0,
    rounds: [],
    heartbeatAtMs: nowMs,
    answeredMs: new Map(others.map((voter) => [voter.id, nowMs])),
    transfer: null,
  };
  state.role = leader;
  turn.cause = "electionWon";
  sendHeartbeat(turn, leader);
}

function sendHeartbeat(turn: Turn, leader: Leader): void {
  const { timing } = turn.state;
  leader.round += 1;
  leader.rounds.push({ round: leader.round, sentAtMs: turn.nowMs });
  while (leader.rounds.length > 1 && turn.nowMs - (leader.rounds[0]?.sentAtMs ?? 0) > timing.electionTimeoutMaxMs)
    leader.rounds.shift();
  leader.heartbeatAtMs = turn.nowMs + timing.heartbeatMs;
  say(turn, null, { type: "heartbeat", round: leader.round });
}

/** When the newest heartbeat round was sent that a majority, the leader included, has answered. */
export const quorumContactMs = (state: ServerState, leader: Leader, nowMs: number): number =>
  quorumReached(state.configuration, (id) =>
    id === state.self.id ? nowMs : (leader.answeredMs.get(id) ?? Number.NEGATIVE_INFINITY),
  );

/** A deadline of the leader's has come. */
export function leaderWakes(turn: Turn, leader: Leader): void {
  const { state, nowMs } = turn;
  if (leader.transfer !== null && nowMs >= leader.transfer.deadlineMs) leader.transfer = null;
  if (nowMs - quorumContactMs(state, leader, nowMs) > state.timing.electionTimeoutMaxMs) {
    becomeFollower(turn, state.term, null, "lostQuorum");
    return;
  }
  if (nowMs >= leader.heartbeatAtMs) sendHeartbeat(turn, leader);
}

export function countHeartbeatAck(turn: Turn, message: Message, ack: HeartbeatAck): void {
  const { role } = turn.state;
  if (role.name !== "leader") return;
  const answered = role.rounds.find((sent) => sent.round === ack.round);
  const before = role.answeredMs.get(message.from.id);
  if (answered === undefined || before === undefined) return;
  role.answeredMs.set(message.from.id, Math.max(before, answered.sentAtMs));
}

/** Thesis 3.10: tell a voter to campaign now. The lead is kept until somebody wins it, or the wish is given up. */
export function transferLeadership(turn: Turn, to: NodeId | null): TransferAnswer {
  const { state, nowMs } = turn;
  const { role } = state;
  if (role.name !== "leader") return "notLeader";
  if (to === state.self.id) return "alreadyLeader";
  const heir = to === null ? heardOfLast(state, role, nowMs) : state.configuration.voters.find(({ id }) => id === to);
  if (heir === undefined) return to === null ? "nobodyToTakeOver" : "unknownMember";
  role.transfer = { to: heir.id, deadlineMs: nowMs + state.timing.electionTimeoutMinMs };
  say(turn, heir.id, { type: "timeoutNow" });
  return "started";
}

function heardOfLast(state: ServerState, leader: Leader, nowMs: number): Member | undefined {
  const answered = (voter: Member): number => leader.answeredMs.get(voter.id) ?? Number.NEGATIVE_INFINITY;
  return state.configuration.voters
    .filter((voter) => voter.id !== state.self.id && nowMs - answered(voter) < state.timing.electionTimeoutMinMs)
    .sort((a, b) => answered(b) - answered(a))[0];
}

/** Only the leader of this very term may ask, and only a voter can follow. */
export const mayTakeOver = (state: ServerState, from: Member): boolean =>
  state.role.name === "follower" && state.role.leader?.id === from.id && isVoter(state.configuration, state.self);
