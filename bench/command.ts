/**
 * `npm run bench -- NAME [options]`. Law: exit code 0 where it ran, also where it was told to stop; 2 for a command line that was
 * not understood; 1 for any other failure. What was measured is told in every case but the second.
 */
import { loadavg } from "node:os";
import type { Language } from "../src/cli/language.ts";
import { type Parsed, parse, UsageProblem, type Wanted } from "./arguments.ts";
import type { Bench } from "./bench.ts";
import { sayIn } from "./messages.ts";
import { Progress, type ProgressStream } from "./progress.ts";
import { Recorder } from "./record.ts";
import { print, printComparison, readEarlier, summaryOf, type Told, writeFiles } from "./report.ts";
import { FORMAT, type ResultFile } from "./result-file.ts";
import { circumstances } from "./summary.ts";

export interface CommandWorld {
  readonly args: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ProgressStream;
  readonly language: Language;
  readonly benches: Readonly<Record<string, Bench>>;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Runs the same once more, in a process that profiles its threads; resolves to its exit code. */
  readonly profile: (wanted: Wanted) => number;
  /** Before anything is spawned. */
  readonly prepare: (wanted: Wanted) => void;
}

export async function runBenchCommand(world: CommandWorld): Promise<number> {
  const parsed = parseOrTell(world);
  if (parsed === null) return 2;
  const say = sayIn(parsed.language);
  if (parsed.help) {
    world.stdout.write(say("help"));
    return 0;
  }
  const bench = world.benches[parsed.name];
  if (bench === undefined) throw new Error(`no benchmark ${parsed.name}`);
  const told: Told = { out: world.stdout, err: world.stderr, say };
  const earlier = parsed.against === null ? null : readEarlier(told, parsed.against, parsed.name);
  if (parsed.against !== null && earlier === null) return 2;
  if (parsed.cpuProf !== null) return world.profile(parsed);
  world.prepare(parsed);
  const { result, error } = await measure(world, parsed, bench);
  if (parsed.json) world.stdout.write(`${JSON.stringify(summaryOf(result))}\n`);
  else print(told, result);
  if (parsed.against !== null && earlier !== null && !parsed.json)
    printComparison(told, parsed.against, result, earlier);
  const isWritten = parsed.out === null || (await writeFiles(told, parsed.out, result, bench));
  if (error !== null) throw error;
  return isWritten ? 0 : 1;
}

function parseOrTell({ args, benches, language, stderr }: CommandWorld): Parsed | null {
  try {
    return parse(args, benches, language);
  } catch (error) {
    if (!(error instanceof UsageProblem)) throw error;
    stderr.write(`${sayIn(askedLanguage(args, language))(error.key, error.values)}\n`);
    return null;
  }
}

/** Also of a command line that is wrong elsewhere. */
function askedLanguage(args: readonly string[], language: Language): Language {
  const text = args.join(" ");
  return /--lang[= ]zh\b/.test(text) ? "zh" : /--lang[= ]en\b/.test(text) ? "en" : language;
}

/** An error ends the run, and does not take what was measured before it. */
async function measure(
  { signal, stderr }: CommandWorld,
  { name, options }: Wanted,
  bench: Bench,
): Promise<{ result: ResultFile; error: unknown }> {
  const record = new Recorder();
  const progress = new Progress(stderr);
  const loadBefore = loadavg()[0] ?? 0;
  let error: unknown = null;
  const tell = (line: string): void => {
    progress.clear();
    stderr.write(`${line}\n`);
  };
  try {
    await bench.run({ options, record, signal, tell, progress: (done, of) => progress.show(done, of) });
  } catch (caught) {
    // What was under way when it was told to stop is given up.
    if (!signal.aborted) error = caught;
  } finally {
    progress.clear();
  }
  const result: ResultFile = {
    format: FORMAT,
    bench: name,
    date: new Date().toISOString(),
    options,
    loadBefore,
    load: loadavg()[0] ?? 0,
    ...circumstances(),
    sync: bench.sync,
    interrupted: signal.aborted || error !== null,
    cases: record.recorded,
  };
  return { result, error };
}
