/**
 * Text with a style, kept apart until it is written. Law: widths are measured and lines cut before colours are added, so
 * that an escape sequence is never counted as text nor cut in half.
 */
import { clipText, textWidth } from "./text-width.ts";

export type Style = "plain" | "bold" | "dim" | "red" | "green" | "yellow";

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** Select Graphic Rendition parameters (ECMA-48 8.3.117). */
const SGR: Readonly<Record<Exclude<Style, "plain">, string>> = {
  bold: "1",
  dim: "2",
  red: "31",
  green: "32",
  yellow: "33",
};

export const span = (text: string, style: Style = "plain"): Span => ({
  text,
  style,
});

export const spansWidth = (spans: readonly Span[]): number =>
  spans.reduce((columns, { text }) => columns + textWidth(text), 0);

/** Cuts a line to `columnsMax` columns; a cut line ends in an ellipsis. */
export function clipSpans(spans: readonly Span[], columnsMax: number): Span[] {
  if (spansWidth(spans) <= columnsMax) return [...spans];
  if (columnsMax <= 0) return [];
  const clipped: Span[] = [];
  let left = columnsMax - 1;
  for (const { text, style } of spans) {
    const part = clipText(text, left);
    clipped.push({ text: part === text ? part : `${part}…`, style });
    if (part !== text) return clipped;
    left -= textWidth(part);
  }
  return clipped;
}

const paint = ({ text, style }: Span): string => (style === "plain" ? text : `\x1b[${SGR[style]}m${text}\x1b[0m`);

export const spansText = (spans: readonly Span[], colours: boolean): string =>
  spans.map((part) => (colours ? paint(part) : part.text)).join("");
