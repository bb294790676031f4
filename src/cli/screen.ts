/**
 * A block of lines at the bottom of a terminal that is redrawn in place, with ordinary lines scrolling away above it.
 *
 * Law: while the block stands, the cursor rests hidden on the line after it, at the left; whatever ends the block shows the
 * cursor again. All of a change goes out in one write, so that no half-drawn state is ever seen.
 *
 * Sequences (ECMA-48; `?25` is DEC's): CUU moves up, EL clears to the end of the line, ED to the end of the screen.
 */

import type { TerminalSize } from "./node-table.ts";
import { type Span, spansText, spansWidth } from "./span.ts";
import type { Output } from "./world.ts";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const CLEAR_LINE_REST = "\x1b[K";
const CLEAR_SCREEN_REST = "\x1b[J";

const up = (lines: number): string => (lines === 0 ? "\r" : `\r\x1b[${lines}A`);

/** Where a terminal does not tell its size. */
const FALLBACK: TerminalSize = { columns: 80, rows: 24 };

export const terminalSize = ({ columns, rows }: Output): TerminalSize => ({
  columns: columns || FALLBACK.columns,
  rows: rows || FALLBACK.rows,
});

export class Screen {
  readonly #output: Output;
  readonly #colours: boolean;
  #drawn: readonly (readonly Span[])[] = [];
  #text = "";
  #cursorHidden = false;

  constructor(output: Output, colours: boolean) {
    this.#output = output;
    this.#colours = colours;
  }

  /** Replaces the block; writes nothing where it is the same as before. */
  draw(block: readonly (readonly Span[])[]): void {
    const text = this.#blockText(block);
    if (text === this.#text) return;
    this.#write(up(this.#height()) + text + CLEAR_SCREEN_REST, block, text);
  }

  /** A line that stays, above the block. */
  print(line: readonly Span[], block: readonly (readonly Span[])[] = this.#drawn): void {
    const text = this.#blockText(block);
    this.#write(`${this.#upAndClear()}${spansText(line, this.#colours)}\n${text}`, block, text);
  }

  /** Lets somebody else write whole lines to the same terminal, above the block. */
  interrupt(write: () => void): void {
    const block = this.#drawn;
    this.erase();
    write();
    this.draw(block);
  }

  /** Takes the block away and shows the cursor. */
  erase(): void {
    if (this.#drawn.length > 0) this.#output.write(this.#upAndClear());
    this.#drawn = [];
    this.#text = "";
    if (this.#cursorHidden) this.#output.write(SHOW_CURSOR);
    this.#cursorHidden = false;
  }

  #write(sequence: string, block: readonly (readonly Span[])[], text: string): void {
    const hide = block.length > 0 && !this.#cursorHidden;
    this.#output.write(hide ? HIDE_CURSOR + sequence : sequence);
    this.#cursorHidden ||= hide;
    this.#drawn = block;
    this.#text = text;
  }

  #blockText(block: readonly (readonly Span[])[]): string {
    return block.map((line) => `${spansText(line, this.#colours)}${CLEAR_LINE_REST}\n`).join("");
  }

  #upAndClear(): string {
    return up(this.#height()) + CLEAR_SCREEN_REST;
  }

  /** A terminal that became narrower has broken the block's lines: each takes as many rows as it needs now. */
  #height(): number {
    const { columns } = terminalSize(this.#output);
    return this.#drawn.reduce((rows, line) => rows + Math.max(1, Math.ceil(spansWidth(line) / columns)), 0);
  }
}
