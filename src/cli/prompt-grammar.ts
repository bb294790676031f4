/**
 * From a line to a command.
 *
 * Law: a line is either wholly understood, or told with its column and what was possible there; nothing is thrown. A fault is
 * written as in a scenario, word for word (`scenario/language`): the same parser reads it. Besides, at its end, it may have a
 * lifetime (`5s`, `for 5s`) and the word that overrides the guard of the quorum (`force`, or `!`).
 *
 * Keys and values are free text, which the language's words are not: a value is the rest of its line, or stands in quotes.
 */
import { CHAOS_LEVELS } from "../scenario/chaos/plan.ts";
import {
  Cursor,
  type Expected,
  type ExpectedKind,
  ParseError,
  type ParseProblem,
} from "../scenario/language/cursor.ts";
import { isSimulatedOnly, SIMULATED_WORDS, takeFault } from "../scenario/language/parse-fault.ts";
import type { Fault, NodeName } from "../scenario/language/syntax.ts";
import { Names, NODE_ID, needNode, needNumber, takeLifetime, takeNode } from "../scenario/language/words.ts";
import { isDoneOnce } from "../supervisor/faults/kinds-of-fault.ts";
import { SEED_MAX } from "./flags.ts";
import type { PromptCommand, Understood } from "./prompt-command.ts";
import { isPromptWord, LIVE_FAULT_WORDS, PROMPT_WORDS, type PromptWord } from "./prompt-words.ts";

/** Only who is there can be named, so that a slip is found where it stands. */
class ClusterNames extends Names {
  readonly #ids: readonly string[];

  constructor(ids: readonly string[]) {
    super();
    this.#ids = ids;
  }

  override isNode(name: string): boolean {
    return this.#ids.includes(name) || name === "leader" || name === "follower";
  }
}

type Rule = (cursor: Cursor, names: Names) => PromptCommand;

export function understand(line: string, nodeIds: readonly string[]): Understood {
  const [, gap = "", typed = ""] = /^(\s*)(\S*)/.exec(line) ?? [];
  const column = gap.length + 1;
  const word = ALIASES[typed] ?? typed;
  if (word === "" || word.startsWith("#")) return { type: "nothing" };
  if (SIMULATED_WORDS.includes(word)) return { type: "problem", problem: { type: "simulatedOnly", column, word } };
  if (!isPromptWord(word)) return { type: "problem", problem: { type: "unknownCommand", column, word } };
  try {
    return { type: "command", command: commandOf(word, line, new ClusterNames(nodeIds)) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { type: "problem", problem: { type: "notUnderstood", word, problem: error.problem } };
  }
}

const ALIASES: Readonly<Record<string, string>> = Object.assign(Object.create(null), { exit: "quit", "?": "help" });

/** @throws ParseError */
function commandOf(word: PromptWord, line: string, names: Names): PromptCommand {
  if (word === "put" || word === "get" || word === "delete") return ofKey(word, line);
  const cursor = new Cursor(line, 1);
  if (LIVE_FAULT_WORDS.includes(word)) return fault(cursor, names);
  cursor.takeType("end", "word", "unknown");
  const command = (RULES[word] ?? cursor.fail())(cursor, names);
  cursor.end();
  return command;
}

const RULES: Readonly<Partial<Record<PromptWord, Rule>>> = {
  status: () => ({ type: "status" }),
  heal: () => ({ type: "heal" }),
  quit: () => ({ type: "quit" }),
  why: (cursor) => ({ type: "why", all: cursor.take("all") }),
  help: (cursor) => ({ type: "help", about: cursor.takeOneOf(PROMPT_WORDS) }),
  transfer: (cursor, names) => ({ type: "transfer", node: takeNode(cursor, names) }),
  add,
  remove: (cursor, names) => ({ type: "remove", node: needNode(cursor, names) }),
  replace: (cursor, names) => ({ type: "replace", node: needNode(cursor, names) }),
  chaos,
};

/** `add`, `add n4` */
function add(cursor: Cursor): PromptCommand {
  const isNode = NODE_ID.test(cursor.next.text);
  return { type: "add", node: isNode ? cursor.needType("name", "word").text : null };
}

/** `chaos on gentle seed 7 for 30s`, `chaos off` */
function chaos(cursor: Cursor): PromptCommand {
  if (cursor.take("off")) return { type: "chaosOff" };
  cursor.need("on");
  const level = cursor.needOneOf(CHAOS_LEVELS);
  return { type: "chaosOn", level, seed: cursor.take("seed") ? needSeed(cursor) : null, forMs: takeLifetime(cursor) };
}

function needSeed(cursor: Cursor): number {
  const { next } = cursor;
  const seed = needNumber(cursor);
  return seed <= SEED_MAX ? seed : cursor.fail("number", next);
}

function fault(cursor: Cursor, names: Names): PromptCommand {
  const taken = takeFault(cursor, names) ?? cursor.fail();
  const isTimed = lasts(taken) && !("forMs" in taken);
  const forMs = isTimed ? takeLifetime(cursor) : null;
  const force = cursor.take("force") || cursor.take("!");
  cursor.end();
  return { type: "fault", fault: taken, forMs, force };
}

const lasts = (one: Fault<NodeName>): boolean => !isDoneOnce(one) && !isSimulatedOnly(one);

/** Behind the command: a key, bare or in quotes, and what follows it. */
const KEYED = /^\s*\S+\s*(?:"(?<quoted>[^"]*)"|(?<bare>[^\s"]\S*))?(?<rest>.*)$/su;

function ofKey(type: "put" | "get" | "delete", line: string): PromptCommand {
  const { quoted, bare, rest = "" } = KEYED.exec(line)?.groups ?? {};
  const key = quoted ?? bare;
  const restAt = line.length - rest.length;
  if (key === undefined || key === "" || key === NOTHING_SUCH) throw missing(line, restAt - (key ?? "").length, "key");
  const after = rest.trim();
  const afterAt = restAt + rest.length - rest.trimStart().length;
  if (type === "put") return { type, key, value: textOfValue(line, after, afterAt) };
  if (after !== "") throw missing(line, afterAt, "end");
  return { type, key };
}

function textOfValue(line: string, text: string, at: number): string {
  if (text === "") throw missing(line, at, "value");
  return /^"(?<inside>[^"]*)"$/su.exec(text)?.groups?.inside ?? text;
}

function missing(text: string, at: number, kind: ExpectedKind): ParseError {
  const found = /^\S*/u.exec(text.slice(at))?.[0] ?? "";
  const column = found === "" ? text.trimEnd().length + 1 : at + 1;
  return new ParseError({ line: 1, column, text, expected: [{ type: "kind", kind }], found });
}

/** No line has it, and nothing expects it: where reading stops at it, all that was expected is what could stand there. */
const NOTHING_SUCH = "\u{1}";

/** What could follow `before`; empty where that is not understood itself. */
export function expectedAfter(before: string, nodeIds: readonly string[]): readonly Expected[] {
  const understood = understand(before + NOTHING_SUCH, nodeIds);
  if (understood.type !== "problem" || understood.problem.type !== "notUnderstood") return [];
  const { problem }: { problem: ParseProblem } = understood.problem;
  return problem.found === NOTHING_SUCH ? problem.expected : [];
}
