/** What `graft-kv` says of itself and of a command line that it does not understand. Law: one line for a mistake. */
import type { KvProblem } from "./kv-arguments.ts";
import { KV_COMMANDS, KV_FLAGS, KV_PROGRAM, KV_SYNOPSES, type KvFlag } from "./kv-flags.ts";
import type { Say } from "./messages.ts";
import { isNatsFlag } from "./nats-flags.ts";
import { clipText, padEndTo, printable, textWidth } from "./text-width.ts";

const typed = (text: string): string => clipText(printable(text), 200);

export const kvMisuseMessage = (say: Say, problem: KvProblem): string =>
  sentence(say, problem) + say("usage.hint", { program: KV_PROGRAM });

function sentence(say: Say, problem: KvProblem): string {
  switch (problem.type) {
    case "noCommand":
      return say("kv.noCommand", { commands: KV_COMMANDS.join(", ") });
    case "unknownCommand":
      return problem.suggestion === null
        ? say("kv.unknownCommand", { value: typed(problem.value), commands: KV_COMMANDS.join(", ") })
        : say("kv.unknownCommandSuggest", { value: typed(problem.value), suggestion: problem.suggestion });
    case "unknownOption":
      return problem.suggestion === null
        ? say("usage.unknownOption", { option: typed(problem.option) })
        : say("usage.unknownOptionSuggest", { option: typed(problem.option), suggestion: problem.suggestion });
    case "missingValue":
      return say("kv.missingValue", { option: `--${problem.option}`, value: shapeOf(problem.option) });
    case "unexpectedValue":
      return say("usage.unexpectedValue", { option: `--${problem.option}`, value: typed(problem.value) });
    case "badValue":
      return say("kv.badValue", {
        option: `--${problem.option}`,
        value: typed(problem.value),
        shape: shapeOf(problem.option),
      });
    case "notOfCommand":
      return say("kv.notOfCommand", { option: `--${problem.option}`, command: problem.command });
    case "badArguments":
      return say("kv.badArguments", { synopsis: KV_SYNOPSES[problem.command] });
  }
}

const shapeOf = (name: string): string => KV_FLAGS.find((flag) => flag.name === name)?.value ?? "";

const signature = ({ name, value }: KvFlag): string =>
  `${name === "help" ? "-h, " : ""}--${name}${value === null ? "" : ` ${value}`}`;

function described(say: Say, { name, default: byDefault }: KvFlag): string {
  const text = isNatsFlag(name) ? say(`help.${name}`) : say(`kv.help.${name}`);
  return byDefault === null ? text : text + say("help.default", { value: byDefault });
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => textWidth(first)));
  return rows.map(([first, second]) => `  ${padEndTo(first, width)}  ${second}`);
}

export const kvHelpText = (say: Say): string =>
  [
    say("kv.help.intro"),
    "",
    say("kv.help.usage", { program: KV_PROGRAM }),
    "",
    ...columns(KV_COMMANDS.map((name) => [KV_SYNOPSES[name], say(`kv.help.command.${name}`)])),
    "",
    say("help.options"),
    ...columns(KV_FLAGS.map((flag) => [signature(flag), described(say, flag)])),
    "",
    say("kv.help.exit"),
    "",
  ].join("\n");
