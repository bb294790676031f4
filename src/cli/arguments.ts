/**
 * The command line, from words to settings. Law: what leaves here is valid and complete; a word that is not understood ends
 * the run before anything is started.
 *
 * `parseArgs` cuts the words into tokens and is told to refuse nothing: its own errors are English prose, ours are values.
 * `--help` and then `--version` win over every mistake; of an option given twice the last counts.
 */
import { parseArgs } from "node:util";
import { DEFAULT_TIMING, type Timing, timingProblem } from "../core/types.ts";
import { CHAOS_LEVELS, type ChaosLevel } from "../scenario/chaos/plan.ts";
import type { NatsAccess } from "../supervisor/options.ts";
import { parseDuration, parseTimeoutRange, parseWaitMs, parseWholeNumber } from "./duration.ts";
import {
  BROKERS,
  FLAGS,
  type Flag,
  LOG_LEVELS,
  SEED_MAX,
  SIZE_MAX,
  SNAPSHOT_EVERY_MAX,
  SNAPSHOT_EVERY_MIN,
  type SwitchFlag,
  type ValueFlag,
} from "./flags.ts";
import { type Environment, environmentLanguage, isLanguage, type Language } from "./language.ts";
import { isNatsFlag, natsSecurityOf } from "./nats-flags.ts";
import { parseNatsUrls, withoutSecrets } from "./nats-url.ts";
import { suggest } from "./suggest.ts";
import { UsageError, type UsageProblem } from "./usage.ts";

export type Broker = (typeof BROKERS)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Settings {
  /** null: not given; as many as the data folder holds, or the default. */
  readonly size: number | null;
  readonly name: string;
  /** null: start `broker`. */
  readonly nats: NatsAccess | null;
  /** null: frames are not signed. */
  readonly clusterKeyFile: string | null;
  readonly broker: Broker;
  /** null: a temporary folder. */
  readonly dataDir: string | null;
  readonly timing: Timing;
  /** Entries between two snapshots. */
  readonly snapshotEvery: number;
  /** Keep each node's last events. */
  readonly record: boolean;
  /** null: nothing is broken on purpose. */
  readonly chaos: ChaosSettings | null;
  /** null: until told to stop. */
  readonly durationMs: number | null;
  readonly logLevel: LogLevel;
  /** Take commands where there is a terminal for it. */
  readonly prompt: boolean;
}

export interface ChaosSettings {
  readonly level: ChaosLevel;
  /** null: a random one. */
  readonly seed: number | null;
  readonly historyFile: string | null;
}

export type Invocation<S = Settings> =
  | {
      readonly type: "run";
      readonly language: Language;
      readonly json: boolean;
      readonly settings: S;
    }
  | { readonly type: "help"; readonly language: Language }
  | { readonly type: "version" }
  | {
      readonly type: "misused";
      readonly language: Language;
      readonly json: boolean;
      readonly problem: UsageProblem;
    };

/** `args` without the program's own name. */
export const parseArguments = (args: readonly string[], env: Environment): Invocation =>
  parseWords(args, env, FLAGS, settingsOf);

/** The same for any table of options; `settingsOf` throws a UsageError. */
export function parseWords<S>(
  args: readonly string[],
  env: Environment,
  flags: readonly Flag[],
  settingsOf: (given: GivenValues, env: Environment) => S,
): Invocation<S> {
  const tokens = tokenize(args, flags);
  const language = languageOf(tokens, env);
  if (isGiven(tokens, "help")) return { type: "help", language };
  if (isGiven(tokens, "version")) return { type: "version" };
  const json = isGiven(tokens, "json");
  try {
    return { type: "run", language, json, settings: settingsOf(givenValues(tokens, args, flags), env) };
  } catch (error) {
    if (error instanceof UsageError) return { type: "misused", language, json, problem: error.problem };
    throw error;
  }
}

const parserOptions = (flags: readonly Flag[]) =>
  Object.fromEntries(
    flags.map(({ name, value }) => [
      name,
      { type: value === null ? ("boolean" as const) : ("string" as const), ...(name === "help" ? { short: "h" } : {}) },
    ]),
  );

const tokenize = (args: readonly string[], flags: readonly Flag[]) =>
  parseArgs({ args: [...args], options: parserOptions(flags), strict: false, tokens: true }).tokens;

type Token = ReturnType<typeof tokenize>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

/** In `--size --json` the parser takes `--json` for the size. */
const swallowedOption = (token: OptionToken): string | null =>
  token.inlineValue === false && token.value.startsWith("--") ? token.value : null;

/** Also where it was swallowed: help, and errors as JSON, are wanted then too. */
const isGiven = (tokens: readonly Token[], name: SwitchFlag): boolean =>
  tokens.some((token) => token.kind === "option" && (token.name === name || swallowedOption(token) === `--${name}`));

/** Errors, one about `--lang` itself too, are told in the last language that could be understood. */
function languageOf(tokens: readonly Token[], env: Environment): Language {
  const asked = tokens.flatMap((token) =>
    token.kind === "option" && token.name === "lang" ? [token.value ?? ""] : [],
  );
  return asked.filter(isLanguage).at(-1) ?? environmentLanguage(env);
}

export type GivenValues = ReadonlyMap<string, string>;

function givenValues(tokens: readonly Token[], args: readonly string[], flags: readonly Flag[]): GivenValues {
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "positional") throw new UsageError({ type: "unexpectedArgument", value: token.value });
    if (token.kind === "option") {
      const [name, value] = checkedOption(token, args[token.index] ?? token.rawName, flags);
      given.set(name, value);
    }
  }
  return given;
}

function checkedOption(token: OptionToken, arg: string, flags: readonly Flag[]): readonly [string, string] {
  const flag = flags.find(({ name }) => name === token.name);
  if (flag === undefined) throw new UsageError(unknownOption(arg, flags));
  if (flag.value === null) {
    if (token.value !== undefined) {
      throw new UsageError({
        type: "unexpectedValue",
        option: flag.name,
        value: token.value,
      });
    }
    return [flag.name, ""];
  }
  if (token.value === undefined || token.value === "" || swallowedOption(token) !== null) {
    throw new UsageError({ type: "missingValue", option: flag.name });
  }
  return [flag.name, token.value];
}

/** `-size` is cut into `-s -i -z -e` by the parser: the whole word tells more. */
function unknownOption(arg: string, flags: readonly Flag[]): UsageProblem {
  const option = arg.split("=", 1)[0] ?? arg;
  const names = flags.map(({ name }) => name);
  const near = suggest(option.replace(/^-+/, ""), names);
  return { type: "unknownOption", option, suggestion: near === null ? null : `--${near}` };
}

/** The value as given or by default, understood; a parser says null where it is not. */
export function required<T>(
  given: GivenValues,
  option: ValueFlag,
  parse: (text: string) => T | null,
  flags: readonly Flag[] = FLAGS,
): T {
  const text = given.get(option) ?? flags.find(({ name }) => name === option)?.default ?? "";
  const value = parse(text);
  if (value === null)
    throw new UsageError({ type: "badValue", option, value: option === "nats" ? withoutSecrets(text) : text });
  return value;
}

export const optional = <T>(given: GivenValues, option: ValueFlag, parse: (text: string) => T | null): T | null =>
  given.has(option) ? required(given, option, parse) : null;

function settingsOf(given: GivenValues, env: Environment): Settings {
  optional(given, "lang", (text) => (isLanguage(text) ? text : null));
  const settings: Settings = {
    size: optional(given, "size", wholeNumber(1, SIZE_MAX)),
    name: required(given, "name", isNameWord),
    nats: accessOf(given, env),
    clusterKeyFile: optional(given, "cluster-key-file", fileName),
    broker: required(given, "broker", oneOf(BROKERS)),
    dataDir: optional(given, "data", fileName),
    timing: timingOf(given),
    snapshotEvery: required(given, "snapshot-every", wholeNumber(SNAPSHOT_EVERY_MIN, SNAPSHOT_EVERY_MAX)),
    record: given.has("record"),
    chaos: chaosOf(given),
    durationMs: optional(given, "duration", parseDuration),
    logLevel: required(given, "log-level", oneOf(LOG_LEVELS)),
    prompt: !given.has("no-prompt"),
  };
  if (given.has("nats") && given.has("broker")) throw new UsageError({ type: "natsAndBroker" });
  return settings;
}

function chaosOf(given: GivenValues): ChaosSettings | null {
  const level = optional(given, "chaos", oneOf(CHAOS_LEVELS));
  const seed = optional(given, "seed", wholeNumber(0, SEED_MAX));
  const historyFile = optional(given, "history", fileName);
  if (level !== null) return { level, seed, historyFile };
  for (const option of ["seed", "history"] as const)
    if (given.has(option)) throw new UsageError({ type: "needsChaos", option });
  return null;
}

export const fileName = (text: string): string | null => (text.includes("\0") ? null : text);

function accessOf(given: GivenValues, env: Environment): NatsAccess | null {
  const servers = optional(given, "nats", parseNatsUrls);
  if (servers !== null) return { servers, ...natsSecurityOf(given, servers, env) };
  for (const option of given.keys()) if (isNatsFlag(option)) throw new UsageError({ type: "needsNats", option });
  return null;
}

export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number | null => {
    const value = parseWholeNumber(text);
    return value !== null && value >= least && value <= most ? value : null;
  };

export const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (text: string): T | null =>
    allowed.find((value) => value === text) ?? null;

export const isNameWord = (text: string): string | null => (/^[A-Za-z0-9_-]{1,64}$/.test(text) ? text : null);

export function timingOf(given: GivenValues): Timing {
  const { minMs, maxMs } = required(given, "election-timeout", parseTimeoutRange);
  const heartbeatMs = required(given, "heartbeat", parseWaitMs);
  const timing = {
    ...DEFAULT_TIMING,
    electionTimeoutMinMs: minMs,
    electionTimeoutMaxMs: maxMs,
    heartbeatMs,
  };
  switch (timingProblem(timing)) {
    case null:
      return timing;
    case "heartbeatTooSlow":
      throw new UsageError({
        type: "heartbeatTooSlow",
        heartbeatMs,
        minMs,
        limitMs: Math.floor(minMs / 3),
      });
    default:
      throw new UsageError({
        type: "timeoutsReversed",
        value: `${minMs}-${maxMs}`,
      });
  }
}
