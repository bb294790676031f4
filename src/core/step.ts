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
import { followCommit, hearAppendEntries } from "./append.ts";
import { askAgain, campaign, countOwnVote, countPreVote, countVote, startPreVote } from "./candidate.ts";
import type { Cause, Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { becomeFollower, hearLeader } from "./follower.ts";
import { connectionEnded, followerTimesOut, peerGone, probeLeader } from "./hint.ts";
import { countHeartbeatAck, followUp, leaderWakes } from "./leader.ts";
import { startsNow, suspended } from "./lease.ts";
import { slice, written } from "./log.ts";
import { changeMembers } from "./membership.ts";
import type { Heartbeat, Message } from "./message.ts";
import { propose } from "./propose.ts";
import { memberOf, rank } from "./quorum.ts";
import { addRead, readIndex } from "./read-index.ts";
import { countAppendAck, hearRefusal, replicate } from "./replication.ts";
import {
  countSnapshotAck,
  hearInstallSnapshot,
  installSnapshot,
  snapshotChunkSaved,
  snapshotSaved,
} from "./snapshot.ts";
import { configurationIn, type Leader, maySeekLead, progressOf, type ServerState } from "./state.ts";
import { transferLeadership } from "./transfer.ts";
import { answer, beginTurn, endTurn, reply, type Turn } from "./turn.ts";
import { sameMember } from "./types.ts";
import { answerPreVote, answerVote, isDisruptive, mayTakeOver, takeUpTerm } from "./vote.ts";

/** Takes one event at `nowMs` (monotonic, of any origin). @throws InvariantBroken where a peer proves that safety is lost. */
export function step(state: ServerState, event: Event, nowMs: number): Effect[] {
  const turn = beginTurn(state, nowMs);
  if (state.role.name !== "stopped") handle(turn, event);
  if (state.role.name === "leader") lead(turn, state.role);
  handToMachine(turn);
  return endTurn(turn);
}

/** What a leader does after every event: see what it means, and send what there is to send. */
function lead(turn: Turn, leader: Leader): void {
  followUp(turn, leader);
  if (turn.state.role === leader) replicate(turn, leader);
}

/** How far the state machine may lag behind before it gets no more at once. */
const APPLY_AHEAD_MAX = 8_192;

/** Committed entries that are durable here go to the state machine, in order, each once. */
function handToMachine(turn: Turn): void {
  const { state } = turn;
  const upTo = Math.min(state.commitIndex, state.log.durableIndex, state.appliedIndex + APPLY_AHEAD_MAX);
  if (upTo <= state.handedIndex || state.role.name === "stopped") return;
  const entries = slice(state.log, state.handedIndex + 1, Number.POSITIVE_INFINITY, upTo - state.handedIndex);
  state.handedIndex = upTo;
  turn.effects.push({ type: "apply", entries });
}

function handle(turn: Turn, event: Event): void {
  const { state } = turn;
  switch (event.type) {
    case "wake":
      return wake(turn);
    case "receive":
      return receive(turn, event.message);
    case "connected":
      return connect(turn, event.connection ?? "");
    case "peerGone":
      return peerGone(turn, event.id);
    case "connectionEnded":
      return connectionEnded(turn, event.connection);
    case "disconnected":
      return disconnect(turn);
    case "persisted":
      return persisted(turn, event.writeId);
    case "applied":
      state.appliedIndex = Math.max(state.appliedIndex, event.index);
      // A snapshot that came behind the one that was to be taken up has taken the state further than the entries did: so far, no further.
      state.handedIndex = Math.max(state.handedIndex, Math.min(event.index, state.snapshot?.last.index ?? 0));
      return;
    case "propose":
      return propose(turn, event.proposals);
    case "readIndex":
      return readIndex(turn, event.requestIds);
    case "snapshotSaved":
      return snapshotSaved(turn, event.snapshot);
    case "snapshotChunkSaved":
      return snapshotChunkSaved(turn, event.last, event.offset);
    case "snapshotReceived":
      return installSnapshot(turn, event.snapshot);
    case "changeMembers":
      return changeMembers(turn, event.requestId, event.change);
    case "suspended":
      return suspended(turn);
    case "persistFailed":
      return stop(turn, "diskFailed");
    case "stop":
      return stop(turn, "closed");
    case "transferLeadership":
      return transferLeadership(turn, event.requestId, event.to);
  }
}

function connect(turn: Turn, connection: string): void {
  const { state } = turn;
  state.connected = true;
  state.connection = connection;
  startsNow(state, turn.nowMs);
  becomeFollower(turn, state.term, null, "connected");
  if (state.role.name !== "follower" || !maySeekLead(state)) return;
  state.role.electionDeadlineMs =
    turn.nowMs + rank(configurationIn(state), state.self.id) * state.timing.earlyStartStepMs;
}

function persisted(turn: Turn, writeId: number): void {
  const { state } = turn;
  state.durableWriteId = Math.max(state.durableWriteId, writeId);
  state.diskBusySinceMs = state.durableWriteId === state.writeId ? Number.POSITIVE_INFINITY : turn.nowMs;
  written(state.log, writeId);
  countOwnVote(turn);
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
      if (nowMs >= role.electionDeadlineMs) followerTimesOut(turn, role);
      else if (nowMs >= role.probeAtMs) probeLeader(turn, role);
      return;
    case "preCandidate":
    case "candidate":
      if (nowMs >= role.electionDeadlineMs)
        startPreVote(turn, role.name === "candidate" && role.refused.size > 0 ? "electionLost" : "electionTimeout");
      else if (nowMs >= role.retryAtMs) askAgain(turn, role);
  }
}

/**
 * Whether what `from` says is listened to. A stranger may ask and may lead, since this server may not have heard of a change
 * of members yet (thesis 4.1); its answers count for nothing, its term included: a removed server that is ahead would unseat
 * the leader by its answer to a heartbeat. Another incarnation of a member's id is such a stranger (DESIGN 3.8): it may have
 * taken the member's place, and lead, while this server was away, and nobody else will tell of that change.
 */
function isHeard(state: ServerState, { from, body }: Message): boolean {
  if (from.id === state.self.id) return false;
  const member = memberOf(configurationIn(state), from.id);
  if (member !== undefined && sameMember(member, from)) return true;
  if (member === undefined) state.ignored.notMember += 1;
  else state.ignored.otherIncarnation += 1;
  return !ANSWERS.has(body.type);
}

const ANSWERS: ReadonlySet<Message["body"]["type"]> = new Set([
  "preVoteResponse",
  "voteResponse",
  "heartbeatAck",
  "appendAck",
  "appendRefusal",
  "snapshotAck",
] as const);

function receive(turn: Turn, message: Message): void {
  const { state } = turn;
  if (!state.connected || !isHeard(state, message)) return;
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
  if (body.type === "voteRequest") reply(turn, from.id, { type: "voteResponse", granted: false, early: false });
  if (body.type === "heartbeat")
    reply(turn, from.id, { type: "heartbeatAck", round: body.round, verifiedIndex: 0, matchIndex: 0, priority: 0 });
  if (body.type === "appendEntries")
    reply(turn, from.id, { type: "appendRefusal", prevIndex: body.prev.index, hint: { index: 0, term: 0 } });
}

function receiveOfThisTerm(turn: Turn, message: Message): void {
  const { body } = message;
  const { role } = turn.state;
  switch (body.type) {
    case "voteRequest":
      return answerVote(turn, message, body);
    case "voteResponse":
      return countVote(turn, message, body);
    case "heartbeat":
      return hearHeartbeat(turn, message, body);
    case "appendEntries":
      return hearAppendEntries(turn, message, body);
    case "installSnapshot":
      return hearInstallSnapshot(turn, message, body);
    case "readIndexResponse":
      return answer(turn, body.requestId, { type: "readAt", index: body.index });
    case "timeoutNow":
      if (mayTakeOver(turn.state, message.from, turn.nowMs)) campaign(turn, "timeoutNow");
      return;
    default:
      if (role.name === "leader") leaderReceives(turn, role, message);
  }
}

function leaderReceives(turn: Turn, leader: Leader, message: Message): void {
  const { body } = message;
  switch (body.type) {
    case "heartbeatAck":
      return countHeartbeatAck(turn, leader, message, body);
    case "appendAck":
      return countAppendAck(turn, leader, message, body);
    case "appendRefusal":
      return hearRefusal(turn, leader, message, body);
    case "snapshotAck":
      return countSnapshotAck(turn, leader, message, body);
    case "readIndexRequest":
      // Who gets no entries any more could not serve the read, and would wait for them for ever.
      if (progressOf(leader, message.from) !== undefined) addRead(leader, body.requestId, message.from.id);
  }
}

function hearHeartbeat(turn: Turn, message: Message, { round, commitIndex, heir, connection }: Heartbeat): void {
  const { state } = turn;
  hearLeader(turn, message);
  if (state.role.name === "follower") {
    state.role.heir = heir ?? null;
    state.role.leaderConnection = connection ?? "";
  }
  followCommit(turn, commitIndex);
  const { verifiedIndex, priority } = state;
  const matchIndex = Math.min(verifiedIndex, state.log.durableIndex);
  reply(turn, message.from.id, { type: "heartbeatAck", round, verifiedIndex, matchIndex, priority });
}
