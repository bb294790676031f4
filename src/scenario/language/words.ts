/**
 * The small parts that statements and conditions are made of. Law: a node is named by its id, by what it does (`leader`,
 * `follower`), or by a name that a line before has given; any other word is not a node.
 */
import type { Cursor } from "./cursor.ts";
import { MESSAGE_KINDS } from "./kinds.ts";
import type { Filter, Link, NodeName } from "./syntax.ts";

export const NODE_ID = /^n[1-9]\d?$/;

/** What lines before have named. */
export class Names {
  readonly #nodes = new Set<string>();
  readonly #terms = new Set<string>();
  /** The highest number of a node so far. */
  highest = 0;

  give(name: string, what: "node" | "term"): void {
    (what === "node" ? this.#nodes : this.#terms).add(name);
  }

  isTerm(name: string): boolean {
    return this.#terms.has(name);
  }

  isNode(name: string): boolean {
    if (NODE_ID.test(name)) this.highest = Math.max(this.highest, Number(name.slice(1)));
    return NODE_ID.test(name) || this.#nodes.has(name) || name === "leader" || name === "follower";
  }
}

export function takeNode(cursor: Cursor, names: Names): NodeName | null {
  return names.isNode(cursor.next.text) ? (cursor.takeType("node", "word")?.text ?? null) : askForNode(cursor);
}

/** So that a node is among what was expected. */
function askForNode(cursor: Cursor): null {
  cursor.takeType("node");
  return null;
}

export const needNode = (cursor: Cursor, names: Names): NodeName => takeNode(cursor, names) ?? cursor.fail();

/** One or more, with or without commas; `all` and `followers` stand for several. */
export function needNodes(cursor: Cursor, names: Names): NodeName[] {
  const nodes = [takeNodeOrGroup(cursor, names) ?? cursor.fail()];
  for (;;) {
    const more = cursor.take(",") ? needNode(cursor, names) : takeNodeOrGroup(cursor, names);
    if (more === null) return nodes;
    nodes.push(more);
  }
}

const takeNodeOrGroup = (cursor: Cursor, names: Names): NodeName | null =>
  cursor.takeOneOf(["all", "followers"]) ?? takeNode(cursor, names);

export function needTime(cursor: Cursor): number {
  const time = cursor.needType("time", "time");
  return time.value < 0 ? cursor.fail("time", time) : time.value;
}

export const takeTimeAfter = (cursor: Cursor, word: string): number | null =>
  cursor.take(word) ? needTime(cursor) : null;

/** How long something lasts: `for 3s`, or `3s` alone. */
export function takeLifetime(cursor: Cursor): number | null {
  if (cursor.take("for")) return needTime(cursor);
  const isNext = cursor.next.type === "time";
  return isNext ? needTime(cursor) : askForTime(cursor);
}

/** So that a time is among what was expected. */
function askForTime(cursor: Cursor): null {
  cursor.takeType("time");
  return null;
}

/** `20ms..80ms`; one time alone stands for both. */
export function needTimes(cursor: Cursor): [min: number, max: number] {
  const min = needTime(cursor);
  return [min, cursor.take("..") ? needTime(cursor) : min];
}

export function needChance(cursor: Cursor): number {
  const percent = cursor.needType("percent", "percent");
  return percent.value >= 0 && percent.value <= 1 ? percent.value : cursor.fail("percent", percent);
}

export const needNumber = (cursor: Cursor): number => cursor.needType("number", "number").value;

/** A key or a value: a word, a number, or anything in quotes. */
export const needText = (cursor: Cursor, kind: "key" | "value" | "name" | "code"): string =>
  cursor.needType(kind, "word", "number", "text").text;

/** Of a message: `AppendEntries`, `any`. */
function needKind(cursor: Cursor): string | null {
  if (cursor.take("any")) return null;
  const kind = cursor.next.text;
  if (!Object.hasOwn(MESSAGE_KINDS, kind)) cursor.takeType("messageKind");
  return Object.hasOwn(MESSAGE_KINDS, kind) ? cursor.needType("messageKind", "word").text : cursor.fail();
}

/** `RequestVote from n1 to n2`; without from or to: anybody. */
export function needFilter(cursor: Cursor, names: Names): Filter<NodeName> {
  const kind = needKind(cursor);
  const from = cursor.take("from") ? needNode(cursor, names) : null;
  const to = cursor.take("to") ? needNode(cursor, names) : null;
  return { kind, from, to };
}

/** `n1 > n2` one way, `n1 <> n2` both ways; `all` for anybody. */
export function needLinks(cursor: Cursor, names: Names): Link<NodeName>[] {
  const one = needEnd(cursor, names);
  const both = cursor.needOneOf([">", "<>"]) === "<>";
  const other = needEnd(cursor, names);
  const links = [{ from: one, to: other }];
  return both ? [...links, { from: other, to: one }] : links;
}

const needEnd = (cursor: Cursor, names: Names): NodeName | null =>
  cursor.take("all") ? null : needNode(cursor, names);
