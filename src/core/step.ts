/**
 * Raft, as this program speaks it.
 *
 * A cluster is a set of servers that want one of them to decide. Time is cut into terms, numbered upwards; in each term at
 * most one server leads, because to lead it needs the votes of a majority, each server votes once a term, and any two
 * majorities meet. A leader says that it lives, in heartbeats; who hears none for a randomized while asks the others whether
 * they would elect it (PreVote), and only if a majority would does it raise the term, vote for itself and campaign. Whoever
 * meets a higher term than its own takes it up and follows; whoever meets a lower one answers with its own. That is all
 * there is to an election; the rest of these files says when it must *not* take place, and what must be on disk before
 * anybody hears of it.
 *
 * Caveats chosen here, where the paper leaves room:
 * - Voters protect a leader they hear (stickiness) and leaders resign when they hear no majority (CheckQuorum); only with
 *   both does one broken link neither unseat a good leader nor keep up a deaf one.
 * - A refused PreVote tells the asker the refuser's term, and the asker takes it up. Without that, a server with a long log
 *   and an old term and a server with a short log and a new term would refuse each other for ever.
 * - A heartbeat of an older term is answered with the newer one. It is how a leader learns that a candidate has gone ahead
 *   of it, though nobody may tell it by a vote request any more.
 * - A server that starts or has just got its connection back does not wait a whole timeout: it asks after its rank times a
 *   few ms, since asking cannot harm.
 * - Without a connection a server knows nothing of the others: it follows nobody, leads nobody, and does not campaign.
 *
 * `step` is pure but for the state it is given, which it changes: same state, event and time, same effects. What the effects
 * oblige the caller to is written above `Effect`.
 */
import { askAgain, campaign, countOwnVote, countPreVote, countVote, startPreVote } from "./candidate.ts";
import type { Cause, Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { becomeFollower, hearHeartbeat } from "./follower.ts";
import { countHeartbeatAck, leaderWakes, mayTakeOver, transferLeadership } from "./leader.ts";
import type { Message } from "./message.ts";
import { isVoter, rank } from "./quorum.ts";
import type { ServerState } from "./state.ts";
import { answer, beginTurn, endTurn, type Turn } from "./turn.ts";
import { type Member, sameMember } from "./types.ts";
import { answerPreVote, answerVote, isDisruptive, takeUpTerm } from "./vote.ts";

/** Takes one event at `nowMs` (monotonic, of any origin). @throws InvariantBroken where a peer proves that safety is lost. */
export function step(state: ServerState, event: Event, nowMs: number): Effect[] {
  const turn = beginTurn(state, nowMs);
  if (state.role.name !== "stopped") handle(turn, event);
  return endTurn(turn);
}

function handle(turn: Turn, event: Event): void {
  const { state } = turn;
  switch (event.type) {
    case "wake":
      return wake(turn);
    case "receive":
      return receive(turn, event.message);
    case "connected":
      return connect(turn);
    case "disconnected":
      return disconnect(turn);
    case "persisted":
      state.durableWriteId = Math.max(state.durableWriteId, event.writeId);
      return countOwnVote(turn);
    case "persistFailed":
      return stop(turn, "diskFailed");
    case "stop":
      return stop(turn, "closed");
    case "transferLeadership": {
      const result = transferLeadership(turn, event.to);
      turn.effects.push({ type: "answer", requestId: event.requestId, result });
    }
  }
}

function connect(turn: Turn): void {
  const { state } = turn;
  state.connected = true;
  becomeFollower(turn, state.term, null, "connected");
  if (state.role.name !== "follower" || !isVoter(state.configuration, state.self)) return;
  state.role.electionDeadlineMs = turn.nowMs + rank(state.configuration, state.self.id) * state.timing.earlyStartStepMs;
}

function disconnect(turn: Turn): void {
  turn.state.connected = false;
  becomeFollower(turn, turn.state.term, null, "disconnected");
}

function stop(turn: Turn, cause: Cause): void {
  turn.state.role = { name: "stopped" };
  turn.cause = cause;
}

/** Looks at the clock; a deadline that has moved since the wake was asked for is not due. */
function wake(turn: Turn): void {
  const { nowMs } = turn;
  const { role } = turn.state;
  switch (role.name) {
    case "leader":
      return leaderWakes(turn, role);
    case "follower":
      if (nowMs >= role.electionDeadlineMs) startPreVote(turn, "electionTimeout");
      return;
    case "preCandidate":
    case "candidate":
      if (nowMs >= role.electionDeadlineMs) startPreVote(turn, "electionTimeout");
      else if (nowMs >= role.retryAtMs) askAgain(turn, role);
  }
}

/** Whether `from` is a member whose word counts. Another incarnation of a member's id is nobody (DESIGN 3.8). */
function isHeard(state: ServerState, from: Member): boolean {
  const voter = state.configuration.voters.find(({ id }) => id === from.id);
  if (voter !== undefined && sameMember(voter, from)) return from.id !== state.self.id;
  if (voter === undefined) state.ignored.notMember += 1;
  else state.ignored.otherIncarnation += 1;
  return false;
}

function receive(turn: Turn, message: Message): void {
  const { state } = turn;
  if (!state.connected || !isHeard(state, message.from)) return;
  if (message.body.type === "preVoteRequest") return answerPreVote(turn, message, message.body);
  if (message.body.type === "preVoteResponse" && message.term <= state.term)
    return countPreVote(turn, message, message.body);
  if (message.term < state.term) return refuseOldTerm(turn, message);
  if (message.term > state.term) {
    if (message.body.type === "voteRequest" && isDisruptive(state, message.body, turn.nowMs)) return;
    takeUpTerm(turn, message);
  }
  return receiveOfThisTerm(turn, message);
}

/** "If a server receives a request with a stale term number, it rejects the request" (§5.1), and tells its own. */
function refuseOldTerm(turn: Turn, { from, body }: Message): void {
  if (body.type === "voteRequest") answer(turn, from.id, { type: "voteResponse", granted: false });
  if (body.type === "heartbeat") answer(turn, from.id, { type: "heartbeatAck", round: body.round });
}

function receiveOfThisTerm(turn: Turn, message: Message): void {
  const { body } = message;
  switch (body.type) {
    case "voteRequest":
      return answerVote(turn, message, body);
    case "voteResponse":
      return countVote(turn, message, body);
    case "heartbeat":
      return hearHeartbeat(turn, message, body);
    case "heartbeatAck":
      return countHeartbeatAck(turn, message, body);
    case "timeoutNow":
      if (mayTakeOver(turn.state, message.from)) campaign(turn, "timeoutNow");
  }
}
