/**
 * A run of a benchmark as it is kept: `NAME.json`, format 1.
 *
 *     { "format": 1, "bench", "date" (ISO 8601), "options", "loadBefore", "load", "cores", "cpu", "node", "sync", "interrupted",
 *       "cases": [{ "name", "unit", "better", "n", "p50", "p90", "p99", "max", "mean", "samples": [...] }
 *                 | { "name", "unit", "better", "rate" }], each with "place": { "line", "x" } where it is a point on a line }
 *
 * `samples` are all of them up to 50,000, and beyond that a sample of these (`samples.ts`), in `unit`, rounded to thousandths.
 * Law: what is read is checked as any bytes from outside are, and a format that is not known is refused.
 */
import type { BenchOptions } from "./arguments.ts";
import type { Recorded } from "./record.ts";
import type { Better, Place, Summary } from "./summary.ts";

export const FORMAT = 1;

export interface ResultFile extends Omit<Summary, "cases"> {
  readonly format: typeof FORMAT;
  readonly date: string;
  readonly options: BenchOptions;
  readonly cases: readonly Recorded[];
}

/** What a comparison needs of one; an earlier version may have had other options. */
export type EarlierResult = Omit<ResultFile, "options">;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export const resultText = (result: ResultFile): string =>
  `${JSON.stringify(result, (key, value: unknown) => (key === "samples" && Array.isArray(value) ? value.map(rounded) : value))}\n`;

/** @throws Error which says what is wrong with the text */
export function parseResult(text: string): EarlierResult {
  const value = plainObject(JSON.parse(text), "the file");
  if (value.format !== FORMAT) throw new TypeError(`format ${JSON.stringify(value.format)}: known is ${FORMAT}`);
  if (!Array.isArray(value.cases)) throw new TypeError("there are no cases");
  return {
    format: FORMAT,
    bench: string(value, "bench"),
    date: string(value, "date"),
    loadBefore: number(value, "loadBefore"),
    load: number(value, "load"),
    cores: number(value, "cores"),
    cpu: string(value, "cpu"),
    node: string(value, "node"),
    sync: string(value, "sync"),
    interrupted: value.interrupted === true,
    cases: value.cases.map(parseCase),
  };
}

function parseCase(one: unknown): Recorded {
  const value = plainObject(one, "a case");
  const common = {
    name: string(value, "name"),
    unit: string(value, "unit"),
    better: betterOf(value.better),
    ...(value.place === undefined ? {} : { place: placeOf(value.place) }),
  };
  if (value.rate !== undefined) return { ...common, rate: number(value, "rate") };
  if (!Array.isArray(value.samples)) throw new TypeError(`${common.name} has no samples`);
  return {
    ...common,
    n: number(value, "n"),
    p50: number(value, "p50"),
    p90: number(value, "p90"),
    p99: number(value, "p99"),
    max: number(value, "max"),
    mean: number(value, "mean"),
    samples: value.samples.map((sample: unknown) => finite(sample, "a sample")),
  };
}

function placeOf(value: unknown): Place {
  const place = plainObject(value, "a place");
  return { line: string(place, "line"), x: number(place, "x") };
}

function betterOf(value: unknown): Better {
  if (value === "less" || value === "more") return value;
  throw new TypeError(`better is ${JSON.stringify(value)}: known are less, more`);
}

function plainObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError(`${what} is no object`);
}

function string(object: Readonly<Record<string, unknown>>, key: string): string {
  const value = object[key];
  if (typeof value === "string") return value;
  throw new TypeError(`${key} is no text`);
}

const number = (object: Readonly<Record<string, unknown>>, key: string): number => finite(object[key], key);

function finite(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`${what} is no number`);
}
