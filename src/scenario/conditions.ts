/** Whether a condition holds. Law: it is asked of one view, of one moment; nothing is remembered from another. */
import { MESSAGE_KINDS } from "./language/kinds.ts";
import type { Compare, Condition, Filter, Role, TermName, WriteAnswer } from "./language/syntax.ts";
import type { Answer, HeldMessage, NodeView, View } from "./stage.ts";

/** What names stand for. */
export interface Meanings {
  /** @throws Unnamed where nobody is meant */
  node(name: string): string;
  term(name: TermName): number;
  /** Of the last write to this key; undefined: there was none. null: no answer yet. */
  answer(key: string): Answer | null | undefined;
}

/** A name stands for nobody now: nobody leads, or follows. */
export class Unnamed extends Error {
  readonly node: string;

  constructor(node: string) {
    super(`there is no ${node}`);
    this.name = "Unnamed";
    this.node = node;
  }
}

export const leaderOf = ({ nodes }: View): NodeView | undefined =>
  nodes.filter(({ role, isRival }) => role === "leader" && isRival !== true).sort((a, b) => b.term - a.term)[0];

export function holds(condition: Condition, view: View, meanings: Meanings): boolean {
  try {
    return isTrue(condition, view, meanings);
  } catch (error) {
    if (error instanceof Unnamed) return false;
    throw error;
  }
}

function isTrue(condition: Condition, view: View, meanings: Meanings): boolean {
  const nodeOf = (name: string): NodeView => found(view, meanings.node(name));
  switch (condition.type) {
    case "led":
      return (leaderOf(view) !== undefined) === condition.is;
    case "leader":
      return isLeader(view, meanings.node(condition.node), condition.compare);
    case "term":
      return compares(termOf(condition.node, view, nodeOf), condition.compare, meanings.term(condition.term));
    case "role":
      return plays(nodeOf(condition.node), condition.role) === condition.is;
    case "applied":
      return condition.node === null ? allApplied(view) : hasApplied(view, nodeOf(condition.node));
    case "stopped":
      return isStopped(nodeOf(condition.node), condition.code);
    case "member":
      return isMember(nodeOf(condition.node), condition.as) === condition.is;
    case "vote":
      return hasVoted(condition, view, meanings) === condition.is;
    case "forming":
      return isForming(nodeOf(condition.node), condition.how, meanings.node(condition.other));
    case "crossed":
      return nodeOf(condition.node).isCrossed === condition.is;
    case "leases":
      return view.nodes.filter(({ hasLease, isRival }) => hasLease && isRival !== true).length === condition.count;
    case "lease":
      return nodeOf(condition.node).hasLease === condition.is;
    case "snapshot":
      return nodeOf(condition.node).snapshotIndex > 0 === condition.is;
    case "held":
      return isHeld(condition.filter, view, meanings) === condition.is;
    case "answered":
      return answers(meanings.answer(condition.key), condition.answer);
  }
}

function found({ nodes }: View, id: string): NodeView {
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) throw new Unnamed(id);
  return node;
}

/** Whoever leads now; where nobody does, it is not `id` either, but nobody is another. */
function isLeader(view: View, id: string, compare: "=" | "!="): boolean {
  const leader = leaderOf(view);
  return leader !== undefined && (leader.id === id) === (compare === "=");
}

function termOf(name: string | null, { nodes }: View, nodeOf: (name: string) => NodeView): number {
  if (name !== null) return nodeOf(name).term;
  return Math.max(
    0,
    ...nodes.filter(({ isRunning, isRival }) => isRunning && isRival !== true).map(({ term }) => term),
  );
}

const COMPARISONS: Readonly<Record<Compare, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
};

const compares = (a: number, compare: Compare, b: number): boolean => COMPARISONS[compare](a, b);

function plays({ isRunning, role }: NodeView, wanted: Role): boolean {
  switch (wanted) {
    case "running":
      return isRunning;
    case "down":
      return !isRunning;
    case "leading":
      return role === "leader";
    case "following":
      return role === "follower";
    case "campaigning":
      return role === "candidate" || role === "preCandidate";
  }
}

const isForming = ({ boundTo, waitsFor }: NodeView, how: "bound" | "waits", other: string): boolean =>
  how === "bound" ? boundTo === other : waitsFor.includes(other);

const hasApplied = ({ committedIndex }: View, { isRunning, appliedIndex }: NodeView): boolean =>
  isRunning && appliedIndex >= committedIndex;

function allApplied(view: View): boolean {
  const voters = view.nodes.filter(({ isRunning, membership }) => isRunning && membership === "voter");
  return voters.length > 0 && voters.every((node) => hasApplied(view, node));
}

const isStopped = ({ isRunning, stopCode }: NodeView, code: string | null): boolean =>
  !isRunning && stopCode !== null && (code === null || stopCode === code);

const isMember = ({ membership }: NodeView, as: "voter" | "learner" | "member"): boolean =>
  as === "member" ? membership !== "none" : membership === as;

function hasVoted(
  { voter, candidate, term }: Extract<Condition, { type: "vote" }>,
  { votes }: View,
  meanings: Meanings,
): boolean {
  const [by, inTerm] = [meanings.node(voter), meanings.term(term)];
  const forWhom = candidate === null ? null : meanings.node(candidate);
  return votes.some((one) => one.voter === by && one.term === inTerm && (forWhom ?? one.candidate) === one.candidate);
}

function isHeld({ kind, from, to }: Filter<string>, { held }: View, meanings: Meanings): boolean {
  const filter = {
    kind,
    from: from === null ? null : meanings.node(from),
    to: to === null ? null : meanings.node(to),
  };
  return held.some((message) => passes(filter, message));
}

/** Whether `filter` is about this message. */
export function passes({ kind, from, to }: Filter<string>, message: HeldMessage): boolean {
  const isOfKind = kind === null || MESSAGE_KINDS[kind]?.includes(message.type) === true;
  return isOfKind && (from ?? message.from) === message.from && (to ?? message.to) === message.to;
}

function answers(answer: Answer | null | undefined, wanted: WriteAnswer): boolean {
  if (answer === undefined) return false;
  switch (wanted) {
    case "acknowledged":
      return answer?.type === "done";
    case "unacknowledged":
      return answer?.type !== "done";
    case "refused":
      return answer?.type === "refused";
    case "unknown":
      return answer?.type === "unknown";
    case "unanswered":
      return answer === null;
  }
}
