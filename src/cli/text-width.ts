/**
 * How many terminal columns a text takes. Law: whoever aligns or cuts text asks here, never `length`: a Chinese character
 * takes two columns, a combining mark none.
 *
 * The ranges are those of UAX #11, classes W and F, merged where only unassigned characters lie between. Characters of
 * class A (ambiguous) count as one column, as terminals show them unless told otherwise.
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

const TAKES_NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u;

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return 1;
  if (TAKES_NO_COLUMN.test(character)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

export function textWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

/** The longest beginning of `text` that takes at most `columnsMax` columns. */
export function clipText(text: string, columnsMax: number): string {
  let columns = 0;
  let clipped = "";
  for (const character of text) {
    columns += characterWidth(character);
    if (columns > columnsMax) break;
    clipped += character;
  }
  return clipped;
}

export const padEndTo = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - textWidth(text)));

export const padStartTo = (text: string, columns: number): string =>
  " ".repeat(Math.max(0, columns - textWidth(text))) + text;

/** Text from outside, safe to print: control characters could move the cursor or recolour the screen. */
export const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (c) => `\\x${(c.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`);
