/** Whether a fault makes sense. Law: asked before anything is done; what is refused has changed nothing. */
import type { NodeId } from "../../core/types.ts";
import { GraftError } from "../../errors.ts";
import { MESSAGE_KINDS } from "../../scenario/language/kinds.ts";
import type { Fault, LinkWeather } from "../../scenario/language/syntax.ts";
import { DURATION_MS_MAX } from "../duration.ts";
import { isOfNetwork, isRefused, nodesOf } from "./kinds-of-fault.ts";

/** What leases allow for (DESIGN 4): within it no fault, however odd the clocks, may break a promise. */
const DRIFT_MAX = 0.01;
/** Of a busy loop. */
const EVERY_MS_MAX = 60_000;

/** @throws GraftError INVALID_OPTION, UNKNOWN_NODE */
export function checkFault(fault: Fault<NodeId>, known: readonly NodeId[], force: boolean): void {
  if (isRefused(fault))
    throw invalid("fault", fault.type, "a fault that a live cluster can have, not only a simulated one");
  // A story cuts off who is yet to be added.
  const mayCome = force && isOfNetwork(fault);
  for (const node of nodesOf(fault)) if (!mayCome && !known.includes(node)) throw unknown(node, known);
  switch (fault.type) {
    case "partition":
      return checkSides(fault.sides);
    case "link":
      return checkWeather(fault.weather);
    case "block":
      return checkKind(fault.filter.kind);
    case "disk":
      if (fault.how.type === "slow") between("ms", fault.how.ms, 0, DURATION_MS_MAX);
      return;
    case "slowLoop":
      between("everyMs", fault.everyMs, 1, EVERY_MS_MAX);
      return between("busyMs", fault.busyMs, 1, fault.everyMs);
    case "drift":
      if (force) return between("rate", fault.rate, 0.1, 10);
      return between("rate", fault.rate, 1 - DRIFT_MAX, 1 + DRIFT_MAX, "as leases assume; others by force");
    case "broker":
      return between("downMs", fault.downMs, 0, DURATION_MS_MAX);
    default:
  }
}

/**
 * Raft, and TCP below it, take it for granted that what is spoilt is noticed; a frame says nothing of that but by its signature.
 * @throws GraftError INVALID_OPTION
 */
export function refuseToSpoil(fault: Fault<NodeId>): void {
  if (fault.type === "link" && fault.weather.type === "corrupt")
    throw invalid("corrupt", fault.weather.chance, "a cluster with a key (clusterKeyFile), or by force");
}

/** @throws GraftError INVALID_OPTION */
export function checkLifetime(forMs: number | null): void {
  if (forMs !== null) between("forMs", forMs, 1, DURATION_MS_MAX);
}

/** Nobody is on two sides. */
function checkSides(sides: readonly (readonly NodeId[])[]): void {
  const all = sides.flat();
  const twice = all.find((node, at) => all.indexOf(node) !== at);
  if (twice !== undefined) throw invalid("sides", twice, "each node on one side");
  if (sides.length < 2 || sides.some((side) => side.length === 0))
    throw invalid("sides", sides.length, "two or more, of one node or more each");
}

function checkWeather(weather: LinkWeather): void {
  if ("chance" in weather) return between("chance", weather.chance, 0, 1);
  between("minMs", weather.minMs, 0, DURATION_MS_MAX);
  between("maxMs", weather.maxMs, weather.minMs, DURATION_MS_MAX);
}

function checkKind(kind: string | null): void {
  if (kind !== null && !Object.hasOwn(MESSAGE_KINDS, kind))
    throw invalid("kind", kind, Object.keys(MESSAGE_KINDS).join(", "));
}

function between(option: string, value: number, min: number, max: number, why = ""): void {
  if (Number.isFinite(value) && value >= min && value <= max) return;
  throw invalid(option, value, `${min} to ${max}${why === "" ? "" : `, ${why}`}`);
}

export const invalid = (option: string, value: string | number, allowed: string): GraftError =>
  new GraftError("INVALID_OPTION", `${option} is ${value}: allowed is ${allowed}`, { option, value, allowed });

const unknown = (node: NodeId, known: readonly NodeId[]): GraftError =>
  new GraftError("UNKNOWN_NODE", `there is no node ${node}: this cluster has ${known.join(", ")}`, {
    node,
    known: known.join(", "),
  });
