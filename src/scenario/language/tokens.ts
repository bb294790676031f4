/**
 * One line of a scenario as tokens. Law: every character is either understood or named in an error; a comment begins with #
 * and ends with the line.
 */
export type TokenType = "word" | "number" | "time" | "percent" | "text" | "symbol" | "unknown" | "end";

export interface Token {
  readonly type: TokenType;
  /** As written, without quotes. */
  readonly text: string;
  /** From 1. */
  readonly column: number;
  /** Of a number as it is, of a time in ms, of a percentage in parts of 1; otherwise NaN. */
  readonly value: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const PATTERN =
  /(?<gap>\s+|#.*)|"(?<text>[^"]*)"|(?<amount>[+-]?\d+(?:\.\d+)?)(?<unit>ms|s|m|h|%)(?!\w)|(?<number>\d+)(?!\w)|(?<word>[A-Za-z_][\w-]*)|(?<symbol><>|->|!=|>=|<=|\.\.|[<>|=,!])|(?<unknown>\S+)/gy;

export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(PATTERN)) {
    const { gap, text, amount, unit, number, word, symbol, unknown } = match.groups ?? {};
    if (gap !== undefined) continue;
    const column = match.index + 1;
    const plain = (type: TokenType, written: string): Token => ({ type, text: written, column, value: Number.NaN });
    if (amount !== undefined && unit !== undefined) tokens.push(measured(match[0], amount, unit, column));
    else if (number !== undefined) tokens.push({ type: "number", text: number, column, value: Number(number) });
    else if (text !== undefined) tokens.push(plain("text", text));
    else if (word !== undefined) tokens.push(plain("word", word));
    else if (symbol !== undefined) tokens.push(plain("symbol", symbol));
    else tokens.push(plain("unknown", unknown ?? match[0]));
  }
  const end = line.replace(/\s*(#.*)?$/, "").length + 1;
  return [...tokens, { type: "end", text: "", column: end, value: Number.NaN }];
}

function measured(text: string, amount: string, unit: string, column: number): Token {
  if (unit === "%") return { type: "percent", text, column, value: Number(amount) / 100 };
  return { type: "time", text, column, value: Number(amount) * (UNIT_MS[unit] ?? 1) };
}
