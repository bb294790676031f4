/**
 * `npm run simulate -- --sum FILE FILE ... [--json]`: adds up what campaigns have said with `--json`, so that one of very many
 * seeds can be run in parts. Law: of each file the last line counts; the exit code is that of a campaign over all of the seeds.
 */
import { parseArgs } from "node:util";
import { parseSummary, type Summary, summaryText, summed } from "./summary.ts";

export interface SumWorld {
  readonly args: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly readFile: (path: string) => Promise<string>;
}

export const wantsSum = (args: readonly string[]): boolean => args.includes("--sum");

export async function runSumCommand({ args, stdout, stderr, readFile }: SumWorld): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { sum: { type: "boolean" }, json: { type: "boolean", default: false } },
    });
    const sum = summed(await Promise.all(positionals.map((path) => read(path, readFile))));
    stdout.write(values.json ? `${JSON.stringify(sum)}\n` : summaryText(sum));
    return sum.violations === 0 ? 0 : 1;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function read(path: string, readFile: SumWorld["readFile"]): Promise<Summary> {
  const text = await readFile(path);
  const summary = parseSummary(text.trimEnd().split("\n").at(-1) ?? "");
  if (summary === null) throw new RangeError(`${path} does not end with the summary of a campaign`);
  return summary;
}
