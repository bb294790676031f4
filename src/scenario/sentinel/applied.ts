/**
 * What nodes tell of the entries that they have applied. Law: of one block all who have applied it tell the same digest. Of
 * those who differ nobody knows which is right: the first is held against the rest.
 */
import type { Index, Member } from "../../core/types.ts";
import type { AppliedBlock } from "../../ports/applied.ts";
import { nameOf } from "./elections.ts";
import type { Docket } from "./laws.ts";

const BLOCKS_KEPT = 4096;

export class AppliedEntries {
  readonly #docket: Docket;
  readonly #blocks = new Map<string, { readonly digest: string; readonly by: Member }>();
  #highestIndex: Index = 0;
  #compared = 0;

  constructor(docket: Docket) {
    this.#docket = docket;
  }

  get appliedIndex(): Index {
    return this.#highestIndex;
  }

  /** How often a node's block was held against another's. */
  get compared(): number {
    return this.#compared;
  }

  heard(member: Member, { from, to, digest }: AppliedBlock): void {
    this.#highestIndex = Math.max(this.#highestIndex, to);
    const key = `${from}-${to}`;
    const known = this.#blocks.get(key);
    if (known === undefined) return this.#keep(key, digest, member);
    this.#compared += 1;
    if (known.digest !== digest)
      this.#docket.report(
        "appliedEntries",
        `${key} ${member.id}`,
        `${nameOf(member)} has applied other entries from ${from} to ${to} than ${nameOf(known.by)}`,
      );
  }

  #keep(key: string, digest: string, by: Member): void {
    this.#blocks.set(key, { digest, by });
    if (this.#blocks.size <= BLOCKS_KEPT) return;
    const [oldest] = this.#blocks.keys();
    if (oldest !== undefined) this.#blocks.delete(oldest);
  }
}
