/**
 * Conditions: what `wait` waits for and `expect` expects. Law: each is about what can be seen from outside a node, its own
 * report included, so that it has one meaning wherever the scenario runs.
 */
import type { Cursor } from "./cursor.ts";
import { type Compare, type Condition, type NodeName, type Role, type TermName, WRITE_ANSWERS } from "./syntax.ts";
import { type Names, needFilter, needNode, needNumber, needText, takeNode } from "./words.ts";

const COMPARISONS: readonly Compare[] = ["=", "!=", ">=", "<=", ">", "<"];

export function needCondition(cursor: Cursor, names: Names): Condition {
  if (cursor.take("no")) return negated(cursor, names);
  if (cursor.takeAll("one", "lease")) return { type: "leases", count: 1 };
  if (cursor.takeAll("all", "applied")) return { type: "applied", node: null };
  if (cursor.take("term")) return { type: "term", node: null, ...needTermCompared(cursor, names) };
  if (cursor.take("held")) return { type: "held", filter: needFilter(cursor, names), is: true };
  if (cursor.take("write")) return { type: "answered", key: needText(cursor, "key"), answer: needAnswer(cursor) };
  const node = takeNode(cursor, names);
  if (node === null) return cursor.fail("condition");
  return node === "leader" ? ofLeader(cursor, names) : ofNode(cursor, names, node);
}

function negated(cursor: Cursor, names: Names): Condition {
  if (cursor.take("leader")) return { type: "led", is: false };
  if (cursor.take("lease")) return { type: "leases", count: 0 };
  if (cursor.take("held")) return { type: "held", filter: needFilter(cursor, names), is: false };
  cursor.need("vote");
  cursor.need("from");
  const voter = needNode(cursor, names);
  const candidate = cursor.take("for") ? needNode(cursor, names) : null;
  cursor.need("in");
  cursor.need("term");
  return { type: "vote", voter, candidate, term: needTerm(cursor, names), is: false };
}

/** `leader`, `leader = n1`, `leader != old`, `leader has a lease`. */
function ofLeader(cursor: Cursor, names: Names): Condition {
  const compare = cursor.takeOneOf(["=", "!="] as const);
  if (compare !== null) return { type: "leader", compare, node: needNode(cursor, names) };
  return takeOfNode(cursor, names, "leader") ?? { type: "led", is: true };
}

const ofNode = (cursor: Cursor, names: Names, node: NodeName): Condition =>
  takeOfNode(cursor, names, node) ?? cursor.fail();

function takeOfNode(cursor: Cursor, names: Names, node: NodeName): Condition | null {
  return takeRole(cursor, node) ?? takeMember(cursor, node) ?? takeDoing(cursor, names, node);
}

const ROLE_WORDS: readonly (readonly [word: string, role: Role])[] = [
  ["leader", "leading"],
  ["follower", "following"],
  ["candidate", "campaigning"],
  ["running", "running"],
  ["down", "down"],
];

function takeRole(cursor: Cursor, node: NodeName): Condition | null {
  for (const [word, role] of ROLE_WORDS) {
    if (cursor.takeAll("not", word)) return { type: "role", node, role, is: false };
    if (cursor.take(word)) return { type: "role", node, role, is: true };
  }
  return null;
}

function takeMember(cursor: Cursor, node: NodeName): Condition | null {
  for (const as of ["voter", "learner", "member"] as const) {
    if (cursor.takeAll("not", as)) return { type: "member", node, as, is: false };
    if (cursor.take(as)) return { type: "member", node, as, is: true };
  }
  return null;
}

function takeDoing(cursor: Cursor, names: Names, node: NodeName): Condition | null {
  if (cursor.take("applied")) return { type: "applied", node };
  if (cursor.take("term")) return { type: "term", node, ...needTermCompared(cursor, names) };
  if (cursor.take("stopped"))
    return { type: "stopped", node, code: cursor.take("with") ? needText(cursor, "code") : null };
  if (cursor.take("votes")) return votes(cursor, names, node);
  if (cursor.takeAll("bound", "to")) return { type: "forming", node, how: "bound", other: needNode(cursor, names) };
  if (cursor.takeAll("waits", "for")) return { type: "forming", node, how: "waits", other: needNode(cursor, names) };
  if (cursor.takeAll("not", "crossed")) return { type: "crossed", node, is: false };
  if (cursor.take("crossed")) return { type: "crossed", node, is: true };
  if (!cursor.take("has")) return null;
  const is = !cursor.take("no");
  if (is) cursor.take("a");
  const what = cursor.needOneOf(["lease", "snapshot"] as const);
  return { type: what, node, is };
}

function votes(cursor: Cursor, names: Names, voter: NodeName): Condition {
  const candidate = needNode(cursor, names);
  cursor.need("in");
  cursor.need("term");
  return { type: "vote", voter, candidate, term: needTerm(cursor, names), is: true };
}

const needTermCompared = (cursor: Cursor, names: Names): { compare: Compare; term: TermName } => ({
  compare: cursor.takeOneOf(COMPARISONS) ?? "=",
  term: needTerm(cursor, names),
});

/** `3`, `t`, `after t` */
function needTerm(cursor: Cursor, names: Names): TermName {
  const plus = cursor.take("after") ? 1 : 0;
  if (names.isTerm(cursor.next.text)) return { name: needText(cursor, "name"), plus };
  return plus === 0 ? needNumber(cursor) : cursor.fail("termName");
}

const needAnswer = (cursor: Cursor): (typeof WRITE_ANSWERS)[number] => cursor.needOneOf(WRITE_ANSWERS);
