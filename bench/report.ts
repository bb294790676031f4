/** What a run is told as: to people, to programs, to files. Law: whoever reads a figure reads what it was measured under. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Bench } from "./bench.ts";
import { draw } from "./chart.ts";
import { type Change, type Comparison, compare } from "./compare.ts";
import type { Say } from "./messages.ts";
import { plainCase } from "./record.ts";
import { type EarlierResult, parseResult, type ResultFile, resultText } from "./result-file.ts";
import { lineOf, type Summary } from "./summary.ts";

export interface Told {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
  readonly say: Say;
}

export const summaryOf = ({ format: _format, date: _date, options: _options, ...result }: ResultFile): Summary => ({
  ...result,
  cases: result.cases.map(plainCase),
});

export function print({ out, say }: Told, result: ResultFile): void {
  if (result.interrupted) out.write(`${say("interrupted")}\n`);
  if (result.cases.length === 0) out.write(`${say("nothing")}\n`);
  for (const one of result.cases) out.write(`${lineOf(plainCase(one))}\n`);
  const { loadBefore, load, cores, cpu, node, sync } = result;
  const values = { loadBefore: loadBefore.toFixed(2), load: load.toFixed(2), cores, cpu, node, sync };
  out.write(`${say("circumstances", values)}\n`);
}

/** null: it cannot be read, or is of another benchmark; the reason was told. Read before the run, so that a slip costs none. */
export function readEarlier({ err, say }: Told, file: string, bench: string): EarlierResult | null {
  try {
    const earlier = parseResult(readFileSync(file, "utf8"));
    if (earlier.bench === bench) return earlier;
    err.write(`${say("against.otherBench", { file, found: earlier.bench, bench })}\n`);
  } catch (error) {
    err.write(`${say("against.unreadable", { file, reason: reasonOf(error) })}\n`);
  }
  return null;
}

export function printComparison(told: Told, file: string, result: ResultFile, earlier: EarlierResult): void {
  const { out, say } = told;
  out.write(`${say("against.head", { file, date: earlier.date })}\n`);
  const [before, now] = [machine(earlier), machine(result)];
  if (before !== now) out.write(`${say("against.otherMachine", { before, now })}\n`);
  for (const one of compare(result.cases, earlier.cases)) out.write(`${comparisonLine(say, one)}\n`);
}

const machine = ({ cpu, node }: Pick<Summary, "cpu" | "node">): string => `${cpu}, node ${node}`;

function comparisonLine(say: Say, one: Comparison): string {
  const { name } = one;
  const ratio = (change: Change): string => change.ratio.toFixed(2);
  const verdict = (change: Change): string => say(`verdict.${change.verdict}`);
  if (one.type === "missing") return say("against.missing", { name });
  if (one.type === "rate") return say("against.rate", { name, ratio: ratio(one.rate), verdict: verdict(one.rate) });
  const { p50, p99 } = one;
  const verdicts = { p50Verdict: verdict(p50), p99Verdict: verdict(p99) };
  return say("against.spread", { name, p50: ratio(p50), p99: ratio(p99), ...verdicts });
}

/** The JSON first: it is what took so long. */
export async function writeFiles(told: Told, folder: string, result: ResultFile, bench: Bench): Promise<boolean> {
  const { err, say } = told;
  const written: string[] = [];
  const write = (ending: string, bytes: string | Uint8Array): void => {
    const file = join(folder, `${result.bench}.${ending}`);
    const aside = join(folder, `.${basename(file)}.new`);
    writeFileSync(aside, bytes);
    renameSync(aside, file);
    written.push(file);
  };
  try {
    mkdirSync(folder, { recursive: true });
    write("json", resultText(result));
    const picture = bench.picture(result.cases);
    const drawn = picture === null ? say("noPicture.nothing") : await drawnOrReason(say, () => draw(picture));
    if (typeof drawn === "string") err.write(`${drawn}\n`);
    else {
      write("svg", drawn.svg);
      write("png", drawn.png);
    }
    err.write(`${say("written", { files: written.join(", ") })}\n`);
    return true;
  } catch (error) {
    err.write(`${say("out.failed", { folder, reason: reasonOf(error) })}\n`);
    return false;
  }
}

async function drawnOrReason<T>(say: Say, make: () => Promise<T>): Promise<T | string> {
  try {
    return await make();
  } catch (error) {
    if (!isMissing(error)) throw error;
    return say("noPicture.packages", { reason: reasonOf(error).split("\n")[0] ?? "" });
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(String(error.code));

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
