/**
 * Snapshots (§7): taken, sent in pieces, installed.
 *
 * Laws: the log is cut only up to what a durable snapshot holds, less a margin for followers that are a little behind. A
 * snapshot is installed only where the log does not hold its last entry; then the whole log goes, since what stands there
 * conflicts with what is committed. Pieces are sent one at a time and resumed where the follower says, never from the start.
 */
import { commitThrough, hearLeader, waitAnew } from "./follower.ts";
import { compactTo, lastPosition, resetTo, termAt } from "./log.ts";
import type { InstallSnapshot, Message, SnapshotAck } from "./message.ts";
import { matched, type Progress, probeFrom, startSnapshot } from "./progress.ts";
import { type Leader, progressOf, type ServerState } from "./state.ts";
import { acknowledge, reply, type Turn } from "./turn.ts";
import type { LogPosition, NodeId, SnapshotMeta } from "./types.ts";

/** Rounds of heartbeats answered without news of a piece before it is sent again. */
const PATIENCE_ROUNDS = 3;

/** This server's own snapshot is durable. */
export function snapshotSaved(turn: Turn, snapshot: SnapshotMeta): void {
  const { state } = turn;
  if (snapshot.last.index <= (state.snapshot?.last.index ?? 0)) return;
  state.snapshot = snapshot;
  const before = state.log.base.index;
  compactTo(state.log, snapshot.last.index - state.trailingEntries);
  if (state.log.base.index > before) turn.effects.push({ type: "compactLog", base: state.log.base });
}

/** A follower needs entries that the log no longer holds. */
export function beginSnapshot(turn: Turn, leader: Leader, to: NodeId, progress: Progress): void {
  const { snapshot } = turn.state;
  if (snapshot === null) return;
  startSnapshot(progress, snapshot.last);
  sendPiece(turn, leader, to, progress);
}

function sendPiece(turn: Turn, leader: Leader, to: NodeId, progress: Progress): void {
  if (progress.snapshot === null) return;
  const { last, offset } = progress.snapshot;
  progress.sentInRound = leader.round;
  turn.effects.push({ type: "sendSnapshot", to, last, offset });
}

/** A piece or its answer may be lost; a newer snapshot may have taken the place of the one that was being sent. */
export function resumeSnapshot(
  turn: Turn,
  leader: Leader,
  to: NodeId,
  progress: Progress,
  answeredRound: number,
): void {
  if (answeredRound < progress.sentInRound + PATIENCE_ROUNDS) return;
  if (progress.snapshot?.last.index === turn.state.snapshot?.last.index) sendPiece(turn, leader, to, progress);
  else beginSnapshot(turn, leader, to, progress);
}

export function countSnapshotAck(turn: Turn, leader: Leader, { from }: Message, ack: SnapshotAck): void {
  const progress = progressOf(leader, from);
  if (progress === undefined || progress.snapshot?.last.index !== ack.lastIndex) return;
  if (ack.installed) {
    probeFrom(progress, ack.lastIndex + 1);
    matched(progress, ack.lastIndex);
    return;
  }
  if (ack.offset === progress.snapshot.offset) return;
  progress.snapshot.offset = ack.offset;
  sendPiece(turn, leader, from.id, progress);
}

/** Figure 13, receiver. A follower that has the snapshot's last entry needs no snapshot: all before it is the same (§5.3). */
export function hearInstallSnapshot(turn: Turn, message: Message, chunk: InstallSnapshot): void {
  hearLeader(turn, message);
  const { state } = turn;
  if (holds(state, chunk.last)) return confirm(turn, message.from.id, chunk.last);
  turn.effects.push({ type: "saveSnapshotChunk", chunk });
}

const holds = (state: ServerState, last: LogPosition): boolean =>
  last.index <= state.commitIndex || termAt(state.log, last.index) === last.term;

/** What a snapshot holds is committed, and verified by the leader that sent it (DESIGN 3.4). */
function confirm(turn: Turn, leader: NodeId, last: LogPosition): void {
  const { state } = turn;
  state.verifiedIndex = Math.max(state.verifiedIndex, last.index);
  commitThrough(turn, last.index);
  acknowledge(turn, leader, { type: "snapshotAck", lastIndex: last.index, offset: 0, installed: true });
}

export function snapshotChunkSaved(turn: Turn, last: LogPosition, offset: number): void {
  const { role } = turn.state;
  if (role.name !== "follower" || role.leader === null) return;
  reply(turn, role.leader.id, { type: "snapshotAck", lastIndex: last.index, offset, installed: false });
}

/** "Discard the entire log; reset state machine using snapshot contents" (Figure 13, 7 and 8). */
export function installSnapshot(turn: Turn, snapshot: SnapshotMeta): void {
  const { state } = turn;
  const { last, configuration } = snapshot;
  if (!holds(state, last)) {
    resetTo(state.log, last, configuration);
    state.snapshot = snapshot;
    state.handedIndex = last.index;
    state.commitIndex = last.index;
    turn.restartFrom = last;
    turn.effects.push({ type: "restoreSnapshot", snapshot });
    waitAnew(turn);
  } else {
    // Whoever leads now: what a leader has put into a snapshot is committed. And this is the one on disk.
    commitThrough(turn, last.index);
    if (last.index > (state.snapshot?.last.index ?? 0)) state.snapshot = snapshot;
  }
  const { role } = state;
  if (role.name === "follower" && role.leader !== null) confirm(turn, role.leader.id, last);
}

/** Where a snapshot of what has been applied up to `index` would end; null where the log does not reach there. */
export function positionAt(state: ServerState, index: number): LogPosition | null {
  const term = termAt(state.log, index);
  return term === null || index > lastPosition(state.log).index ? null : { index, term };
}
