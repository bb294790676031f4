/**
 * `npm run simulate -- --replay FILE [--trace] [--json] [--lang en|zh]`: what a node has recorded, taken again.
 *
 * Law: 0 is the exit code only where the replay was the same, bit for bit; 1: it was not; 2: the command was not understood, or
 * the recording cannot be read.
 */
import { parseArgs } from "node:util";
import { decodeRecording, RECORDING_BYTES_MAX, type Recording, type RecordingHeader } from "../driver/recording.ts";
import { GraftError, isGraftError } from "../errors.ts";
import { CoreWords, type Language } from "./core-words.ts";
import { type Replayed, type ReplayedStep, replay } from "./replay.ts";

export interface ReplayWorld {
  readonly args: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Of who reads, where `--lang` says nothing. */
  readonly language: Language;
  /** Rejects where the file is larger than `bytesMax`, or cannot be read. */
  readonly readFile: (path: string, bytesMax: number) => Promise<Buffer>;
}

const EN = {
  usage:
    "npm run simulate -- --replay FILE [--trace] [--json] [--lang en|zh]\n\n" +
    "  --replay FILE  takes the steps of a recording again, and compares each\n" +
    "  --trace        prints what happened\n" +
    "  --json         a summary of one line\n",
  unreadable: "{file} cannot be replayed: {reason}",
  kept: "{node} of {cluster}: steps {first} to {last}, {seconds} s, written at {at}",
  fault: "it had stopped: {code}, {message}",
  asked: "it was asked for, and the node went on",
  same: "replayed: the same, bit for bit ({steps} steps, state {hash})",
  effects: "different at step {step}: the effects are not those of then",
  exception: "different at step {step}: then it ended in an exception and now it does not, or the other way about",
  state: "different after step {step}: the core does not know what it knew then",
  broken: "at step {step} an invariant is broken: {message}",
  line: "#{step} at {at} ms: {event}",
  threw: "throws: {message}",
} as const;

type Key = keyof typeof EN;

const ZH: Readonly<Record<Key, string>> = {
  usage:
    "npm run simulate -- --replay 文件 [--trace] [--json] [--lang en|zh]\n\n" +
    "  --replay 文件  重走一遍运行记录里的每一步，并逐步比对\n" +
    "  --trace        打印经过\n" +
    "  --json         只输出一行摘要\n",
  unreadable: "{file} 无法回放：{reason}",
  kept: "集群 {cluster} 的 {node}：第 {first} 到 {last} 步，共 {seconds} 秒，写于 {at}",
  fault: "当时节点已停止：{code}，{message}",
  asked: "应要求写下，节点继续运行",
  same: "回放一致，逐位相同（{steps} 步，状态 {hash}）",
  effects: "第 {step} 步不同：得出的动作与当时不一样",
  exception: "第 {step} 步不同：当时抛出异常而现在没有，或者相反",
  state: "第 {step} 步之后不同：内核所知与当时不一样",
  broken: "第 {step} 步违反不变式：{message}",
  line: "#{step}，{at} 毫秒：{event}",
  threw: "抛出异常：{message}",
};

type Values = Readonly<Record<string, string | number>>;

const say = (language: Language, key: Key, values: Values = {}): string =>
  (language === "zh" ? ZH : EN)[key].replace(/\{([A-Za-z]+)\}/g, (_, name: string) => String(values[name] ?? ""));

interface Wanted {
  readonly file: string;
  readonly trace: boolean;
  readonly json: boolean;
  readonly language: Language;
}

export const wantsReplay = (args: readonly string[]): boolean => args.some((arg) => /^--replay(=|$)/.test(arg));

export async function runReplayCommand(world: ReplayWorld): Promise<number> {
  const { stdout, stderr } = world;
  let wanted: Wanted | null;
  try {
    wanted = parse(world);
  } catch (error) {
    stderr.write(`${reasonOf(error)}\n`);
    return 2;
  }
  if (wanted === null) {
    stdout.write(say(world.language, "usage"));
    return 0;
  }
  const { file, language } = wanted;
  try {
    const recording = decodeRecording(await world.readFile(file, RECORDING_BYTES_MAX));
    return show(world, wanted, recording);
  } catch (error) {
    stderr.write(`${say(language, "unreadable", { file, reason: reasonOf(error) })}\n`);
    const code = isGraftError(error) ? error.code : "RECORDING_UNREADABLE";
    if (wanted.json) stdout.write(`${JSON.stringify({ replay: file, verdict: "unreadable", error: { code } })}\n`);
    return 2;
  }
}

/** null: help is wanted. */
function parse({ args, language }: ReplayWorld): Wanted | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      replay: { type: "string" },
      trace: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: language },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const { replay: file, trace, json, lang } = values;
  if (file === undefined || file === "") throw new RangeError(say(language, "usage"));
  if (lang !== "en" && lang !== "zh") throw new RangeError(`--lang ${lang}: en, zh`);
  return { file, trace, json, language: lang };
}

/** Lines of a trace go to stdout; beside `--json`, to stderr. */
function show({ stdout, stderr }: ReplayWorld, wanted: Wanted, recording: Recording): number {
  const { file, json, language } = wanted;
  const { header } = recording;
  const words = new CoreWords(header.node, language);
  const trace = json ? stderr : stdout;
  const tell = (step: ReplayedStep): void => void trace.write(`${linesOf(words, language, step).join("\n")}\n`);
  const replayed = replay(recording, wanted.trace ? tell : () => undefined);
  if (json) stdout.write(`${JSON.stringify(summary(file, header, replayed, words, language))}\n`);
  else stdout.write(`${report(header, replayed, words, language).join("\n")}\n`);
  return replayed.difference === null ? 0 : 1;
}

function linesOf(words: CoreWords, language: Language, { number, nowMs, event, now, error }: ReplayedStep): string[] {
  const first = say(language, "line", { step: number, at: nowMs.toFixed(3), event: words.event(event) });
  if (error !== null) return [first, `    ${say(language, "threw", { message: error.message })}`];
  return [first, ...(now ?? []).map((effect) => `    ${words.effect(effect)}`)];
}

function report(header: RecordingHeader, replayed: Replayed, words: CoreWords, language: Language): string[] {
  const { node, cluster, firstStep, steps, writtenAtMs, fault } = header;
  const { difference, broken, fromMs, untilMs } = replayed;
  const seconds = (((untilMs ?? 0) - (fromMs ?? 0)) / 1000).toFixed(1);
  const at = new Date(writtenAtMs).toISOString();
  const last = firstStep + steps - 1;
  const lines = [
    say(language, "kept", { node, cluster, first: firstStep, last, seconds, at }),
    fault === null ? say(language, "asked") : say(language, "fault", { code: fault.code, message: fault.message }),
  ];
  if (broken !== null) lines.push(say(language, "broken", { step: broken.step, message: broken.message }));
  if (difference === null) {
    lines.push(say(language, "same", { steps: replayed.steps, hash: replayed.stateHash.slice(0, 16) }));
    return lines;
  }
  lines.push(say(language, difference.kind, { step: difference.step?.number ?? firstStep - 1 }));
  return difference.step === null ? lines : [...lines, ...linesOf(words, language, difference.step)];
}

function summary(file: string, header: RecordingHeader, replayed: Replayed, words: CoreWords, language: Language) {
  const { node, cluster, firstStep, fault } = header;
  const { steps, difference, broken, stateHash } = replayed;
  const step = difference?.step ?? null;
  return {
    replay: file,
    node,
    cluster,
    fault,
    firstStep,
    steps,
    verdict: difference === null ? "same" : "different",
    difference:
      difference === null
        ? null
        : {
            kind: difference.kind,
            step: step?.number ?? null,
            lines: step === null ? [] : linesOf(words, language, step),
          },
    broken,
    stateHash,
  };
}

const reasonOf = (error: unknown): string => {
  if (error instanceof GraftError) return String(error.values.reason ?? error.message);
  return error instanceof Error ? error.message : String(error);
};
