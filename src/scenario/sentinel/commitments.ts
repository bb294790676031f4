/**
 * What leaders say of the log: the entries that they send, and how far those are committed. Law: an entry counts as committed
 * when the leader that sent it, or one that sent what stands before or behind it, says so of its own log in its own term.
 *
 * From frames alone it is known what a leader has at an index only where it has sent it, or something that follows it; the
 * rest is not judged. Of old indexes only as much is kept as a late frame may still speak of.
 */
import { crc32 } from "node:zlib";
import type { Entry } from "../../core/entry.ts";
import type { Message } from "../../core/message.ts";
import type { Index, Term } from "../../core/types.ts";
import type { Docket } from "./laws.ts";

const INDEXES_KEPT = 20_000;
const LEADERS_KEPT = 8;

/** What a leader of a term has told. */
interface Told {
  readonly by: string;
  commitIndex: Index;
  /** What it has at an index: the term of the entry there. */
  readonly terms: Map<Index, Term>;
}

interface Committed {
  readonly term: Term;
  /** The leader that said so, and its term. */
  readonly by: string;
  readonly inTerm: Term;
}

export class Commitments {
  readonly #docket: Docket;
  readonly #told = new Map<Term, Told>();
  readonly #committed = new Map<Index, Committed>();
  /** By index and term of the entry. */
  readonly #contents = new Map<Index, Map<Term, string>>();
  #highestIndex: Index = 0;

  constructor(docket: Docket) {
    this.#docket = docket;
  }

  /** The highest index that a leader has called committed. */
  get committedIndex(): Index {
    return this.#highestIndex;
  }

  heard({ from, term, body }: Message): void {
    if (body.type !== "heartbeat" && body.type !== "appendEntries") return;
    const told = this.#of(term, from.id);
    if (told.by !== from.id) return; // two lead one term: whose log is whose cannot be told
    if (body.type === "appendEntries") {
      if (body.prev.index > 0) this.#has(term, told, body.prev.index, body.prev.term);
      for (const entry of body.entries) this.#sends(term, told, entry);
    }
    this.#commits(term, told, body.commitIndex);
  }

  #of(term: Term, by: string): Told {
    const known = this.#told.get(term);
    if (known !== undefined) return known;
    const told = { by, commitIndex: 0, terms: new Map<Index, Term>() };
    this.#told.set(term, told);
    if (this.#told.size > LEADERS_KEPT) this.#told.delete(Math.min(...this.#told.keys()));
    return told;
  }

  #sends(term: Term, told: Told, entry: Entry): void {
    const { index } = entry;
    const ofIndex = this.#contents.get(index) ?? new Map<Term, string>();
    this.#contents.set(index, ofIndex);
    const content = contentOf(entry);
    const known = ofIndex.get(entry.term);
    ofIndex.set(entry.term, known ?? content);
    if (known !== undefined && known !== content)
      this.#docket.report(
        "logMatching",
        `${index} ${entry.term}`,
        `${told.by} sends ${content} as entry ${index}:t${entry.term}, which was ${known} before`,
      );
    this.#has(term, told, index, entry.term);
  }

  #has(inTerm: Term, told: Told, index: Index, term: Term): void {
    told.terms.set(index, term);
    const committed = this.#committed.get(index);
    if (committed !== undefined && inTerm >= committed.inTerm && committed.term !== term)
      this.#docket.report(
        "committedEntries",
        `${index} ${term}`,
        `${told.by} leads term ${inTerm} and has ${index}:t${term}, where ${committed.by} committed ${index}:t${committed.term} in term ${committed.inTerm}`,
      );
    else if (committed === undefined && index <= told.commitIndex) this.#commit(inTerm, told, index, term);
  }

  #commits(term: Term, told: Told, commitIndex: Index): void {
    if (commitIndex < told.commitIndex) {
      const what = `${told.by} goes back in term ${term} from commitIndex ${told.commitIndex} to ${commitIndex}`;
      return this.#docket.report("commitIndex", `${told.by} ${term}`, what);
    }
    const from = Math.max(told.commitIndex, commitIndex - INDEXES_KEPT) + 1;
    told.commitIndex = commitIndex;
    for (let index = from; index <= commitIndex; index += 1) {
      const ofEntry = told.terms.get(index);
      if (ofEntry !== undefined) this.#commit(term, told, index, ofEntry);
    }
    this.#forgetUpTo(commitIndex);
  }

  #commit(inTerm: Term, { by }: Told, index: Index, term: Term): void {
    const known = this.#committed.get(index);
    if (known === undefined) this.#committed.set(index, { term, by, inTerm });
    else if (known.term !== term)
      this.#docket.report(
        "committedEntries",
        `${index} ${term}`,
        `${by} commits ${index}:t${term} in term ${inTerm}, and ${known.by} committed ${index}:t${known.term} in term ${known.inTerm}`,
      );
  }

  #forgetUpTo(commitIndex: Index): void {
    const from = this.#highestIndex - INDEXES_KEPT;
    this.#highestIndex = Math.max(this.#highestIndex, commitIndex);
    const to = this.#highestIndex - INDEXES_KEPT;
    for (let index = Math.max(1, from); index <= to; index += 1) {
      this.#committed.delete(index);
      this.#contents.delete(index);
      for (const { terms } of this.#told.values()) terms.delete(index);
    }
  }
}

function contentOf(entry: Entry): string {
  if (entry.type === "command") return `command ${crc32(entry.command).toString(16)}/${entry.command.length}`;
  if (entry.type === "noOp") return "no-op";
  return `members ${crc32(JSON.stringify(entry.configuration)).toString(16)}`;
}
