/**
 * How separate processes become one cluster (DESIGN 5), as a pure function of what was heard and how late it is.
 *
 * Laws:
 * - a node is bound to one proposal at a time. Its yes is durable before it is said, and binds until it hears, from the proposer
 *   itself, that the proposal was abandoned, or from one of its members that it was formed, or that it can not be any more;
 * - a proposer forms only when all members have said yes to this very proposal, and while it holds it; once it has let go of
 *   it, durably, it never comes back to it. So of two clusters no node is a member, and a cluster's id has one set of members;
 * - while something is being written nothing is said, and nothing is decided: what is said is what the disk holds.
 *
 * Everybody says again and again where it stands; all is decided from the last that was heard of each, so that loss, doubles
 * and old words only cost time. An old "free" makes a proposer ask somebody in vain; an old "proposing" binds somebody until
 * the proposer, who hears of it, says that it is over; that this is over is said by name, and is true for ever.
 *
 * The lowest id proposes, and a proposer gives way to a lower one. Whoever knows that a proposal is under way makes none:
 * it might be formed already, and a second cluster of the same name is worse than to wait for the one who knows.
 */
import { configurationOfVoters, type Member, type NodeId, sameMember } from "../core/types.ts";
import type {
  FormationBody,
  FormationProposal,
  FormationRecord,
  FormationWait,
  FormationWord,
} from "../ports/formation.ts";
import type { Formation } from "../ports/storage.ts";

/** Between two words of an unformed node. */
export const WORD_PERIOD_MS = 250;
/** Whoever was not heard for as long is not counted on. */
export const HEARD_LATELY_MS = 4 * WORD_PERIOD_MS;
/** A proposal that not all have said yes to is abandoned after this. */
export const PROPOSAL_MS = 5_000;

export type FormationStance = FormationRecord | { readonly type: "formed"; readonly formation: Formation };

interface Peer {
  readonly word: FormationWord;
  readonly heardAtMs: number;
}

export interface FormationState {
  readonly self: Member;
  readonly size: number;
  readonly leaseMs: number;
  /** As the disk has it. */
  stance: FormationStance;
  /** What is being written. */
  saving: FormationStance | null;
  /** The last word of each. */
  readonly peers: Map<NodeId, Peer>;
  sayAtMs: number;
  proposedAtMs: number;
  /** A refusal ends it. */
  over: boolean;
  waitsOn: FormationWait | null;
}

/** `freshId`: 16 random bytes in hex, never given twice; a proposal that is made now takes it. */
export interface FormationMoment {
  readonly nowMs: number;
  readonly freshId: string;
}

export type FormationEvent =
  | { readonly type: "wake" }
  | { readonly type: "heard"; readonly word: FormationWord }
  /** What was to be saved, or formed, is durable. */
  | { readonly type: "saved" };

export type FormationEffect =
  | { readonly type: "say"; readonly word: FormationWord }
  | { readonly type: "save"; readonly record: FormationRecord }
  /** Into the log; answered by `saved`, as `save` is. */
  | { readonly type: "form"; readonly formation: Formation }
  | { readonly type: "formed"; readonly formation: Formation }
  /** Another cluster of this name is there, of these members. */
  | { readonly type: "full"; readonly members: readonly Member[] }
  | { readonly type: "duplicateId" }
  | { readonly type: "waits"; readonly on: FormationWait };

export const initialFormation = (
  self: Member,
  { size, leaseMs }: Pick<FormationState, "size" | "leaseMs">,
  stance: FormationStance,
): FormationState => ({
  self,
  size,
  leaseMs,
  stance,
  saving: null,
  peers: new Map(),
  sayAtMs: Number.NEGATIVE_INFINITY,
  proposedAtMs: Number.POSITIVE_INFINITY,
  over: false,
  waitsOn: null,
});

/** When to wake it, at the latest; Infinity: only a word can change anything. */
export const formationWakesAtMs = ({ stance, over, sayAtMs }: FormationState): number =>
  over || stance.type === "formed" ? Number.POSITIVE_INFINITY : sayAtMs;

export function stepFormation(
  state: FormationState,
  event: FormationEvent,
  moment: FormationMoment,
): FormationEffect[] {
  const effects: FormationEffect[] = [];
  if (state.over) return effects;
  if (event.type === "saved") settle(state, moment, effects);
  if (event.type === "heard") hear(state, event.word, moment, effects);
  if (state.saving === null && !state.over && state.stance.type !== "formed") decide(state, moment, effects);
  if (event.type === "wake" && moment.nowMs >= state.sayAtMs) sayStance(state, moment, effects);
  return effects;
}

function settle(state: FormationState, moment: FormationMoment, effects: FormationEffect[]): void {
  const { stance: before, saving } = state;
  if (saving === null) throw new Error("nothing was being saved");
  state.stance = saving;
  state.saving = null;
  if (before.type === "proposing" && saving.type !== "formed")
    effects.push(say(state, { type: "abandoned", clusterId: before.proposal.clusterId }));
  if (saving.type === "proposing") state.proposedAtMs = moment.nowMs;
  sayStance(state, moment, effects);
  if (saving.type === "formed") effects.push({ type: "formed", formation: saving.formation });
}

function hear(
  state: FormationState,
  word: FormationWord,
  { nowMs }: FormationMoment,
  effects: FormationEffect[],
): void {
  const { self, stance, peers } = state;
  if (word.from.id === self.id) {
    if (word.from.incarnation === self.incarnation || stance.type === "formed") return;
    end(state, { type: "duplicateId" }, effects);
    return;
  }
  answer(state, word, effects);
  if (stance.type === "formed") return;
  if (word.body.type === "abandoned") return release(state, word, effects);
  const known = peers.get(word.from.id);
  const knowsFormed = known?.word.body.type === "formed" && sameMember(known.word.from, word.from);
  if (!knowsFormed) peers.set(word.from.id, { word, heardAtMs: nowMs });
  // Whoever is new has not heard us.
  if (known === undefined && state.saving === null) effects.push(say(state, bodyOf(stance)));
}

/** What only we can say: what has become of a proposal of ours, and that there is a cluster. */
function answer(state: FormationState, { body }: FormationWord, effects: FormationEffect[]): void {
  const { self, stance, saving } = state;
  if (saving !== null) return;
  if (stance.type === "formed") {
    if (body.type !== "formed" && body.type !== "abandoned") effects.push(say(state, bodyOf(stance)));
  }
  if (body.type !== "bound" || !sameMember(body.proposer, self)) return;
  const held = stance.type === "formed" ? stance.formation.clusterId : clusterIdOf(stance);
  if (held !== body.clusterId) effects.push(say(state, { type: "abandoned", clusterId: body.clusterId }));
}

function release(state: FormationState, { from, body }: FormationWord, effects: FormationEffect[]): void {
  const { stance, saving } = state;
  if (saving !== null || stance.type !== "bound" || body.type !== "abandoned") return;
  const { clusterId, proposer } = stance.proposal;
  if (clusterId === body.clusterId && sameMember(proposer, from)) save(state, { type: "free" }, effects);
}

function decide(state: FormationState, moment: FormationMoment, effects: FormationEffect[]): void {
  switch (state.stance.type) {
    case "free":
      return decideFree(state, moment, effects);
    case "bound":
      return decideBound(state, state.stance.proposal, moment, effects);
    case "proposing":
      return decideProposing(state, state.stance.proposal, moment, effects);
    case "formed":
  }
}

function decideFree(state: FormationState, moment: FormationMoment, effects: FormationEffect[]): void {
  const cluster = formedOf(state)[0];
  if (cluster !== undefined) return end(state, { type: "full", members: cluster.members }, effects);
  const offers = proposalsHeard(state, moment.nowMs);
  const offer = offers.find((proposal) => canTake(state, proposal));
  if (offer !== undefined) return save(state, { type: "bound", proposal: offer }, effects);
  const underWay = offers[0]?.proposer ?? inDoubt(state);
  if (underWay !== undefined) return waitFor(state, underWay, moment.nowMs, effects);
  const free = [state.self, ...freePeers(state, moment.nowMs)].sort(byId);
  if (free.length < state.size) return wait(state, missing(state, free, moment.nowMs), effects);
  const [proposer = state.self] = free;
  if (proposer !== state.self) return waitFor(state, proposer, moment.nowMs, effects);
  const members = free.slice(0, state.size);
  const proposal = { clusterId: moment.freshId, proposer, members, leaseMs: state.leaseMs };
  save(state, { type: "proposing", proposal }, effects);
}

function decideBound(
  state: FormationState,
  proposal: FormationProposal,
  { nowMs }: FormationMoment,
  effects: FormationEffect[],
): void {
  for (const { clusterId, from } of formedOf(state)) {
    if (!isAmong(proposal.members, from)) continue;
    if (clusterId === proposal.clusterId) return form(state, proposal, effects);
    // Who is of another cluster has said yes to that; so not to this one, or this one was abandoned before.
    return save(state, { type: "free" }, effects);
  }
  const heard = heardLately(state, nowMs).some(({ from }) => sameMember(from, proposal.proposer));
  wait(state, { type: "proposer", proposer: proposal.proposer.id, bound: true, heard }, effects);
}

function decideProposing(
  state: FormationState,
  proposal: FormationProposal,
  { nowMs }: FormationMoment,
  effects: FormationEffect[],
): void {
  if (formedOf(state).length > 0) return save(state, { type: "free" }, effects);
  const lower = proposalsHeard(state, nowMs).find(({ proposer }) => proposer.id < state.self.id);
  if (lower !== undefined)
    return save(state, canTake(state, lower) ? { type: "bound", proposal: lower } : { type: "free" }, effects);
  const silent = proposal.members.filter((member) => !hasSaidYes(state, proposal, member));
  if (silent.length === 0) return form(state, proposal, effects);
  if (state.proposedAtMs === Number.POSITIVE_INFINITY) state.proposedAtMs = nowMs;
  if (nowMs - state.proposedAtMs >= PROPOSAL_MS) return save(state, { type: "free" }, effects);
  wait(state, { type: "answers", from: silent.map(({ id }) => id) }, effects);
}

function hasSaidYes({ self, peers }: FormationState, { clusterId }: FormationProposal, member: Member): boolean {
  if (sameMember(member, self)) return true;
  const word = peers.get(member.id)?.word;
  return word?.body.type === "bound" && word.body.clusterId === clusterId && sameMember(word.from, member);
}

/** Only what asks for the cluster that this node is to be of. */
const canTake = ({ self, size, leaseMs }: FormationState, proposal: FormationProposal): boolean =>
  isAmong(proposal.members, self) && proposal.members.length === size && proposal.leaseMs === leaseMs;

function* words(state: FormationState): Generator<FormationWord> {
  for (const { word } of state.peers.values()) yield word;
}

const heardLately = ({ peers }: FormationState, nowMs: number): FormationWord[] =>
  [...peers.values()].filter(({ heardAtMs }) => nowMs - heardAtMs <= HEARD_LATELY_MS).map(({ word }) => word);

/** Each told by its proposer lately; the lowest first. */
const proposalsHeard = (state: FormationState, nowMs: number): FormationProposal[] =>
  heardLately(state, nowMs)
    .flatMap(({ from, body }) =>
      body.type === "proposing" && sameMember(from, body.proposal.proposer) ? [body.proposal] : [],
    )
    .sort((a, b) => byId(a.proposer, b.proposer));

interface FormedPeer {
  readonly from: Member;
  readonly clusterId: string;
  readonly members: readonly Member[];
}

/** However long ago: a cluster does not pass. */
const formedOf = (state: FormationState): FormedPeer[] =>
  [...words(state)].flatMap(({ from, body }) =>
    body.type === "formed" ? [{ from, clusterId: body.clusterId, members: body.members }] : [],
  );

/**
 * The proposer of what may have been formed without us, and nobody has told us. Not so where we are to be a member, and have
 * not said yes; nor where its proposer holds it no more.
 */
function inDoubt(state: FormationState): Member | undefined {
  for (const { from, body } of words(state)) {
    if (
      body.type === "proposing" &&
      sameMember(from, body.proposal.proposer) &&
      !isAmong(body.proposal.members, state.self)
    )
      return from;
    if (body.type === "bound" && mayHold(state, body.proposer, body.clusterId)) return body.proposer;
  }
  return undefined;
}

function mayHold({ self, peers }: FormationState, proposer: Member, clusterId: string): boolean {
  if (sameMember(proposer, self)) return false;
  const word = peers.get(proposer.id)?.word;
  if (word === undefined || !sameMember(word.from, proposer)) return true;
  return word.body.type === "proposing" && word.body.proposal.clusterId === clusterId;
}

function waitFor(state: FormationState, proposer: Member, nowMs: number, effects: FormationEffect[]): void {
  const word = heardLately(state, nowMs).find(({ from }) => sameMember(from, proposer));
  if (word !== undefined && !isLike(state, word)) return wait(state, unlike(word), effects);
  wait(state, { type: "proposer", proposer: proposer.id, bound: false, heard: word !== undefined }, effects);
}

const isLike = ({ size, leaseMs }: FormationState, word: FormationWord): boolean =>
  word.size === size && word.leaseMs === leaseMs;

const freePeers = (state: FormationState, nowMs: number): Member[] =>
  heardLately(state, nowMs).flatMap((word) => (word.body.type === "free" && isLike(state, word) ? [word.from] : []));

function missing(state: FormationState, free: readonly Member[], nowMs: number): FormationWait {
  const unlike = heardLately(state, nowMs).find((word) => !isLike(state, word));
  if (unlike !== undefined) return { type: "unlike", node: unlike.from.id, size: unlike.size, leaseMs: unlike.leaseMs };
  return { type: "members", known: free.map(({ id }) => id), size: state.size };
}

const unlike = ({ from, size, leaseMs }: FormationWord): FormationWait => ({
  type: "unlike",
  node: from.id,
  size,
  leaseMs,
});

function save(state: FormationState, record: FormationRecord, effects: FormationEffect[]): void {
  state.saving = record;
  effects.push({ type: "save", record });
}

function form(
  state: FormationState,
  { clusterId, members, leaseMs }: FormationProposal,
  effects: FormationEffect[],
): void {
  const formation = { clusterId, configuration: configurationOfVoters(members, leaseMs) };
  state.saving = { type: "formed", formation };
  effects.push({ type: "form", formation });
}

function end(state: FormationState, refusal: FormationEffect, effects: FormationEffect[]): void {
  state.over = true;
  effects.push(refusal);
}

/** Told once, until it is another. */
function wait(state: FormationState, on: FormationWait, effects: FormationEffect[]): void {
  if (JSON.stringify(on) === JSON.stringify(state.waitsOn)) return;
  state.waitsOn = on;
  effects.push({ type: "waits", on });
}

function sayStance(state: FormationState, { nowMs }: FormationMoment, effects: FormationEffect[]): void {
  state.sayAtMs = nowMs + WORD_PERIOD_MS;
  if (state.saving === null && !state.over) effects.push(say(state, bodyOf(state.stance)));
}

const say = ({ self, size, leaseMs }: FormationState, body: FormationBody): FormationEffect => ({
  type: "say",
  word: { from: self, size, leaseMs, body },
});

function bodyOf(stance: FormationStance): FormationBody {
  switch (stance.type) {
    case "free":
      return stance;
    case "bound":
      return { type: "bound", clusterId: stance.proposal.clusterId, proposer: stance.proposal.proposer };
    case "proposing":
      return stance;
    case "formed":
      return {
        type: "formed",
        clusterId: stance.formation.clusterId,
        members: stance.formation.configuration.voters,
      };
  }
}

/** Of the proposal that is its own. */
const clusterIdOf = (stance: FormationRecord): string | null =>
  stance.type === "proposing" ? stance.proposal.clusterId : null;

const isAmong = (members: readonly Member[], one: Member): boolean => members.some((member) => sameMember(member, one));

const byId = (a: Member, b: Member): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
