/**
 * How a live cluster takes each fault. Law: a fault either lasts, and then ends; or it is done once; or it is refused, because
 * only virtual time can do it.
 */
import type { NodeId } from "../../core/types.ts";
import type { Fault } from "../../scenario/language/syntax.ts";
import { LIFETIME_DEFAULT_MS } from "./active-fault.ts";

type Type = Fault<NodeId>["type"];

/** The node is down until it is started again. */
const DOWN: readonly Type[] = ["crash", "stop", "powerLoss", "wipe"];
const NETWORK: readonly Type[] = ["cut", "partition", "isolate", "link", "block"];
const ONCE: readonly Type[] = ["restart", "resume", "heal", "corrupt", "broker"];
const REFUSED: readonly Type[] = [
  "suspend",
  "hold",
  "release",
  "deliver",
  "drop",
  "duplicate",
  "copy",
  "rival",
  "clients",
];

export const takesDown = ({ type }: Fault<NodeId>): boolean => DOWN.includes(type);
export const isOfNetwork = ({ type }: Fault<NodeId>): boolean => NETWORK.includes(type);
export const isRefused = ({ type }: Fault<NodeId>): boolean => REFUSED.includes(type);
export const isDoneOnce = (fault: Fault<NodeId>): boolean =>
  ONCE.includes(fault.type) || (fault.type === "disk" && fault.how.type === "well");

/** After it the node may be down, and comes back when the fault ends. */
export const mayTakeDown = (fault: Fault<NodeId>): boolean =>
  takesDown(fault) || fault.type === "tornWrite" || (fault.type === "disk" && fault.how.type === "failsFsync");

/** What the fault says of it, or its kind. null: it does not end by itself. */
export function lifetimeOf(fault: Fault<NodeId>): number | null {
  if ("forMs" in fault && fault.forMs !== null) return fault.forMs;
  return takesDown(fault) ? null : LIFETIME_DEFAULT_MS;
}

/** One for each node, so that each can end by itself. */
export function split(fault: Fault<NodeId>): readonly Fault<NodeId>[] {
  return "nodes" in fault ? fault.nodes.map((node) => ({ ...fault, nodes: [node] })) : [fault];
}

/** Whom it names. */
export function nodesOf(fault: Fault<NodeId>): readonly NodeId[] {
  const named = (...nodes: readonly (NodeId | null)[]): NodeId[] => nodes.flatMap((node) => node ?? []);
  if ("nodes" in fault) return fault.nodes;
  if ("node" in fault) return [fault.node];
  if ("links" in fault) return fault.links.flatMap(({ from, to }) => named(from, to));
  if ("sides" in fault) return fault.sides.flat();
  return "filter" in fault ? named(fault.filter.from, fault.filter.to) : [];
}
