/**
 * For a person at a terminal: a table of the nodes that redraws in place, and above it a line for each change.
 *
 * Law: what the table shows was true within the last poll period, or is marked as not known; the terminal is given back as
 * it was found, however the process ends.
 */
import { chaosLines } from "./chaos-text.ts";
import { failureMessage } from "./error-message.ts";
import { eventLine, noteLine, summaryLine } from "./event-line.ts";
import { PROGRAM } from "./flags.ts";
import type { GuardedOutput } from "./guarded-output.ts";
import type { Language } from "./language.ts";
import { sayIn } from "./messages.ts";
import { tableLines } from "./node-table.ts";
import { NodeWatch } from "./node-watch.ts";
import { Screen, terminalSize } from "./screen.ts";
import type { Span } from "./span.ts";
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
  let cluster: { readonly name: string; readonly nats: string; readonly startedAtMs: number } | null = null;
  let stopPolling = () => {};

  const table = (): Span[][] => {
    if (cluster === null) return [];
    const content = { ...cluster, rows: nodes.rows, runningMs: world.nowMs() - cluster.startedAtMs };
    return tableLines(say, content, terminalSize(stdout));
  };
  const redraw = () => screen.draw(table());
  const releases = [
    world.onSignal("SIGTSTP", () => {
      screen.erase();
      world.suspend();
    }),
    world.onSignal("SIGCONT", redraw),
  ];
  stdout.onResize(redraw);
  world.onExit(() => screen.erase());

  return {
    event(event, atMs) {
      nodes.observe(event);
      if (event.type === "clusterStarted") cluster = { name: event.name, nats: event.nats, startedAtMs: atMs };
      screen.print(eventLine(language, event, atMs), table());
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
