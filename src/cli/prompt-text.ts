/** What the prompt says of a line, and of itself. Law: a mistake is told with its place, what would have been right there, and an example. */
import type { Expected } from "../scenario/language/cursor.ts";
import { columns } from "./help.ts";
import type { Say } from "./messages.ts";
import type { PromptProblem } from "./prompt-command.ts";
import { COMMANDS, exampleOf, isPromptWord, PROMPT_WORDS, type PromptWord, SYNONYMS } from "./prompt-words.ts";
import { expectedText, oneExpected, suggestionText } from "./scenario-text.ts";
import { suggest } from "./suggest.ts";
import { clipText, printable, textWidth } from "./text-width.ts";

const WORD_MAX = 60;
const typed = (text: string): string => clipText(printable(text), WORD_MAX);

/** From 1: where in the line the mistake is. */
export const columnOf = (problem: PromptProblem): number =>
  problem.type === "notUnderstood" ? problem.problem.column : problem.column;

export function problemLines(say: Say, problem: PromptProblem, nodeIds: readonly string[]): string[] {
  switch (problem.type) {
    case "unknownCommand":
      return unknownLines(say, problem.word);
    case "simulatedOnly":
      return [say("prompt.simulatedOnly", { word: problem.word })];
    case "notUnderstood": {
      const { expected: possible, found } = problem.problem;
      const expected = expectedText(say, possible.filter(isWorthSaying), (_, one) => possibleText(say, one, nodeIds));
      const sentence =
        found === ""
          ? say("prompt.expectedEnd", { expected })
          : say("prompt.expected", { expected, found: `"${typed(found)}"` });
      return [sentence + suggestionText(say, problem.problem), exampleLine(say, problem.word)];
    }
  }
}

function unknownLines(say: Say, word: string): string[] {
  const suggestion = (Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : null) ?? suggest(word, PROMPT_WORDS);
  const sentence = say("prompt.unknown", { word: typed(word) });
  if (suggestion === null || !isPromptWord(suggestion))
    return [sentence, say("prompt.commands", { commands: PROMPT_WORDS.join(" ") })];
  return [`${sentence} ${say("scenario.suggest", { suggestion })}`, exampleLine(say, suggestion)];
}

const exampleLine = (say: Say, word: string): string =>
  say("prompt.example", { example: isPromptWord(word) ? exampleOf(word) : word });

/** It says no more than "force" and what stands beside it. */
const isWorthSaying = (one: Expected): boolean => one.type === "kind" || (one.text !== "!" && one.text !== ",");

const possibleText = (say: Say, one: Expected, nodeIds: readonly string[]): string =>
  one.type === "kind" && one.kind === "node"
    ? say("prompt.node", { nodes: [...nodeIds, "leader", "follower"].join(" ") })
    : oneExpected(say, one);

/** One line for each of the common ones; of the others an example, as many a line as there is room for. */
export function promptHelpLines(say: Say, width: number): string[] {
  const main = COMMANDS.filter(({ isMain }) => isMain);
  const more = COMMANDS.filter(({ isMain }) => !isMain).map(({ example }) => example);
  const lead = say("prompt.help.more");
  return [
    say("prompt.help.head"),
    ...columns(main.map(({ word, example }) => [example, say(`prompt.help.${word}`)])),
    ...wrapped(more, " · ", Math.max(20, width - textWidth(lead) - 1)).map(
      (line, at) => `${at === 0 ? lead : " ".repeat(textWidth(lead))} ${line}`,
    ),
    ...say("prompt.help.foot").split("\n"),
  ];
}

function wrapped(parts: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${between}${part}`;
    if (last === undefined || textWidth(longer) > width) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** How each is written; of a fault, as in a scenario. */
const FORMS: Readonly<Record<PromptWord, readonly string[]>> = {
  status: ["status"],
  heal: ["heal"],
  why: ["why", "why all"],
  help: ["help", "help pause"],
  quit: ["quit"],
  put: ["put a 1", 'put "a key" some text'],
  get: ["get a"],
  delete: ["delete a"],
  transfer: ["transfer n3", "transfer"],
  add: ["add"],
  remove: ["remove n2", "remove leader"],
  replace: ["replace n3"],
  chaos: ["chaos on gentle", "chaos on rough seed 7 for 30s", "chaos on brutal", "chaos off"],
  crash: ["crash leader", "crash n2 5s", "crash all force"],
  stop: ["stop n2", "stop leader 5s"],
  restart: ["restart n2"],
  wipe: ["wipe n3"],
  resume: ["resume n2"],
  pause: ["pause n2 3s", "pause leader", "pause n1 n2 3s force"],
  clog: ["clog n3 2s"],
  disconnect: ["disconnect n3 2s"],
  slow: ["slow n2 20ms every 100ms", "slow leader 50ms every 100ms 5s"],
  tear: ["tear n2"],
  power: ["power loss n2"],
  cut: ["cut n1 > n2", "cut n1 <> n2 10s", "cut all > leader 5s"],
  partition: ["partition leader | followers", "partition leader", "partition n1 | n2 n3 10s"],
  isolate: ["isolate leader", "isolate n1 5s"],
  link: [
    "link n1>n2 drop 30%",
    "link n1 <> n2 delay 20ms..80ms 10s",
    "link n1 > all duplicate 10%",
    "link all > n3 reorder 50ms",
  ],
  block: ["block AppendEntries from leader 5s", "block any from n1 to n2 5s"],
  clock: ["clock n2 jump 5m", "clock n2 drift +1%"],
  disk: ["disk n3 full", "disk n3 slow 200ms 10s", "disk n3 stuck 2s", "disk n3 fails fsync", "disk n3 well"],
  corrupt: ["corrupt n3 log", "corrupt n3 snapshot"],
  broker: ["broker restart", "broker stop 2s force", "broker pause 2s force"],
};

export const formsOf = (word: PromptWord): readonly string[] => FORMS[word];

export const commandHelpLines = (say: Say, word: PromptWord): string[] => [
  `${word}: ${say(`prompt.help.${word}`)}`,
  say("prompt.help.forms"),
  ...FORMS[word].map((form) => `  ${form}`),
];
