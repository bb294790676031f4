/** Events for a person: one line each, the moment first. Law: a line says who, what and why, in this order. */
import type { ClusterEvent } from "../supervisor/events.ts";
import { operatingErrorMessage } from "./error-message.ts";
import { formatMoment, formatSpan } from "./format.ts";
import type { Language } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import { type Span, type Style, span } from "./span.ts";
import { durationMs, type Tally } from "./tally.ts";
import { whySentence } from "./why-sentence.ts";

const momentSpan = (atMs: number): Span => span(`${formatMoment(atMs)}  `, "dim");

export function eventLine(
  language: Language,
  event: Exclude<ClusterEvent, { type: "clusterStopped" }>,
  atMs: number,
): Span[] {
  return [momentSpan(atMs), span(sentence(language, event), styleOf(event))];
}

function sentence(language: Language, event: Exclude<ClusterEvent, { type: "clusterStopped" }>): string {
  const say = sayIn(language);
  switch (event.type) {
    case "clusterStarted":
      return say("line.clusterStarted", {
        name: event.name,
        size: event.size,
        nats: event.nats,
      });
    case "nodeStarted":
      return say("line.nodeStarted", { node: event.node });
    case "stateChange":
      return stateChangeSentence(say, event);
    case "leaderChange":
      return say("line.leaderChange", { node: event.node, term: event.term });
    case "why":
      return whySentence(say, event.why, event.refined);
    case "nodeHung":
      return say("line.nodeHung", { node: event.node, time: formatSpan(event.silentMs) });
    case "nodeAnswers":
      return say("line.nodeAnswers", { node: event.node, time: formatSpan(event.hungMs) });
    case "nodeGivenUp":
      return say("line.nodeGivenUp", { node: event.node, error: operatingErrorMessage(language, event.error) });
    case "nodeRemoved":
      return say("line.nodeRemoved", { node: event.node });
    case "nodeReadmitted":
      return event.error === null
        ? say("line.nodeReadmitted", { node: event.node })
        : say("line.nodeNotReadmitted", {
            node: event.node,
            error: operatingErrorMessage(language, event.error),
          });
    case "faultBegan":
    case "faultEnded":
      return faultSentence(say, event);
    case "nodeStopped":
      return event.error === null
        ? say("line.nodeStopped", { node: event.node })
        : say("line.nodeFailed", {
            node: event.node,
            error: operatingErrorMessage(language, event.error),
          });
  }
}

function faultSentence(
  say: Say,
  { type, statement: fault, active }: Extract<ClusterEvent, { type: "faultBegan" | "faultEnded" }>,
): string {
  if (type === "faultEnded") return say("line.faultEnded", { fault });
  if (active.endsAtMs === null || "forMs" in active.fault) return say("line.faultBegan", { fault });
  return say("line.faultBeganFor", { fault, duration: formatSpan(active.endsAtMs - active.beganAtMs) });
}

const stateChangeSentence = (say: Say, event: Extract<ClusterEvent, { type: "stateChange" }>): string =>
  say("line.stateChange", {
    node: event.node,
    from: say(`role.${event.from}`),
    to: say(`role.${event.to}`),
    term: event.term,
    cause: say(`cause.${event.cause}`),
  });

function styleOf(event: ClusterEvent): Style {
  if (event.type === "leaderChange") return "green";
  if (event.type === "nodeHung" || event.type === "nodeGivenUp") return "red";
  if (event.type === "faultBegan") return "yellow";
  if ((event.type === "nodeStopped" || event.type === "nodeReadmitted") && event.error !== null) return "red";
  return "plain";
}

export function summaryLine(say: Say, tally: Tally, atMs: number, killed: boolean): Span[] {
  const values = {
    duration: formatSpan(durationMs(tally, atMs)),
    leaderChanges: tally.leaderChanges,
    term: tally.term,
  };
  const text = killed ? say("line.clusterKilled", values) : say("line.clusterStopped", values);
  return [momentSpan(atMs), span(text, "bold")];
}

export const noteLine = (text: string, atMs: number): Span[] => [momentSpan(atMs), span(text, "yellow")];
