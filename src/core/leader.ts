/**
 * Leading: say so at once and regularly, and stop when a majority is no longer heard (CheckQuorum, §6.2 of the thesis).
 *
 * Laws: a leader that has not reached a majority for an election timeout is none any more, so a cut-off leader does not
 * stand for ever. An answer counts from when its round was *sent*, never from when it arrived: what was on the way during a
 * pause proves nothing about now.
 */
import { entryBytes } from "./entry.ts";
import { becomeFollower } from "./follower.ts";
import { leaseFromMs, renewLease } from "./lease.ts";
import { lastPosition, slice } from "./log.ts";
import { followMembership } from "./membership.ts";
import type { HeartbeatAck, Message } from "./message.ts";
import { newProgress } from "./progress.ts";
import { allMembers, quorumReached } from "./quorum.ts";
import { admitReads, confirmReads, holdsReads, readsRideOn } from "./read-index.ts";
import { advanceCommit, noticeLoss } from "./replication.ts";
import { type Candidate, configurationIn, type Leader, progressOf, type ServerState } from "./state.ts";
import { heirOf } from "./succession.ts";
import { driveTransfer, offerLead } from "./transfer.ts";
import { appendToLog, say, type Turn } from "./turn.ts";
import { sameMember } from "./types.ts";

/** "Once a candidate wins an election, it … sends heartbeat messages to all of the other servers" (§5.2): at once. */
export function becomeLeader(turn: Turn, { granted, early }: Candidate): void {
  const { state, nowMs } = turn;
  const { index } = lastPosition(state.log);
  const others = allMembers(configurationIn(state)).filter(({ id }) => id !== state.self.id);
  const leader: Leader = {
    name: "leader",
    granted: new Set(granted),
    round: 0,
    rounds: [],
    heartbeatAtMs: nowMs,
    firstIndex: index + 1,
    progress: new Map(others.map((member) => [member.id, newProgress(member, index, nowMs)])),
    uncommittedBytes: 0,
    reads: [],
    transfer: null,
    electedAtMs: nowMs,
    leaseFromMs: leaseFromMs(
      state,
      [...granted].some((id) => early.has(id)),
      nowMs,
    ),
    lease: null,
    offerAtMs: nowMs + state.timing.electionTimeoutMaxMs,
    learnersAtMs: Number.POSITIVE_INFINITY,
  };
  state.role = leader;
  turn.cause = "electionWon";
  sendHeartbeat(turn, leader);
  appendToLog(turn, [{ type: "noOp", index: index + 1, term: state.term }]);
  for (const entry of slice(state.log, state.commitIndex + 1)) leader.uncommittedBytes += entryBytes(entry);
}

export function sendHeartbeat(turn: Turn, leader: Leader): void {
  const { state, nowMs } = turn;
  leader.round += 1;
  leader.rounds.push({ round: leader.round, sentAtMs: nowMs });
  while (leader.rounds.length > 1 && nowMs - (leader.rounds[0]?.sentAtMs ?? 0) > state.timing.electionTimeoutMaxMs)
    leader.rounds.shift();
  leader.heartbeatAtMs = nowMs + state.timing.heartbeatMs;
  readsRideOn(leader);
  renewLease(state, leader);
  const heir = heirOf(state, leader, nowMs);
  const { connection } = state;
  say(turn, null, {
    type: "heartbeat",
    round: leader.round,
    commitIndex: state.commitIndex,
    ...(heir === null ? {} : { heir }),
    ...(connection === "" ? {} : { connection }),
  });
}

/** When the newest heartbeat round was sent that a majority, the leader included, has answered. */
export const quorumContactMs = (state: ServerState, leader: Leader, nowMs: number): number =>
  quorumReached(configurationIn(state), (voter) =>
    sameMember(voter, state.self) ? nowMs : (progressOf(leader, voter)?.answeredMs ?? Number.NEGATIVE_INFINITY),
  );

/** A deadline of the leader's has come. */
export function leaderWakes(turn: Turn, leader: Leader): void {
  const { state, nowMs } = turn;
  if (leader.transfer !== null && nowMs >= leader.transfer.deadlineMs) leader.transfer = null;
  if (nowMs - quorumContactMs(state, leader, nowMs) > state.timing.electionTimeoutMaxMs)
    return becomeFollower(turn, state.term, null, "lostQuorum");
  if (diskIsStalled(state, nowMs)) return becomeFollower(turn, state.term, null, "diskStalled");
  if (nowMs >= leader.heartbeatAtMs) sendHeartbeat(turn, leader);
}

/** An election timeout has passed without an answer of the disk: who cannot write cannot lead (DESIGN 5). */
export const diskIsStalled = (state: ServerState, nowMs: number): boolean =>
  nowMs - state.diskBusySinceMs > state.timing.electionTimeoutMaxMs;

export function countHeartbeatAck(turn: Turn, leader: Leader, { from }: Message, ack: HeartbeatAck): void {
  const progress = progressOf(leader, from);
  if (progress === undefined) return;
  const answered = leader.rounds.find(({ round }) => round === ack.round);
  if (answered !== undefined) progress.answeredMs = Math.max(progress.answeredMs, answered.sentAtMs);
  progress.answeredRound = Math.max(progress.answeredRound, Math.min(ack.round, leader.round));
  progress.priority = ack.priority;
  renewLease(turn.state, leader);
  noticeLoss(turn, leader, from.id, progress, ack);
}

/** Whatever happened in this step: what follows from it for the commit, the members, the reads and a hand-over. */
export function followUp(turn: Turn, leader: Leader): void {
  advanceCommit(turn.state, leader);
  followMembership(turn, leader);
  if (turn.state.role !== leader) return;
  driveReads(turn, leader);
  offerLead(turn, leader);
  driveTransfer(turn, leader);
}

function driveReads(turn: Turn, leader: Leader): void {
  if (leader.reads.length === 0) return;
  admitReads(turn.state, leader);
  confirmReads(turn, leader);
  if (!holdsReads(leader)) return;
  sendHeartbeat(turn, leader);
  confirmReads(turn, leader);
}
