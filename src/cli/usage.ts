/**
 * Everything that can be wrong with a command line. Law: a problem names the option, the value and what is allowed, as
 * values; it becomes a sentence only when the language is known.
 */
import { type FlagName, PROGRAM, type ValueFlag } from "./flags.ts";
import type { Say } from "./messages.ts";
import type { NatsFlagName } from "./nats-flags.ts";
import { clipText, printable } from "./text-width.ts";

export type UsageProblem =
  /** `option` as typed; `suggestion` null: nothing is near. */
  | {
      readonly type: "unknownOption";
      readonly option: string;
      readonly suggestion: string | null;
    }
  | { readonly type: "unexpectedArgument"; readonly value: string }
  | { readonly type: "missingValue"; readonly option: ValueFlag }
  | {
      readonly type: "unexpectedValue";
      readonly option: FlagName;
      readonly value: string;
    }
  | {
      readonly type: "badValue";
      readonly option: ValueFlag;
      readonly value: string;
    }
  | { readonly type: "timeoutsReversed"; readonly value: string }
  /** The slowest heartbeat that fits is `limitMs`. */
  | {
      readonly type: "heartbeatTooSlow";
      readonly heartbeatMs: number;
      readonly minMs: number;
      readonly limitMs: number;
    }
  | { readonly type: "natsAndBroker" }
  | { readonly type: "needsNats"; readonly option: NatsFlagName }
  | { readonly type: "needsChaos"; readonly option: "seed" | "history" }
  /** The one option that a command cannot do without. */
  | { readonly type: "missingOption"; readonly option: FlagName }
  /** Protocol `graft` has nothing that it could be about. */
  | { readonly type: "needsRaft"; readonly option: FlagName };

/** Thrown inside the parser only; `parseArguments` catches it. */
export class UsageError extends Error {
  readonly problem: UsageProblem;

  constructor(problem: UsageProblem) {
    super(problem.type);
    this.name = "UsageError";
    this.problem = problem;
  }
}

/** A whole file pasted by mistake should not fill the screen. */
const typed = (text: string): string => clipText(printable(text), 200);

function problemSentence(say: Say, problem: UsageProblem): string {
  switch (problem.type) {
    case "unknownOption":
      return unknownOptionSentence(say, problem.option, problem.suggestion);
    case "unexpectedArgument":
      return say("usage.unexpectedArgument", {
        value: typed(problem.value),
      });
    case "missingValue":
      return say("usage.missingValue", {
        option: `--${problem.option}`,
        allowed: say(`allowed.${problem.option}`),
      });
    case "unexpectedValue":
      return say("usage.unexpectedValue", {
        option: `--${problem.option}`,
        value: typed(problem.value),
      });
    case "badValue":
      return say("usage.badValue", {
        option: `--${problem.option}`,
        value: typed(problem.value),
        allowed: say(`allowed.${problem.option}`),
      });
    case "timeoutsReversed":
      return say("usage.timeoutsReversed", { value: problem.value });
    case "heartbeatTooSlow":
      return say("usage.heartbeatTooSlow", {
        value: problem.heartbeatMs,
        minMs: problem.minMs,
        limitMs: problem.limitMs,
      });
    case "natsAndBroker":
      return say("usage.natsAndBroker");
    case "needsNats":
      return say("usage.needsNats", { option: `--${problem.option}` });
    case "needsChaos":
      return say("usage.needsChaos", { option: `--${problem.option}` });
    case "missingOption":
      return say("usage.missingOption", { option: `--${problem.option}` });
    case "needsRaft":
      return say("usage.needsRaft", { option: `--${problem.option}` });
  }
}

const unknownOptionSentence = (say: Say, option: string, suggestion: string | null): string =>
  suggestion === null
    ? say("usage.unknownOption", { option: typed(option) })
    : say("usage.unknownOptionSuggest", {
        option: typed(option),
        suggestion,
      });

/** One line: what is wrong, and where to read more. */
export const usageMessage = (say: Say, problem: UsageProblem, program = PROGRAM): string =>
  problemSentence(say, problem) + say("usage.hint", { program });
