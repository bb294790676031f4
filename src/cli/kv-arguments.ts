/**
 * The command line of `graft-kv`, from words to a request. Law: what leaves here is valid and complete; a word that is not
 * understood ends the run before anything is connected. `--help`, then `--version`, win over every mistake; of an option
 * given twice the last counts; behind `--` every word is an argument.
 */
import { parseArgs } from "node:util";
import type { NatsSecurity } from "../supervisor/options.ts";
import { parseDuration } from "./duration.ts";
import { findKvFlag, KV_COMMANDS, KV_FLAGS, type KvCommandName, type KvFlagName } from "./kv-flags.ts";
import { type Environment, environmentLanguage, isLanguage, type Language } from "./language.ts";
import { natsSecurityOf } from "./nats-flags.ts";
import { parseNatsUrls, withoutSecrets } from "./nats-url.ts";
import { suggest } from "./suggest.ts";

export type KvConsistency = "linearizable" | "stale";

/** A value as typed, or the file that holds it. */
export type ValueSource = { readonly text: string } | { readonly file: string };

export type KvRequest =
  | { readonly type: "put"; readonly key: string; readonly value: ValueSource }
  | { readonly type: "get"; readonly key: string }
  | { readonly type: "delete"; readonly key: string }
  /** `revision` null: the key must be absent. */
  | { readonly type: "cas"; readonly key: string; readonly revision: number | null; readonly value: ValueSource }
  | { readonly type: "list"; readonly prefix: string };

export interface KvSettings {
  readonly request: KvRequest;
  readonly nats: readonly string[];
  readonly security: NatsSecurity;
  readonly name: string;
  readonly consistency: KvConsistency;
  readonly timeoutMs: number;
}

export type KvProblem =
  | { readonly type: "noCommand" }
  | { readonly type: "unknownCommand"; readonly value: string; readonly suggestion: string | null }
  | { readonly type: "unknownOption"; readonly option: string; readonly suggestion: string | null }
  | { readonly type: "missingValue"; readonly option: KvFlagName }
  | { readonly type: "unexpectedValue"; readonly option: KvFlagName; readonly value: string }
  | { readonly type: "badValue"; readonly option: KvFlagName; readonly value: string }
  | { readonly type: "notOfCommand"; readonly option: KvFlagName; readonly command: KvCommandName }
  /** Too many or too few arguments, or options that do not go together. */
  | { readonly type: "badArguments"; readonly command: KvCommandName };

export type KvInvocation =
  | { readonly type: "run"; readonly language: Language; readonly json: boolean; readonly settings: KvSettings }
  | { readonly type: "help"; readonly language: Language }
  | { readonly type: "version" }
  | { readonly type: "misused"; readonly language: Language; readonly json: boolean; readonly problem: KvProblem };

/** Thrown inside this file only. */
class Misuse extends Error {
  readonly problem: KvProblem;

  constructor(problem: KvProblem) {
    super(problem.type);
    this.problem = problem;
  }
}

const PARSER_OPTIONS = Object.fromEntries(
  KV_FLAGS.map(({ name, value }) => [
    name,
    { type: value === null ? ("boolean" as const) : ("string" as const), ...(name === "help" ? { short: "h" } : {}) },
  ]),
);

const tokenize = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: PARSER_OPTIONS, strict: false, tokens: true }).tokens;

type Token = ReturnType<typeof tokenize>[number];
type OptionToken = Extract<Token, { kind: "option" }>;
type Given = ReadonlyMap<KvFlagName, string>;

/** `args` without the program's own name. */
export function parseKvArguments(args: readonly string[], env: Environment): KvInvocation {
  const tokens = tokenize(args);
  const options = tokens.filter((token) => token.kind === "option");
  const isGiven = (name: KvFlagName): boolean =>
    options.some((token) => token.name === name || swallowed(token) === `--${name}`);
  const asked = options.flatMap(({ name, value }) => (name === "lang" && isLanguage(value ?? "") ? [value ?? ""] : []));
  const language = asked.filter(isLanguage).at(-1) ?? environmentLanguage(env);
  if (isGiven("help")) return { type: "help", language };
  if (isGiven("version")) return { type: "version" };
  const json = isGiven("json");
  try {
    const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
    return { type: "run", language, json, settings: settingsOf(words, given(options, args), env) };
  } catch (error) {
    if (error instanceof Misuse) return { type: "misused", language, json, problem: error.problem };
    throw error;
  }
}

/** In `--file --json` the parser takes `--json` for the file. */
const swallowed = ({ inlineValue, value }: OptionToken): string | null =>
  inlineValue === false && value.startsWith("--") ? value : null;

function given(options: readonly OptionToken[], args: readonly string[]): Given {
  const found = new Map<KvFlagName, string>();
  for (const token of options) {
    const flag = findKvFlag(token.name);
    if (flag === null) throw new Misuse(unknownOption(args[token.index] ?? token.rawName));
    const { name, value } = flag;
    if (value === null && token.value !== undefined)
      throw new Misuse({ type: "unexpectedValue", option: name, value: token.value });
    if (value !== null && (token.value === undefined || token.value === "" || swallowed(token) !== null))
      throw new Misuse({ type: "missingValue", option: name });
    found.set(name, token.value ?? "");
  }
  return found;
}

/** The whole word: of `-size` the parser tells `-s` alone. */
function unknownOption(arg: string): KvProblem {
  const option = arg.split("=", 1)[0] ?? arg;
  const near = suggest(
    option.replace(/^-+/, ""),
    KV_FLAGS.map(({ name }) => name),
  );
  return { type: "unknownOption", option, suggestion: near === null ? null : `--${near}` };
}

function settingsOf([word, ...words]: readonly string[], options: Given, env: Environment): KvSettings {
  const command = commandOf(word);
  for (const option of options.keys())
    if (findKvFlag(option)?.of?.includes(command) === false)
      throw new Misuse({ type: "notOfCommand", option, command });
  if (options.has("lang")) required(options, "lang", (text) => (isLanguage(text) ? text : null));
  const nats = required(options, "nats", parseNatsUrls);
  return {
    nats,
    security: natsSecurityOf(options, nats, env),
    name: required(options, "name", (text) => (/^[A-Za-z0-9_-]{1,64}$/.test(text) ? text : null)),
    consistency: required(options, "consistency", (text) =>
      text === "linearizable" || text === "stale" ? text : null,
    ),
    timeoutMs: required(options, "timeout", parseDuration),
    request: requestOf(command, words, options),
  };
}

function commandOf(word: string | undefined): KvCommandName {
  if (word === undefined) throw new Misuse({ type: "noCommand" });
  const command = KV_COMMANDS.find((name) => name === word);
  if (command !== undefined) return command;
  throw new Misuse({ type: "unknownCommand", value: word, suggestion: suggest(word, KV_COMMANDS) });
}

/** The value as given or by default, understood; a parser says null where it is not. */
function required<T>(options: Given, option: KvFlagName, parse: (text: string) => T | null): T {
  const text = options.get(option) ?? findKvFlag(option)?.default ?? "";
  const value = parse(text);
  if (value === null)
    throw new Misuse({ type: "badValue", option, value: option === "nats" ? withoutSecrets(text) : text });
  return value;
}

function requestOf(command: KvCommandName, words: readonly string[], options: Given): KvRequest {
  const bad = new Misuse({ type: "badArguments", command });
  const [first, ...rest] = words;
  if (command === "list") {
    if (rest.length > 0) throw bad;
    return { type: "list", prefix: first ?? "" };
  }
  if (first === undefined || first === "") throw bad;
  if (command === "put" || command === "cas") {
    const value = valueFrom(rest, options.get("file"));
    if (value === null) throw bad;
    return command === "put" ? { type: "put", key: first, value } : casOf(first, value, options, bad);
  }
  if (rest.length > 0) throw bad;
  return { type: command, key: first };
}

/** null: there are none, or several. */
function valueFrom(words: readonly string[], file: string | undefined): ValueSource | null {
  const [text] = words;
  if (file !== undefined) return words.length === 0 ? { file } : null;
  return text !== undefined && words.length === 1 ? { text } : null;
}

function casOf(key: string, value: ValueSource, options: Given, bad: Misuse): KvRequest {
  if (options.has("absent") === options.has("expect")) throw bad;
  const revision = options.has("absent") ? null : required(options, "expect", parseRevision);
  return { type: "cas", key, revision, value };
}

function parseRevision(text: string): number | null {
  const revision = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(revision) && revision > 0 ? revision : null;
}
