/**
 * What is asked of the cluster: writes, reads, changes of members. Law: unless it says otherwise, what is asked must succeed
 * within ten seconds, and the next line waits for it.
 */
import type { Cursor } from "./cursor.ts";
import type { Operate, Operation } from "./syntax.ts";
import { type Names, needNode, needNumber, needText, needTime, takeNode } from "./words.ts";

const OPERATION_MS = 10_000;
/** Of a value of `write N keys` that does not say how large. */
const VALUE_BYTES = 16;

type Rule = (cursor: Cursor, names: Names) => Operation;

const onNode = (cursor: Cursor, names: Names): string | null => (cursor.take("on") ? needNode(cursor, names) : null);

function write(cursor: Cursor, names: Names): Operation {
  const { next } = cursor;
  const key = needText(cursor, "key");
  if (next.type === "number" && cursor.take("keys")) {
    const bytes = cursor.take("of") ? needBytes(cursor) : VALUE_BYTES;
    const on = onNode(cursor, names);
    return { type: "writeMany", count: next.value, bytes, on, oneByOne: cursor.takeAll("one", "by", "one") };
  }
  cursor.need("=");
  return { type: "write", key, value: needText(cursor, "value"), on: onNode(cursor, names) };
}

function needBytes(cursor: Cursor): number {
  const bytes = needNumber(cursor);
  cursor.need("bytes");
  return bytes;
}

function read(cursor: Cursor, names: Names): Operation {
  const key = needText(cursor, "key");
  const from = cursor.take("from") ? needNode(cursor, names) : null;
  const isStale = cursor.takeOneOf(["linearizable", "stale"]) === "stale";
  const asked = { type: "read", key, from, isStale } as const;
  if (!cursor.take("=")) return asked;
  return { ...asked, value: cursor.take("nothing") ? null : needText(cursor, "value") };
}

function cas(cursor: Cursor): Operation {
  const key = needText(cursor, "key");
  const expected = cursor.take("nothing") ? null : needText(cursor, "value");
  cursor.need("->");
  return { type: "cas", key, expected, value: needText(cursor, "value") };
}

const ofNode =
  (type: "add" | "remove" | "replace" | "snapshot"): Rule =>
  (cursor, names) => ({ type, node: needNode(cursor, names) });

const OPERATIONS: Readonly<Record<string, Rule>> = {
  write,
  read,
  cas,
  delete: (cursor) => ({ type: "delete", key: needText(cursor, "key") }),
  add: ofNode("add"),
  remove: ofNode("remove"),
  replace: ofNode("replace"),
  snapshot: ofNode("snapshot"),
  transfer: (cursor, names) => ({ type: "transfer", node: takeNode(cursor, names) }),
};

export const OPERATION_WORDS = Object.keys(OPERATIONS);

/** `begin write k = v`, `try add n4`, `write k = v on n1 fails with OVERLOADED within 2s`. null: no operation is next. */
export function takeOperate(cursor: Cursor, names: Names): Operate | null {
  const how = cursor.takeOneOf(["begin", "try"]);
  const word = cursor.takeOneOf(OPERATION_WORDS);
  if (word === null) return how === null ? null : cursor.fail();
  const operation = (OPERATIONS[word] ?? cursor.fail())(cursor, names);
  const fails = how === null && cursor.take("fails");
  const code = fails && cursor.take("with") ? needText(cursor, "code") : null;
  const withinMs = how !== "begin" && cursor.take("within") ? needTime(cursor) : OPERATION_MS;
  return { type: "operate", operation, how: how ?? (fails ? "fail" : "must"), code, withinMs };
}
