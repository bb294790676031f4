/**
 * "If two logs contain an entry with the same index and term, then the logs are identical in all entries up through the
 * given index" (Figure 3). Told by induction: an index and a term name one entry, and one term before it.
 */
import type { Index, LogPosition } from "../../core/types.ts";
import { entryAt, entryText, lastOf, type Report, type ServerView, termAt } from "../server-view.ts";

export class LogMatching {
  readonly #report: Report;
  readonly #entries = new Map<string, { readonly text: string; readonly by: string }>();
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
    if (entry !== undefined)
      this.#match(life, `${index}:${entry.term}`, `${entryText(entry)} after t${termAt(log, index - 1)}`);
  }

  #match(life: string, key: string, text: string): void {
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, { text, by: life });
    else if (known.text !== text) this.#report(`${life} holds ${text}, and ${known.by} held ${known.text}`);
  }
}
