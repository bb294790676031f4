/** What of the cluster's faults one node's worker has to know. Law: of two faults of a kind the later one holds; jumps add up. */
import type { NodeId } from "../../core/types.ts";
import type { BadDisk, NodeFaults } from "../../ports/faults.ts";
import type { DiskFault, Fault } from "../../scenario/language/syntax.ts";
import { linkFaults } from "./links.ts";

export const NO_FAULTS: NodeFaults = {
  links: [],
  disconnected: false,
  clogged: false,
  disk: null,
  tornWrite: false,
  clockRate: 1,
  wallAheadMs: 0,
  busy: null,
};

export const planFor = (node: NodeId, faults: readonly Fault<NodeId>[]): NodeFaults =>
  faults.reduce((plan, fault) => withFault(plan, fault, node), NO_FAULTS);

function withFault(plan: NodeFaults, fault: Fault<NodeId>, node: NodeId): NodeFaults {
  const links = linkFaults(fault).filter(({ from, to }) => [from, to].some((end) => end === null || end === node));
  if (links.length > 0) return { ...plan, links: [...plan.links, ...links] };
  switch (fault.type) {
    case "drift":
      return fault.node === node ? { ...plan, clockRate: fault.rate } : plan;
    case "jump":
      return fault.node === node ? { ...plan, wallAheadMs: plan.wallAheadMs + fault.ms } : plan;
    case "clog":
      return fault.nodes.includes(node) ? { ...plan, clogged: true } : plan;
    case "disconnect":
      return fault.nodes.includes(node) ? { ...plan, disconnected: true } : plan;
    case "tornWrite":
      return fault.nodes.includes(node) ? { ...plan, tornWrite: true } : plan;
    case "slowLoop":
      return fault.nodes.includes(node) ? { ...plan, busy: { busyMs: fault.busyMs, everyMs: fault.everyMs } } : plan;
    case "disk":
      return fault.nodes.includes(node) ? { ...plan, disk: badDisk(fault.how) } : plan;
    default:
      return plan;
  }
}

const badDisk = (how: DiskFault): BadDisk | null =>
  how.type === "slow" ? how : how.type === "well" ? null : { type: how.type };
