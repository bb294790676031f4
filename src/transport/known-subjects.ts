/**
 * Subjects that one node uses again and again: made once, and taken apart once. Law: what is kept is what `subjects` gave; and
 * however many subjects strangers think of, no more than a few hundred are kept.
 */
import type { NodeId } from "../core/types.ts";
import { type Addresses, fromAll, fromTo, parseSubject } from "./subjects.ts";

/** Far more than a cluster has members. */
const KNOWN_MAX = 256;

export class KnownSubjects {
  readonly #cluster: string;
  readonly #self: NodeId;
  readonly #toAll: string;
  readonly #toOne = new Map<NodeId, string>();
  readonly #addresses = new Map<string, Addresses | null>();

  constructor(cluster: string, self: NodeId) {
    this.#cluster = cluster;
    this.#self = self;
    this.#toAll = fromAll(cluster, self);
  }

  /** Where this node speaks to `id`; null: to all. */
  to(id: NodeId | null): string {
    if (id === null) return this.#toAll;
    return remembered(this.#toOne, id, () => fromTo(this.#cluster, this.#self, id));
  }

  /** null where `subject` is none of a frame. */
  addressesOf(subject: string): Addresses | null {
    return remembered(this.#addresses, subject, () => parseSubject(subject));
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= KNOWN_MAX) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}
