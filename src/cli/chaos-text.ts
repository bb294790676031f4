/** Chaos for a person and for programs. Law: the summary holds what DESIGN 11 promises, under those names. */
import type { ChaosLevel } from "../scenario/chaos/plan.ts";
import type { ChaosReport } from "../supervisor/chaos/report.ts";
import { objectLine } from "./event-json.ts";
import { noteLine } from "./event-line.ts";
import { formatSpan } from "./format.ts";
import type { Say } from "./messages.ts";
import { type Span, span } from "./span.ts";
import { printable } from "./text-width.ts";

/** What a run of chaos has to say besides the cluster's events. */
export type ChaosNote =
  | { readonly type: "chaosBegins"; readonly level: ChaosLevel; readonly seed: number }
  | { readonly type: "chaosCalm" }
  | { readonly type: "chaosViolation"; readonly checker: string; readonly what: string }
  | { readonly type: "chaosEnded"; readonly report: ChaosReport };

export function chaosLines(say: Say, note: ChaosNote, atMs: number): Span[][] {
  switch (note.type) {
    case "chaosBegins":
      return [noteLine(say("chaos.begins", { level: note.level, seed: note.seed }), atMs)];
    case "chaosCalm":
      return [noteLine(say("chaos.calm"), atMs)];
    case "chaosViolation":
      return violationLines(say, note.checker, note.what, atMs);
    case "chaosEnded":
      return endLines(say, note.report, atMs);
  }
}

/** What a checker says may have several lines. */
function violationLines(say: Say, checker: string, what: string, atMs: number): Span[][] {
  const [first = "", ...rest] = what.split("\n").map(printable);
  const [moment] = noteLine("", atMs);
  const head = span(say("chaos.violation", { checker, what: first }), "red");
  return [moment === undefined ? [head] : [moment, head], ...rest.map((line) => [span(`    ${line}`)])];
}

function endLines(say: Say, report: ChaosReport, atMs: number): Span[][] {
  const { violations, level, seed, operations, unknown, faults, leaderChanges, durationMs, longestOutageMs } = report;
  const count = Object.values(faults).reduce((sum, one) => sum + one, 0);
  const values = { level, seed, operations, unknown, leaderChanges, faults: count };
  const summary = say("chaos.summary", {
    ...values,
    duration: formatSpan(durationMs),
    outage: formatSpan(longestOutageMs),
  });
  const verdict =
    violations.length === 0
      ? span(say("chaos.ok"), "green")
      : span(say("chaos.violated", { count: violations.length }), "red");
  const again = violations.length === 0 ? [] : [[span(say("chaos.again", { level, seed }))]];
  return [noteLine(summary, atMs), [verdict], ...again];
}

export function chaosJson(note: ChaosNote, atMs: number): string {
  if (note.type !== "chaosEnded") {
    const { type, ...fields } = note;
    return objectLine(atMs, type, fields);
  }
  const { timeline, ...summary } = note.report;
  return objectLine(atMs, "chaosEnded", { ...summary, timeline });
}
