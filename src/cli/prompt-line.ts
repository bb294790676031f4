/** The line in which a person types, as it is drawn. Law: it fits, the caret is always in sight, and nothing typed can move the cursor. */
import type { Foot } from "./screen.ts";
import { span } from "./span.ts";
import { clipText, printable, textWidth } from "./text-width.ts";

export interface TypedLine {
  readonly text: string;
  /** Index into the text, as editors count. */
  readonly caret: number;
}

export const PROMPT_SIGN = "> ";
const CUT = "…";

export function footOf({ text, caret }: TypedLine, columns: number): Foot {
  const room = Math.max(4, columns - 1 - PROMPT_SIGN.length);
  const before = endOf(printable(text.slice(0, caret)), room - 1);
  const after = clipText(printable(text.slice(caret)), room - textWidth(before));
  return {
    line: [span(PROMPT_SIGN, "bold"), span(before + after)],
    caret: PROMPT_SIGN.length + textWidth(before),
  };
}

/** The longest end of `text` that takes at most `columnsMax` columns, marked where it was cut. */
function endOf(text: string, columnsMax: number): string {
  if (textWidth(text) <= columnsMax) return text;
  let end = "";
  for (const character of [...text].reverse()) {
    if (textWidth(end + character) + 1 > columnsMax) break;
    end = character + end;
  }
  return CUT + end;
}
