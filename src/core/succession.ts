/**
 * Who follows a leader that is gone, so that those who learn of it together do not ask for votes together. Law: it is an order of
 * politeness; nothing is granted because of it. The leader names the first, its heir, in each heartbeat; the others follow by id.
 */
import { allMembers } from "./quorum.ts";
import { configurationIn, type Follower, type Leader, progressOf, type ServerState } from "./state.ts";
import { type NodeId, sameMember } from "./types.ts";

/** Of this server behind a leader that is gone, from 0. */
export function placeInSuccession(state: ServerState, { leader, heir }: Follower): number {
  const { id } = state.self;
  if (id === heir) return 0;
  const before = configurationIn(state).voters.filter((voter) => voter.id < id && voter.id !== leader?.id);
  return before.filter((voter) => voter.id !== heir).length + (heir === null ? 0 : 1);
}

/** Who should follow this leader: of the voters that it hears, the first by being in step, by priority, by id. */
export function heirOf(state: ServerState, leader: Leader, nowMs: number): NodeId | null {
  const configuration = configurationIn(state);
  let heir: Claim | null = null;
  for (const member of allMembers(configuration)) {
    const progress = progressOf(leader, member);
    if (progress === undefined || !configuration.voters.some((voter) => sameMember(voter, member))) continue;
    if (nowMs - progress.answeredMs > state.timing.electionTimeoutMinMs) continue;
    const one = { id: member.id, inStep: progress.matchIndex >= state.commitIndex, priority: progress.priority };
    if (heir === null || comesBefore(one, heir)) heir = one;
  }
  return heir?.id ?? null;
}

interface Claim {
  readonly id: NodeId;
  readonly inStep: boolean;
  readonly priority: number;
}

function comesBefore(one: Claim, other: Claim): boolean {
  if (one.inStep !== other.inStep) return one.inStep;
  if (one.priority !== other.priority) return one.priority > other.priority;
  return one.id < other.id;
}
