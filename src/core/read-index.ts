/**
 * Linearizable reads without a log entry (ReadIndex, thesis 6.4).
 *
 * Laws: the index is the commitIndex when the read arrived, of a leader that has committed in its term; and a majority must
 * answer a heartbeat round *sent after that*, which proves that no other leader could have committed more by then. No clock
 * takes part, so no stale answer passes for a linearizable one. Reads that arrive while a round is out share the next.
 */
import { memberOf, quorumReached } from "./quorum.ts";
import { configurationIn, type Leader, progressOf, type Read, type ServerState } from "./state.ts";
import { answer, refuse, say, type Turn } from "./turn.ts";
import { type NodeId, sameMember } from "./types.ts";

/** Reads that a leader keeps waiting for a majority. */
export const READS_MAX = 32_768;

/**
 * Reads of this server's own clients. A follower asks its leader; the answer finds its way back by the requestId. One that
 * knows itself removed asks nobody: it gets no entries any more.
 */
export function readIndex(turn: Turn, requestIds: readonly number[]): void {
  const { role, self } = turn.state;
  const isMember = memberOf(configurationIn(turn.state), self.id) !== undefined;
  for (const requestId of requestIds) {
    if (role.name === "leader") {
      if (!addRead(role, requestId, null)) refuse(turn, requestId, "overloaded");
    } else if (role.name === "follower" && role.leader !== null && isMember)
      say(turn, role.leader.id, { type: "readIndexRequest", requestId });
    else refuse(turn, requestId, "notLeader");
  }
}

/** False: too many wait already. A follower whose read is not taken gives it up in time. */
export function addRead(leader: Leader, requestId: number, from: NodeId | null): boolean {
  if (leader.reads.length >= READS_MAX) return false;
  leader.reads.push({ requestId, from, index: null, round: null });
  return true;
}

/** Once the leader has committed in its term, its commitIndex is the cluster's. */
export function admitReads(state: ServerState, leader: Leader): void {
  if (state.commitIndex < leader.firstIndex) return;
  for (const read of leader.reads) read.index ??= state.commitIndex;
}

/** The round about to be sent serves all that have an index and wait for one. */
export function readsRideOn(leader: Leader): void {
  for (const read of leader.reads) if (read.index !== null) read.round ??= leader.round;
}

/** Whether a round should go out for reads: some wait for one, and none that was sent for reads is still out. */
export const holdsReads = (leader: Leader): boolean =>
  leader.reads.some(({ index, round }) => index !== null && round === null) &&
  !leader.reads.some(({ round }) => round !== null);

export function confirmReads(turn: Turn, leader: Leader): void {
  const { state } = turn;
  const confirmed = quorumReached(configurationIn(state), (voter) =>
    sameMember(voter, state.self) ? leader.round : (progressOf(leader, voter)?.answeredRound ?? 0),
  );
  const done = (read: Read): boolean => read.round !== null && read.round <= confirmed;
  for (const read of leader.reads) if (done(read)) serve(turn, read);
  leader.reads = leader.reads.filter((read) => !done(read));
}

function serve(turn: Turn, { requestId, from, index }: Read): void {
  if (index === null) return;
  if (from === null) answer(turn, requestId, { type: "readAt", index });
  else say(turn, from, { type: "readIndexResponse", requestId, index });
}
