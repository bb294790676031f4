/**
 * One step in the making: the state, the time, and the effects gathered so far.
 *
 * Law: what a message promises is durable before it leaves (DESIGN 3.1). An answer may rest on a term or a vote that is
 * still on its way to the disk, so answers are `held`: with a write in this step or before it not confirmed, they ride on a
 * `persist` as its release; otherwise they leave at once. Requests promise nothing: a VoteRequest may travel while the
 * candidate's own vote is being synced, since that vote is counted only after.
 */
import type { Cause, Effect, Standing } from "./effect.ts";
import type { Body, Message } from "./message.ts";
import { type ServerState, standing } from "./state.ts";
import type { NodeId, Term } from "./types.ts";

export interface Turn {
  readonly state: ServerState;
  readonly nowMs: number;
  readonly effects: Effect[];
  readonly held: Message[];
  readonly before: Standing;
  hardStateChanged: boolean;
  /** Of the last change of role, term or leader in this step. */
  cause: Cause;
}

export const beginTurn = (state: ServerState, nowMs: number): Turn => ({
  state,
  nowMs,
  effects: [],
  held: [],
  before: standing(state),
  hardStateChanged: false,
  cause: "started",
});

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

/** An answer: leaves once all that it rests on is durable. */
export function answer(turn: Turn, to: NodeId, body: Body): void {
  turn.held.push(compose(turn, to, body, turn.state.term));
}

/** The id that this step's write will have, once term or vote have changed in it. */
export const writeIdOfThisTurn = (turn: Turn): number => turn.state.writeId + 1;

function persistOrSend(turn: Turn): void {
  const { state, held } = turn;
  const waiting = state.durableWriteId < state.writeId;
  if (turn.hardStateChanged || (waiting && held.length > 0)) {
    state.writeId += 1;
    const hardState = turn.hardStateChanged ? { term: state.term, votedFor: state.votedFor } : null;
    turn.effects.push({ type: "persist", writeId: state.writeId, hardState, release: held });
    return;
  }
  for (const message of held) turn.effects.push({ type: "send", message });
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
      return role.electionDeadlineMs;
    case "preCandidate":
    case "candidate":
      return Math.min(role.electionDeadlineMs, role.retryAtMs);
    case "leader":
      return Math.min(role.heartbeatAtMs, role.transfer?.deadlineMs ?? Number.POSITIVE_INFINITY);
    case "stopped":
      return Number.POSITIVE_INFINITY;
  }
}

export function endTurn(turn: Turn): Effect[] {
  persistOrSend(turn);
  announceChange(turn);
  const atMs = deadlineMs(turn.state);
  if (atMs !== turn.state.wakeAtMs) {
    turn.state.wakeAtMs = atMs;
    turn.effects.push({ type: "wakeAt", atMs });
  }
  return turn.effects;
}
