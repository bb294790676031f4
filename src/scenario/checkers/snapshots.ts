/**
 * A snapshot stands for what was committed (§7): its last entry is the one that the cluster has decided on, and its
 * configuration the one in force there; and a member's snapshot never makes place for one that ends before it, since the log
 * in between may be gone by then.
 */
import type { Configuration, Index, Member } from "../../core/types.ts";
import { ByMember } from "../by-member.ts";
import type { Ledger } from "../ledger.ts";
import { entryText, type Report, type ServerView } from "../server-view.ts";

const namesOf = (members: readonly Member[]): string =>
  members
    .map(({ id, incarnation }) => `${id}~${incarnation}`)
    .sort()
    .join();

const textOf = ({ voters, outgoing, learners }: Configuration): string =>
  [voters, outgoing, learners].map(namesOf).join("/");

export class Snapshots {
  readonly #report: Report;
  readonly #ledger: Ledger;
  /** By incarnation: where its latest ended. */
  readonly #ends = new ByMember<Index>();

  constructor(report: Report, ledger: Ledger) {
    this.#report = report;
    this.#ledger = ledger;
  }

  look({ life, id, incarnation, state }: ServerView): void {
    const member = { id, incarnation };
    const known = this.#ends.get(member) ?? 0;
    const index = state.snapshot?.last.index ?? 0;
    if (index === known) return;
    this.#ends.set(member, index);
    if (index < known) this.#report(`${life} has a snapshot up to ${index}, and had one up to ${known}`);
    else if (state.snapshot !== null)
      this.#compare(life, index, state.snapshot.last.term, state.snapshot.configuration);
  }

  #compare(life: string, index: Index, term: number, configuration: Configuration): void {
    const committed = this.#ledger.at(index);
    if (committed !== undefined && committed.entry.term !== term)
      this.#report(
        `${life} has a snapshot up to ${index}:t${term}, and ${committed.by} committed ${entryText(committed.entry)}`,
      );
    const inForce = this.#ledger.configurationAt(index);
    if (inForce !== null && textOf(inForce) !== textOf(configuration))
      this.#report(`${life} has a snapshot up to ${index} with other members than were in force there`);
  }
}
