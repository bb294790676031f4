/**
 * A fault as the scenario language writes it. Law: what is written here is read back as the same fault (`parse-fault`), so a
 * line of a log or of a timeline can be put into a scenario.
 */
import type { DiskFault, Fault, Filter, Link, LinkWeather, NodeName } from "./syntax.ts";

const lasting = (forMs: number | null): string => (forMs === null ? "" : ` for ${forMs}ms`);
const list = (nodes: readonly NodeName[]): string => nodes.join(" ");
const end = (node: NodeName | null): string => node ?? "all";
const percent = (part: number): string => `${Number((part * 100).toFixed(6))}%`;

const filterText = ({ kind, from, to }: Filter<NodeName>): string =>
  `${kind ?? "any"}${from === null ? "" : ` from ${from}`}${to === null ? "" : ` to ${to}`}`;

/** Both ways where the two are each other's opposite; else what the language says in one line: the first. */
function linksText([one, other]: readonly Link<NodeName>[]): string {
  if (one === undefined) return "all > all";
  const isBoth = other !== undefined && other.from === one.to && other.to === one.from;
  return `${end(one.from)} ${isBoth ? "<>" : ">"} ${end(one.to)}`;
}

const weatherText = (how: LinkWeather): string =>
  how.type === "delay" || how.type === "reorder"
    ? `${how.type} ${how.minMs}ms..${how.maxMs}ms`
    : `${how.type} ${percent(how.chance)}`;

function diskText(how: DiskFault): string {
  if (how.type === "slow") return `slow ${how.ms}ms`;
  return how.type === "failsFsync" ? "fails fsync" : how.type;
}

const signed = (rate: number): string => `${rate < 1 ? "" : "+"}${percent(rate - 1)}`;

export function faultText(fault: Fault<NodeName>): string {
  switch (fault.type) {
    case "pause":
    case "suspend":
    case "clog":
    case "disconnect":
      return `${fault.type} ${list(fault.nodes)}${lasting(fault.forMs)}`;
    case "slowLoop":
      return `slow ${list(fault.nodes)} ${fault.busyMs}ms every ${fault.everyMs}ms${lasting(fault.forMs)}`;
    case "tornWrite":
      return `tear ${list(fault.nodes)}`;
    case "powerLoss":
      return `power loss ${list(fault.nodes)}`;
    case "copy":
      return `copy ${fault.node} as ${fault.as}`;
    case "cut":
      return `cut ${linksText(fault.links)}`;
    case "partition":
      return `partition ${fault.sides.map(list).join(" | ")}`;
    case "heal":
    case "release":
      return fault.type;
    case "link":
      return `link ${linksText(fault.links)} ${weatherText(fault.weather)}`;
    case "block":
    case "hold":
      return `${fault.type} ${filterText(fault.filter)}`;
    case "deliver":
    case "drop":
    case "duplicate":
      return `${fault.type} held ${filterText(fault.filter)}`;
    case "rival":
      return `rival cluster ${fault.as.join(" ")}`;
    case "drift":
      return `clock ${fault.node} drift ${signed(fault.rate)}`;
    case "jump":
      return `clock ${fault.node} jump ${fault.ms}ms`;
    case "disk":
      return `disk ${list(fault.nodes)} ${diskText(fault.how)}`;
    case "corrupt":
      return `corrupt ${list(fault.nodes)} ${fault.file}`;
    case "broker":
      return `broker restart for ${fault.downMs}ms`;
    case "brokerStop":
      return `broker stop${lasting(fault.forMs)}`;
    case "brokerPause":
      return `broker pause${lasting(fault.forMs)}`;
    case "clients":
      return fault.count === 0 ? "clients stop" : `clients ${fault.count}`;
    default:
      return `${fault.type} ${list(fault.nodes)}`;
  }
}
