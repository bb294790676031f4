/**
 * `--scenario FILE`: plays scenarios, on whatever stage it is given, and tells how each came out.
 *
 * Law: all files are understood, and found to be such as this stage can play, before one is played. The exit code is 0 only
 * where each came out as it says; 1: one did not, or there is no cluster to play it on; 2: a file or an option was not
 * understood, and nothing was played.
 */
import { parseArgs } from "node:util";
import { isGraftError } from "../errors.ts";
import { ParseError } from "../scenario/language/cursor.ts";
import { parseScenario } from "../scenario/language/parse.ts";
import type { Scenario, Statement } from "../scenario/language/syntax.ts";
import { type Failure, unfitFor } from "../scenario/play.ts";
import type { NatsAccess } from "../supervisor/options.ts";
import { failureMessage } from "./error-message.ts";
import { BROKERS } from "./flags.ts";
import { type Environment, environmentLanguage, isLanguage, type Language } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import { NATS_FLAGS, natsSecurityOf } from "./nats-flags.ts";
import { parseNatsUrls, withoutSecrets } from "./nats-url.ts";
import { failureText, parseProblemText } from "./scenario-text.ts";
import { clipText, printable } from "./text-width.ts";

export type ScenarioVerdict = {
  readonly seed: number;
  readonly failure: Failure | null;
} & ({ readonly simulatedMs: number; readonly traceHash: string } | { readonly elapsedMs: number });

/** Where a live cluster finds its NATS. */
export interface ScenarioPlace {
  /** null: `broker` is started. */
  readonly nats: NatsAccess | null;
  readonly broker: (typeof BROKERS)[number];
}

export interface ScenarioWorld {
  readonly args: readonly string[];
  readonly env: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** On which the scenarios are played. */
  readonly stage: "simulator" | "live";
  readonly play: (
    scenario: Scenario,
    options: ScenarioPlace & {
      readonly seed: number;
      readonly onLine?: (line: string) => void;
      readonly onStatement?: (statement: Statement, atMs: number) => void;
    },
  ) => Promise<ScenarioVerdict>;
}

interface Wanted extends ScenarioPlace {
  readonly language: Language;
  readonly say: Say;
  readonly live: boolean;
  readonly files: readonly string[];
  readonly seed: number;
  readonly trace: string | null;
  readonly json: boolean;
}

interface Story {
  readonly file: string;
  readonly scenario: Scenario;
}

/** Ends the command; `message` is for the user. */
class Misuse extends Error {}

export async function runScenarioCommand(world: ScenarioWorld): Promise<0 | 1 | 2> {
  const { stdout, stderr } = world;
  let language: Language = "en";
  try {
    const wanted = wantedOf(world);
    if (typeof wanted === "string") {
      stdout.write(`${wanted}\n`);
      return 0;
    }
    language = wanted.language;
    const stories: Story[] = [];
    for (const file of wanted.files) stories.push({ file, scenario: await storyOf(world, wanted.say, file) });
    return await playAll(world, wanted, stories);
  } catch (error) {
    // No broker, no room: there is no cluster to play on.
    const isMisuse = error instanceof Misuse;
    if (!isMisuse && !isGraftError(error)) throw error;
    stderr.write(`${isMisuse ? error.message : failureMessage(language, error)}\n`);
    return isMisuse ? 2 : 1;
  }
}

const TEXT = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const COMMON = { scenario: { ...TEXT, multiple: true }, seed: TEXT, lang: TEXT, json: FLAG } as const;
const NATS = ["nats", "broker", ...NATS_FLAGS.map(({ name }) => name)];
const NATS_OPTIONS = Object.fromEntries(NATS.map((name) => [name, TEXT]));

/** A text: help is wanted. */
function wantedOf({ args, env, stage }: ScenarioWorld): Wanted | string {
  const live = stage === "live";
  const { values, tokens } = parseArgs({
    args: [...args],
    options: { ...NATS_OPTIONS, ...COMMON, trace: TEXT, help: FLAG },
    strict: false,
    tokens: true,
  });
  const language = typeof values.lang === "string" && isLanguage(values.lang) ? values.lang : environmentLanguage(env);
  const say = sayIn(language);
  if (values.help === true) return say(live ? "scenario.helpLive" : "scenario.help");
  const known = [...Object.keys(COMMON), ...(live ? NATS : ["trace"])];
  for (const token of tokens) {
    const isUnknown = token.kind !== "option" || !known.includes(token.name);
    if (isUnknown) throw new Misuse(say("scenario.usage.unknownOption", { option: rawOf(token) }));
  }
  const files = (values.scenario ?? []).filter((one) => typeof one === "string");
  if (files.length === 0 || files.length < (values.scenario ?? []).length)
    throw new Misuse(say("scenario.usage.missingFile"));
  const trace = values.trace ?? null;
  if (typeof trace === "boolean" || (trace !== null && files.length > 1))
    throw new Misuse(say("scenario.usage.missingTrace"));
  const given = new Map(tokens.flatMap((one) => (one.kind === "option" ? [[one.name, one.value ?? ""] as const] : [])));
  const place = placeOf(say, given, env);
  return { language, say, live, files, seed: seedOf(say, values.seed), trace, json: values.json === true, ...place };
}

function placeOf(say: Say, given: ReadonlyMap<string, string>, env: Environment): ScenarioPlace {
  const urls = given.get("nats");
  const named = given.get("broker") ?? "embedded";
  const broker = BROKERS.find((one) => one === named);
  if (broker === undefined) throw badValue(say, "broker", named);
  if (urls === undefined) {
    const [alone] = NATS_FLAGS.filter(({ name }) => given.has(name));
    if (alone !== undefined) throw new Misuse(say("usage.needsNats", { option: `--${alone.name}` }));
    return { nats: null, broker };
  }
  if (given.has("broker")) throw new Misuse(say("usage.natsAndBroker"));
  const servers = parseNatsUrls(urls);
  if (servers === null) throw badValue(say, "nats", withoutSecrets(urls));
  return { nats: { servers, ...natsSecurityOf(given, servers, env) }, broker };
}

const badValue = (say: Say, option: "broker" | "nats", value: string): Misuse =>
  new Misuse(
    say("usage.badValue", {
      option: `--${option}`,
      value: clipText(printable(value), 100),
      allowed: say(`allowed.${option}`),
    }),
  );

function rawOf(token: {
  readonly kind: string;
  readonly rawName?: string;
  readonly value?: string | undefined;
}): string {
  return clipText(printable(token.rawName ?? token.value ?? "--"), 100);
}

function seedOf(say: Say, given: string | boolean | undefined): number {
  if (given === undefined) return 1;
  const isSeed = typeof given === "string" && /^\d{1,15}$/.test(given);
  if (!isSeed) throw new Misuse(say("scenario.usage.badSeed", { value: clipText(printable(String(given)), 100) }));
  return Number(given);
}

async function storyOf({ readFile, stage }: ScenarioWorld, say: Say, file: string): Promise<Scenario> {
  const text = await readFile(file).catch((error: unknown) => {
    throw new Misuse(say("scenario.unreadable", { file: printable(file), reason: reasonOf(error) }));
  });
  try {
    const scenario = parseScenario(text);
    const unfit = unfitFor(stage, scenario);
    if (unfit === null) return scenario;
    const where = { file: printable(file), line: unfit.line, text: clipText(printable(unfit.text), 300) };
    throw new Misuse(say("scenario.unfit", where));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new Misuse(parseProblemText(say, printable(file), error.problem));
  }
}

const reasonOf = (error: unknown): string => printable(error instanceof Error ? error.message : String(error));

async function playAll(world: ScenarioWorld, wanted: Wanted, stories: readonly Story[]): Promise<0 | 1> {
  const { stdout } = world;
  let failures = 0;
  for (const story of stories) if (!(await playOne(world, wanted, story))) failures += 1;
  if (wanted.json) stdout.write(`${JSON.stringify({ scenarios: stories.length, failures, seed: wanted.seed })}\n`);
  return failures === 0 ? 0 : 1;
}

async function playOne(world: ScenarioWorld, wanted: Wanted, { file, scenario }: Story): Promise<boolean> {
  const { stdout, stderr, writeFile } = world;
  const { say, seed, trace, json, nats, broker } = wanted;
  const lines: string[] = [];
  const onStatement = ({ line, text }: Statement, atMs: number): void => {
    if (stderr.isTTY === true && !json) stderr.write(`  ${(atMs / 1_000).toFixed(3)} s  ${line}: ${text}\n`);
  };
  const onLine = (line: string): void => void lines.push(line);
  const verdict = await world.play(scenario, {
    nats,
    broker,
    seed,
    onStatement,
    ...(trace === null ? {} : { onLine }),
  });
  if (trace !== null)
    await writeFile(trace, `${lines.join("\n")}\n`).catch((error: unknown) => {
      throw new Misuse(say("scenario.unwritable", { file: printable(trace), reason: reasonOf(error) }));
    });
  const { failure, seed: _, ...measured } = verdict;
  const statements = scenario.statements.length;
  if (json) stdout.write(`${JSON.stringify({ scenario: file, seed, failure, statements, ...measured })}\n`);
  else if (failure === null) stdout.write(`${passedText(say, file, statements, verdict)}\n`);
  if (failure !== null) stderr.write(`${failureText(say, file, failure)}\n${replayText(wanted, file)}`);
  return failure === null;
}

function passedText(say: Say, file: string, statements: number, verdict: ScenarioVerdict): string {
  if ("elapsedMs" in verdict)
    return say("scenario.passedLive", { file, statements, seconds: (verdict.elapsedMs / 1_000).toFixed(1) });
  return say("scenario.passed", { file, statements, seconds: (verdict.simulatedMs / 1_000).toFixed(1) });
}

function replayText({ say, seed, trace, live }: Wanted, file: string): string {
  if (trace !== null || live) return "";
  const command = `npm run simulate -- --scenario ${file} --seed ${seed} --trace trace.txt`;
  return `  ${say("scenario.replay", { command })}\n`;
}
