/**
 * Whether a cluster can still decide. Law: it can where some node that works hears, and is heard by, so many others that work
 * that together they are a majority. A node works that is up, awake, connected, and can write.
 */
import type { NodeId } from "../../core/types.ts";
import type { Fault } from "../../scenario/language/syntax.ts";
import { covers, isBroken, linkFaults } from "./links.ts";

export interface Health {
  readonly nodes: readonly NodeId[];
  /** Those that run. */
  readonly running: readonly NodeId[];
  readonly faults: readonly Fault<NodeId>[];
}

/** null: it can. Otherwise who works, the largest group that does, and how many are needed. */
export interface Shortage {
  readonly together: readonly NodeId[];
  readonly needed: number;
}

export function shortageOf({ nodes, running, faults }: Health): Shortage | null {
  const needed = Math.floor(nodes.length / 2) + 1;
  const working = faults.some(stopsAll) ? [] : running.filter((node) => !faults.some((fault) => stops(fault, node)));
  const broken = faults.flatMap(linkFaults).filter(isBroken);
  const hears = (one: NodeId, other: NodeId): boolean => !broken.some((link) => covers(link, other, one));
  const groups = working.map((one) =>
    working.filter((other) => one === other || (hears(one, other) && hears(other, one))),
  );
  const together = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
  return together.length >= needed ? null : { together, needed };
}

const stopsAll = ({ type }: Fault<NodeId>): boolean => type === "brokerStop" || type === "brokerPause";

function stops(fault: Fault<NodeId>, node: NodeId): boolean {
  switch (fault.type) {
    case "crash":
    case "stop":
    case "wipe":
    case "powerLoss":
    case "tornWrite":
    case "pause":
    case "clog":
    case "disconnect":
      return fault.nodes.includes(node);
    case "disk":
      return fault.how.type !== "slow" && fault.how.type !== "well" && fault.nodes.includes(node);
    default:
      return false;
  }
}
