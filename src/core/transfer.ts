/**
 * Handing over the lead (thesis 3.10). Law: the heir is told to campaign only once it has the whole log, and no command is
 * taken meanwhile, so the log stands still; the lead is kept until somebody wins it, or the wish is given up.
 */
import { lastPosition } from "./log.ts";
import { memberOf } from "./quorum.ts";
import { configurationIn, type Leader, progressOf, type ServerState } from "./state.ts";
import { answer, refuse, say, type Turn } from "./turn.ts";
import type { Member, NodeId } from "./types.ts";

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
  role.transfer = { to: heir, deadlineMs: nowMs + state.timing.electionTimeoutMinMs, asked: false };
  answer(turn, requestId, { type: "started" });
}

function heardOfLast(state: ServerState, leader: Leader, nowMs: number): NodeId | null {
  const answeredMs = (voter: Member): number => progressOf(leader, voter)?.answeredMs ?? Number.NEGATIVE_INFINITY;
  const heard = configurationIn(state)
    .voters.filter((voter) => voter.id !== state.self.id)
    .filter((voter) => nowMs - answeredMs(voter) < state.timing.electionTimeoutMinMs)
    .sort((a, b) => answeredMs(b) - answeredMs(a));
  return heard[0]?.id ?? null;
}

export function driveTransfer(turn: Turn, leader: Leader): void {
  const { transfer } = leader;
  if (transfer === null || transfer.asked) return;
  if (leader.progress.get(transfer.to)?.matchIndex !== lastPosition(turn.state.log).index) return;
  transfer.asked = true;
  say(turn, transfer.to, { type: "timeoutNow" });
}
