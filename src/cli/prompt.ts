/**
 * Commands under the live view: what is typed is echoed above the table, and what comes of it is told there.
 *
 * Law: a line is done as soon as it is typed, whatever an earlier one still waits for; an answer that comes after another line
 * says to which it belongs. The terminal is given back as it was found.
 */
import type { ClusterEvent } from "../supervisor/events.ts";
import { failureMessage } from "./error-message.ts";
import { noteLine } from "./event-line.ts";
import { FaultWatch } from "./fault-watch.ts";
import type { Language } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import { ChaosDesk } from "./prompt-chaos.ts";
import type { PromptCommand } from "./prompt-command.ts";
import { completionOf } from "./prompt-completion.ts";
import { PromptEditor } from "./prompt-editor.ts";
import { PromptExecutor } from "./prompt-executor.ts";
import { understand } from "./prompt-grammar.ts";
import { PROMPT_SIGN } from "./prompt-line.ts";
import { columnOf, problemLines } from "./prompt-text.ts";
import { markAt } from "./scenario-text.ts";
import { type Span, type Style, span } from "./span.ts";
import { printable, textWidth } from "./text-width.ts";
import type { PromptArea, View } from "./view.ts";
import type { RunningCluster, World } from "./world.ts";

export interface PromptParts {
  readonly world: World;
  readonly view: View;
  readonly area: PromptArea;
  readonly cluster: RunningCluster;
  readonly language: Language;
  /** The person wants to end; a second time, at once. */
  readonly onQuit: () => void;
}

/** After so long without an answer a person is told that it is waited for. */
const SLOW_MS = 2_000;
const KEYS_MAX = 100;

export class Prompt {
  readonly #parts: PromptParts;
  readonly #say: Say;
  readonly #faults = new FaultWatch();
  readonly #chaos: ChaosDesk;
  readonly #executor: PromptExecutor;
  readonly #editor: PromptEditor;
  readonly #releases: (() => void)[];
  #keys: string[] = [];
  #lines = 0;
  #isOver = false;

  constructor(parts: PromptParts) {
    const { world, view, area, cluster, language, onQuit } = parts;
    this.#parts = parts;
    this.#say = sayIn(language);
    const { nowMs } = world;
    this.#chaos = new ChaosDesk({
      cluster,
      say: this.#say,
      nowMs,
      tell: (note) => view.chaos(note, nowMs()),
      fail: (error) => this.#print([failureMessage(language, error)], "red"),
    });
    this.#executor = new PromptExecutor({
      ...{ cluster, language, timers: world.timers, chaos: this.#chaos, quit: onQuit },
      faults: () => this.#faults.seen(nowMs()),
      columns: () => area.columns - 1,
    });
    this.#editor = new PromptEditor(world.stdin, {
      onChange: () => this.#show(),
      onLine: (line) => void this.#enter(line),
      onInterrupt: onQuit,
      onEnd: onQuit,
      onSuspend: () => this.#suspend(),
      complete: (line) => completionOf(line, { nodeIds: cluster.nodeIds, keys: this.#keys }),
    });
    this.#releases = [world.onSignal("SIGCONT", () => this.#resume())];
    this.#show();
  }

  /** @returns whether it was told of already, as the answer to what was typed */
  observe(event: ClusterEvent, atMs: number): boolean {
    this.#faults.observe(event, atMs);
    return event.type === "faultBegan" && this.#executor.isInjecting;
  }

  /** The keys are the terminal's own again: Ctrl-C is a signal. */
  leave(): void {
    for (const release of this.#releases.splice(0)) release();
    this.#editor.close();
    this.#parts.area.show(null, "");
  }

  /** Resolves once nothing that was begun here goes on. */
  async close(): Promise<void> {
    this.leave();
    if (this.#chaos.isRunning) this.#print([this.#say("prompt.chaosFirst")], "yellow");
    await Promise.all([this.#chaos.close(), this.#executor.close()]);
    this.#isOver = true;
  }

  async #enter(line: string): Promise<void> {
    const { nodeIds } = this.#parts.cluster;
    const understood = understand(line, nodeIds);
    if (understood.type === "nothing") return;
    this.#lines += 1;
    this.#echo(line);
    if (understood.type === "command") return this.#do(line, understood.command);
    const { problem } = understood;
    this.#parts.area.print([[span(`${ECHO_INDENT}${markAt(line, columnOf(problem))}`, "red")]]);
    this.#print(problemLines(this.#say, problem, nodeIds), "plain");
  }

  async #do(line: string, command: PromptCommand): Promise<void> {
    const own = this.#lines;
    if ("key" in command) this.#keys = [...new Set([command.key, ...this.#keys])].slice(0, KEYS_MAX);
    const cancel = this.#parts.world.timers.after(SLOW_MS, () => {
      this.#print([this.#say("prompt.slow", { line: printable(line.trim()) })], "dim");
    });
    const { ok, lines } = await this.#executor.execute(command);
    cancel();
    const [first, ...rest] = lines;
    if (first === undefined) return;
    const isLate = own !== this.#lines;
    const answer = isLate ? this.#say("prompt.answerTo", { line: printable(line.trim()), answer: first }) : first;
    this.#print([answer, ...rest], ok ? "plain" : "red", command.type === "help" ? "" : ANSWER_INDENT);
  }

  #echo(line: string): void {
    const [moment = span("")] = noteLine("", this.#parts.world.nowMs());
    this.#parts.area.print([[moment, span(`${PROMPT_SIGN}${printable(line)}`, "bold")]]);
  }

  /** Below what was typed; a page of help takes all the width that there is. */
  #print(lines: readonly string[], style: Style, indent = ANSWER_INDENT): void {
    if (!this.#isOver) this.#parts.area.print(lines.map((line): Span[] => [span(`${indent}${line}`, style)]));
  }

  #show(): void {
    const { line, offers } = this.#editor;
    const isUntouched = this.#lines === 0 && line.text === "";
    this.#parts.area.show(line, isUntouched ? this.#say("line.promptHint") : offers.join("  "));
  }

  #suspend(): void {
    this.#editor.setRaw(false);
    this.#parts.area.suspend();
  }

  #resume(): void {
    this.#editor.setRaw(true);
    this.#show();
  }
}

/** As wide as the moment that stands before each line. */
const ANSWER_INDENT = " ".repeat(10);
const ECHO_INDENT = " ".repeat(10 + textWidth(PROMPT_SIGN));
