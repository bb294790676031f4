/**
 * All that the clients of a run asked, and were told: judged as it goes, so that a run may be long. Law: no operation is
 * forgotten before it was judged; a key is used for a while, then closed, and then its history stands for itself.
 *
 * Of a closed key only what may be read there is kept, and it is read once more when all is over.
 */
import { type Call, History, type Operation, type Outcome } from "../history.ts";
import { linearizabilityViolation } from "../linearizability.ts";
import { lastValues } from "./last-values.ts";

/** A history so long is searched at once, whatever it holds. */
const OPERATIONS_A_KEY = 200;

export interface BookOptions {
  readonly nowMs: () => number;
  readonly slots: number;
  readonly report: (checker: "linearizability" | "acknowledged", what: string) => void;
  readonly onOperation: (operation: Operation) => void;
}

interface Page {
  readonly history: History;
  begun: number;
  isClosed: boolean;
}

export interface Outage {
  readonly fromMs: number;
  readonly forMs: number;
}

/** What is under way: to be told how it ended. */
export type End = (outcome: Outcome) => void;

export class Book {
  readonly #options: BookOptions;
  /** By slot: which of its keys is in use. */
  readonly #inUse: number[];
  readonly #pages = new Map<string, Page>();
  /** Of keys that were judged: what may be there. */
  readonly #expected = new Map<string, ReadonlySet<string | null>>();
  #operations = 0;
  #unknown = 0;
  #lastWriteMs: number;
  #outage: Outage;

  constructor(options: BookOptions) {
    this.#options = options;
    this.#inUse = Array.from({ length: options.slots }, () => 0);
    this.#lastWriteMs = options.nowMs();
    this.#outage = { fromMs: this.#lastWriteMs, forMs: 0 };
  }

  get operations(): number {
    return this.#operations;
  }

  get unknown(): number {
    return this.#unknown;
  }

  /** The longest time in which no write was acknowledged, up to now. */
  get longestOutage(): Outage {
    const lasting = { fromMs: this.#lastWriteMs, forMs: this.#options.nowMs() - this.#lastWriteMs };
    return lasting.forMs > this.#outage.forMs ? lasting : this.#outage;
  }

  /** All that were ever used. */
  get keys(): readonly string[] {
    return [...this.#expected.keys(), ...this.#pages.keys()];
  }

  /** The key that is in use in this slot, from 0. */
  key(slot: number): string {
    return `chaos-${slot}.${this.#inUse[slot] ?? 0}`;
  }

  begin(client: string, slot: number, call: Call, isStale = false): End {
    const key = this.key(slot);
    const page = this.#page(key);
    page.begun += 1;
    const end = this.#begin(page, client, key, call, isStale);
    if (page.begun >= OPERATIONS_A_KEY) this.#close(slot, page);
    return end;
  }

  /** What is there in the end. */
  readBack(client: string, key: string): End {
    const page = this.#page(key);
    return this.#begin(page, client, key, { type: "get" }, false);
  }

  /** Nothing more will happen: judges what has not been judged. What is under way stays unknown. */
  finish(): void {
    for (const [key, page] of [...this.#pages]) this.#judge(key, page);
  }

  #page(key: string): Page {
    const page = this.#pages.get(key) ?? { history: new History(), begun: 0, isClosed: false };
    this.#pages.set(key, page);
    return page;
  }

  #close(slot: number, page: Page): void {
    page.isClosed = true;
    this.#inUse[slot] = (this.#inUse[slot] ?? 0) + 1;
  }

  #begin(page: Page, client: string, key: string, call: Call, isStale: boolean): End {
    const { nowMs } = this.#options;
    const startMs = nowMs();
    const id = page.history.begin(client, key, call, startMs, isStale);
    return (outcome) => {
      const endMs = nowMs();
      page.history.end(id, outcome, endMs);
      this.#count(call, outcome, endMs);
      const shownEndMs = outcome.type === "unknown" ? Number.POSITIVE_INFINITY : endMs;
      this.#options.onOperation({ client, key, call, isStale, startMs, endMs: shownEndMs, outcome });
      if (page.isClosed && page.history.underWay === 0) this.#judge(key, page);
    };
  }

  #count(call: Call, outcome: Outcome, endMs: number): void {
    this.#operations += 1;
    if (outcome.type === "unknown") this.#unknown += 1;
    if (call.type === "get" || (outcome.type !== "done" && outcome.type !== "conflict")) return;
    this.#outage = this.longestOutage;
    this.#lastWriteMs = endMs;
  }

  #judge(key: string, page: Page): void {
    this.#pages.delete(key);
    const { report } = this.#options;
    const operations = page.history.operations();
    const expected = this.#expected.get(key);
    for (const { outcome } of operations)
      if (expected !== undefined && outcome.type === "read" && !expected.has(outcome.value))
        report(
          "acknowledged",
          `${key} is ${outcome.value ?? "absent"} in the end: ${namesOf(expected)} was to be there`,
        );
    if (expected !== undefined) return;
    const violation = linearizabilityViolation(operations);
    if (violation !== null) report("linearizability", violation);
    this.#expected.set(key, lastValues(operations));
  }
}

const namesOf = (values: ReadonlySet<string | null>): string =>
  [...values].map((value) => value ?? "nothing").join(" or ");
