/**
 * Configurations: who the members are, as it travels.
 *
 * Law: one that arrives has a voter, at most 128 members in each list, their ids distinct, and no id that is both a voter and
 * a learner; its ids and incarnations are names.
 */
import type { Configuration, Member } from "../core/types.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { checkedCount, isCount } from "./counts.ts";
import { checkedName, isName } from "./names.ts";
import type { WireConfiguration, WireMember } from "./schema.ts";
import { MEMBERS_MAX } from "./shapes.ts";

export const wireConfiguration = ({ voters, outgoing, learners, leaseMs }: Configuration): WireConfiguration => ({
  voters: wireMembers(voters),
  outgoing: wireMembers(outgoing),
  learners: wireMembers(learners),
  leaseMs: checkedCount(leaseMs, "leaseMs"),
});

export function wireMembers(members: readonly Member[]): WireMember[] {
  if (members.length > MEMBERS_MAX) throw new RangeError(`${members.length} members: at most ${MEMBERS_MAX}`);
  return members.map(({ id, incarnation }) => ({
    id: checkedName(id, "member.id"),
    incarnation: checkedName(incarnation, "member.incarnation"),
  }));
}

export function configurationFrom(wire: WireConfiguration | null | undefined): Configuration | DecodeProblem {
  const voters = membersFrom(wire?.voters);
  const outgoing = membersFrom(wire?.outgoing);
  const learners = membersFrom(wire?.learners);
  const leaseMs = wire?.leaseMs ?? 0;
  if (!isCount(leaseMs)) return "outOfRange";
  if (voters === null || outgoing === null || learners === null) return "malformed";
  if (voters.length === 0 || learners.some(({ id }) => voters.some((voter) => voter.id === id))) return "malformed";
  return { voters, outgoing, learners, leaseMs };
}

/** null: one of them has no name, or two have the same. */
export function membersFrom(wire: WireMember[] | null | undefined): Member[] | null {
  const members: Member[] = [];
  const ids = new Set<string>();
  for (const { id, incarnation } of wire ?? []) {
    if (!isName(id) || !isName(incarnation) || ids.has(id)) return null;
    ids.add(id);
    members.push({ id, incarnation });
  }
  return members;
}
