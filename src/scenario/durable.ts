/**
 * What each member's disk holds for certain: what was written and confirmed, as the storage was told it and has answered.
 * Law: nothing here is taken from what a server believes of its own disk; so a belief that is wrong is seen.
 *
 * An incarnation is a member of its own, and what its disk held is kept here when that is lost: what it promised, and others
 * counted on, was true then.
 */
import type { Message } from "../core/message.ts";
import type { Configuration, HardState, Index, LogPosition, Member, NodeId, Term } from "../core/types.ts";
import type { Recovered, StorageBatch } from "../ports/storage.ts";
import { ByMember } from "./by-member.ts";

interface Disk {
  hardState: HardState;
  base: LogPosition;
  /** terms[i]: of the entry of index base.index + 1 + i. */
  terms: Term[];
  /** Where its latest snapshot ends, which stands for all up to there. */
  snapshot: LogPosition;
  /** Asked for, and not confirmed: a crash may leave it, or not. */
  underWay: StorageBatch | null;
}

const ORIGIN: LogPosition = { index: 0, term: 0 };

const NEW: HardState = { term: 0, votedFor: null };

export class Durable {
  readonly #disks = new ByMember<Disk>();
  /** Every vote that was ever confirmed: member and term, and whom it was given to. */
  readonly #votes = new ByMember<Map<Term, NodeId>>();

  /** A life begins with what is found on its disk. Gives back what should be there and is not, in a sentence; null: nothing. */
  found(member: Member, { hardState, base, entries }: Recovered, snapshot: LogPosition): string | null {
    const before = this.#disks.get(member);
    const disk = { hardState, base, terms: entries.map(({ term }) => term), snapshot, underWay: null };
    this.#disks.set(member, disk);
    this.#noteVote(member, hardState);
    return before === undefined ? null : missing(before, disk);
  }

  writing(member: Member, batch: StorageBatch): void {
    this.#of(member).underWay = batch;
  }

  /** Without an error. */
  written(member: Member, { hardState, entries, restartFrom }: StorageBatch): void {
    const disk = this.#of(member);
    disk.underWay = null;
    if (hardState !== null) {
      disk.hardState = hardState;
      this.#noteVote(member, hardState);
    }
    if (restartFrom !== null) {
      disk.base = restartFrom;
      disk.terms = [];
    }
    const [first] = entries;
    if (first === undefined) return;
    const kept = Math.max(0, first.index - disk.base.index - 1);
    if (kept !== disk.terms.length) disk.terms.length = kept;
    for (const { term } of entries) disk.terms.push(term);
  }

  /** The batch found no room, and left no trace. */
  refused(member: Member): void {
    this.#of(member).underWay = null;
  }

  snapshot(member: Member, last: LogPosition): void {
    this.#of(member).snapshot = last;
  }

  /** Whether the entry is there, or a snapshot that holds it. */
  holds(member: Member, index: Index, term: Term): boolean {
    const found = this.termAt(member, index);
    return found === "inSnapshot" || found === term;
  }

  /** null: no such entry. */
  termAt(member: Member, index: Index): Term | "inSnapshot" | null {
    const disk = this.#disks.get(member);
    if (disk === undefined) return null;
    return termIn(disk, index);
  }

  hardState(member: Member): HardState {
    return this.#disks.get(member)?.hardState ?? NEW;
  }

  /** Whom this member has ever voted for in that term, durably, so that it votes for nobody else in it. */
  voteOf(member: Member, term: Term): NodeId | null {
    return this.#votes.get(member)?.get(term) ?? null;
  }

  /**
   * A vote and a later term that go to the disk in one write leave only the term there. The vote is none the less durable: in a
   * term that is over it can be given to nobody else.
   */
  said({ from, to, term, body }: Message): void {
    if (body.type !== "voteResponse" || !body.granted || to === null || this.hardState(from).term <= term) return;
    if (this.voteOf(from, term) === null) this.#noteVote(from, { term, votedFor: { id: to } });
  }

  #noteVote(member: Member, { term, votedFor }: { term: Term; votedFor: Pick<Member, "id"> | null }): void {
    if (votedFor === null) return;
    const votes = this.#votes.get(member) ?? new Map<Term, NodeId>();
    this.#votes.set(member, votes.set(term, votedFor.id));
  }

  #of(member: Member): Disk {
    const known = this.#disks.get(member);
    if (known !== undefined) return known;
    const disk = { hardState: NEW, base: ORIGIN, terms: [], snapshot: ORIGIN, underWay: null };
    this.#disks.set(member, disk);
    return disk;
  }
}

/**
 * Whether the log has another entry where `snapshot` ends: then nothing of it is kept beside that snapshot (§7), which a leader
 * has sent, and which a crash may leave before it is confirmed. That it holds what was committed is asked elsewhere.
 */
function isVoidBy(snapshot: LogPosition, { base, terms }: Disk): boolean {
  const term = terms[snapshot.index - base.index - 1];
  return term !== undefined && term !== snapshot.term;
}

function termIn({ base, terms, snapshot }: Disk, index: Index): Term | "inSnapshot" | null {
  if (index < base.index || index <= snapshot.index) return "inSnapshot";
  return index === base.index ? base.term : (terms[index - base.index - 1] ?? null);
}

function missing(before: Disk, now: Disk): string | null {
  const { hardState, underWay, base, terms, snapshot } = before;
  if (now.snapshot.index < snapshot.index)
    return `a snapshot up to ${snapshot.index} was confirmed, and one up to ${now.snapshot.index} is found`;
  const lost = now.hardState.term < hardState.term;
  const voteLost =
    now.hardState.term === hardState.term &&
    hardState.votedFor !== null &&
    now.hardState.votedFor?.id !== hardState.votedFor.id;
  if (lost || voteLost)
    return `term ${hardState.term} and the vote for ${hardState.votedFor?.id ?? "nobody"} were confirmed, and term ${now.hardState.term} and the vote for ${now.hardState.votedFor?.id ?? "nobody"} are found`;
  if (isVoidBy(now.snapshot, before) || (underWay?.restartFrom !== undefined && underWay.restartFrom !== null))
    return null;
  const replacedFrom = underWay?.entries[0]?.index ?? Number.POSITIVE_INFINITY;
  for (let index = base.index + 1; index <= base.index + terms.length && index < replacedFrom; index++) {
    const found = termIn(now, index);
    const term = termIn(before, index);
    if (found !== "inSnapshot" && found !== term) return `the entry ${index}:t${term} was confirmed, and is not found`;
  }
  return null;
}

/** The sets of voters of which each must agree by a majority of its own (§6). */
const sidesOf = ({ voters, outgoing }: Configuration): readonly (readonly Member[])[] =>
  outgoing.length > 0 ? [voters, outgoing] : [voters];

/** Whether more than half of the voters, and while the configuration is joint of the old ones as well, are such. */
export const isMajority = (configuration: Configuration, isSuch: (voter: Member) => boolean): boolean =>
  sidesOf(configuration).every((side) => 2 * side.filter(isSuch).length > side.length);
