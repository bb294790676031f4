/**
 * The follower's log is made the leader's (Figure 2, AppendEntries, receiver).
 *
 * Laws: what is committed is never truncated. A follower believes no commitIndex beyond what an AppendEntries of this very
 * term has verified here (DESIGN 3.4): behind that, its log may hold entries of a leader that was overruled.
 */
import type { Entry } from "./entry.ts";
import { commitThrough, hearLeader, waitAnew } from "./follower.ts";
import { broken } from "./invariants.ts";
import { lastIndexWithTermAtMost, lastPosition, termAt, truncateFrom } from "./log.ts";
import type { AppendEntries, Message } from "./message.ts";
import { configurationIn, type ServerState } from "./state.ts";
import { acknowledge, appendToLog, reply, type Turn } from "./turn.ts";
import type { Index, LogPosition } from "./types.ts";

/** An AppendEntries of the current term. */
export function hearAppendEntries(turn: Turn, message: Message, request: AppendEntries): void {
  hearLeader(turn, message);
  const { state } = turn;
  if (!matches(state, request.prev)) return refusePrev(turn, message, request.prev);
  const configuration = configurationIn(state);
  takeEntries(turn, request.entries);
  if (configurationIn(state) !== configuration) waitAnew(turn);
  const lastIndex = request.prev.index + request.entries.length;
  state.verifiedIndex = Math.max(state.verifiedIndex, lastIndex);
  followCommit(turn, request.commitIndex);
  acknowledge(turn, message.from.id, { type: "appendAck", matchIndex: lastIndex });
}

/** What is committed here is in the log of every later leader (§5.4.3), so below commitIndex any prev matches. */
const matches = (state: ServerState, prev: LogPosition): boolean =>
  prev.index <= state.commitIndex || termAt(state.log, prev.index) === prev.term;

function refusePrev(turn: Turn, { from }: Message, prev: LogPosition): void {
  const { log } = turn.state;
  const index = lastIndexWithTermAtMost(log, Math.min(prev.index, lastPosition(log).index), prev.term);
  const hint = { index, term: termAt(log, index) ?? 0 };
  reply(turn, from.id, { type: "appendRefusal", prevIndex: prev.index, hint });
}

/** "If an existing entry conflicts with a new one, delete the existing entry and all that follow it" (Figure 2). */
function takeEntries(turn: Turn, entries: readonly Entry[]): void {
  const { state } = turn;
  const fresh = entries.findIndex(
    ({ index, term }) => index > state.log.base.index && termAt(state.log, index) !== term,
  );
  const first = entries[fresh];
  if (first === undefined) return;
  if (first.index <= state.commitIndex) throw broken("committedIsKept", `entry ${first.index} is committed already`);
  if (first.index <= lastPosition(state.log).index) truncateFrom(state.log, first.index);
  appendToLog(turn, entries.slice(fresh));
}

/** "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)" (Figure 2). */
export const followCommit = (turn: Turn, leaderCommit: Index): void =>
  commitThrough(turn, Math.min(leaderCommit, turn.state.verifiedIndex));
