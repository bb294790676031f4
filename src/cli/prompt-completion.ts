/**
 * What Tab offers. Law: nothing but what the grammar takes at that place (`expectedAfter`), so that each offer leads to a line
 * that is understood.
 */
import type { Expected } from "../scenario/language/cursor.ts";
import { MESSAGE_KINDS } from "../scenario/language/kinds.ts";
import { expectedAfter } from "./prompt-grammar.ts";
import { PROMPT_WORDS } from "./prompt-words.ts";

export interface Completion {
  /** The end of the line, which an offer takes the place of; may be empty. */
  readonly partial: string;
  /** Each begins with `partial`. */
  readonly offers: readonly string[];
}

export interface Known {
  readonly nodeIds: readonly string[];
  /** That have been written or read. */
  readonly keys: readonly string[];
}

/** Understood, but not worth an offer: `force` says more, and commas can be left out. */
const NOT_OFFERED = ["!", ","];

export function completionOf(line: string, known: Known): Completion {
  const partial = /[^\s|<>,]*$/.exec(line)?.[0] ?? "";
  const before = line.slice(0, line.length - partial.length);
  const words = before.trim() === "" ? PROMPT_WORDS : wordsAfter(before, known);
  return {
    partial,
    offers: [...new Set(words)].filter((word) => word.startsWith(partial) && !NOT_OFFERED.includes(word)),
  };
}

const wordsAfter = (before: string, known: Known): string[] =>
  expectedAfter(before, known.nodeIds).flatMap((one) => wordsOf(one, known));

function wordsOf(one: Expected, { nodeIds, keys }: Known): readonly string[] {
  if (one.type === "literal") return [one.text];
  switch (one.kind) {
    case "node":
      return [...nodeIds, "leader", "follower"];
    case "messageKind":
      return Object.keys(MESSAGE_KINDS);
    case "time":
      return ["3s"];
    case "percent":
      return ["30%"];
    case "drift":
      return ["+1%"];
    case "key":
      return keys.filter((key) => /^[^\s"|<>,]+$/u.test(key));
    default:
      return [];
  }
}
