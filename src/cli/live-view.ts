/**
 * For a person at a terminal: a table of the nodes that redraws in place, above it a line for each change, and under it, where
 * commands are taken, the line that is being typed.
 *
 * Law: what the table shows was true within the last poll period, or is marked as not known; the terminal is given back as
 * it was found, however the process ends.
 */
import { chaosLines } from "./chaos-text.ts";
import { failureMessage } from "./error-message.ts";
import { eventLine, noteLine, summaryLine } from "./event-line.ts";
import { FaultWatch, faultsLine } from "./fault-watch.ts";
import { PROGRAM } from "./flags.ts";
import type { GuardedOutput } from "./guarded-output.ts";
import type { Language } from "./language.ts";
import { sayIn } from "./messages.ts";
import { tableLines } from "./node-table.ts";
import { NodeWatch } from "./node-watch.ts";
import { footOf, type TypedLine } from "./prompt-line.ts";
import { type Foot, Screen, terminalSize } from "./screen.ts";
import { clipSpans, type Span, span } from "./span.ts";
import type { View } from "./view.ts";
import type { Output, World } from "./world.ts";

export const POLL_PERIOD_MS = 200;

export interface LiveViewOptions {
  readonly language: Language;
  readonly colours: boolean;
}

export function liveView(
  world: World,
  stdout: GuardedOutput,
  stderr: Output,
  { language, colours }: LiveViewOptions,
): View {
  const say = sayIn(language);
  const screen = new Screen(stdout, colours);
  const nodes = new NodeWatch();
  const faults = new FaultWatch();
  let typed: { readonly line: TypedLine; readonly hint: string } | null = null;
  let cluster: { readonly name: string; readonly nats: string; readonly startedAtMs: number } | null = null;
  let stopPolling = () => {};

  /** Below the nodes: what is broken, and a word about what is being typed. */
  const below = (): Span[][] => {
    const active = faults.seen(world.nowMs());
    const lines = [
      ...(active.length === 0 ? [] : [faultsLine(say, active)]),
      ...(typed === null ? [] : [[span(typed.hint, "dim")]]),
    ];
    return lines.map((line) => clipSpans(line, terminalSize(stdout).columns - 1));
  };
  const table = (): Span[][] => {
    if (cluster === null) return [];
    const content = { ...cluster, rows: nodes.rows, runningMs: world.nowMs() - cluster.startedAtMs };
    const { columns, rows } = terminalSize(stdout);
    const under = below();
    return [...tableLines(say, content, { columns, rows: rows - under.length }), ...under];
  };
  const foot = (): Foot | null => (typed === null ? null : footOf(typed.line, terminalSize(stdout).columns));
  const redraw = () => screen.draw(table(), foot());
  const suspend = () => {
    screen.erase();
    world.suspend();
  };
  const releases = [world.onSignal("SIGTSTP", suspend), world.onSignal("SIGCONT", redraw)];
  stdout.onResize(redraw);
  world.onExit(() => screen.erase());

  return {
    promptArea: {
      get columns() {
        return terminalSize(stdout).columns;
      },
      show(line, hint) {
        typed = line === null ? null : { line, hint };
        if (line === null) screen.erase();
        redraw();
      },
      print(lines) {
        for (const line of lines) screen.print(line, table());
      },
      suspend,
    },
    event(event, atMs, isTold = false) {
      nodes.observe(event);
      faults.observe(event, atMs);
      if (event.type === "clusterStarted") cluster = { name: event.name, nats: event.nats, startedAtMs: atMs };
      if (isTold) redraw();
      else screen.print(eventLine(language, event, atMs), table());
    },
    chaos(note, atMs) {
      for (const line of chaosLines(say, note, atMs)) screen.print(line, table());
    },
    watch(watched) {
      nodes.poll(watched);
      stopPolling = world.timers.every(POLL_PERIOD_MS, () => {
        nodes.poll(watched);
        redraw();
      });
    },
    log(line) {
      const write = () => stderr.write(`${line}\n`);
      if (stderr.isTTY) screen.interrupt(write);
      else write();
    },
    stopping: (atMs) => screen.print(noteLine(say("line.stopping"), atMs), table()),
    summary(tally, atMs, killed) {
      cluster = null;
      screen.print(summaryLine(say, tally, atMs, killed), []);
    },
    failure(error) {
      cluster = null;
      screen.erase();
      stderr.write(`${PROGRAM}: ${failureMessage(language, error)}\n`);
    },
    close() {
      cluster = null;
      stopPolling();
      for (const release of releases.splice(0)) release();
      screen.erase();
    },
  };
}
