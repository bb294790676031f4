/**
 * `npm run simulate -- --model [--depth D] [--states N] [--json] [--lang en|zh]`: every state that an election of three servers
 * may come to within D events.
 *
 * Law: 0 is the exit code only where all states up to that depth were seen and none breaks a rule; 1: one does, and the shortest
 * path to it is printed; 3: there were more than N states, so that the search ended before; 2: the command was not understood.
 */
import { parseArgs } from "node:util";
import { CoreWords, type Language, messageText } from "./core-words.ts";
import { checkModel, type ModelVerdict, type PathStep } from "./model-check.ts";

export interface ModelWorld {
  readonly args: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  /** Of who reads, where `--lang` says nothing. */
  readonly language: Language;
  readonly nowMs: () => number;
}

const DEPTH_DEFAULT = 10;
const STATES_DEFAULT = 20_000_000;
/** Two terms: two elections may overlap, and a vote of the first meets the second. */
const TERM_MAX = 2;
const CRASHES = 1;

const EN = {
  usage:
    "npm run simulate -- --model [--depth D] [--states N] [--json] [--lang en|zh]\n\n" +
    "  --model     every state that an election of three servers may come to: two terms, messages lost,\n" +
    "              repeated and out of order, deadlines at any moment, a crash of each\n" +
    "  --depth D   events from the beginning, at the most (10)\n" +
    "  --states N  give up beyond so many (20000000)\n" +
    "  --json      a summary of one line\n",
  level: "{depth} events: {states} states",
  done: "all {states} states within {depth} events are sound ({transitions} events tried, {seconds} s)",
  complete: "there are no others",
  cut: "given up after {states} states ({seconds} s): all within {depth} events are sound, those beyond were not all seen",
  violated: "a rule is broken after {events} events: {what}",
  found: "{states} states were seen before, in {seconds} s",
  deadline: "{node}'s deadline comes",
  sync: "{node}'s disk has done its oldest write",
  crash: "{node} crashes with {kept} of its writes done, and starts again",
  hear: "{node} is reached by what {from} sent: {what}",
  stale: " (it has not heard its leader for long)",
  ends: "ends in an exception",
} as const;

type Key = keyof typeof EN;

const ZH: Readonly<Record<Key, string>> = {
  usage:
    "npm run simulate -- --model [--depth 步数] [--states 数目] [--json] [--lang en|zh]\n\n" +
    "  --model        穷举三个节点的选举所能到达的每个状态：两个任期，消息可丢失、重复、乱序，\n" +
    "                 期限随时可到，每个节点可崩溃一次\n" +
    "  --depth 步数   从开始起最多经过多少个事件（10）\n" +
    "  --states 数目  超过这么多状态就放弃（20000000）\n" +
    "  --json         只输出一行摘要\n",
  level: "{depth} 个事件：{states} 个状态",
  done: "{depth} 个事件以内的全部 {states} 个状态都没有问题（共试了 {transitions} 个事件，用时 {seconds} 秒）",
  complete: "此外再无其他状态",
  cut: "到 {states} 个状态时放弃（{seconds} 秒）：{depth} 个事件以内都没有问题，再往后没有看全",
  violated: "经过 {events} 个事件后规则被打破：{what}",
  found: "此前看过 {states} 个状态，用时 {seconds} 秒",
  deadline: "{node} 的期限到了",
  sync: "{node} 的磁盘完成了最早的一次写入",
  crash: "{node} 崩溃，有 {kept} 次写入已落盘，随后重新启动",
  hear: "{from} 发出的消息到达 {node}：{what}",
  stale: "（它已很久没有听到领导者）",
  ends: "抛出异常",
};

type Values = Readonly<Record<string, string | number>>;

const say = (language: Language, key: Key, values: Values = {}): string =>
  (language === "zh" ? ZH : EN)[key].replace(/\{([A-Za-z]+)\}/g, (_, name: string) => String(values[name] ?? ""));

interface Wanted {
  readonly depth: number;
  readonly states: number;
  readonly json: boolean;
  readonly language: Language;
}

export const wantsModel = (args: readonly string[]): boolean => args.includes("--model");

export function runModelCommand(world: ModelWorld): number {
  const { stdout, stderr, nowMs } = world;
  let wanted: Wanted | null;
  try {
    wanted = parse(world);
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  if (wanted === null) {
    stdout.write(say(world.language, "usage"));
    return 0;
  }
  const { depth, states: statesMax, json, language } = wanted;
  const startedMs = nowMs();
  const verdict = checkModel({
    depth,
    statesMax,
    termMax: TERM_MAX,
    crashes: CRASHES,
    onLevel: (level, states) => {
      if (!json) stdout.write(`${say(language, "level", { depth: level, states })}\n`);
    },
  });
  const seconds = (nowMs() - startedMs) / 1000;
  if (json) stdout.write(`${JSON.stringify(summary(verdict, seconds, language))}\n`);
  else stdout.write(`${report(verdict, seconds.toFixed(1), language).join("\n")}\n`);
  return verdict.violation !== null ? 1 : verdict.isCut ? 3 : 0;
}

/** null: help is wanted. */
function parse({ args, language }: ModelWorld): Wanted | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "boolean" },
      depth: { type: "string", default: String(DEPTH_DEFAULT) },
      states: { type: "string", default: String(STATES_DEFAULT) },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: language },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const { lang, json } = values;
  if (lang !== "en" && lang !== "zh") throw new RangeError(`--lang ${lang}: en, zh`);
  const depth = wholeNumber("depth", values.depth, 1_000);
  return { depth, states: wholeNumber("states", values.states, 50_000_000), json, language: lang };
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
  throw new RangeError(`--${option} ${text}: 1 … ${max}`);
}

function report(verdict: ModelVerdict, seconds: string, language: Language): string[] {
  const { depth, states, transitions, isCut, isComplete, violation } = verdict;
  if (violation !== null) return [...pathLines(violation, language), say(language, "found", { states, seconds })];
  const values = { depth, states, transitions, seconds };
  if (isComplete) return [say(language, "done", values), say(language, "complete")];
  return [say(language, isCut ? "cut" : "done", values)];
}

function summary(verdict: ModelVerdict, seconds: number, language: Language) {
  const { depth, states, transitions, isCut, isComplete, termsLed, violation } = verdict;
  return {
    model: { servers: 3, terms: TERM_MAX, crashes: CRASHES },
    depth,
    states,
    transitions,
    isCut,
    isComplete,
    termsLed,
    seconds: Number(seconds.toFixed(2)),
    violation:
      violation === null
        ? null
        : { what: violation.what, events: violation.path.length, path: pathLines(violation, language) },
  };
}

/** The shortest path to what breaks a rule, an event a line, with what came of it below. */
export function pathLines({ what, path }: NonNullable<ModelVerdict["violation"]>, language: Language): string[] {
  return [
    say(language, "violated", { events: path.length, what }),
    ...path.flatMap((step, place) => stepLines(step, place + 1, language)),
  ];
}

function stepLines({ node, event, transition }: PathStep, place: number, language: Language): string[] {
  const words = new CoreWords(node, language);
  const head = `${String(place).padStart(3)}. ${eventLine(node, event, language)}`;
  if (transition === null) return [head, `       ${say(language, "ends")}`];
  const effects = transition.steps.flatMap((one) => one.effects).filter(({ type }) => type !== "wakeAt");
  return [head, ...effects.map((effect) => `       ${words.effect(effect)}`)];
}

function eventLine(node: string, event: PathStep["event"], language: Language): string {
  if (event.type === "crash") return say(language, "crash", { node, kept: event.kept });
  if (event.type !== "hear") return say(language, event.type, { node });
  const { message, leaderIsFresh } = event;
  const line = say(language, "hear", { node, from: message.from.id, what: messageText(message) });
  return leaderIsFresh ? line : line + say(language, "stale");
}
