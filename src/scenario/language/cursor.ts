/**
 * A place in a line of tokens. Law: whatever was asked for at the place where reading stopped is what was expected there, so
 * that no rule of the grammar has to say what it would have taken instead.
 */
import { type Token, type TokenType, tokensOf } from "./tokens.ts";

/** A word or sign of the language as it is written, or a kind of thing. */
export type Expected =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "kind"; readonly kind: ExpectedKind };

export type ExpectedKind =
  | "statement"
  | "condition"
  | "node"
  | "time"
  | "number"
  | "percent"
  | "drift"
  | "messageKind"
  | "key"
  | "value"
  | "name"
  | "termName"
  | "code"
  | "end"
  | "clusterFirst"
  | "noSecondCluster"
  | "timeouts"
  | "heartbeat"
  | "lease"
  | "size";

/** Where a scenario cannot be understood. */
export interface ParseProblem {
  /** From 1, both. */
  readonly line: number;
  readonly column: number;
  /** The whole line, as written. */
  readonly text: string;
  readonly expected: readonly Expected[];
  /** What stands there; "": nothing. */
  readonly found: string;
}

export class ParseError extends Error {
  readonly problem: ParseProblem;

  constructor(problem: ParseProblem) {
    super(`line ${problem.line}, column ${problem.column}`);
    this.name = "ParseError";
    this.problem = problem;
  }
}

export class Cursor {
  readonly line: number;
  readonly text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Asked for where the reading is now. */
  #expected: Expected[] = [];

  constructor(text: string, line: number) {
    this.text = text;
    this.line = line;
    this.#tokens = tokensOf(text);
  }

  get next(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1);
    if (token === undefined) throw new RangeError("a line has an end at least");
    return token;
  }

  get isEmpty(): boolean {
    return this.#tokens.length === 1;
  }

  /** Takes the word or sign if it is next. */
  take(text: string): boolean {
    this.#expected.push({ type: "literal", text });
    const { type } = this.next;
    if (this.next.text !== text || (type !== "word" && type !== "symbol")) return false;
    this.#step();
    return true;
  }

  /** All of the words, or none. */
  takeAll(...words: readonly string[]): boolean {
    const [first = "", ...rest] = words;
    const follows = rest.every((word, offset) => this.#tokens[this.#at + 1 + offset]?.text === word);
    if (!follows) {
      this.#expected.push({ type: "literal", text: words.join(" ") });
      return false;
    }
    if (!this.take(first)) return false;
    return rest.every((word) => this.take(word));
  }

  /** Takes a token of one of the types if it is next. */
  takeType(kind: ExpectedKind, ...types: readonly TokenType[]): Token | null {
    this.#expected.push({ type: "kind", kind });
    const { next } = this;
    if (!types.includes(next.type)) return null;
    this.#step();
    return next;
  }

  needType(kind: ExpectedKind, ...types: readonly TokenType[]): Token {
    return this.takeType(kind, ...types) ?? this.fail();
  }

  need(text: string): void {
    if (!this.take(text)) this.fail();
  }

  /** Takes whichever of the words is next. */
  takeOneOf<Word extends string>(words: readonly Word[]): Word | null {
    return words.find((word) => this.take(word)) ?? null;
  }

  needOneOf<Word extends string>(words: readonly Word[]): Word {
    return this.takeOneOf(words) ?? this.fail();
  }

  /** There must be no more. */
  end(): void {
    if (this.takeType("end", "end") === null) this.fail();
  }

  /** Not what was expected; `kind`: nor anything but this. `token`: there, rather than at what is next. */
  fail(kind: ExpectedKind | null = null, { column, text }: Token = this.next): never {
    const expected = kind === null ? distinct(this.#expected) : [{ type: "kind", kind } as const];
    throw new ParseError({ line: this.line, column, text: this.text, expected, found: text });
  }

  #step(): void {
    this.#at = Math.min(this.#at + 1, this.#tokens.length - 1);
    this.#expected = [];
  }
}

const nameOf = (one: Expected): string => (one.type === "literal" ? `"${one.text}` : one.kind);

const distinct = (all: readonly Expected[]): Expected[] => [...new Map(all.map((one) => [nameOf(one), one])).values()];
