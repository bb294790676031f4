/**
 * What a scenario has written, and what must therefore be there. Law: a write that was acknowledged is there, unless one that
 * began after that was acknowledged, or may have been executed, wrote over it; one that was refused is not.
 */
import type { Answer } from "./stage.ts";

interface Written {
  readonly key: string;
  /** null: deleted. */
  readonly value: string | null;
  readonly begunMs: number;
  /** null: not answered yet. */
  answer: Answer | null;
  answeredMs: number;
}

export class WriteBook {
  readonly #written: Written[] = [];

  /** To be told the answer. */
  begin(key: string, value: string | null, nowMs: number): (answer: Answer, nowMs: number) => void {
    const written: Written = { key, value, begunMs: nowMs, answer: null, answeredMs: Number.POSITIVE_INFINITY };
    this.#written.push(written);
    return (answer, answeredMs) => {
      written.answer = answer;
      written.answeredMs = answeredMs;
    };
  }

  /** Of the last write to `key` that was begun; undefined: there was none. null: it has no answer yet. */
  answer(key: string): Answer | null | undefined {
    return this.#written.findLast((one) => one.key === key)?.answer;
  }

  /** Those of which a write was acknowledged. */
  keys(): string[] {
    return [...new Set(this.#written.filter(({ answer }) => answer?.type === "done").map(({ key }) => key))];
  }

  /** What may be read under a key of which a write was acknowledged. */
  allowed(key: string): (string | null)[] {
    const all = this.#written.filter((one) => one.key === key && one.answer?.type !== "refused");
    const acknowledged = all.filter(({ answer }) => answer?.type === "done");
    const isWrittenOver = (one: Written): boolean =>
      one.answer?.type === "done" && acknowledged.some((other) => other.begunMs >= one.answeredMs && other !== one);
    return [...new Set(all.filter((one) => !isWrittenOver(one)).map(({ value }) => value))];
  }
}
