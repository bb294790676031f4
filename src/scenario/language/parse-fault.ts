/** What is done to the world. Law: every fault has its opposite in the language: `heal`, `release`, `resume`, `disk n2 well`. */
import type { Cursor } from "./cursor.ts";
import { type DiskFault, type Fault, type LinkWeather, NODE_FAULTS, type NodeName } from "./syntax.ts";
import {
  type Names,
  needChance,
  needFilter,
  needLinks,
  needNode,
  needNodes,
  needNumber,
  needText,
  needTime,
  needTimes,
  takeLifetime,
} from "./words.ts";

type Rule = (cursor: Cursor, names: Names) => Fault<NodeName>;

const MESSAGES = ["block", "hold"] as const;
const HELD = ["deliver", "drop", "duplicate"] as const;
const FOR_A_WHILE = ["pause", "suspend", "clog", "disconnect"] as const;

/** `partition n1 n2 | n3 n4 | n5`; `partition n1 n2`: these two and all others */
function partition(cursor: Cursor, names: Names): Fault<NodeName> {
  const sides = [needNodes(cursor, names)];
  while (cursor.take("|")) sides.push(needNodes(cursor, names));
  return { type: "partition", sides };
}

function link(cursor: Cursor, names: Names): Fault<NodeName> {
  const links = needLinks(cursor, names);
  const type = cursor.needOneOf(["drop", "duplicate", "delay", "reorder", "corrupt"] as const);
  return { type: "link", links, weather: needWeather(cursor, type) };
}

function needWeather(cursor: Cursor, type: LinkWeather["type"]): LinkWeather {
  if (type === "drop" || type === "duplicate" || type === "corrupt") return { type, chance: needChance(cursor) };
  const [minMs, maxMs] = needTimes(cursor);
  return { type, minMs, maxMs };
}

/** `clock n2 drift +1%`, `clock n3 jump 5m` */
function clock(cursor: Cursor, names: Names): Fault<NodeName> {
  const node = needNode(cursor, names);
  if (cursor.take("drift")) return { type: "drift", node, rate: 1 + cursor.needType("drift", "percent").value };
  cursor.need("jump");
  return { type: "jump", node, ms: cursor.needType("time", "time").value };
}

function disk(cursor: Cursor, names: Names): Fault<NodeName> {
  const nodes = needNodes(cursor, names);
  return { type: "disk", nodes, how: needDiskFault(cursor) };
}

function needDiskFault(cursor: Cursor): DiskFault {
  if (cursor.take("slow")) return { type: "slow", ms: needTime(cursor) };
  if (cursor.takeAll("fails", "fsync")) return { type: "failsFsync" };
  return { type: cursor.needOneOf(["stuck", "full", "well"] as const) };
}

function corrupt(cursor: Cursor, names: Names): Fault<NodeName> {
  const nodes = needNodes(cursor, names);
  return { type: "corrupt", nodes, file: cursor.needOneOf(["log", "snapshot"] as const) };
}

function powerLoss(cursor: Cursor, names: Names): Fault<NodeName> {
  cursor.need("loss");
  return { type: "powerLoss", nodes: needNodes(cursor, names) };
}

/** `copy n2 as twin` */
function copy(cursor: Cursor, names: Names): Fault<NodeName> {
  const node = needNode(cursor, names);
  cursor.need("as");
  const as = needText(cursor, "name");
  names.give(as, "node");
  return { type: "copy", node, as };
}

/** `broker restart`, `broker restart for 2s`, `broker stop`, `broker pause for 2s` */
function broker(cursor: Cursor): Fault<NodeName> {
  const what = cursor.needOneOf(["restart", "stop", "pause"] as const);
  if (what === "stop") return { type: "brokerStop", forMs: takeLifetime(cursor) };
  if (what === "pause") return { type: "brokerPause", forMs: takeLifetime(cursor) };
  return { type: "broker", downMs: takeLifetime(cursor) ?? 100 };
}

/** `slow n2 20ms every 100ms for 3s` */
function slow(cursor: Cursor, names: Names): Fault<NodeName> {
  const nodes = needNodes(cursor, names);
  const busyMs = needTime(cursor);
  cursor.need("every");
  return { type: "slowLoop", nodes, busyMs, everyMs: needTime(cursor), forMs: takeLifetime(cursor) };
}

/** `rival cluster r1 r2 r3` */
function rival(cursor: Cursor, names: Names): Fault<NodeName> {
  cursor.need("cluster");
  const as = [needText(cursor, "name")];
  while (cursor.next.type === "word") as.push(needText(cursor, "name"));
  for (const name of as) names.give(name, "node");
  return { type: "rival", as };
}

/** `clients 5`, `clients stop` */
function clients(cursor: Cursor): Fault<NodeName> {
  return { type: "clients", count: cursor.take("stop") ? 0 : needNumber(cursor) };
}

const onNodes =
  (type: (typeof NODE_FAULTS)[number]): Rule =>
  (cursor, names) => ({ type, nodes: needNodes(cursor, names) });

const forAWhile =
  (type: (typeof FOR_A_WHILE)[number]): Rule =>
  (cursor, names) => ({ type, nodes: needNodes(cursor, names), forMs: takeLifetime(cursor) });

const ofMessages =
  (type: (typeof MESSAGES)[number]): Rule =>
  (cursor, names) => ({ type, filter: needFilter(cursor, names) });

const ofHeld =
  (type: (typeof HELD)[number]): Rule =>
  (cursor, names) => {
    cursor.need("held");
    return { type, filter: needFilter(cursor, names) };
  };

const rules = <Word extends string>(words: readonly Word[], rule: (word: Word) => Rule): Record<string, Rule> =>
  Object.fromEntries(words.map((word) => [word, rule(word)]));

const FAULTS: Readonly<Record<string, Rule>> = {
  ...rules(NODE_FAULTS, onNodes),
  ...rules(FOR_A_WHILE, forAWhile),
  ...rules(MESSAGES, ofMessages),
  ...rules(HELD, ofHeld),
  power: powerLoss,
  slow,
  tear: (cursor, names) => ({ type: "tornWrite", nodes: needNodes(cursor, names) }),
  copy,
  rival,
  cut: (cursor, names) => ({ type: "cut", links: needLinks(cursor, names) }),
  partition,
  isolate: (cursor, names) => ({ type: "isolate", nodes: needNodes(cursor, names) }),
  heal: () => ({ type: "heal" }),
  link,
  release: () => ({ type: "release" }),
  clock,
  disk,
  corrupt,
  broker,
  clients,
};

export const FAULT_WORDS = Object.keys(FAULTS);

/** null: none is next. */
export function takeFault(cursor: Cursor, names: Names): Fault<NodeName> | null {
  const word = cursor.takeOneOf(FAULT_WORDS);
  return word === null ? null : (FAULTS[word]?.(cursor, names) ?? null);
}

/** Messages that are held are a matter of virtual time, and a second process of one id is of two machines. */
const SIMULATED: readonly Fault<NodeName>["type"][] = [
  ...(["hold", "release", "deliver", "drop", "duplicate"] as const),
  ...(["suspend", "copy", "rival"] as const),
];

/** What statements of that kind begin with. */
export const SIMULATED_WORDS: readonly string[] = SIMULATED;

export const isSimulatedOnly = ({ type }: Fault<NodeName>): boolean => SIMULATED.includes(type);
