/**
 * The leader's log to everybody's (§5.3), and what of it is committed (§5.4.2).
 *
 * Laws: only entries of the leader's own term are counted, those before are committed with them; the leader counts its own
 * copy once it is durable, though it sends it before; a follower is counted for what it has said is durable, under the
 * incarnation that the configuration names.
 */
import { type Entry, entryBytes } from "./entry.ts";
import { entryAt, lastIndexWithTermAtMost, lastPosition, slice, termAt } from "./log.ts";
import type { AppendAck, AppendRefusal, HeartbeatAck, Message } from "./message.ts";
import { matched, maySend, type Progress, pace, probeFrom, sent } from "./progress.ts";
import { quorumReached } from "./quorum.ts";
import { beginSnapshot, resumeSnapshot } from "./snapshot.ts";
import { configurationIn, type Leader, progressOf, type ServerState } from "./state.ts";
import { say, type Turn } from "./turn.ts";
import { type LogPosition, type NodeId, sameMember } from "./types.ts";

export const BATCH_BYTES_MAX = 256 * 1024;

/**
 * To one follower in one step. Each answer is a step, so what is in flight doubles with each round trip, up to its bound; and one
 * that lags far behind never holds up a step for as long as it takes to put all of that together.
 */
const BATCHES_PER_STEP_MAX = 2;

/** To a learner: small, since a large one keeps its thread, and whoever shares a core with that, from everything else. */
export const LEARNER_BATCH_BYTES_MAX = 64 * 1024;

/** Sends to each member what it lacks, as far as its window allows. */
export function replicate(turn: Turn, leader: Leader): void {
  const { learners } = configurationIn(turn.state);
  leader.learnersAtMs = Number.POSITIVE_INFINITY;
  for (const [id, progress] of leader.progress)
    if (learners.some((learner) => sameMember(learner, progress.member))) sendAtPace(turn, leader, id, progress);
    else sendWhatFits(turn, leader, id, progress);
}

/** Nobody waits for a learner: it gets what it lacks at its pace. */
function sendAtPace(turn: Turn, leader: Leader, to: NodeId, progress: Progress): void {
  const { index: lastIndex } = lastPosition(turn.state.log);
  const isDue = turn.nowMs >= progress.paceUntilMs;
  const batch = isDue ? sendBatch(turn, leader, to, progress, LEARNER_BATCH_BYTES_MAX) : null;
  if (batch !== null) pace(progress, batch.count, batch.bytes, lastIndex, turn.nowMs);
  if (maySend(progress) && progress.nextIndex <= lastIndex)
    leader.learnersAtMs = Math.min(leader.learnersAtMs, progress.paceUntilMs);
}

function sendWhatFits(turn: Turn, leader: Leader, to: NodeId, progress: Progress): void {
  for (let batches = 0; batches < BATCHES_PER_STEP_MAX; batches += 1)
    if (sendBatch(turn, leader, to, progress, BATCH_BYTES_MAX) === null) return;
}

interface Batch {
  readonly count: number;
  readonly bytes: number;
}

/** null: nothing was sent, or a snapshot; there is nothing more to send now. */
function sendBatch(turn: Turn, leader: Leader, to: NodeId, progress: Progress, bytesMax: number): Batch | null {
  if (!maySend(progress)) return null;
  const { log, batchEntries } = turn.state;
  const prevIndex = progress.nextIndex - 1;
  const prevTerm = termAt(log, prevIndex);
  if (prevTerm === null) {
    beginSnapshot(turn, leader, to, progress);
    return null;
  }
  const entries = slice(log, progress.nextIndex, bytesMax, batchEntries);
  if (entries.length === 0 && progress.mode === "stream") return null;
  return sendEntries(turn, leader, to, progress, { index: prevIndex, term: prevTerm }, entries);
}

function sendEntries(
  turn: Turn,
  leader: Leader,
  to: NodeId,
  progress: Progress,
  prev: LogPosition,
  entries: readonly Entry[],
): Batch {
  say(turn, to, { type: "appendEntries", prev, entries, commitIndex: turn.state.commitIndex });
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  sent(progress, prev.index + entries.length, bytes, leader.round);
  return { count: entries.length, bytes };
}

export function countAppendAck(turn: Turn, leader: Leader, { from }: Message, ack: AppendAck): void {
  const progress = progressOf(leader, from);
  if (progress === undefined || ack.matchIndex > lastPosition(turn.state.log).index) return;
  matched(progress, ack.matchIndex);
}

/** Its log is shorter or other than ours: look where they may agree, a term at a time rather than an entry (§5.3). */
export function hearRefusal(turn: Turn, leader: Leader, { from }: Message, refusal: AppendRefusal): void {
  const progress = progressOf(leader, from);
  if (progress === undefined || refusal.prevIndex <= progress.matchIndex) return;
  if (progress.mode === "probe" && refusal.prevIndex !== progress.nextIndex - 1) return;
  const { hint } = refusal;
  probeFrom(progress, lastIndexWithTermAtMost(turn.state.log, hint.index, hint.term) + 1);
}

/**
 * An answered heartbeat that was sent after an AppendEntries, and does not show that one verified, tells that it was lost:
 * between two servers messages keep their order, and where they do not, sending again does no harm. Where it has been
 * acknowledged, the follower has restarted since and forgotten what it had verified; until it is asked again, though there be
 * nothing to send, it follows no commit (DESIGN 3.4).
 */
export function noticeLoss(turn: Turn, leader: Leader, to: NodeId, progress: Progress, ack: HeartbeatAck): void {
  if (ack.matchIndex > progress.matchIndex) matched(progress, ack.matchIndex);
  if (progress.mode === "snapshot") return resumeSnapshot(turn, leader, to, progress, ack.round);
  const lastSent = progress.inFlight.at(-1)?.lastIndex ?? progress.matchIndex;
  if (ack.round <= progress.sentInRound) return;
  if (ack.verifiedIndex >= lastSent) return takeForAnswer(progress, ack);
  const known = progress.mode === "probe" ? progress.nextIndex : progress.matchIndex + 1;
  probeFrom(progress, ack.verifiedIndex > 0 ? ack.verifiedIndex + 1 : known);
}

/**
 * What was sent has arrived. Who is asked by a probe that brought nothing new answers it in an acknowledgement that may be lost:
 * nothing would then ever be sent again.
 */
function takeForAnswer(progress: Progress, { matchIndex }: HeartbeatAck): void {
  const [asked] = progress.inFlight;
  if (asked !== undefined && matchIndex >= asked.lastIndex) matched(progress, matchIndex);
}

/** "If there exists an N > commitIndex, a majority of matchIndex[i] >= N, and log[N].term == currentTerm" (Figure 2). */
export function advanceCommit(state: ServerState, leader: Leader): void {
  const { log } = state;
  const reached = quorumReached(configurationIn(state), (voter) =>
    sameMember(voter, state.self) ? log.durableIndex : (progressOf(leader, voter)?.matchIndex ?? 0),
  );
  if (reached <= state.commitIndex || termAt(log, reached) !== state.term) return;
  for (let index = state.commitIndex + 1; index <= reached; index++) {
    const entry = entryAt(log, index);
    if (entry !== undefined) leader.uncommittedBytes -= entryBytes(entry);
  }
  state.commitIndex = reached;
}
