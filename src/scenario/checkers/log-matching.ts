/**
 * "If two logs contain an entry with the same index and term, then the logs are identical in all entries up through the
 * given index" (Figure 3). Told by induction: an index and a term name one entry, and one term before it.
 */
import type { Entry } from "../../core/entry.ts";
import type { Index, LogPosition, Term } from "../../core/types.ts";
import { entryAt, entryText, lastOf, type Report, type ServerView, sameEntry, termAt } from "../server-view.ts";

/** An entry, and what stood before it. */
interface Held {
  readonly entry: Entry;
  /** null: the log had begun there, and knew it no more. */
  readonly prevTerm: Term | null;
  readonly by: string;
}

const textOf = ({ entry, prevTerm }: Held): string => `${entryText(entry)} after t${prevTerm}`;

export class LogMatching {
  readonly #report: Report;
  /** entries[i]: of the index i, one for each term. */
  readonly #entries: Held[][] = [];
  /** How far each log has been looked through, and where it began: behind a new beginning may stand what does not belong there. */
  readonly #seen = new Map<string, LogPosition & { readonly baseIndex: Index }>();

  constructor(report: Report) {
    this.#report = report;
  }

  look({ life, state: { log } }: ServerView): void {
    const seen = this.#seen.get(life);
    const last = lastOf(log);
    if (seen !== undefined && seen.baseIndex !== log.base.index) this.#look(life, log, log.base.index + 1);
    const isEndKept = seen !== undefined && seen.index === last.index && seen.term === last.term;
    if (isEndKept && seen.baseIndex === log.base.index) return;
    const isSame = seen !== undefined && seen.index >= log.base.index && termAt(log, seen.index) === seen.term;
    for (let index = isSame ? seen.index + 1 : log.base.index + 1; index <= last.index; index++)
      this.#look(life, log, index);
    this.#seen.set(life, { index: last.index, term: last.term, baseIndex: log.base.index });
  }

  #look(life: string, log: ServerView["state"]["log"], index: Index): void {
    const entry = entryAt(log, index);
    if (entry !== undefined) this.#match({ entry, prevTerm: termAt(log, index - 1), by: life });
  }

  #match(held: Held): void {
    const { entry, prevTerm, by } = held;
    const all = this.#entries[entry.index] ?? [];
    this.#entries[entry.index] = all;
    const known = all.find((one) => one.entry.term === entry.term);
    if (known === undefined) all.push(held);
    else if (known.prevTerm !== prevTerm || !sameEntry(known.entry, entry))
      this.#report(`${by} holds ${textOf(held)}, and ${known.by} held ${textOf(known)}`);
  }
}
