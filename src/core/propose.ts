/**
 * Commands into the log (§5.3). Law: a refused command is in no log and will never be executed; an accepted one stands at
 * the index that is told, and is executed if that entry is committed, and only then. What waits for commit is bounded.
 */

import type { Refusal } from "./effect.ts";
import { type Entry, entryBytes } from "./entry.ts";
import type { Proposal } from "./event.ts";
import { lastPosition } from "./log.ts";
import type { Leader, ServerState } from "./state.ts";
import { answer, appendToLog, refuse, type Turn } from "./turn.ts";

export const UNCOMMITTED_BYTES_MAX = 32 * 1024 * 1024;
export const UNCOMMITTED_ENTRIES_MAX = 32_768;

export function propose(turn: Turn, proposals: readonly Proposal[]): void {
  const { state } = turn;
  const { role } = state;
  const accepted: Entry[] = [];
  let { index } = lastPosition(state.log);
  for (const { requestId, command } of proposals) {
    const refusal = role.name === "leader" ? refusalOf(state, role, index) : "notLeader";
    if (refusal !== null || role.name !== "leader") {
      refuse(turn, requestId, refusal ?? "notLeader");
      continue;
    }
    index += 1;
    const entry: Entry = { type: "command", index, term: state.term, command };
    role.uncommittedBytes += entryBytes(entry);
    accepted.push(entry);
    answer(turn, requestId, { type: "accepted", index, term: state.term });
  }
  appendToLog(turn, accepted);
}

function refusalOf(state: ServerState, leader: Leader, lastIndex: number): Refusal | null {
  if (leader.transfer !== null) return "transferring";
  const full =
    leader.uncommittedBytes >= UNCOMMITTED_BYTES_MAX || lastIndex - state.commitIndex >= UNCOMMITTED_ENTRIES_MAX;
  return full ? "overloaded" : null;
}
