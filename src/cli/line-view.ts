/** For a file, a pipe or a terminal that cannot move its cursor. Law: every line is whole when it is written, and stays. */
import { chaosLines } from "./chaos-text.ts";
import { failureMessage } from "./error-message.ts";
import { eventLine, noteLine, summaryLine } from "./event-line.ts";
import { PROGRAM } from "./flags.ts";
import type { Language } from "./language.ts";
import { sayIn } from "./messages.ts";
import { type Span, spansText } from "./span.ts";
import type { View } from "./view.ts";
import type { Output } from "./world.ts";

/** `quiet`: of a cluster that is broken on purpose there would be too many lines; what is found is told. */
export function lineView(stdout: Output, stderr: Output, language: Language, quiet = false): View {
  const say = sayIn(language);
  const print = (spans: readonly Span[]) => stdout.write(`${spansText(spans, false)}\n`);
  return {
    promptArea: null,
    event: (event, atMs) => {
      if (!quiet) print(eventLine(language, event, atMs));
    },
    chaos: (note, atMs) => {
      for (const line of chaosLines(say, note, atMs)) print(line);
    },
    watch: () => {},
    log: (line) => stderr.write(`${line}\n`),
    stopping: (atMs) => print(noteLine(say("line.stopping"), atMs)),
    summary: (tally, atMs, killed) => print(summaryLine(say, tally, atMs, killed)),
    failure: (error) => stderr.write(`${PROGRAM}: ${failureMessage(language, error)}\n`),
    close: () => {},
  };
}
