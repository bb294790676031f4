/**
 * Majorities, as arithmetic. Law: any two majorities of the same voters share a voter, and a voter counts once, under the
 * incarnation that the configuration names. Knows no messages.
 */
import { type Configuration, type Member, type NodeId, sameMember } from "./types.ts";

/** The least number of `voters` that is more than half of them. */
export const majority = (voters: number): number => Math.floor(voters / 2) + 1;

export const isVoter = (configuration: Configuration, member: Member): boolean =>
  configuration.voters.some((voter) => sameMember(voter, member));

/** Whether the ids in `granted` are a majority of the voters; ids of nobody's do not count. */
export function isQuorum(configuration: Configuration, granted: ReadonlySet<NodeId>): boolean {
  const counted = configuration.voters.filter((voter) => granted.has(voter.id)).length;
  return counted >= majority(configuration.voters.length);
}

/** Whether so many voters have refused that the rest cannot be a majority. */
export function isLost(configuration: Configuration, refused: ReadonlySet<NodeId>): boolean {
  const left = configuration.voters.filter((voter) => !refused.has(voter.id)).length;
  return left < majority(configuration.voters.length);
}

/** The highest value that a majority of the voters has reached; -Infinity without voters. */
export function quorumReached(configuration: Configuration, reached: (id: NodeId) => number): number {
  const values = configuration.voters.map((voter) => reached(voter.id)).sort((a, b) => b - a);
  return values[majority(values.length) - 1] ?? Number.NEGATIVE_INFINITY;
}

/** The place of `id` among the voters in order of their ids, from 0: who PreVotes first at a start. */
export const rank = (configuration: Configuration, id: NodeId): number =>
  configuration.voters.filter((voter) => voter.id < id).length;
