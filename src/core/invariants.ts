/**
 * What must hold, whatever happens: of one state (`checkState`), and of one step (`checkStep`). Law: a server that finds one
 * broken stops, loudly; it does not guess.
 */
import { isQuorum, isVoter } from "./quorum.ts";
import type { ServerState } from "./state.ts";
import { type Member, sameMember, type Term } from "./types.ts";

export type Invariant =
  | "electionSafety"
  | "oneVotePerTerm"
  | "termNeverGoesBack"
  | "ownVoteIsDurable"
  | "leaderHasQuorum"
  | "campaignsForItself"
  | "disconnectedFollows"
  | "onlyVotersSeekTheLead"
  | "writesAreConfirmedInOrder"
  | "numbersAreSafe";

export class InvariantBroken extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, detail: string) {
    super(`invariant ${invariant} is broken: ${detail}`);
    this.name = "InvariantBroken";
    this.invariant = invariant;
  }
}

export const broken = (invariant: Invariant, detail: string): InvariantBroken => new InvariantBroken(invariant, detail);

function must(holds: boolean, invariant: Invariant, state: ServerState): void {
  if (holds) return;
  throw broken(invariant, `${state.self.id} as ${state.role.name} in term ${state.term}`);
}

/** What one step is compared with: taken before it. */
export interface Snapshot {
  readonly term: Term;
  readonly votedFor: Member | null;
  readonly role: ServerState["role"]["name"];
  readonly durableWriteId: number;
}

export const snapshot = (state: ServerState): Snapshot => ({
  term: state.term,
  votedFor: state.votedFor,
  role: state.role.name,
  durableWriteId: state.durableWriteId,
});

/** @throws InvariantBroken */
export function checkState(state: ServerState): void {
  const { role, self, configuration } = state;
  must(Number.isSafeInteger(state.term) && state.term >= 0, "numbersAreSafe", state);
  must(state.durableWriteId <= state.writeId, "writesAreConfirmedInOrder", state);
  if (role.name === "follower" || role.name === "stopped") {
    const leads = role.name === "follower" && role.leader !== null;
    must(state.connected || !leads, "disconnectedFollows", state);
    return;
  }
  must(state.connected, "disconnectedFollows", state);
  must(isVoter(configuration, self), "onlyVotersSeekTheLead", state);
  if (role.name === "preCandidate") return;
  must(state.votedFor !== null && sameMember(state.votedFor, self), "campaignsForItself", state);
  const writeOfOwnVote = role.name === "candidate" ? role.ownVoteWriteId : 0;
  must(!role.granted.has(self.id) || state.durableWriteId >= writeOfOwnVote, "ownVoteIsDurable", state);
  if (role.name === "leader") {
    must(role.granted.has(self.id), "ownVoteIsDurable", state);
    must(isQuorum(configuration, role.granted), "leaderHasQuorum", state);
  }
}

/** @throws InvariantBroken */
export function checkStep(before: Snapshot, state: ServerState): void {
  must(state.term >= before.term, "termNeverGoesBack", state);
  must(state.durableWriteId >= before.durableWriteId, "writesAreConfirmedInOrder", state);
  if (state.term !== before.term) return;
  const kept = before.votedFor === null || (state.votedFor !== null && sameMember(state.votedFor, before.votedFor));
  must(kept, "oneVotePerTerm", state);
  const newlyLeads = state.role.name === "leader" && before.role !== "leader";
  must(!newlyLeads || before.role === "candidate", "leaderHasQuorum", state);
}
