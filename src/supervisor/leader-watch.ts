/**
 * Who leads, as far as the nodes have told. Law: of those who have said that they lead, the one of the newest term that any node
 * has told of; a node that is gone has said nothing.
 */
import type { Standing } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import { GraftError } from "../errors.ts";

export class LeaderWatch {
  readonly #standings = new Map<NodeId, Standing>();
  readonly #waits = new Set<() => void>();

  tell(node: NodeId, standing: Standing): void {
    this.#standings.set(node, standing);
    this.#look();
  }

  forget(node: NodeId): void {
    this.#standings.delete(node);
    this.#look();
  }

  /** null: none is known. */
  get leader(): NodeId | null {
    let newest: { id: NodeId; term: Term } | null = null;
    let term = 0;
    for (const [id, standing] of this.#standings) {
      term = Math.max(term, standing.term);
      if (standing.role === "leader" && standing.term >= (newest?.term ?? 0)) newest = { id, term: standing.term };
    }
    return newest !== null && newest.term === term ? newest.id : null;
  }

  /** Resolves at once where there is one. @throws GraftError TIMED_OUT */
  wait(timeoutMs: number): Promise<NodeId> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const { leader } = this;
        if (leader === null) return;
        settle();
        resolve(leader);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new GraftError("TIMED_OUT", `no leader within ${timeoutMs} ms`, { timeoutMs }));
      }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.#waits.delete(look);
      };
      this.#waits.add(look);
      look();
    });
  }

  #look(): void {
    for (const look of [...this.#waits]) look();
  }
}
