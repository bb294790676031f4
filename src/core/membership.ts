/**
 * Changing the members by joint consensus (§6; thesis 4).
 *
 * Laws: one change at a time, and none before the leader has committed in its own term (Ongaro, 2015). A change of voters
 * goes through a configuration in which the old and the new both need a majority; the new stands alone only when that is
 * committed. A new member first learns, and votes once it has caught up, so that it never holds up a commit. A leader that
 * is not in the new configuration steps down when that is committed.
 */

import type { Refusal } from "./effect.ts";
import { type Entry, entryBytes } from "./entry.ts";
import type { MemberChange } from "./event.ts";
import { becomeFollower } from "./follower.ts";
import { configurationIndex, lastPosition } from "./log.ts";
import { newProgress } from "./progress.ts";
import { allMembers } from "./quorum.ts";
import { configurationIn, type Leader, progressOf, type ServerState } from "./state.ts";
import { answer, appendToLog, refuse, type Turn } from "./turn.ts";
import { type Configuration, isJoint, type Member, type NodeId, sameMember } from "./types.ts";

/** A learner this close to the end of the log may vote, if it knows that it is a member. */
const CAUGHT_UP_ENTRIES = 64;

export function changeMembers(turn: Turn, requestId: number, change: MemberChange): void {
  const { state } = turn;
  const { role } = state;
  if (role.name !== "leader") return refuse(turn, requestId, "notLeader");
  const refusal = refusalOf(state, role, change);
  if (refusal !== null) return refuse(turn, requestId, refusal);
  const index = enter(turn, role, changed(configurationIn(state), change));
  answer(turn, requestId, { type: "accepted", index, term: state.term });
}

function refusalOf(state: ServerState, leader: Leader, change: MemberChange): Refusal | null {
  const configuration = configurationIn(state);
  if (state.commitIndex < leader.firstIndex) return "noOwnCommitYet";
  if (!isSettled(state)) return "changeUnderWay";
  if (leader.transfer !== null) return "transferring";
  const members = allMembers(configuration);
  if (change.type === "add" && members.some((member) => sameMember(member, change.member))) return "alreadyMember";
  if (change.type === "remove" && !members.some(({ id }) => id === change.id)) return "unknownMember";
  return without(configuration.voters, idOf(change)).length === 0 ? "lastVoter" : null;
}

const idOf = (change: MemberChange): NodeId => (change.type === "add" ? change.member.id : change.id);

/** Committed, and not on the way to another. */
const isSettled = (state: ServerState): boolean =>
  !isJoint(configurationIn(state)) && configurationIndex(state.log) <= state.commitIndex;

const without = (members: readonly Member[], id: NodeId): Member[] => members.filter((member) => member.id !== id);

function changed(before: Configuration, change: MemberChange): Configuration {
  const { voters, learners } = before;
  const id = idOf(change);
  const learning = change.type === "add" ? [...without(learners, id), change.member] : without(learners, id);
  return towards(before, without(voters, id), learning);
}

/** Joint where the voters change; at once where they stay. */
function towards(before: Configuration, voters: readonly Member[], learners: readonly Member[]): Configuration {
  const same =
    before.voters.length === voters.length &&
    before.voters.every((voter) => voters.some((other) => sameMember(voter, other)));
  return { ...before, voters, outgoing: same ? [] : before.voters, learners };
}

/** In force from now on: "a server always uses the latest configuration in its log" (§6). */
function enter(turn: Turn, leader: Leader, configuration: Configuration): number {
  const { state, nowMs } = turn;
  const { index } = lastPosition(state.log);
  const entry: Entry = { type: "configuration", index: index + 1, term: state.term, configuration };
  appendToLog(turn, [entry]);
  leader.uncommittedBytes += entryBytes(entry);
  const others = allMembers(configuration).filter(({ id }) => id !== state.self.id);
  for (const member of others)
    if (progressOf(leader, member) === undefined) leader.progress.set(member.id, newProgress(member, index, nowMs));
  for (const id of leader.progress.keys()) if (!others.some((other) => other.id === id)) leader.progress.delete(id);
  return index + 1;
}

/** The next stage of a change, once the last one is committed. */
export function followMembership(turn: Turn, leader: Leader): void {
  const { state } = turn;
  const configuration = configurationIn(state);
  if (state.commitIndex < leader.firstIndex || configurationIndex(state.log) > state.commitIndex) return;
  if (isJoint(configuration)) {
    enter(turn, leader, { ...configuration, outgoing: [] });
    return;
  }
  if (!configuration.voters.some((voter) => sameMember(voter, state.self)))
    return becomeFollower(turn, state.term, null, "removed");
  promote(turn, leader, configuration);
}

/**
 * Not before the learner's own log holds the configuration that made it one. One that replaces a lost incarnation of its id
 * would still find that one among the voters, take itself for a member without a disk, and vote for nobody (`vote`): counted
 * in each majority, and of use to none.
 */
function promote(turn: Turn, leader: Leader, configuration: Configuration): void {
  const { voters, learners } = configuration;
  const { log } = turn.state;
  const { index } = lastPosition(log);
  const ready = learners.find((learner) => {
    const progress = progressOf(leader, learner);
    if (progress?.mode !== "stream" || progress.matchIndex < configurationIndex(log)) return false;
    return index - progress.matchIndex <= CAUGHT_UP_ENTRIES;
  });
  if (ready === undefined || leader.transfer !== null) return;
  enter(turn, leader, towards(configuration, [...voters, ready], without(learners, ready.id)));
}
