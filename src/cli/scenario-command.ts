/**
 * `--scenario FILE`: plays scenarios, on whatever stage it is given, and tells how each came out.
 *
 * Law: all files are understood before one is played. The exit code is 0 only where each came out as it says; 1: one did not;
 * 2: a file or an option was not understood, and nothing was played.
 */
import { parseArgs } from "node:util";
import { ParseError } from "../scenario/language/cursor.ts";
import { parseScenario } from "../scenario/language/parse.ts";
import type { Scenario, Statement } from "../scenario/language/syntax.ts";
import type { Failure } from "../scenario/play.ts";
import { type Environment, environmentLanguage, isLanguage } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import { failureText, parseProblemText } from "./scenario-text.ts";
import { clipText, printable } from "./text-width.ts";

export interface ScenarioVerdict {
  readonly seed: number;
  readonly failure: Failure | null;
  readonly simulatedMs: number;
  readonly traceHash: string;
}

export interface ScenarioWorld {
  readonly args: readonly string[];
  readonly env: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly play: (
    scenario: Scenario,
    options: {
      readonly seed: number;
      readonly onLine?: (line: string) => void;
      readonly onStatement?: (statement: Statement, atMs: number) => void;
    },
  ) => Promise<ScenarioVerdict>;
}

interface Wanted {
  readonly say: Say;
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
  try {
    const wanted = wantedOf(world);
    if (typeof wanted === "string") {
      stdout.write(`${wanted}\n`);
      return 0;
    }
    const stories: Story[] = [];
    for (const file of wanted.files) stories.push({ file, scenario: await storyOf(world, wanted.say, file) });
    return await playAll(world, wanted, stories);
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** A text: help is wanted. */
function wantedOf({ args, env }: ScenarioWorld): Wanted | string {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, tokens } = parseArgs({
    args: [...args],
    options: { scenario: { ...text, multiple: true }, seed: text, trace: text, lang: text, json: flag, help: flag },
    strict: false,
    tokens: true,
  });
  const lang = typeof values.lang === "string" && isLanguage(values.lang) ? values.lang : environmentLanguage(env);
  const say = sayIn(lang);
  if (values.help === true) return say("scenario.help");
  const known = ["scenario", "seed", "trace", "lang", "json"];
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
  return { say, files, seed: seedOf(say, values.seed), trace, json: values.json === true };
}

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

async function storyOf({ readFile }: ScenarioWorld, say: Say, file: string): Promise<Scenario> {
  const text = await readFile(file).catch((error: unknown) => {
    throw new Misuse(say("scenario.unreadable", { file: printable(file), reason: reasonOf(error) }));
  });
  try {
    return parseScenario(text);
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
  const { say, seed, trace, json } = wanted;
  const lines: string[] = [];
  const onStatement = ({ line, text }: Statement, atMs: number): void => {
    if (stderr.isTTY === true && !json) stderr.write(`  ${(atMs / 1_000).toFixed(3)} s  ${line}: ${text}\n`);
  };
  const onLine = (line: string): void => void lines.push(line);
  const { failure, simulatedMs, traceHash } = await world.play(scenario, {
    seed,
    onStatement,
    ...(trace === null ? {} : { onLine }),
  });
  if (trace !== null)
    await writeFile(trace, `${lines.join("\n")}\n`).catch((error: unknown) => {
      throw new Misuse(say("scenario.unwritable", { file: printable(trace), reason: reasonOf(error) }));
    });
  const statements = scenario.statements.length;
  if (json) stdout.write(`${JSON.stringify({ scenario: file, seed, failure, statements, simulatedMs, traceHash })}\n`);
  else if (failure === null)
    stdout.write(`${say("scenario.passed", { file, statements, seconds: (simulatedMs / 1_000).toFixed(1) })}\n`);
  if (failure !== null) stderr.write(`${failureText(say, file, failure)}\n${replayText(wanted, file)}`);
  return failure === null;
}

function replayText({ say, seed, trace }: Wanted, file: string): string {
  if (trace !== null) return "";
  const command = `npm run simulate -- --scenario ${file} --seed ${seed} --trace trace.txt`;
  return `  ${say("scenario.replay", { command })}\n`;
}
