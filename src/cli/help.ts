/** The help text. Law: made from the table of options, so that it lists all of them and their true defaults. */
import { FLAGS, type Flag, PROGRAM } from "./flags.ts";
import type { Say } from "./messages.ts";
import { padEndTo, textWidth } from "./text-width.ts";

export const signature = ({ name, value }: Flag): string =>
  `${name === "help" ? "-h, " : ""}--${name}${value === null ? "" : ` ${value}`}`;

function description(say: Say, flag: Flag): string {
  const text = say(`help.${flag.name}`);
  return flag.default === null ? text : text + say("help.default", { value: flag.default });
}

const EXAMPLES = [
  ["--size 5", "help.exampleLive"],
  ["--size 3 --json --duration 10s", "help.exampleJson"],
  ["--nats nats://127.0.0.1:4222 --data ./data", "help.exampleNats"],
] as const;

/** Two columns; the second begins where the widest first one ends. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const firstWidth = Math.max(...rows.map(([first]) => textWidth(first)));
  return rows.map(([first, second]) => `  ${padEndTo(first, firstWidth)}  ${second}`);
}

export const helpText = (say: Say): string =>
  [
    say("help.intro"),
    "",
    say("help.usage", { program: PROGRAM }),
    "",
    say("help.options"),
    ...columns(FLAGS.map((flag) => [signature(flag), description(say, flag)])),
    "",
    say("help.examples"),
    ...columns(EXAMPLES.map(([example, key]) => [`${PROGRAM} ${example}`, say(key)])),
    "",
    say("help.exit"),
    "",
  ].join("\n");
