/**
 * One server under glass: states reached by steps alone, and what a step's effects say, as plain lists.
 *
 * Law: no test writes into a state. What a test needs, it reaches as a cluster would, by events, so that it tests a state
 * that can exist.
 */
import type { Effect } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import { checkState, checkStep, snapshot } from "../../src/core/invariants.ts";
import type { Body, Message } from "../../src/core/message.ts";
import { configurationIn, initialState, type ServerState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import { deadlineMs } from "../../src/core/turn.ts";
import {
  type Configuration,
  configurationOfVoters,
  DEFAULT_TIMING,
  type HardState,
  type LogPosition,
  type Member,
  type NodeId,
} from "../../src/core/types.ts";
import { answerText } from "./trace.ts";

export const member = (id: NodeId, incarnation = `${id}-disk-1`): Member => ({ id, incarnation });
export const a = member("a");
export const b = member("b");
export const c = member("c");
export const d = member("d");
export const e = member("e");

export const TIMING = DEFAULT_TIMING;
export const NO_LOG: LogPosition = { index: 0, term: 0 };

export interface ServerSpec {
  readonly self?: Member;
  readonly voters?: readonly Member[];
  readonly hardState?: HardState;
  readonly configuration?: Configuration;
  /** The log: `entries`, or as many of one term as this says. */
  readonly last?: LogPosition;
  readonly entries?: readonly Entry[];
  readonly seed?: number;
  /** Default: true. */
  readonly isNew?: boolean;
  readonly priority?: number;
}

export const command = (index: number, term: number, text = `${index}@${term}`): Entry => ({
  type: "command",
  index,
  term,
  command: new TextEncoder().encode(text),
});

/** A log that one leader wrote: up to `last`, all of its term. */
export const entriesUpTo = ({ index, term }: LogPosition): Entry[] =>
  Array.from({ length: index }, (_, place) => command(place + 1, term));

/** A log of these terms, from index 1 on. */
export const logOf = (...terms: number[]): Entry[] => terms.map((term, place) => command(place + 1, term));

/** As it starts, before it has a connection. */
export const started = (spec: ServerSpec = {}): ServerState =>
  initialState({
    self: spec.self ?? a,
    configuration: spec.configuration ?? configurationOfVoters(spec.voters ?? [a, b, c]),
    hardState: spec.hardState ?? { term: 0, votedFor: null },
    timing: TIMING,
    seed: spec.seed ?? 1,
    isNew: spec.isNew ?? true,
    priority: spec.priority ?? 0,
    entries: spec.entries ?? entriesUpTo(spec.last ?? NO_LOG),
  });

/** Every step of a test is followed by the invariants. */
export function on(state: ServerState, event: Parameters<typeof step>[1], nowMs: number): Effect[] {
  const before = snapshot(state);
  const effects = step(state, event, nowMs);
  checkStep(before, state);
  checkState(state);
  return effects;
}

export const hear = (state: ServerState, from: Member, term: number, body: Body, nowMs: number): Effect[] =>
  on(state, { type: "receive", message: { from, to: state.self.id, term, body } }, nowMs);

export const persisted = (state: ServerState, nowMs: number): Effect[] =>
  on(state, { type: "persisted", writeId: state.writeId }, nowMs);

/** Connected, at 0 ms, with everything on disk. */
export function follower(spec: ServerSpec = {}): ServerState {
  const state = started(spec);
  on(state, { type: "connected" }, 0);
  return state;
}

/** Following `leader` in `term`, which it heard at `nowMs`. */
export function followerOf(leader: Member, term: number, nowMs: number, spec: ServerSpec = {}): ServerState {
  const state = follower(spec);
  hear(state, leader, term, heartbeat(1), nowMs);
  persisted(state, nowMs);
  return state;
}

/** Its timeout has run out: wakes it at its deadline. */
export function expire(state: ServerState): { readonly nowMs: number; readonly effects: Effect[] } {
  const nowMs = deadlineMs(state);
  return { nowMs, effects: on(state, { type: "wake" }, nowMs) };
}

export function preCandidate(spec: ServerSpec = {}): { readonly state: ServerState; readonly nowMs: number } {
  const state = follower(spec);
  return { state, nowMs: expire(state).nowMs };
}

/** The least number of others whose grants make a majority with this server's own. */
const others = (state: ServerState): Member[] => {
  const { voters } = configurationIn(state);
  return voters.filter(({ id }) => id !== state.self.id).slice(0, Math.floor(voters.length / 2));
};

/** Its own vote is not on disk yet; `effects` are those of the step in which it campaigned. */
export function candidate(spec: ServerSpec = {}): {
  readonly state: ServerState;
  readonly nowMs: number;
  readonly effects: Effect[];
} {
  const { state, nowMs } = preCandidate(spec);
  let effects: Effect[] = [];
  for (const voter of others(state)) effects = hear(state, voter, state.term, preVoteGranted(state.term + 1), nowMs);
  return { state, nowMs, effects };
}

/** Elected just now by as few as can; `effects` are those of the step in which it won. */
export function leader(spec: ServerSpec = {}): {
  readonly state: ServerState;
  readonly nowMs: number;
  readonly effects: Effect[];
} {
  const { state, nowMs } = candidate(spec);
  let effects = persisted(state, nowMs);
  for (const voter of others(state)) effects = hear(state, voter, state.term, voteGranted, nowMs);
  return { state, nowMs, effects };
}

export const heartbeat = (round: number, commitIndex = 0): Body => ({ type: "heartbeat", round, commitIndex });
export const heartbeatAck = (round: number, verifiedIndex = 0, matchIndex = verifiedIndex): Body => ({
  type: "heartbeatAck",
  round,
  verifiedIndex,
  matchIndex,
  priority: 0,
});
export const appendEntries = (prev: LogPosition, entries: readonly Entry[] = [], commitIndex = 0): Body => ({
  type: "appendEntries",
  prev,
  entries,
  commitIndex,
});
export const appendAck = (matchIndex: number): Body => ({ type: "appendAck", matchIndex });
export const appendRefusal = (prevIndex: number, hint: LogPosition = NO_LOG): Body => ({
  type: "appendRefusal",
  prevIndex,
  hint,
});
export const voteRequest = (last: LogPosition = NO_LOG, transfer = false): Body => ({
  type: "voteRequest",
  last,
  transfer,
});
export const voteGranted: Body = { type: "voteResponse", granted: true, early: false };
export const voteGrantedEarly: Body = { type: "voteResponse", granted: true, early: true };
export const voteRefused: Body = { type: "voteResponse", granted: false, early: false };
export const preVoteRequest = (nextTerm: number, last: LogPosition = NO_LOG): Body => ({
  type: "preVoteRequest",
  nextTerm,
  last,
  isHinted: false,
});
export const preVoteGranted = (nextTerm: number): Body => ({ type: "preVoteResponse", nextTerm, granted: true });
export const preVoteRefused = (nextTerm: number): Body => ({ type: "preVoteResponse", nextTerm, granted: false });
export const timeoutNow: Body = { type: "timeoutNow" };

/** What leaves at once. */
export const said = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === "send" ? [effect.message] : []));

/** What waits for the disk. */
export const held = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === "persist" ? effect.release : []));

/** All messages of a step, whenever they leave. */
export const messages = (effects: readonly Effect[]): Message[] => [...said(effects), ...held(effects)];

export const written = (effects: readonly Effect[]): HardState[] =>
  effects.flatMap((effect) => (effect.type === "persist" && effect.hardState !== null ? [effect.hardState] : []));

export const answers = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.type === "answer" ? [answerText(effect.answer)] : []));

export const causes = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.type === "announce" ? [effect.cause] : []));
