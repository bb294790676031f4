/**
 * What is told of a run that was made smaller: in a few lines, as a trace to read, and as JSON. Law: the command that replays it
 * is told with it, and was run.
 */
import { rangesText, replayCommand, runRecipe, type Shrunk, shrink } from "./shrink.ts";

export interface ShrinkWorld {
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

/** Each takes a tenth of a second or so. */
const RUNS_MAX = 300;

/** Makes the run smaller, tells how, and leaves `seed-S.trace.txt` and `seed-S.json` in the working directory. */
export async function tellShrunk(
  { stderr, writeFile }: ShrinkWorld,
  failing: { readonly seed: number; readonly nodes: number | null; readonly profile?: string | null },
): Promise<void> {
  const onRun = (runs: number): void => {
    if (stderr.isTTY === true) stderr.write(`\r  making it smaller: ${runs} runs`);
  };
  const shrunk = await shrink({ ...failing, profile: failing.profile ?? null }, { runsMax: RUNS_MAX, onRun });
  if (stderr.isTTY === true) stderr.write("\n");
  if (shrunk === null) return void stderr.write("  it does not fail again: it cannot be made smaller\n");
  const lines: string[] = [];
  await runRecipe(shrunk.recipe, undefined, (line) => lines.push(line));
  const name = `seed-${failing.seed}`;
  await writeFile(`${name}.trace.txt`, `${lines.join("\n")}\n`);
  await writeFile(`${name}.json`, `${JSON.stringify(shrunkJson(shrunk, lines))}\n`);
  stderr.write(`${shrunkText(shrunk)}\n  ${name}.trace.txt and ${name}.json tell all that happens in it\n`);
}

export function shrunkText({ recipe, verdict, faults, voters, faultsBefore, runs }: Shrunk): string {
  const left = faults.map(({ number, atMs, kind }) => `    ${atMs.toFixed(3)} ms: ${kind} (${number})`);
  const found = verdict.violations.map(
    ({ checker, atMs, what }) => `    ${checker}, at ${atMs.toFixed(3)} ms: ${what}`,
  );
  return [
    `  made smaller in ${runs} runs: ${voters} nodes, ${faults.length} of ${faultsBefore} faults, ${verdict.simulatedMs.toFixed(0)} ms`,
    ...left,
    "  still finds",
    ...found,
    `  ${replayCommand(recipe)}`,
  ].join("\n");
}

const TIMED = /^(\S+) (.*)$/;

/** The trace as objects. */
export const shrunkJson = ({ recipe, verdict, faults, voters }: Shrunk, lines: readonly string[]): object => ({
  seed: recipe.seed,
  nodes: voters,
  faults: faults.map(({ number, atMs, kind }) => ({ number, atMs, kind })),
  violations: verdict.violations,
  skip: rangesText(recipe.skip),
  faultMs: recipe.faultMs,
  replay: replayCommand(recipe),
  traceHash: verdict.traceHash,
  trace: lines.map((line) => {
    const [, atMs = "", what = line] = TIMED.exec(line) ?? [];
    return { atMs: Number(atMs), what };
  }),
});
