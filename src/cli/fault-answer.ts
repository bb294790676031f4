/** What a fault has done, in a sentence. Law: it names the nodes that were hit, not the words that chose them, and says how long it lasts. */
import type { DiskFault, Fault, Filter, Link, LinkWeather } from "../scenario/language/syntax.ts";
import { isDoneOnce } from "../supervisor/faults/kinds-of-fault.ts";
import { formatSpan } from "./format.ts";
import type { MessageKey, Say } from "./messages.ts";

/** `lastsMs` null: until it is healed. */
export function faultAnswer(say: Say, fault: Fault<string>, lastsMs: number | null): string {
  const what = clauses(say, fault).reduce((first, second) => say("prompt.clauses", { first, second }));
  if (isDoneOnce(fault)) return what;
  return lastsMs === null ? say("prompt.untilHeal", { what }) : say("prompt.for", { what, time: formatSpan(lastsMs) });
}

function clauses(say: Say, fault: Fault<string>): string[] {
  const each = (nodes: readonly string[], textOf: (node: string) => string): string[] => nodes.map(textOf);
  switch (fault.type) {
    case "crash":
    case "stop":
    case "restart":
    case "wipe":
    case "resume":
    case "pause":
    case "clog":
    case "disconnect":
    case "tornWrite":
    case "powerLoss":
    case "isolate": {
      const { type, nodes } = fault;
      return each(nodes, (node) => say(`prompt.did.${type}`, { node }));
    }
    case "slowLoop": {
      const times = { busy: formatSpan(fault.busyMs), every: formatSpan(fault.everyMs) };
      return each(fault.nodes, (node) => say("prompt.did.slowLoop", { node, ...times }));
    }
    case "disk":
      return each(fault.nodes, (node) => diskClause(say, node, fault.how));
    case "corrupt":
      return each(fault.nodes, (node) => say("prompt.did.flip", { node, file: fault.file }));
    case "partition":
      return [say("prompt.did.partition", { sides: sidesText(say, fault.sides) })];
    case "cut":
      return [say("prompt.did.cut", { links: linksText(say, fault.links) })];
    case "link":
      return [weatherClause(say, linksText(say, fault.links), fault.weather)];
    case "block":
      return [blockClause(say, fault.filter)];
    case "drift":
      return [say("prompt.did.drift", { node: fault.node, drift: percent(fault.rate - 1) })];
    case "jump":
      return [say("prompt.did.jump", { node: fault.node, time: signedSpan(fault.ms) })];
    case "broker":
      return [say("prompt.did.broker", { time: formatSpan(fault.downMs) })];
    case "brokerStop":
    case "brokerPause":
      return [say(`prompt.did.${fault.type}`)];
    default:
      return [fault.type];
  }
}

const DISK = {
  stuck: "prompt.did.diskStuck",
  full: "prompt.did.diskFull",
  failsFsync: "prompt.did.diskFailsFsync",
  well: "prompt.did.diskWell",
} as const satisfies Record<string, MessageKey>;

const diskClause = (say: Say, node: string, how: DiskFault): string =>
  how.type === "slow" ? say("prompt.did.diskSlow", { node, time: formatSpan(how.ms) }) : say(DISK[how.type], { node });

function weatherClause(say: Say, links: string, weather: LinkWeather): string {
  if ("chance" in weather) return say(`prompt.did.${weather.type}`, { links, chance: percent(weather.chance) });
  const [min, max] = [formatSpan(weather.minMs), formatSpan(weather.maxMs)];
  return say(`prompt.did.${weather.type}`, { links, min, max });
}

const blockClause = (say: Say, { kind, from, to }: Filter<string>): string =>
  say("prompt.did.block", { kind: kind ?? say("prompt.anyMessage"), links: linksText(say, [{ from, to }]) });

const sidesText = (say: Say, sides: readonly (readonly string[])[]): string =>
  sides.map((side) => side.join(", ")).join(say("prompt.sides"));

/** The language knows one link, one way or both. */
function linksText(say: Say, [link, back]: readonly Link<string>[]): string {
  const from = link?.from ?? say("prompt.anybody");
  const to = link?.to ?? say("prompt.anybody");
  return say(back === undefined ? "prompt.link" : "prompt.links", { from, to });
}

const percent = (part: number): string => `${Number((part * 100).toFixed(4))}%`;
const signedSpan = (ms: number): string => `${ms < 0 ? "-" : "+"}${formatSpan(Math.abs(ms))}`;
