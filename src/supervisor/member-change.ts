/**
 * A change of members, put to whoever leads.
 *
 * Law: what the caller is told is true (DESIGN 3.10). A leader that is lost on the way leaves the change in doubt; the next
 * one is then asked for it again, and its refusal ("a member already", "no such member") says that it was done before. That
 * a change is under way says nothing then: it may be this very one, which the new leader completes. Without such a doubt a
 * refusal is passed on: nothing was changed.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { MemberChange } from "../core/event.ts";
import type { NodeId } from "../core/types.ts";
import { type ErrorCode, GraftError, isGraftError } from "../errors.ts";
import type { NodeHandle } from "./node-handle.ts";

/** As much of a cluster as a change needs. */
export interface Leaders {
  waitForLeader(options: { readonly timeoutMs: number }): Promise<NodeId>;
  node(id: NodeId): Pick<NodeHandle, "changeMembers" | "report">;
}

const PAUSE_MS = 50;

/** The leader asked may lead no more, or may have gone: another one will do. */
const ANOTHER_LEADER: readonly ErrorCode[] = ["NOT_LEADER", "NODE_STOPPED", "UNCERTAIN"];
/** Of those, the ones that leave open whether the change was taken. */
const DOUBT: readonly ErrorCode[] = ["NODE_STOPPED", "UNCERTAIN"];
/** What a second asking is told where the first was heard. */
const DONE_BEFORE: readonly ErrorCode[] = ["ALREADY_MEMBER", "UNKNOWN_NODE"];

/**
 * Resolves once the change is committed, and an added member votes.
 * @throws GraftError as `NodeHandle.changeMembers`; UNCERTAIN where it may yet commit, TIMED_OUT where nobody leads
 */
export async function changeThroughLeader(leaders: Leaders, change: MemberChange, timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  const leftMs = (): number => Math.max(1, deadlineMs - performance.now());
  let inDoubt = false;
  for (;;) {
    try {
      const leader = leaders.node(await leaders.waitForLeader({ timeoutMs: leftMs() }));
      return await leader.changeMembers(change, leftMs());
    } catch (error) {
      if (!isGraftError(error)) throw error;
      if (inDoubt && DONE_BEFORE.includes(error.code)) return untilItVotes(leaders, change, deadlineMs);
      const mayAskAgain = ANOTHER_LEADER.includes(error.code) || (inDoubt && error.code === "CHANGE_UNDER_WAY");
      if (!mayAskAgain || leftMs() === 1) throw inDoubt ? uncertain(error) : error;
      inDoubt ||= DOUBT.includes(error.code);
    }
    await pause(PAUSE_MS);
  }
}

const uncertain = (last: GraftError): GraftError =>
  new GraftError("UNCERTAIN", `the change of members may yet commit: ${last.message}`, { reason: last.message });

/** The change is in the log. An added member is promoted by whoever leads. */
async function untilItVotes(leaders: Leaders, change: MemberChange, deadlineMs: number): Promise<void> {
  if (change.type === "remove") return;
  const { id, incarnation } = change.member;
  while (performance.now() < deadlineMs) {
    const leader = await leaders.waitForLeader({ timeoutMs: Math.max(1, deadlineMs - performance.now()) });
    const report = await leaders
      .node(leader)
      .report()
      .catch(() => null);
    if (report?.voters.some((voter) => voter.id === id && voter.incarnation === incarnation)) return;
    await pause(PAUSE_MS);
  }
  const reason = `${id} is a member, but does not vote yet`;
  throw new GraftError("UNCERTAIN", reason, { reason });
}
