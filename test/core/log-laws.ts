/**
 * The laws of the log that only a whole cluster can be asked (Figure 3): log matching, leader completeness, state-machine
 * safety, and that what is committed is on the disks of a majority and stays there. Law: each method throws where its law is
 * broken, and says whose and at which index.
 */
import type { RoleName } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import { configurationAt, entryAt, termAt } from "../../src/core/log.ts";
import { isQuorum } from "../../src/core/quorum.ts";
import type { ServerState } from "../../src/core/state.ts";
import { configurationOfVoters, type Index, type Member, type NodeId, type Term } from "../../src/core/types.ts";
import { entryText } from "./trace.ts";

interface Server {
  readonly id: NodeId;
  readonly member: Member;
  readonly entries: readonly Entry[];
  readonly applied: Entry[];
}

/** What a step is compared with. */
export interface Before {
  readonly role: RoleName;
  readonly commitIndex: Index;
  readonly lastIndex: Index;
}

export class LogLaws {
  /** All that was ever committed by anybody: committed[i] has the index i + 1. */
  readonly committed: Entry[] = [];
  /** Reads that were served, for the tests that count them. */
  reads = 0;
  readonly #known = new Map<string, string>();
  readonly #disks = new Map<string, readonly Entry[]>();
  readonly #readFloors = new Map<number, Index>();

  /** Log matching: (index, term) names one entry, and one entry before it, so by induction one log up to there. */
  matches(id: NodeId, entries: readonly Entry[], termBefore: Term | null): void {
    let prevTerm = termBefore;
    for (const entry of entries) {
      const key = `${entry.index}:${entry.term}`;
      const text = `${entryText(entry)} after t${prevTerm}`;
      const known = this.#known.get(key) ?? text;
      if (known !== text) throw new Error(`log matching: ${id} holds ${text}, others ${known}`);
      this.#known.set(key, text);
      prevTerm = entry.term;
    }
  }

  /** Leader completeness. */
  newLeaderHoldsAll(id: NodeId, { log, term }: ServerState): void {
    for (const { index, term: ofEntry } of this.committed.slice(Math.max(0, log.base.index - 1)))
      if (termAt(log, index) !== ofEntry)
        throw new Error(`leader completeness: ${id} leads t${term} without the committed ${index}:t${ofEntry}`);
  }

  /**
   * What a server newly takes for committed is what everybody does; if a leader says so, it is on a majority's disks. Of what
   * it has in a snapshot only that much is asked: that it is committed.
   */
  commits(id: NodeId, state: ServerState, before: Before): void {
    for (let index = before.commitIndex + 1; index <= state.commitIndex; index += 1) {
      const entry = entryAt(state.log, index);
      if (entry === undefined && index <= state.log.base.index && index <= this.committed.length) continue;
      if (entry === undefined) throw new Error(`${id} commits ${index}, which it does not hold`);
      const other = this.committed[index - 1];
      if (other === undefined) this.#commitsFirst(id, state, before, entry);
      else if (entryText(other) !== entryText(entry))
        throw new Error(`state machine safety: ${id} commits ${entryText(entry)}, others ${entryText(other)}`);
    }
  }

  #commitsFirst(id: NodeId, state: ServerState, before: Before, entry: Entry): void {
    const what = entryText(entry);
    // A leader that is no member any more steps down as it commits that.
    if (before.role !== "leader") throw new Error(`${id} follows, and commits ${what} before any leader has`);
    const { voters, outgoing } = configurationAt(state.log, before.lastIndex);
    const side = (voters: readonly Member[]): boolean => {
      const holders = voters.filter((voter) => this.#holds(voter, entry)).map((voter) => voter.id);
      return isQuorum(configurationOfVoters(voters), new Set(holders));
    };
    if (!side(voters) || (outgoing.length > 0 && !side(outgoing)))
      throw new Error(`durable on a majority: ${id} commits ${what} too early`);
    this.committed.push(entry);
  }

  /** As it was when last written, also where the disk is lost since. */
  #holds({ incarnation }: Member, { index, term }: Entry): boolean {
    return this.#disks.get(incarnation)?.[index - 1]?.term === term;
  }

  /** What was committed is never dropped by the disk that it stood on. */
  diskKeepsCommitted({ id, member, entries }: Server, after: readonly Entry[]): void {
    for (const { index, term } of this.committed)
      if (entries[index - 1]?.term === term && after[index - 1]?.term !== term)
        throw new Error(`the disk of ${id} drops ${index}:t${term}, which is committed`);
    this.#disks.set(member.incarnation, after);
  }

  /** State machine safety: what each has applied is a prefix of what is committed, each entry once. */
  applies({ id, applied }: Server, entries: readonly Entry[]): void {
    for (const entry of entries) {
      applied.push(entry);
      const due = this.committed[applied.length - 1];
      if (due === undefined || entryText(due) !== entryText(entry))
        throw new Error(`state machine safety: ${id} applies ${entryText(entry)} as its entry ${applied.length}`);
    }
  }

  readBegins(requestId: number): void {
    this.#readFloors.set(requestId, this.committed.length);
  }

  /** Linearizable: at least all that was committed anywhere before the read was asked for. */
  readIsServed(requestId: number, index: Index): void {
    const floor = this.#readFloors.get(requestId) ?? 0;
    this.reads += 1;
    if (index < floor)
      throw new Error(`a stale read: served at ${index}, though ${floor} was committed before it began`);
    if (index > this.committed.length)
      throw new Error(`a read at ${index} of ${this.committed.length} committed entries`);
  }
}
