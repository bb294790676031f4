/**
 * Those who wait for a change of members.
 *
 * Law: each is answered once, and truly. Done: the configuration that was asked for is committed, and a member that was to be
 * added is a voter in it. Refused: nothing was or will be changed. UNCERTAIN: the change is in a log, and may yet commit.
 *
 * The core says at once whether it takes a change; how far it has come is read from the committed configurations. A leader
 * too new to have committed in its own term refuses what it would take a moment later: such a change waits here for that.
 */
import type { Answer, Refusal } from "../core/effect.ts";
import type { MemberChange } from "../core/event.ts";
import { configurationAt } from "../core/log.ts";
import { allMembers } from "../core/quorum.ts";
import type { ServerState } from "../core/state.ts";
import { type Index, isJoint, sameMember } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Clock, Timer } from "../ports/clock.ts";

interface Waiting {
  readonly change: MemberChange;
  readonly timer: Timer;
  /** Of its first entry in the log; null: the core has not taken it. */
  index: Index | null;
  /** Came before the leader had committed in its term: to be asked again. */
  early: boolean;
  readonly resolve: () => void;
  readonly reject: (error: GraftError) => void;
}

export class MemberDesk {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  readonly #nextRequestId: () => number;
  readonly #ask: (requestId: number, change: MemberChange) => void;

  /** `ask` puts the change to the core, which answers through `answer`. */
  constructor(clock: Clock, nextRequestId: () => number, ask: (requestId: number, change: MemberChange) => void) {
    this.#clock = clock;
    this.#nextRequestId = nextRequestId;
    this.#ask = ask;
  }

  /** @throws GraftError INVALID_OPTION, as a rejection, where the change names nobody */
  open(change: MemberChange, timeoutMs: number): Promise<void> {
    const problem = problemOf(change);
    if (problem !== null) return Promise.reject(problem);
    const requestId = this.#nextRequestId();
    return new Promise<void>((resolve, reject) => {
      const atMs = this.#clock.nowMs() + timeoutMs;
      const timer = this.#clock.at(atMs, () => this.#giveUp(requestId, timeoutMs));
      this.#waiting.set(requestId, { change, timer, index: null, early: false, resolve, reject });
      this.#ask(requestId, change);
    });
  }

  /** The core's word; answers to requests of others pass by. */
  answer(requestId: number, answer: Answer): void {
    const waiting = this.#waiting.get(requestId);
    if (waiting === undefined) return;
    if (answer.type === "accepted") waiting.index = answer.index;
    else if (answer.type === "refused" && answer.refusal === "noOwnCommitYet") waiting.early = true;
    else if (answer.type === "refused") this.#take(requestId)?.reject(refusalError(answer.refusal, waiting.change));
  }

  /** To be called when the core has moved. */
  look(state: ServerState): void {
    if (this.#waiting.size === 0) return;
    const { role, commitIndex } = state;
    const mayAskAgain = role.name === "leader" && commitIndex >= role.firstIndex;
    for (const [requestId, waiting] of [...this.#waiting]) {
      if (waiting.early && mayAskAgain) {
        waiting.early = false;
        this.#ask(requestId, waiting.change);
      }
      const outcome = outcomeOf(waiting, state);
      if (outcome === "done") this.#take(requestId)?.resolve();
      if (outcome === "undone") this.#take(requestId)?.reject(undone(waiting.change));
    }
  }

  /** What is not committed by now is out of this node's hands; a leader that has removed itself has committed that. */
  lostTheLead(state: ServerState): void {
    this.look(state);
    for (const [requestId, { index, early, change }] of [...this.#waiting]) {
      if (index !== null) this.#take(requestId)?.reject(uncertain("the lead was lost before it was done"));
      else if (early) this.#take(requestId)?.reject(refusalError("notLeader", change));
    }
  }

  /** The node has stopped: what the core has not heard of it never will. */
  close(state: ServerState): void {
    this.lostTheLead(state);
    for (const [requestId, { change }] of [...this.#waiting])
      this.#take(requestId)?.reject(refusalError("notLeader", change));
  }

  #giveUp(requestId: number, timeoutMs: number): void {
    const waiting = this.#take(requestId);
    if (waiting?.early === true) waiting.reject(tooEarly(timeoutMs));
    else waiting?.reject(uncertain(`it was not done within ${timeoutMs} ms`));
  }

  #take(requestId: number): Waiting | undefined {
    const waiting = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    waiting?.timer.cancel();
    return waiting;
  }
}

/** By the committed configuration: what is only in the log may yet be taken out of it. */
function outcomeOf({ change, index }: Waiting, { log, commitIndex }: ServerState): "open" | "done" | "undone" {
  if (index === null || commitIndex < index) return "open";
  const committed = configurationAt(log, commitIndex);
  const members = allMembers(committed);
  if (change.type === "remove") return members.some(({ id }) => id === change.id) ? "open" : "done";
  if (!members.some((member) => sameMember(member, change.member))) return "undone";
  const votes = committed.voters.some((voter) => sameMember(voter, change.member));
  return votes && !isJoint(committed) ? "done" : "open";
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

function problemOf(change: MemberChange): GraftError | null {
  const names = change.type === "add" ? [change.member.id, change.member.incarnation] : [change.id];
  const bad = names.find((name) => !NAME.test(name));
  if (bad === undefined) return null;
  const values = { option: "member", value: bad, allowed: "1 to 64 letters, digits, _ or -" };
  return new GraftError("INVALID_OPTION", `member is ${JSON.stringify(bad)}: allowed is ${values.allowed}`, values);
}

const uncertain = (reason: string): GraftError =>
  new GraftError("UNCERTAIN", `the change of members may yet commit: ${reason}`, { reason });

const tooEarly = (timeoutMs: number): GraftError =>
  new GraftError("TIMED_OUT", `the leader has committed nothing within ${timeoutMs} ms: nothing was changed`, {
    timeoutMs,
  });

const idOf = (change: MemberChange): string => (change.type === "add" ? change.member.id : change.id);

const undone = (change: MemberChange): GraftError =>
  new GraftError("UNKNOWN_NODE", `${idOf(change)} was removed before it could vote`, { node: idOf(change) });

function refusalError(refusal: Refusal, change: MemberChange): GraftError {
  const node = idOf(change);
  switch (refusal) {
    case "alreadyMember":
      return new GraftError("ALREADY_MEMBER", `${node} is a member already`, { node });
    case "unknownMember":
      return new GraftError("UNKNOWN_NODE", `${node} is not a member of this cluster`, { node });
    case "lastVoter":
      return new GraftError("LAST_VOTER", `${node} is the last voter: without it there is no cluster`, { node });
    case "changeUnderWay":
    case "transferring":
      return new GraftError("CHANGE_UNDER_WAY", "another change of members, or of the leader, is under way");
    default:
      return new GraftError("NOT_LEADER", "this node does not lead, so it cannot change the members", { node });
  }
}
