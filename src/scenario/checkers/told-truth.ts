/**
 * What clients are told is true (DESIGN 3.10): what was acknowledged has been executed, at the revision that was told, and is
 * in what every server executes; what was said to be surely not executed never was; no command was executed twice; and a stale
 * read shows a state that there was.
 */
import { type Operation, operationText } from "../history.ts";
import type { Report } from "../server-view.ts";

/** A command that was executed somewhere: of a put or a cas that took effect. */
export interface Write {
  readonly key: string;
  readonly value: string;
  readonly revision: number;
}

export class ToldTruth {
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** `executed`: of every put and cas that was executed, in the order of the log; a cas may have changed nothing. */
  finish(operations: readonly Operation[], executed: readonly Write[]): void {
    const byValue = new Map<string, Write[]>();
    for (const write of executed) byValue.set(write.value, [...(byValue.get(write.value) ?? []), write]);
    for (const [value, writes] of byValue)
      if (writes.length > 1)
        this.#report(
          `the write of ${value} is executed ${writes.length} times: at ${writes.map((one) => one.revision).join(", ")}`,
        );
    for (const operation of operations) this.#check(operation, byValue);
  }

  #check(operation: Operation, byValue: ReadonlyMap<string, readonly Write[]>): void {
    const { call, outcome } = operation;
    if (outcome.type === "read" && outcome.value !== null) {
      const written = byValue.get(outcome.value)?.some(({ revision }) => revision === outcome.revision) ?? false;
      if (!written) this.#report(`nobody wrote what was read: ${operationText(operation)}`);
    }
    if (!("value" in call)) return;
    const writes = byValue.get(call.value) ?? [];
    if (outcome.type === "refused" && writes.length > 0)
      this.#report(`said not to be executed, and executed at ${writes[0]?.revision}: ${operationText(operation)}`);
    if (outcome.type === "done" && !writes.some(({ revision }) => revision === outcome.revision))
      this.#report(`acknowledged, and not in the log of the cluster: ${operationText(operation)}`);
  }
}
