/** Which links a fault of the network is about. Law: a link is one way, and null stands for anybody. */
import type { NodeId } from "../../core/types.ts";
import type { LinkFault } from "../../ports/faults.ts";
import { MESSAGE_KINDS } from "../../scenario/language/kinds.ts";
import type { Fault, Link } from "../../scenario/language/syntax.ts";

const cut = ({ from, to }: Link<NodeId>): LinkFault => ({ from, to, types: null, effect: { type: "cut" } });

const between = (sides: readonly (readonly NodeId[])[]): Link<NodeId>[] =>
  sides.flatMap((side) =>
    sides.flatMap((other) => (side === other ? [] : side.flatMap((from) => other.map((to) => ({ from, to }))))),
  );

export function linkFaults(fault: Fault<NodeId>): readonly LinkFault[] {
  switch (fault.type) {
    case "cut":
      return fault.links.map(cut);
    case "partition":
      return between(fault.sides).map(cut);
    case "isolate":
      return fault.nodes.flatMap((one) => [cut({ from: one, to: null }), cut({ from: null, to: one })]);
    case "link":
      return fault.links.map((link) => ({ ...link, types: null, effect: fault.weather }));
    case "block": {
      const { kind, from, to } = fault.filter;
      const types = kind === null ? null : (MESSAGE_KINDS[kind] ?? []);
      return [{ from, to, types, effect: { type: "cut" } }];
    }
    default:
      return [];
  }
}

/** Nothing passes there that counts: a kind of message that is lost is as bad as all of them. */
export const isBroken = ({ effect }: LinkFault): boolean =>
  effect.type === "cut" || ((effect.type === "drop" || effect.type === "corrupt") && effect.chance >= 1);

export const covers = ({ from, to }: Link<NodeId>, one: NodeId, other: NodeId): boolean =>
  (from === null || from === one) && (to === null || to === other);
