/**
 * Asks every checker, and keeps what they find. Law: nothing that is found is lost, and the first finding names the moment:
 * what comes after it may only be its consequence.
 */
import type { Message } from "../core/message.ts";
import type { ServerState } from "../core/state.ts";
import type { Index, LogPosition, Member, Timing } from "../core/types.ts";
import { decodeCommand, decodeResult } from "../kv/format.ts";
import type { Recovered } from "../ports/storage.ts";
import { Backed } from "../scenario/checkers/backed.ts";
import { Commitment } from "../scenario/checkers/commitment.ts";
import { ElectionSafety } from "../scenario/checkers/election-safety.ts";
import { LeaderAppendOnly } from "../scenario/checkers/leader-append-only.ts";
import { LeaderCompleteness } from "../scenario/checkers/leader-completeness.ts";
import { Leases } from "../scenario/checkers/leases.ts";
import { LogMatching } from "../scenario/checkers/log-matching.ts";
import { OneChange } from "../scenario/checkers/one-change.ts";
import { OneVote } from "../scenario/checkers/one-vote.ts";
import { OwnCommitFirst } from "../scenario/checkers/own-commit-first.ts";
import { Promises } from "../scenario/checkers/promises.ts";
import { QuorumContact } from "../scenario/checkers/quorum-contact.ts";
import { Reads } from "../scenario/checkers/reads.ts";
import { Remembers } from "../scenario/checkers/remembers.ts";
import { SameMachines } from "../scenario/checkers/same-machines.ts";
import { Snapshots } from "../scenario/checkers/snapshots.ts";
import { ToldTruth, type Write } from "../scenario/checkers/told-truth.ts";
import { Verified } from "../scenario/checkers/verified.ts";
import { Durable } from "../scenario/durable.ts";
import type { Operation } from "../scenario/history.ts";
import { LastLooks } from "../scenario/last-looks.ts";
import { Ledger } from "../scenario/ledger.ts";
import { linearizabilityViolation } from "../scenario/linearizability.ts";
import type { Report, ServerView } from "../scenario/server-view.ts";

export interface Violation {
  readonly checker: string;
  readonly atMs: number;
  readonly what: string;
}

export class Judge {
  readonly violations: Violation[] = [];
  readonly ledger = new Ledger();
  readonly durable = new Durable();
  readonly #lastLooks = new LastLooks();
  readonly #nowMs: () => number;
  readonly #quorumContact: QuorumContact;
  readonly #oneVote = new OneVote(this.#as("one vote"));
  readonly #election = new ElectionSafety(this.#as("election safety"));
  readonly #appendOnly = new LeaderAppendOnly(this.#as("leader append-only"));
  readonly #matching = new LogMatching(this.#as("log matching"));
  readonly #commitment = new Commitment(this.#as("commitment"), this.ledger);
  readonly #completeness = new LeaderCompleteness(this.#as("leader completeness"), this.ledger);
  readonly #oneChange = new OneChange(this.#as("one change"), this.ledger);
  readonly #ownCommitFirst = new OwnCommitFirst(this.#as("own commit first"));
  readonly #remembers = new Remembers(this.#as("remembers"));
  readonly #machines = new SameMachines(this.#as("same machines"));
  readonly #leases = new Leases(this.#as("leases"));
  readonly #truth = new ToldTruth(this.#as("told truth"));
  readonly #backed = new Backed(this.#as("backed"), this.durable);
  readonly #promises = new Promises(this.#as("promises"), this.durable);
  readonly #verified = new Verified(this.#as("verified"));
  readonly #snapshots = new Snapshots(this.#as("snapshots"), this.ledger);
  readonly #reads = new Reads(this.#as("reads"), this.ledger);

  constructor(nowMs: () => number, timing: Timing) {
    this.#nowMs = nowMs;
    this.#quorumContact = new QuorumContact(this.#as("quorum contact"), timing);
  }

  report(checker: string, what: string): void {
    this.violations.push({ checker, atMs: this.#nowMs(), what });
  }

  /**
   * After every event of a server. What it takes for durable is always compared with its disk, which may change by itself; the
   * rest only where there is something new to see. The order matters: who leads is asked what it holds before it is asked what it commits.
   */
  look(view: ServerView): void {
    this.#promises.look(view);
    if (!this.#lastLooks.isNew(view)) return;
    this.#election.look(view);
    this.#appendOnly.look(view);
    this.#matching.look(view);
    this.#completeness.look(view);
    this.#backed.look(view);
    this.#verified.look(view);
    this.#commitment.look(view);
    this.#snapshots.look(view);
    this.#oneChange.look(view);
    this.#ownCommitFirst.look(view);
    this.#machines.applied(view.life, view.state.appliedIndex);
  }

  /** `state`: of the speaker, now; null: it has none yet. */
  said(life: string, message: Message, state: ServerState | null): void {
    this.#promises.said(life, message, state);
    this.durable.said(message);
    this.#quorumContact.said(life, message, state, this.#nowMs());
    this.#oneVote.said(message);
    this.#remembers.said(message);
  }

  /** A life begins with what its disk holds. */
  found(life: string, member: Member, recovered: Recovered, snapshot: LogPosition): void {
    const lost = this.durable.found(member, recovered, snapshot);
    if (lost !== null) this.report("durability", `${life}: ${lost}`);
  }

  /** A linearizable read is asked for now. To be told of where it was served. */
  reads(life: string): (appliedIndex: Index) => void {
    return this.#reads.asked(life);
  }

  starts(life: string, state: ServerState): void {
    this.#remembers.starts(life, state);
  }

  leads(life: string, term: ServerState["term"]): void {
    this.#election.leads(life, term);
  }

  held(life: string, fromMs: number, untilMs: number): void {
    this.#leases.held(life, fromMs, untilMs);
  }

  executes(life: string, index: number, command: Uint8Array, result: Uint8Array): void {
    this.#machines.executes(life, index, command, result);
  }

  restored(life: string): void {
    this.#machines.restored(life);
  }

  /** Once all is over. */
  finish(operations: readonly Operation[]): void {
    this.#truth.finish(operations, this.#writes());
    const problem = linearizabilityViolation(operations);
    if (problem !== null) this.report("linearizability", problem);
  }

  #writes(): Write[] {
    return [...this.#machines.commands()].flatMap(({ index, command, result }) => {
      const decoded = decodeCommand(command);
      if (decoded === null || decoded.type === "delete" || decodeResult(result)?.type !== "written") return [];
      return [{ key: decoded.key, value: Buffer.from(decoded.value).toString(), revision: index }];
    });
  }

  #as(checker: string): Report {
    return (what) => this.report(checker, what);
  }
}
