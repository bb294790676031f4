/**
 * The scenario language: a story of a cluster, one statement a line, that anybody can read.
 *
 *     # The leader dies, and another takes its place.
 *     cluster of 3
 *     wait leader within 5s
 *     let old be leader
 *     write 100 keys
 *     at 10s crash old
 *     wait leader within 5s
 *     expect leader != old
 *     expect no acknowledged write lost
 *
 * Law: a line is either wholly understood or refused, with its line, its column, and what was expected there; nothing runs of
 * a scenario of which one line is not understood. `cluster of` comes first, and once.
 */
import { Cursor } from "./cursor.ts";
import { needClusterOptions } from "./parse-cluster.ts";
import { needCondition } from "./parse-condition.ts";
import { FAULT_WORDS, isSimulatedOnly, takeFault } from "./parse-fault.ts";
import { OPERATION_WORDS, takeOperate } from "./parse-operation.ts";
import type { Action, ClusterOptions, Condition, Scenario, Statement, Unfit } from "./syntax.ts";
import { Names, needTime, takeTimeAfter } from "./words.ts";

const WAIT_MS = 10_000;

/** With which a statement may begin, for who has mistyped one. */
export const STATEMENT_WORDS: readonly string[] = [
  ...["cluster", "at", "after", "wait", "expect", "let", "begin", "try"],
  ...OPERATION_WORDS,
  ...FAULT_WORDS,
];

/** @throws ParseError */
export function parseScenario(text: string): Scenario {
  const names = new Names();
  const statements: Statement[] = [];
  let cluster: ClusterOptions | null = null;
  let firstUnfit: Unfit | null = null;
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    const cursor = new Cursor(line, at + 1);
    if (cursor.isEmpty) continue;
    if (cluster === null) {
      cluster = needCluster(cursor, names);
      if (cluster.isSelfFormed) firstUnfit = { line: at + 1, text: line.trim() };
    } else statements.push(needStatement(cursor, names));
    cursor.end();
  }
  if (cluster === null) return new Cursor("", lines.length).fail("clusterFirst");
  const simulatorOnly = firstUnfit ?? statements.find(({ only }) => only !== null) ?? null;
  return { cluster, statements, simulatorOnly, nodes: Math.max(cluster.size, names.highest) };
}

function needCluster(cursor: Cursor, names: Names): ClusterOptions {
  if (!cursor.takeAll("cluster", "of")) cursor.fail("clusterFirst");
  return needClusterOptions(cursor, names);
}

function needStatement(cursor: Cursor, names: Names): Statement {
  if (cursor.next.text === "cluster") cursor.fail("noSecondCluster");
  const due = takeDue(cursor);
  const action = needAction(cursor, names);
  return { line: cursor.line, text: cursor.text.trim(), due, action, only: onlyOf(action) };
}

function takeDue(cursor: Cursor): Statement["due"] {
  const atMs = takeTimeAfter(cursor, "at");
  if (atMs !== null) return { type: "at", ms: atMs };
  const afterMs = takeTimeAfter(cursor, "after");
  return afterMs === null ? null : { type: "after", ms: afterMs };
}

function needAction(cursor: Cursor, names: Names): Action {
  if (cursor.take("wait")) return wait(cursor, names);
  if (cursor.take("expect")) return expect(cursor, names);
  if (cursor.take("let")) return give(cursor, names);
  return takeOperate(cursor, names) ?? takeFault(cursor, names) ?? cursor.fail("statement");
}

/** `wait 3s`, `wait n2 leader within 1s` */
function wait(cursor: Cursor, names: Names): Action {
  if (cursor.next.type === "time") return { type: "pass", forMs: needTime(cursor) };
  cursor.takeType("time");
  const condition = needCondition(cursor, names);
  return { type: "wait", condition, withinMs: takeTimeAfter(cursor, "within") ?? WAIT_MS };
}

/** `expect term = 4`, `expect leader = n1 for 10s`, `expect n2 applied within 5s`, `expect read k = v` */
function expect(cursor: Cursor, names: Names): Action {
  if (cursor.takeAll("no", "acknowledged", "write", "lost")) return { type: "audit" };
  if (cursor.next.text === "read") return takeOperate(cursor, names) ?? cursor.fail();
  const condition = needCondition(cursor, names);
  const withinMs = takeTimeAfter(cursor, "within");
  if (withinMs !== null) return { type: "wait", condition, withinMs };
  return { type: "expect", condition, forMs: takeTimeAfter(cursor, "for") };
}

/** `let old be leader`, `let before be term` */
function give(cursor: Cursor, names: Names): Action {
  const given = cursor.next;
  const name = cursor.needType("name", "word").text;
  if (names.isNode(name) || ["term", "all", "followers", "nothing"].includes(name)) cursor.fail("name", given);
  cursor.need("be");
  if (cursor.take("term")) {
    names.give(name, "term");
    return { type: "let", name, value: "term" };
  }
  const node = cursor.next.text;
  if (!names.isNode(node)) cursor.fail("node");
  names.give(name, "node");
  return { type: "let", name, value: cursor.needType("node", "word").text };
}

/** A live cluster has been formed before a story begins. */
const SIMULATED_CONDITIONS: readonly Condition["type"][] = ["held", "forming"];

function onlyOf(action: Action): Statement["only"] {
  if (action.type === "wait" || action.type === "expect")
    return SIMULATED_CONDITIONS.includes(action.condition.type) ? "simulator" : null;
  const isOther =
    action.type === "let" || action.type === "pass" || action.type === "audit" || action.type === "operate";
  return !isOther && isSimulatedOnly(action) ? "simulator" : null;
}
