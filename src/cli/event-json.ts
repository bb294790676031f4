/**
 * Events for programs: one JSON object a line. Law: `at` and `type` come first and are always there; a field, once
 * published, keeps its name and type. Messages are English whatever the language, codes and values are for programs.
 */
import { isGraftError } from "../errors.ts";
import type { ClusterEvent } from "../supervisor/events.ts";
import { failureMessage } from "./error-message.ts";
import { sayIn } from "./messages.ts";
import { durationMs, type Tally } from "./tally.ts";
import { type UsageProblem, usageMessage } from "./usage.ts";

/** Microseconds are all that the clock is good for. */
const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;

export const objectLine = (atMs: number, type: string, fields: object): string =>
  `${JSON.stringify({ at: roundMs(atMs), type, ...fields })}\n`;

export function eventJson(event: Exclude<ClusterEvent, { type: "clusterStopped" }>, atMs: number): string {
  const { type, ...fields } = event;
  return objectLine(atMs, type, fields);
}

/** The last line of every run that started. `killed`: it did not end in good order. */
export const summaryJson = (tally: Tally, atMs: number, killed: boolean): string =>
  objectLine(atMs, "clusterStopped", {
    size: tally.size,
    durationMs: roundMs(durationMs(tally, atMs)),
    leaderChanges: tally.leaderChanges,
    stateChanges: tally.stateChanges,
    term: tally.term,
    failedNodes: tally.failedNodes,
    killed,
  });

export function failureJson(error: unknown, atMs: number): string {
  const message = failureMessage("en", error);
  return isGraftError(error)
    ? objectLine(atMs, "error", { code: error.code, message, values: error.values })
    : objectLine(atMs, "error", { code: "UNEXPECTED", message, values: {} });
}

export function misuseJson(problem: UsageProblem, atMs: number, program?: string): string {
  const { type, ...fields } = problem;
  const values = { problem: type, ...fields };
  return objectLine(atMs, "error", {
    code: "INVALID_OPTION",
    message: usageMessage(sayIn("en"), problem, program),
    values,
  });
}
