/**
 * What becomes of a message on a faulty network. Law: whoever receives it decides, once, so that a broadcast fares differently
 * at each of its receivers; only what surely reaches nobody is not sent at all.
 */
import type { NodeId } from "../core/types.ts";
import type { LinkEffect, LinkFault } from "../ports/faults.ts";

/** From 0 to below 1. */
export type Random = () => number;

export interface Fate {
  /** For each copy that arrives: how late, in ms. Empty: it is lost. */
  readonly copies: readonly Delay[];
  readonly isCorrupt: boolean;
}

export interface Delay {
  readonly ms: number;
  /** Those that come behind it wait for it. */
  readonly inOrder: boolean;
}

const ARRIVES: Fate = { copies: [{ ms: 0, inOrder: true }], isCorrupt: false };

const isOf = ({ from, to }: LinkFault, sender: NodeId, receiver: NodeId): boolean =>
  (from === null || from === sender) && (to === null || to === receiver);

/** `typeOf` is asked only where the kind of the message matters. */
export function fateOf(
  rules: readonly LinkFault[],
  { from, to, typeOf }: { readonly from: NodeId; readonly to: NodeId; readonly typeOf: () => string | null },
  random: Random,
): Fate {
  let fate = ARRIVES;
  for (const rule of rules) {
    if (!isOf(rule, from, to)) continue;
    if (rule.types !== null && !rule.types.some((type) => type === typeOf())) continue;
    fate = withEffect(fate, rule.effect, random);
  }
  return fate;
}

function withEffect(fate: Fate, effect: LinkEffect, random: Random): Fate {
  switch (effect.type) {
    case "cut":
      return { ...fate, copies: [] };
    case "drop":
      return random() < effect.chance ? { ...fate, copies: [] } : fate;
    case "duplicate":
      return random() < effect.chance ? { ...fate, copies: [...fate.copies, ...fate.copies] } : fate;
    case "corrupt":
      return random() < effect.chance ? { ...fate, isCorrupt: true } : fate;
    case "delay":
    case "reorder": {
      const { minMs, maxMs } = effect;
      const inOrder = effect.type === "delay";
      const later = ({ ms }: Delay): Delay => ({ ms: ms + minMs + random() * (maxMs - minMs), inOrder });
      return { ...fate, copies: fate.copies.map(later) };
    }
  }
}

/** Nothing of whatever kind passes from one to the other. */
export const isCut = (rules: readonly LinkFault[], from: NodeId, to: NodeId): boolean =>
  rules.some((rule) => rule.types === null && rule.effect.type === "cut" && isOf(rule, from, to));

/** A copy with one bit flipped somewhere. */
export function corrupted(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const bit = Math.floor(random() * copy.length * 8);
  const at = bit >> 3;
  if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
