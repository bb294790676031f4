/**
 * A block of lines at the bottom of a terminal that is redrawn in place, with ordinary lines scrolling away above it, and
 * perhaps a foot under it: one line in which a person types.
 *
 * Law: while the block stands, the cursor rests on the line after it: at the left and hidden, or at its place in the foot and
 * shown; whatever ends the block shows the cursor again. All of a change goes out in one write, so that no half-drawn state
 * is ever seen.
 *
 * Sequences (ECMA-48; `?25` is DEC's): CUU moves up, CUF to the right, EL clears to the end of the line, ED to the end of the
 * screen.
 */

import type { TerminalSize } from "./node-table.ts";
import { type Span, spansText, spansWidth } from "./span.ts";
import type { Output } from "./world.ts";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const CLEAR_LINE_REST = "\x1b[K";
const CLEAR_SCREEN_REST = "\x1b[J";

/** What is being typed. It must fit into one line, with a column to spare for the caret. */
export interface Foot {
  readonly line: readonly Span[];
  /** From 0: where the caret stands. */
  readonly caret: number;
}

const right = (columns: number): string => (columns === 0 ? "\r" : `\r\x1b[${columns}C`);
const up = (lines: number): string => (lines === 0 ? "\r" : `\r\x1b[${lines}A`);

/** Where a terminal does not tell its size. */
const FALLBACK: TerminalSize = { columns: 80, rows: 24 };

export const terminalSize = ({ columns, rows }: Output): TerminalSize => ({
  columns: columns || FALLBACK.columns,
  rows: rows || FALLBACK.rows,
});

type Block = readonly (readonly Span[])[];

export class Screen {
  readonly #output: Output;
  readonly #colours: boolean;
  #drawn: Block = [];
  #text = "";
  #foot: Foot | null = null;
  #footText = "";
  #cursorHidden = false;

  constructor(output: Output, colours: boolean) {
    this.#output = output;
    this.#colours = colours;
  }

  /** Replaces block and foot; writes nothing where they are the same as before. */
  draw(block: Block, foot: Foot | null = this.#foot): void {
    const text = this.#blockText(block);
    const footText = this.#textOfFoot(foot);
    if (text === this.#text && footText === this.#footText) return;
    if (text === this.#text && foot !== null && this.#foot !== null) return this.#drawFoot(foot, footText);
    this.#write(`${this.#toTop()}${text}${CLEAR_SCREEN_REST}`, block, text, foot);
  }

  /** A line that stays, above the block. */
  print(line: readonly Span[], block: Block = this.#drawn): void {
    const text = this.#blockText(block);
    const stays = spansText(line, this.#colours);
    this.#write(`${this.#toTop()}${CLEAR_SCREEN_REST}${stays}\n${text}`, block, text, this.#foot);
  }

  /** Lets somebody else write whole lines to the same terminal, above the block. */
  interrupt(write: () => void): void {
    const [block, foot] = [this.#drawn, this.#foot];
    this.erase();
    write();
    this.draw(block, foot);
  }

  /** Takes block and foot away and shows the cursor. */
  erase(): void {
    if (this.#drawn.length > 0 || this.#foot !== null) this.#output.write(this.#toTop() + CLEAR_SCREEN_REST);
    this.#drawn = [];
    this.#text = "";
    this.#foot = null;
    this.#footText = "";
    if (this.#cursorHidden) this.#output.write(SHOW_CURSOR);
    this.#cursorHidden = false;
  }

  /** With a foot the cursor is hidden only while all is drawn, so that it is not seen to run about. */
  #write(sequence: string, block: Block, text: string, foot: Foot | null): void {
    const footText = this.#textOfFoot(foot);
    const hide = (block.length > 0 || foot !== null) && !this.#cursorHidden;
    const show = foot === null ? "" : footText + SHOW_CURSOR;
    this.#output.write((hide ? HIDE_CURSOR : "") + sequence + show);
    this.#cursorHidden = foot === null && (this.#cursorHidden || hide);
    this.#drawn = block;
    this.#text = text;
    this.#foot = foot;
    this.#footText = footText;
  }

  /** A key was pressed, and nothing else has changed. */
  #drawFoot(foot: Foot, footText: string): void {
    this.#output.write(`${up(this.#rowsOfFoot())}${CLEAR_SCREEN_REST}${footText}`);
    this.#foot = foot;
    this.#footText = footText;
  }

  #blockText(block: Block): string {
    return block.map((line) => `${spansText(line, this.#colours)}${CLEAR_LINE_REST}\n`).join("");
  }

  #textOfFoot(foot: Foot | null): string {
    return foot === null ? "" : `${spansText(foot.line, this.#colours)}${right(foot.caret)}`;
  }

  #toTop(): string {
    return up(this.#height() + this.#rowsOfFoot());
  }

  /** A terminal that became narrower has broken the block's lines: each takes as many rows as it needs now. */
  #height(): number {
    const { columns } = terminalSize(this.#output);
    return this.#drawn.reduce((rows, line) => rows + Math.max(1, Math.ceil(spansWidth(line) / columns)), 0);
  }

  /** Above the caret; the same goes for the foot. */
  #rowsOfFoot(): number {
    const { columns } = terminalSize(this.#output);
    return this.#foot === null ? 0 : Math.floor(this.#foot.caret / columns);
  }
}
