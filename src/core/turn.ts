/**
 * One step in the making: the state, the time, and the effects gathered so far.
 *
 * Law: what a message promises is durable before it leaves (DESIGN 3.1). An answer may rest on a term or a vote that is
 * still on its way to the disk, so answers are `held`: with a write in this step or before it not confirmed, they ride on a
 * `persist` as its release; otherwise they leave at once. An answer that rests on entries waits for those too. Requests
 * promise nothing: a VoteRequest may travel while the candidate's own vote is being synced, and entries while the leader's
 * own copy is, since neither is counted before.
 */
import type { Answer, Cause, Effect, Refusal, Standing } from "./effect.ts";
import type { Entry } from "./entry.ts";
import { raiseLastAck, tellLease } from "./lease.ts";
import { append, slice, writing } from "./log.ts";
import type { Body, Message } from "./message.ts";
import { type ServerState, standing } from "./state.ts";
import type { Index, LogPosition, NodeId, Term } from "./types.ts";

interface Held {
  readonly message: Message;
  readonly restsOn: "term" | "entries";
}

export interface Turn {
  readonly state: ServerState;
  readonly nowMs: number;
  readonly effects: Effect[];
  readonly held: Held[];
  readonly before: Standing;
  hardStateChanged: boolean;
  /** The log begins anew behind this position. */
  restartFrom: LogPosition | null;
  /** The first entry that this step has put into the log. */
  appendedFrom: Index | null;
  /** Of the last change of role, term or leader in this step. */
  cause: Cause;
}

export function beginTurn(state: ServerState, nowMs: number): Turn {
  if (state.role.name === "leader") raiseLastAck(state, nowMs);
  return {
    state,
    nowMs,
    effects: [],
    held: [],
    before: standing(state),
    hardStateChanged: false,
    restartFrom: null,
    appendedFrom: null,
    cause: "started",
  };
}

const compose = (turn: Turn, to: NodeId | null, body: Body, term: Term): Message => ({
  from: turn.state.self,
  to,
  term,
  body,
});

/** A request or a heartbeat: leaves at once. `to` null: to all. */
export function say(turn: Turn, to: NodeId | null, body: Body): void {
  turn.effects.push({ type: "send", message: compose(turn, to, body, turn.state.term) });
}

/** An answer that promises a term or a vote: leaves once that is durable. */
export function reply(turn: Turn, to: NodeId, body: Body): void {
  turn.held.push({ message: compose(turn, to, body, turn.state.term), restsOn: "term" });
}

/** An answer that promises entries as well: leaves once all that is in the log is durable. */
export function acknowledge(turn: Turn, to: NodeId, body: Body): void {
  turn.held.push({ message: compose(turn, to, body, turn.state.term), restsOn: "entries" });
}

/** To who asked this server. */
export function answer(turn: Turn, requestId: number, given: Answer): void {
  turn.effects.push({ type: "answer", requestId, answer: given });
}

export const refuse = (turn: Turn, requestId: number, refusal: Refusal): void =>
  answer(turn, requestId, { type: "refused", refusal });

/** Puts `entries` at the end of the log, to be persisted with this step. */
export function appendToLog(turn: Turn, entries: readonly Entry[]): void {
  const [first] = entries;
  if (first === undefined) return;
  append(turn.state.log, entries);
  turn.appendedFrom = Math.min(turn.appendedFrom ?? first.index, first.index);
}

/** The id that this step's write will have, once term or vote have changed in it. */
export const writeIdOfThisTurn = (turn: Turn): number => turn.state.writeId + 1;

function persistOrSend(turn: Turn): void {
  const release: Message[] = [];
  const writes = turn.hardStateChanged || turn.appendedFrom !== null || turn.restartFrom !== null;
  for (const { message, restsOn } of turn.held)
    if (writes || !isDurable(turn.state, restsOn)) release.push(message);
    else turn.effects.push({ type: "send", message });
  if (writes || release.length > 0) persist(turn, release);
}

const isDurable = (state: ServerState, restsOn: Held["restsOn"]): boolean =>
  state.durableWriteId >= (restsOn === "term" ? state.hardStateWriteId : state.writeId);

function persist(turn: Turn, release: readonly Message[]): void {
  const { state, appendedFrom } = turn;
  if (state.durableWriteId === state.writeId) state.diskBusySinceMs = turn.nowMs;
  state.writeId += 1;
  const hardState = turn.hardStateChanged ? { term: state.term, votedFor: state.votedFor } : null;
  if (turn.hardStateChanged) state.hardStateWriteId = state.writeId;
  const entries = appendedFrom === null ? [] : slice(state.log, appendedFrom);
  if (appendedFrom !== null) writing(state.log, state.writeId);
  const { restartFrom } = turn;
  turn.effects.push({ type: "persist", writeId: state.writeId, hardState, entries, restartFrom, release });
}

function announceChange(turn: Turn): void {
  const from = turn.before;
  const to = standing(turn.state);
  if (from.role === to.role && from.term === to.term && from.leader === to.leader) return;
  turn.effects.push({ type: "announce", from, to, cause: turn.cause });
}

/** The earliest time at which this server has something to do. */
export function deadlineMs(state: ServerState): number {
  const { role } = state;
  switch (role.name) {
    case "follower":
      return Math.min(role.electionDeadlineMs, role.probeAtMs);
    case "preCandidate":
    case "candidate":
      return Math.min(role.electionDeadlineMs, role.retryAtMs);
    case "leader":
      return Math.min(role.heartbeatAtMs, role.learnersAtMs, role.transfer?.deadlineMs ?? Number.POSITIVE_INFINITY);
    case "stopped":
      return Number.POSITIVE_INFINITY;
  }
}

export function endTurn(turn: Turn): Effect[] {
  persistOrSend(turn);
  announceChange(turn);
  tellLease(turn);
  const atMs = deadlineMs(turn.state);
  if (atMs !== turn.state.wakeAtMs) {
    turn.state.wakeAtMs = atMs;
    turn.effects.push({ type: "wakeAt", atMs });
  }
  return turn.effects;
}
