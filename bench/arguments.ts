/**
 * The command line of the benchmarks. Law: everything is checked before anything is measured; an option that the chosen
 * benchmark does not know is refused, and not passed over; a problem names the option, its value and what is allowed.
 */
import { parseArgs } from "node:util";
import { isLanguage, type Language } from "../src/cli/language.ts";
import { suggest } from "../src/cli/suggest.ts";
import type { Bench } from "./bench.ts";
import type { MessageKey } from "./messages.ts";

export const BROKERS = ["embedded", "nats-server"] as const;
export const PEERS = ["graft", "etcd", "jetstream"] as const;
export type Broker = (typeof BROKERS)[number];
export type Peer = (typeof PEERS)[number];

/** What the benchmarks are told; each looks at what concerns it. */
export interface BenchOptions {
  readonly trials: number;
  /** Sizes of clusters; a case each, or one only (`oneOf`). */
  readonly nodes: readonly number[];
  readonly broker: Broker;
  /** Of the benchmark's cases, those to be run. */
  readonly cases: readonly string[];
  /** Writes under way at once. */
  readonly outstanding: readonly number[];
  /** On how many connections; more than one only where each has enough to do. */
  readonly connections: readonly number[];
  readonly valueBytes: readonly number[];
  readonly peers: readonly Peer[];
  readonly commits: number;
  readonly snapshotEvery: number;
}

export interface Wanted {
  readonly name: string;
  readonly options: BenchOptions;
  /** Folder of JSON, SVG and PNG. null: none are written. */
  readonly out: string | null;
  /** An earlier JSON. */
  readonly against: string | null;
  readonly json: boolean;
  /** Folder of profiles. */
  readonly cpuProf: string | null;
  readonly language: Language;
}

export type Parsed = { readonly help: true; readonly language: Language } | ({ readonly help: false } & Wanted);

type Values = Readonly<Record<string, string | number>>;

/** What is wrong with the command line; exit code 2. */
export class UsageProblem extends Error {
  readonly key: MessageKey;
  readonly values: Values;

  constructor(key: MessageKey, values: Values) {
    super(`${key} ${JSON.stringify(values)}`);
    this.name = "UsageProblem";
    this.key = key;
    this.values = values;
  }
}

const FLAGS = {
  trials: { type: "string" },
  nodes: { type: "string" },
  broker: { type: "string" },
  case: { type: "string" },
  outstanding: { type: "string" },
  connections: { type: "string" },
  "value-bytes": { type: "string" },
  peers: { type: "string" },
  commits: { type: "string" },
  "snapshot-every": { type: "string" },
  out: { type: "string" },
  against: { type: "string" },
  "cpu-prof": { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

type FlagName = keyof typeof FLAGS;

/** Who knows an option; those that are not here, every benchmark does. */
export const OWNERS: Readonly<Partial<Record<FlagName, readonly string[]>>> = {
  broker: ["failover", "transfer", "heartbeat", "commit"],
  outstanding: ["commit"],
  connections: ["commit"],
  "value-bytes": ["commit"],
  peers: ["failover", "commit"],
  commits: ["endurance"],
  "snapshot-every": ["endurance"],
};

const CONNECTIONS_MAX = 256;
const VALUE_BYTES_MAX = 250 * 1024;
const SNAPSHOT_EVERY_MIN = 100;

const wrong = (option: FlagName, value: string, allowed: string): UsageProblem =>
  new UsageProblem("usage.badValue", { option: `--${option}`, value: JSON.stringify(value), allowed });

/** @param benches by name; @throws UsageProblem */
export function parse(
  args: readonly string[],
  benches: Readonly<Record<string, Bench>>,
  environment: Language,
): Parsed {
  const { values, positionals, given } = tokens(args);
  const language = values.lang === undefined ? environment : languageNamed(values.lang);
  if (values.help) return { help: true, language };
  const [name, ...more] = positionals;
  if (name === undefined) throw new UsageProblem("usage.noBench", { known: Object.keys(benches).join(", ") });
  if (more[0] !== undefined) throw new UsageProblem("usage.extra", { value: JSON.stringify(more[0]) });
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) throw unknown(name, Object.keys(benches), "usage.unknownBench", "usage.unknownBenchNear");
  for (const flag of given) refuseForeign(flag, name);
  const nodes = list("nodes", values.nodes, bench.nodes, 1, 99);
  if (nodes.length > 1 && !bench.isOfManySizes)
    throw new UsageProblem("usage.oneNumber", { option: "--nodes", value: nodes.join(",") });
  const options: BenchOptions = {
    trials: one("trials", values.trials, bench.trials, 1, 1_000_000),
    nodes,
    broker: among("broker", values.broker ?? BROKERS[0], BROKERS),
    cases: words("case", values.case, bench.cases) ?? bench.cases,
    outstanding: list("outstanding", values.outstanding, [1, 16, 128, 256, 1024], 1, 16_384),
    connections: list("connections", values.connections, [1, 8], 1, CONNECTIONS_MAX),
    valueBytes: list("value-bytes", values["value-bytes"], [256], 1, VALUE_BYTES_MAX),
    peers: words("peers", values.peers, PEERS) ?? [],
    commits: one("commits", values.commits, 2_000_000, 1, 1_000_000_000),
    snapshotEvery: one("snapshot-every", values["snapshot-every"], 100_000, SNAPSHOT_EVERY_MIN, 1_000_000_000),
  };
  const { out = null, against = null, "cpu-prof": cpuProf = null, json } = values;
  for (const [option, path] of [["out", out] as const, ["against", against] as const, ["cpu-prof", cpuProf] as const])
    if (path === "") throw new UsageProblem("usage.badPath", { option: `--${option}` });
  return { help: false, name, options, out, against, json, cpuProf, language };
}

/** Of the one cluster that a benchmark has which is not of many sizes. */
export const sizeOf = ({ nodes }: BenchOptions): number => nodes[0] ?? 3;

interface Tokens {
  readonly values: { readonly [Name in Exclude<FlagName, "json" | "help">]?: string } & Record<
    "json" | "help",
    boolean
  >;
  readonly positionals: readonly string[];
  readonly given: readonly FlagName[];
}

/** An unknown option is named by us, since Node's own message is in English. */
function tokens(args: readonly string[]): Tokens {
  const known = Object.keys(FLAGS);
  const { tokens: found } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  const given: FlagName[] = [];
  for (const token of found) {
    if (token.kind !== "option") continue;
    const typed = token.rawName.startsWith("--") ? token.name : "";
    if (!isFlag(typed))
      throw unknown(
        token.rawName,
        known.map((name) => `--${name}`),
        "usage.unknown",
        "usage.unknownNear",
      );
    if (FLAGS[typed].type === "string" && (token.value === undefined || token.value.startsWith("--")))
      throw new UsageProblem("usage.noValue", { option: token.rawName });
    if (FLAGS[typed].type === "boolean" && token.value !== undefined)
      throw new UsageProblem("usage.noValueWanted", { option: token.rawName });
    given.push(typed);
  }
  const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  return { values, positionals, given };
}

const isFlag = (name: string): name is FlagName => Object.hasOwn(FLAGS, name);

function unknown(typed: string, known: readonly string[], plain: MessageKey, near: MessageKey): UsageProblem {
  const suggestion = suggest(typed, known);
  const value = JSON.stringify(typed);
  if (suggestion === null) return new UsageProblem(plain, { value, known: known.join(", ") });
  return new UsageProblem(near, { value, suggestion });
}

function refuseForeign(flag: FlagName, bench: string): void {
  const owners = OWNERS[flag];
  if (owners === undefined || owners.includes(bench)) return;
  throw new UsageProblem("usage.foreign", { option: `--${flag}`, bench, owners: owners.join(", ") });
}

function languageNamed(name: string): Language {
  if (isLanguage(name)) return name;
  throw wrong("lang", name, "en, zh");
}

function one(option: FlagName, text: string | undefined, standard: number, min: number, max: number): number {
  if (text === undefined) return standard;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= min && value <= max) return value;
  throw wrong(option, text, `${min} – ${max}`);
}

function list(
  option: FlagName,
  text: string | undefined,
  standard: readonly number[],
  min: number,
  max: number,
): readonly number[] {
  return text === undefined ? standard : [...new Set(text.split(",").map((each) => one(option, each, 0, min, max)))];
}

function among<T extends string>(option: FlagName, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  throw wrong(option, text, allowed.join(", "));
}

/** null: the option was not given. */
function words<T extends string>(
  option: FlagName,
  text: string | undefined,
  allowed: readonly T[],
): readonly T[] | null {
  if (text === undefined) return null;
  const chosen = new Set(text.split(",").map((each) => among(option, each, allowed)));
  return allowed.filter((each) => chosen.has(each));
}
