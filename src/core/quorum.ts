/**
 * Majorities, as arithmetic. Law: any two majorities of the same voters share a voter, and a voter counts once, under the
 * incarnation that the configuration names; while a configuration is joint, the old voters and the new must both agree (§6).
 * Knows no messages.
 */
import { type Configuration, type Member, type NodeId, sameMember } from "./types.ts";

/** The least number of `voters` that is more than half of them. */
export const majority = (voters: number): number => Math.floor(voters / 2) + 1;

/** The sets of voters that must each have a majority: one, or two while the configuration is joint. */
const sides = ({ voters, outgoing }: Configuration): readonly (readonly Member[])[] =>
  outgoing.length === 0 ? [voters] : [voters, outgoing];

/** Everybody whom a leader sends to: voters old and new, and learners; each id once. */
export function allMembers({ voters, outgoing, learners }: Configuration): Member[] {
  const known = new Map<NodeId, Member>();
  for (const member of [...outgoing, ...learners, ...voters]) known.set(member.id, member);
  return [...known.values()];
}

/** As `allMembers` has it. */
export function memberOf({ voters, outgoing, learners }: Configuration, id: NodeId): Member | undefined {
  for (const side of [voters, learners, outgoing]) for (const member of side) if (member.id === id) return member;
  return undefined;
}

/** Whether this very incarnation may vote. */
export const isVoter = (configuration: Configuration, member: Member): boolean =>
  sides(configuration).some((side) => side.some((voter) => sameMember(voter, member)));

/** Whether the ids in `granted` are a majority of the voters; ids of nobody's do not count. */
export const isQuorum = (configuration: Configuration, granted: ReadonlySet<NodeId>): boolean =>
  sides(configuration).every((side) => count(side, granted) >= majority(side.length));

/** Whether so many voters have refused that the rest cannot be a majority. */
export const isLost = (configuration: Configuration, refused: ReadonlySet<NodeId>): boolean =>
  sides(configuration).some((side) => side.length - count(side, refused) < majority(side.length));

const count = (side: readonly Member[], ids: ReadonlySet<NodeId>): number =>
  side.reduce((sum, voter) => sum + (ids.has(voter.id) ? 1 : 0), 0);

/** The highest value that a majority of the voters has reached; -Infinity without voters. */
export function quorumReached(configuration: Configuration, reached: (voter: Member) => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const side of sides(configuration)) least = Math.min(least, majorityReached(side, reached));
  return least;
}

/** Sorted by insertion: voters are few, and this is asked several times a step. */
function majorityReached(side: readonly Member[], reached: (voter: Member) => number): number {
  const values: number[] = [];
  for (const voter of side) {
    const value = reached(voter);
    let at = values.length;
    for (; at > 0 && (values[at - 1] ?? 0) < value; at -= 1) values[at] = values[at - 1] ?? 0;
    values[at] = value;
  }
  return values[majority(values.length) - 1] ?? Number.NEGATIVE_INFINITY;
}

/** The place of `id` among the voters in order of their ids, from 0: who PreVotes first at a start. */
export const rank = (configuration: Configuration, id: NodeId): number =>
  configuration.voters.filter((voter) => voter.id < id).length;
