/**
 * Whose copy of the log is whole. Law: what was acknowledged is on a majority, so a majority of whole copies has to be left,
 * whatever else is broken: nodes that are down come back with what they had, and a lost copy never does. A node with a new disk
 * has nothing until it votes.
 */
import type { NodeId } from "../../core/types.ts";
import type { Shortage } from "./quorum.ts";

export class Copies {
  readonly #damaged = new Set<NodeId>();
  readonly #lost = new Set<NodeId>();
  readonly #learning = new Set<NodeId>();

  /** A bit of its files is flipped. */
  damaged(id: NodeId): void {
    this.#damaged.add(id);
  }

  /** Its disk is gone: it needs another one. */
  lost(id: NodeId): void {
    this.#lost.add(id);
  }

  /** It has a disk with nothing on it. */
  learning(id: NodeId): void {
    this.#lost.delete(id);
    this.#learning.add(id);
  }

  /** It votes, so it has caught up. */
  whole(id: NodeId): void {
    this.#damaged.delete(id);
    this.#lost.delete(id);
    this.#learning.delete(id);
  }

  isDamaged(id: NodeId): boolean {
    return this.#damaged.has(id);
  }

  isLost(id: NodeId): boolean {
    return this.#lost.has(id);
  }

  isWhole(id: NodeId): boolean {
    return ![this.#damaged, this.#lost, this.#learning].some((set) => set.has(id));
  }

  /** Should those be lost as well. null: there are enough. */
  shortageWithout(lost: readonly NodeId[], nodes: readonly NodeId[]): Shortage | null {
    const together = nodes.filter((id) => this.isWhole(id) && !lost.includes(id));
    const needed = Math.floor(nodes.length / 2) + 1;
    return together.length >= needed ? null : { together, needed };
  }
}
