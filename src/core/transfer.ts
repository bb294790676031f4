/**
 * Handing over the lead (thesis 3.10). Law: the heir is told to campaign only once it has the whole log, and no command is
 * taken meanwhile, so the log stands still; the lead is kept until somebody wins it, or the wish is given up.
 */
import { lastPosition } from "./log.ts";
import { memberOf } from "./quorum.ts";
import { configurationIn, type Leader, progressOf, type ServerState, type Transfer } from "./state.ts";
import { answer, refuse, say, type Turn } from "./turn.ts";
import type { Member, NodeId } from "./types.ts";

/** Election timeouts between two offers of the lead by priority. */
const OFFER_PAUSE_TIMEOUTS = 5;

export function transferLeadership(turn: Turn, requestId: number, to: NodeId | null): void {
  const { state, nowMs } = turn;
  const { role } = state;
  if (role.name !== "leader") return refuse(turn, requestId, "notLeader");
  if (to === state.self.id) return answer(turn, requestId, { type: "done" });
  const heir = to ?? heardOfLast(state, role, nowMs);
  if (heir === null) return refuse(turn, requestId, "nobodyToTakeOver");
  const { voters } = configurationIn(state);
  if (!voters.some(({ id }) => id === heir))
    return refuse(
      turn,
      requestId,
      memberOf(configurationIn(state), heir) === undefined ? "unknownMember" : "notAVoter",
    );
  role.transfer = handOver(state, heir, nowMs);
  answer(turn, requestId, { type: "started" });
}

/** Of those who have not answered yet since the election, who voted for this leader: others may be down. */
function heardOfLast(state: ServerState, leader: Leader, nowMs: number): NodeId | null {
  const hasVoted = ({ id }: Member): number => (leader.granted.has(id) ? 1 : 0);
  const answeredMs = (voter: Member): number => progressOf(leader, voter)?.answeredMs ?? Number.NEGATIVE_INFINITY;
  const heard = configurationIn(state)
    .voters.filter((voter) => voter.id !== state.self.id)
    .filter((voter) => nowMs - answeredMs(voter) < state.timing.electionTimeoutMinMs)
    .sort((a, b) => answeredMs(b) - answeredMs(a) || hasVoted(b) - hasVoted(a));
  return heard[0]?.id ?? null;
}

/**
 * A server of higher priority that has all that is committed, and was heard lately, is handed the lead; one that does not take
 * it is asked again after a while.
 */
export function offerLead(turn: Turn, leader: Leader): void {
  const { state, nowMs } = turn;
  if (nowMs < leader.offerAtMs || leader.transfer !== null || state.commitIndex < leader.firstIndex) return;
  const { voters } = configurationIn(state);
  const rankOf = (voter: Member): number => {
    const progress = progressOf(leader, voter);
    const isReady =
      progress?.mode === "stream" &&
      progress.matchIndex >= state.commitIndex &&
      nowMs - progress.answeredMs <= 2 * state.timing.heartbeatMs;
    return isReady ? progress.priority : 0;
  };
  const heir = voters.reduce<Member | null>((best, voter) => {
    const least = best === null ? state.priority : rankOf(best);
    return rankOf(voter) > least ? voter : best;
  }, null);
  if (heir === null) return;
  leader.transfer = handOver(state, heir.id, nowMs);
  leader.offerAtMs = nowMs + OFFER_PAUSE_TIMEOUTS * state.timing.electionTimeoutMaxMs;
}

const handOver = ({ timing }: ServerState, to: NodeId, nowMs: number): Transfer => ({
  to,
  deadlineMs: nowMs + timing.electionTimeoutMinMs,
  asked: false,
});

export function driveTransfer(turn: Turn, leader: Leader): void {
  const { transfer } = leader;
  if (transfer === null || transfer.asked) return;
  if (leader.progress.get(transfer.to)?.matchIndex !== lastPosition(turn.state.log).index) return;
  transfer.asked = true;
  say(turn, transfer.to, { type: "timeoutNow" });
}
