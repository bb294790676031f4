/**
 * Something for each member, by id and incarnation. Law: another incarnation of an id is another member. Two maps of names that
 * are there already, rather than one of names put together for each question: checkers ask at every event.
 */
import type { Member, NodeId } from "../core/types.ts";

export class ByMember<T> {
  readonly #byIncarnation = new Map<Member["incarnation"], Map<NodeId, T>>();

  get({ id, incarnation }: Member): T | undefined {
    return this.#byIncarnation.get(incarnation)?.get(id);
  }

  set({ id, incarnation }: Member, value: T): void {
    const known = this.#byIncarnation.get(incarnation);
    if (known === undefined) this.#byIncarnation.set(incarnation, new Map([[id, value]]));
    else known.set(id, value);
  }
}
