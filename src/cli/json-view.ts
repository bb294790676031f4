/** For programs. Law: stdout carries JSON lines only; what a person should know besides goes to stderr. */
import { chaosJson } from "./chaos-text.ts";
import { failureMessage } from "./error-message.ts";
import { eventJson, failureJson, summaryJson } from "./event-json.ts";
import { PROGRAM } from "./flags.ts";
import type { Language } from "./language.ts";
import type { View } from "./view.ts";
import type { Output } from "./world.ts";

export const jsonView = (stdout: Output, stderr: Output, language: Language): View => ({
  promptArea: null,
  event: (event, atMs) => stdout.write(eventJson(event, atMs)),
  chaos: (note, atMs) => stdout.write(chaosJson(note, atMs)),
  watch: () => {},
  log: (line) => stderr.write(`${line}\n`),
  stopping: () => {},
  summary: (tally, atMs, killed) => stdout.write(summaryJson(tally, atMs, killed)),
  failure: (error, atMs) => {
    stdout.write(failureJson(error, atMs));
    stderr.write(`${PROGRAM}: ${failureMessage(language, error)}\n`);
  },
  close: () => {},
});
