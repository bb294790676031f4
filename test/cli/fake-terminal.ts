/** As much of a terminal as the live view uses: lines, CUU, CUF, EL, ED, and cursor visibility. Anything else is an error. */
export class FakeTerminal {
  cursorVisible = true;
  readonly #columns: number;
  #lines: string[] = [""];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(text: string): void {
    for (const [part] of text.matchAll(/\p{Cc}\[[?\d;]*[A-Za-z]|\r|\n|\P{Cc}+/gu)) this.#perform(part);
  }

  /** From 0, both. */
  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row, column: this.#column };
  }

  text(): string {
    return this.#lines
      .map((line) => line.trimEnd())
      .join("\n")
      .trimEnd();
  }

  #perform(part: string): void {
    if (part === "\r") this.#column = 0;
    else if (part === "\n") this.#feed();
    else if (part === "\x1b[K") this.#lines[this.#row] = this.#line().slice(0, this.#column);
    else if (part === "\x1b[J") this.#lines = [...this.#lines.slice(0, this.#row), this.#line().slice(0, this.#column)];
    else if (part === "\x1b[?25l" || part === "\x1b[?25h") this.cursorVisible = part.endsWith("h");
    else if (/^\p{Cc}\[\d+A$/u.test(part)) this.#up(Number(part.slice(2, -1)));
    else if (/^\p{Cc}\[\d+C$/u.test(part)) this.#column += Number(part.slice(2, -1));
    else if (part.startsWith("\x1b")) throw new Error(`unknown sequence ${JSON.stringify(part)}`);
    else this.#print(part);
  }

  #line(): string {
    return this.#lines[this.#row] ?? "";
  }

  /** With ONLCR, as terminals are set: down and to the left. */
  #feed(): void {
    this.#row += 1;
    this.#column = 0;
    this.#lines[this.#row] ??= "";
  }

  #up(lines: number): void {
    if (lines > this.#row) throw new Error(`up ${lines} from row ${this.#row}`);
    this.#row -= lines;
  }

  #print(text: string): void {
    if (this.#column + text.length > this.#columns) throw new Error(`wider than the terminal: ${text}`);
    const line = this.#line().padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + text + line.slice(this.#column + text.length);
    this.#column += text.length;
  }
}

export const withoutSequences = (text: string): string => text.replace(/\p{Cc}\[[?\d;]*[A-Za-z]|\r/gu, "");
