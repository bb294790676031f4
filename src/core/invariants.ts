/**
 * What must hold, whatever happens: of one state (`checkState`), and of one step (`checkStep`). Law: a server that finds one
 * broken stops, loudly; it does not guess.
 */
import { lastPosition } from "./log.ts";
import { isQuorum } from "./quorum.ts";
import { configurationIn, maySeekLead, type ServerState } from "./state.ts";
import { type Index, type Member, sameMember, type Term } from "./types.ts";

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
  | "numbersAreSafe"
  | "committedIsKept"
  | "appliedIsCommitted";

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
  readonly commitIndex: Index;
}

export const snapshot = (state: ServerState): Snapshot => ({
  term: state.term,
  votedFor: state.votedFor,
  role: state.role.name,
  durableWriteId: state.durableWriteId,
  commitIndex: state.commitIndex,
});

/** @throws InvariantBroken */
export function checkState(state: ServerState): void {
  const { role, self } = state;
  must(Number.isSafeInteger(state.term) && state.term >= 0, "numbersAreSafe", state);
  must(state.durableWriteId <= state.writeId, "writesAreConfirmedInOrder", state);
  checkLog(state);
  if (role.name === "follower" || role.name === "stopped") {
    const leads = role.name === "follower" && role.leader !== null;
    must(state.connected || !leads, "disconnectedFollows", state);
    return;
  }
  must(state.connected, "disconnectedFollows", state);
  must(role.name === "leader" || maySeekLead(state), "onlyVotersSeekTheLead", state);
  if (role.name === "preCandidate") return;
  must(state.votedFor !== null && sameMember(state.votedFor, self), "campaignsForItself", state);
  const writeOfOwnVote = role.name === "candidate" ? role.ownVoteWriteId : 0;
  must(!role.granted.has(self.id) || state.durableWriteId >= writeOfOwnVote, "ownVoteIsDurable", state);
  if (role.name === "leader") {
    must(role.granted.has(self.id), "ownVoteIsDurable", state);
  }
}

function checkLog(state: ServerState): void {
  const { log, commitIndex, handedIndex, appliedIndex } = state;
  const lastIndex = lastPosition(log).index;
  must(log.durableIndex >= log.base.index && log.durableIndex <= lastIndex, "writesAreConfirmedInOrder", state);
  must(commitIndex >= log.base.index && commitIndex <= lastIndex, "committedIsKept", state);
  must(appliedIndex <= handedIndex && handedIndex <= commitIndex, "appliedIsCommitted", state);
}

/** @throws InvariantBroken */
export function checkStep(before: Snapshot, state: ServerState): void {
  must(state.term >= before.term, "termNeverGoesBack", state);
  must(state.durableWriteId >= before.durableWriteId, "writesAreConfirmedInOrder", state);
  must(state.commitIndex >= before.commitIndex, "committedIsKept", state);
  if (state.term !== before.term) return;
  const kept = before.votedFor === null || (state.votedFor !== null && sameMember(state.votedFor, before.votedFor));
  must(kept, "oneVotePerTerm", state);
  const newlyLeads = state.role.name === "leader" && before.role !== "leader";
  must(!newlyLeads || before.role === "candidate", "leaderHasQuorum", state);
  if (newlyLeads && state.role.name === "leader")
    must(isQuorum(configurationIn(state), state.role.granted), "leaderHasQuorum", state);
}
