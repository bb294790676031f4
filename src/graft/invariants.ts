/**
 * What must hold of an election, whatever happens. Law: a server that finds one broken stops, loudly; it does not guess.
 */
import type { NodeId, Term } from "../core/types.ts";
import { type ElectionState, quorumOf, votesOf } from "./state.ts";

/** What one step is compared with: taken before it. */
export interface ElectionSnapshot {
  readonly term: Term;
  readonly votedFor: NodeId | null;
  readonly role: ElectionState["role"]["name"];
}

export const electionSnapshot = ({ term, votedFor, role }: ElectionState): ElectionSnapshot => ({
  term,
  votedFor,
  role: role.name,
});

/** Names the first one that is broken, or null. */
export function brokenInvariant(before: ElectionSnapshot, state: ElectionState): string | null {
  const { role, term, votedFor, self } = state;
  if (!Number.isSafeInteger(term) || term < 0) return "numbersAreSafe";
  if (term < before.term) return "termNeverGoesBack";
  if (term === before.term && before.votedFor !== null && votedFor !== before.votedFor) return "oneVotePerTerm";
  if (state.durableWriteId > state.writeId) return "writesAreConfirmedInOrder";
  if (role.name !== "candidate" && role.name !== "leader") return null;
  if (!state.connected) return "disconnectedFollows";
  if (votedFor !== self) return "campaignsForItself";
  if (role.name === "candidate")
    return role.named.has(self) && state.durableWriteId < role.ownVoteWriteId ? "ownVoteIsDurable" : null;
  if (before.role === "follower") return "leaderWasCandidate";
  return role.named.has(self) && votesOf(role) >= quorumOf(state.size) ? null : "leaderHasQuorum";
}
