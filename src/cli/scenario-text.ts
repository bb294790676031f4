/** A scenario's mistakes and its end, as a person reads them. Law: the line that it is about comes first, then what was expected there. */
import type { Expected, ParseProblem } from "../scenario/language/cursor.ts";
import { MESSAGE_KINDS } from "../scenario/language/kinds.ts";
import { STATEMENT_WORDS } from "../scenario/language/parse.ts";
import type { Failure } from "../scenario/play.ts";
import type { Answer, NodeView } from "../scenario/stage.ts";
import type { Say } from "./messages.ts";
import { suggest } from "./suggest.ts";
import { clipText, printable, textWidth } from "./text-width.ts";

const EXPECTED_MAX = 12;
const shown = (text: string): string => clipText(printable(text), 300);
const quoted = (text: string): string => `"${shown(text)}"`;
const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

/** The sentence, the line itself, and a mark under the place. */
export function parseProblemText(say: Say, file: string, problem: ParseProblem): string {
  const { line, column, text, found } = problem;
  const expected = expectedText(say, problem.expected);
  const where = { file, line, column, expected };
  const there = { ...where, found: quoted(found) };
  const sentence = found === "" ? say("scenario.parseEnd", where) : say("scenario.parse", there);
  const lines = text === "" ? [] : [`  ${shown(text)}`, `  ${markAt(text, column)}`];
  return [sentence + suggestionText(say, problem), ...lines].join("\n");
}

/** Stands under that column of the text, whatever its characters take. */
export const markAt = (text: string, column: number): string =>
  `${" ".repeat(textWidth(printable(text.slice(0, column - 1))))}^`;

export function suggestionText(say: Say, { found, expected }: ParseProblem): string {
  const isStatement = expected.some((one) => one.type === "kind" && one.kind === "statement");
  const literals = expected.flatMap((one) => (one.type === "literal" ? [one.text] : []));
  const isMessage = expected.some((one) => one.type === "kind" && one.kind === "messageKind");
  const known = [
    ...literals,
    ...(isStatement ? STATEMENT_WORDS : []),
    ...(isMessage ? Object.keys(MESSAGE_KINDS) : []),
  ];
  const suggestion = suggest(found, known);
  return suggestion === null ? "" : ` ${say("scenario.suggest", { suggestion })}`;
}

export function expectedText(
  say: Say,
  expected: readonly Expected[],
  textOf: (say: Say, one: Expected) => string = oneExpected,
): string {
  const kinds = expected.filter((one) => one.type === "kind");
  const literals = expected.filter((one) => one.type === "literal");
  const all = [...kinds, ...literals].slice(0, EXPECTED_MAX).map((one) => textOf(say, one));
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")}${say("scenario.or")}${last}`;
}

export function oneExpected(say: Say, one: Expected): string {
  if (one.type === "literal") return quoted(one.text);
  if (one.kind !== "messageKind") return say(`scenario.expected.${one.kind}`);
  return say("scenario.expected.messageKind", { kinds: Object.keys(MESSAGE_KINDS).join(", ") });
}

export function failureText(say: Say, file: string, failure: Failure): string {
  const { line, text, atMs } = failure;
  const head = say("scenario.failed", { file, line, seconds: seconds(atMs), text: shown(text) });
  return [head, ...reasonLines(say, failure).map((one) => `  ${one}`)].join("\n");
}

function reasonLines(say: Say, failure: Failure): string[] {
  switch (failure.type) {
    case "notTrue":
      return [say("scenario.failed.notTrue"), ...nodeLines(say, failure.nodes)];
    case "notInTime": {
      const late = say("scenario.failed.notInTime", { seconds: seconds(failure.withinMs) });
      return [late, ...nodeLines(say, failure.nodes)];
    }
    case "answer":
      return [answerLine(say, failure)];
    case "noFailure":
      return [noFailureLine(say, failure)];
    case "value": {
      const expected = failure.expected.map((value) => valueText(say, value)).join(say("scenario.or"));
      return [say("scenario.failed.value", { key: failure.key, expected, value: valueText(say, failure.value) })];
    }
    case "found":
      return [say("scenario.failed.found", { checker: failure.checker, what: shown(failure.what) })];
    case "nobody":
      return [say("scenario.failed.nobody", { node: failure.node })];
    case "refused":
      return [say("scenario.failed.refused", { reason: failure.reason })];
    case "onlySimulated":
      return [say("scenario.failed.onlySimulated")];
  }
}

function answerLine(say: Say, { answer, withinMs }: Extract<Failure, { type: "answer" }>): string {
  if (answer === null) return say("scenario.failed.noAnswer", { seconds: seconds(withinMs) });
  return say("scenario.failed.answer", { answer: answerText(say, answer) });
}

function noFailureLine(say: Say, { answer, code }: Extract<Failure, { type: "noFailure" }>): string {
  const there = answerText(say, answer);
  if (code === null) return say("scenario.failed.noFailure", { answer: there });
  return say("scenario.failed.otherFailure", { code, answer: there });
}

function answerText(say: Say, answer: Answer): string {
  if (answer.type === "done") return say("scenario.answer.done");
  return say(answer.type === "refused" ? "scenario.answer.refused" : "scenario.answer.unknown", { code: answer.code });
}

const valueText = (say: Say, value: string | null): string =>
  value === null ? say("scenario.nothing") : quoted(value);

const nodeLines = (say: Say, nodes: readonly NodeView[]): string[] => [
  say("scenario.there"),
  ...nodes.map((node) => `  ${nodeLine(say, node)}`),
];

function nodeLine(say: Say, { id: node, role, stopCode, ...rest }: NodeView): string {
  if (role === null)
    return stopCode === null
      ? say("scenario.nodeDown", { node })
      : say("scenario.nodeStopped", { node, code: stopCode });
  return say("scenario.node", {
    node,
    role: say(`role.${role}`),
    term: rest.term,
    commit: rest.commitIndex,
    applied: rest.appliedIndex,
    lease: rest.hasLease ? say("scenario.lease") : "",
  });
}
