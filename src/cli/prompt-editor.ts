/**
 * The keys of a person, edited into lines by Node's `readline`: history by the arrows, Ctrl-A, -E, -K, -U, -W, Tab.
 *
 * Law: it writes nothing to the terminal; whoever draws the screen is told that the line has changed, and asks for it. What
 * readline would draw goes nowhere, so that it may draw what it likes.
 */
import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import type { Completion } from "./prompt-completion.ts";
import type { TypedLine } from "./prompt-line.ts";
import type { InputStream } from "./world.ts";

export interface EditorHandlers {
  /** Something was typed, moved or offered. */
  onChange(): void;
  onLine(line: string): void;
  /** Ctrl-C on an empty line. */
  onInterrupt(): void;
  /** Ctrl-D on an empty line, or nobody is there any more. */
  onEnd(): void;
  /** Ctrl-Z. */
  onSuspend(): void;
  complete(line: string): Completion;
}

const HISTORY_LINES = 500;

export class PromptEditor {
  readonly #input: InputStream;
  readonly #handlers: EditorHandlers;
  readonly #interface: Interface;
  #offers: readonly string[] = [];
  #isTold = false;
  #isClosed = false;

  constructor(input: InputStream, handlers: EditorHandlers) {
    this.#input = input;
    this.#handlers = handlers;
    const nowhere = new Writable({
      write: (_chunk, _encoding, done) => {
        this.#changed();
        done();
      },
    });
    this.#interface = createInterface({
      input,
      output: nowhere,
      terminal: true,
      prompt: "",
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
      completer: (line: string) => this.#complete(line),
    });
    input.on("keypress", this.#onKey);
    this.#interface
      .on("line", (line) => handlers.onLine(line))
      .on("SIGINT", () => this.#interrupt())
      .on("SIGTSTP", () => handlers.onSuspend())
      .on("close", () => this.#ended());
  }

  get line(): TypedLine {
    return { text: this.#interface.line, caret: this.#interface.cursor };
  }

  /** What Tab has found, where that was more than one thing; until the next key. */
  get offers(): readonly string[] {
    return this.#offers;
  }

  /** Raw while it edits; as it was found, for whom else the terminal is. */
  setRaw(raw: boolean): void {
    if (!this.#isClosed) this.#input.setRawMode?.(raw);
  }

  /** Gives the terminal back. May be called more than once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#input.removeListener("keypress", this.#onKey);
    this.#interface.close();
  }

  readonly #onKey = (_text: unknown, key: { readonly name?: string } | undefined): void => {
    if (key?.name !== "tab") this.#offers = [];
    this.#changed();
  };

  #complete(line: string): [string[], string] {
    const { partial, offers } = this.#handlers.complete(line);
    this.#offers = offers.length > 1 ? offers : [];
    return [offers.map((offer) => (offers.length === 1 ? `${offer} ` : offer)), partial];
  }

  /** Once a turn is enough, when readline has done all that the key asks for. */
  #changed(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    setImmediate(() => {
      this.#isTold = false;
      if (!this.#isClosed) this.#handlers.onChange();
    });
  }

  #interrupt(): void {
    if (this.#interface.line === "") return this.#handlers.onInterrupt();
    this.#interface.write(null, { ctrl: true, name: "e" });
    this.#interface.write(null, { ctrl: true, name: "u" });
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.close();
    this.#handlers.onEnd();
  }
}
