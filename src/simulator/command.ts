/**
 * `npm run simulate -- [--seeds N] [--seed S] [--nodes 3..7] [--faults PROFILE] [--minutes M] [--threads T]
 * [--trace FILE] [--json] [--lang en|zh]`
 *
 * Law: a failure prints its seed first, then what was found, then the command that replays it; and the exit code is 0 only
 * where every seed passed (1: a violation, 2: the command was not understood, 130: it was stopped before all had run).
 */
import { parseArgs } from "node:util";
import { runCampaign, type SeedsTask } from "./campaign.ts";
import { usage } from "./command-usage.ts";
import { LANGUAGES, type Language } from "./core-words.ts";
import { PROFILES } from "./faults/profiles.ts";
import { simulate, type Verdict } from "./run.ts";
import { parseRanges, type Recipe, replayCommand, runRecipe } from "./shrink.ts";
import { tellShrunk } from "./shrink-report.ts";
import { summaryOf, summaryText } from "./summary.ts";

export interface CommandWorld {
  readonly args: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  /** Of who reads, where `--lang` says nothing. */
  readonly language: Language;
  readonly nowMs: () => number;
  /** What this process, with all its threads, has had of the processor. */
  readonly cpuMs: () => number;
  readonly cores: number;
  /** Asked before each task: somebody wants this to end, and to hear what came out so far. Default: nobody does. */
  readonly isStopped?: () => boolean;
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

interface Wanted {
  readonly seeds: number;
  readonly seed: number;
  readonly nodes: number | null;
  /** Of the faults; null: each seed decides. */
  readonly profile: string | null;
  /** null: as long as it takes. */
  readonly minutes: number | null;
  readonly threads: number;
  /** Where the trace of the first seed goes. */
  readonly trace: string | null;
  /** Faults of the first seed that are left out, and how long things go wrong there; with a trace only. */
  readonly skip: readonly number[];
  readonly faultMs: number | null;
  /** Whether a run that fails is made smaller. */
  readonly shrink: boolean;
  readonly json: boolean;
}

const SEEDS = 100;
const SEEDS_MAX = 10_000_000;

/** As a shell says it of who was interrupted. */
const EXIT_STOPPED = 130;

export async function runSimulateCommand(world: CommandWorld): Promise<number> {
  let wanted: Wanted | Language;
  try {
    wanted = parse(world);
  } catch (error) {
    world.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  if (typeof wanted === "string") {
    world.stdout.write(usage(wanted));
    return 0;
  }
  return wanted.trace === null ? runAll(world, wanted) : traceOne(world, wanted, wanted.trace);
}

/** A language: help is wanted, in that one. */
function parse({ args, cores, language }: CommandWorld): Wanted | Language {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: "string" },
      seed: { type: "string", default: "1" },
      nodes: { type: "string" },
      faults: { type: "string" },
      minutes: { type: "string" },
      threads: { type: "string", default: String(cores) },
      trace: { type: "string" },
      skip: { type: "string" },
      "fault-ms": { type: "string" },
      "no-shrink": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: language },
      help: { type: "boolean", default: false },
    },
  });
  const asked = languageOf(values.lang);
  if (values.help) return asked;
  const faultMs = values["fault-ms"];
  const isPart = values.skip !== undefined || faultMs !== undefined;
  if (isPart && values.trace === undefined) throw new RangeError("--skip and --fault-ms go with --trace FILE");
  return {
    seeds: wholeNumber("seeds", values.seeds ?? String(values.minutes === undefined ? SEEDS : SEEDS_MAX), 1, SEEDS_MAX),
    seed: wholeNumber("seed", values.seed, 0, Number.MAX_SAFE_INTEGER - SEEDS_MAX),
    nodes: values.nodes === undefined ? null : wholeNumber("nodes", values.nodes, 3, 7),
    profile: values.faults === undefined ? null : profileOf(values.faults),
    minutes: values.minutes === undefined ? null : wholeNumber("minutes", values.minutes, 1, 100_000),
    threads: wholeNumber("threads", values.threads, 1, 256),
    trace: values.trace ?? null,
    skip: values.skip === undefined ? [] : parseRanges(values.skip),
    faultMs: faultMs === undefined ? null : wholeNumber("fault-ms", faultMs, 0, 86_400_000),
    shrink: !values["no-shrink"],
    json: values.json,
  };
}

function languageOf(name: string): Language {
  const found = LANGUAGES.find((language) => language === name);
  if (found !== undefined) return found;
  throw new RangeError(`--lang ${name}: allowed are ${LANGUAGES.join(", ")}`);
}

function profileOf(name: string): string {
  if (Object.hasOwn(PROFILES, name)) return name;
  throw new RangeError(`--faults ${name}: allowed are ${Object.keys(PROFILES).join(", ")}`);
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new RangeError(`--${option} ${text}: allowed is a whole number from ${min} to ${max}`);
}

async function runAll(world: CommandWorld, wanted: Wanted): Promise<number> {
  const { seeds, seed, nodes, profile, minutes, threads, json } = wanted;
  const { stdout, stderr, nowMs, cpuMs, isStopped = () => false } = world;
  const startedMs = nowMs();
  const usedBeforeMs = cpuMs();
  const untilMs = minutes === null ? Number.POSITIVE_INFINITY : startedMs + minutes * 60_000;
  const campaign = await runCampaign({
    from: seed,
    count: seeds,
    nodes,
    profile,
    threads,
    isTimeOver: () => isStopped() || nowMs() >= untilMs,
    onProgress: (done, simulatedMs) => {
      if (stderr.isTTY !== true) return;
      const spentMs = nowMs() - startedMs;
      const part = Math.min(1, Math.max(done / seeds, minutes === null ? 0 : spentMs / (minutes * 60_000)));
      const rates = `${perSecond(done, spentMs)} a second, ${hours(simulatedMs)} h simulated`;
      stderr.write(`\r${bar(part)} ${done} seeds, ${rates}`);
    },
  });
  if (stderr.isTTY === true) stderr.write("\n");
  const { failed } = campaign;
  if (failed !== null) {
    stderr.write(`${failureText(failed, wanted)}\n`);
    if (wanted.shrink) await tellShrunk(world, { seed: failed.seed, nodes, profile });
  }
  const summary = summaryOf(campaign, nowMs() - startedMs, cpuMs() - usedBeforeMs);
  stdout.write(json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  if (failed !== null) return 1;
  if (!isStopped() || campaign.seeds === seeds) return 0;
  stderr.write(`stopped: --seed ${campaign.nextSeed} --seeds ${seeds - campaign.seeds} goes on\n`);
  return EXIT_STOPPED;
}

async function traceOne({ stdout, stderr, writeFile }: CommandWorld, wanted: Wanted, path: string): Promise<number> {
  const { seed, json } = wanted;
  const lines: string[] = [];
  const verdict = await runRecipe(wanted, simulate, (line) => lines.push(line));
  await writeFile(path, `${lines.join("\n")}\n`);
  const isGood = verdict.violations.length === 0;
  if (!isGood) stderr.write(`${failureText(verdict, wanted)}\n`);
  stdout.write(json ? `${JSON.stringify(verdict)}\n` : `seed ${seed}: ${lines.length} lines in ${path}\n`);
  return isGood ? 0 : 1;
}

/** `asked`: how the run was asked for. */
export function failureText(
  { seed, violations, traceHash }: Verdict,
  asked: Pick<SeedsTask, "nodes" | "profile"> & Partial<Pick<Recipe, "skip" | "faultMs">>,
): string {
  const found = violations.map(({ checker, atMs, what }) => `  ${checker}, at ${atMs.toFixed(3)} ms: ${what}`);
  const { skip = [], faultMs = null } = asked;
  const replay = replayCommand({ ...asked, seed, skip, faultMs });
  return [`seed ${seed} fails (trace ${traceHash})`, ...found, `  ${replay}`].join("\n");
}

const BAR_CELLS = 20;

const bar = (part: number): string => {
  const cells = Math.floor(part * BAR_CELLS);
  return `[${"#".repeat(cells)}${".".repeat(BAR_CELLS - cells)}]`;
};

const perSecond = (count: number, spentMs: number): string => (count / (spentMs / 1000)).toFixed(1);

const hours = (ms: number): string => (ms / 3_600_000).toFixed(3);
