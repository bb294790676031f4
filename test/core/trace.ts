/** How the lab tells what happens: one line an event, its effects indented below it. */
import type { Effect, Standing } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import type { Body, Message } from "../../src/core/message.ts";
import type { HardState, LogPosition, NodeId } from "../../src/core/types.ts";

const position = ({ index, term }: LogPosition): string => `${index}:t${term}`;

export function bodyText(body: Body): string {
  switch (body.type) {
    case "preVoteRequest":
      return `preVoteRequest for t${body.nextTerm}, log ${position(body.last)}`;
    case "preVoteResponse":
      return `preVoteResponse for t${body.nextTerm}, ${body.granted ? "granted" : "refused"}`;
    case "voteRequest":
      return `voteRequest, log ${position(body.last)}${body.transfer ? ", transfer" : ""}`;
    case "voteResponse":
      return `voteResponse, ${body.granted ? "granted" : "refused"}`;
    case "heartbeat":
    case "heartbeatAck":
      return `${body.type} ${body.round}`;
    case "timeoutNow":
      return "timeoutNow";
  }
}

export const messageText = ({ from, to, term, body }: Message): string =>
  `${from.id} > ${to ?? "all"} t${term} ${bodyText(body)}`;

export const hardStateText = ({ term, votedFor }: HardState): string => `t${term} voted ${votedFor?.id ?? "nobody"}`;

export function standingText({ role, term, leader }: Standing): string {
  return role === "follower" && leader !== null ? `follower t${term} of ${leader}` : `${role} t${term}`;
}

export function eventText(id: NodeId, event: Event): string {
  switch (event.type) {
    case "wake":
      return `${id} wakes`;
    case "receive":
      return `${id} hears ${event.message.from.id}: t${event.message.term} ${bodyText(event.message.body)}`;
    case "connected":
    case "disconnected":
      return `${id} is ${event.type}`;
    case "persisted":
      return `${id} learns that #${event.writeId} is on disk`;
    case "stop":
      return `${id} is closed`;
    case "persistFailed":
      return `${id}'s disk fails`;
    case "transferLeadership":
      return `${id} is asked to hand over to ${event.to ?? "anybody"}`;
  }
}

/** null: not worth a line. Deadlines are left out: they are drawn at random. */
export function effectText(id: NodeId, effect: Effect): string | null {
  switch (effect.type) {
    case "send":
      return `  ${messageText(effect.message)}`;
    case "persist": {
      const what = effect.hardState === null ? "nothing" : hardStateText(effect.hardState);
      const holds = effect.release.map((message) => `; holds ${messageText(message)}`).join("");
      return `  ${id} writes #${effect.writeId}: ${what}${holds}`;
    }
    case "answer":
      return `  ${id} answers: ${effect.result}`;
    case "announce":
      return `  ${id}: ${standingText(effect.from)} -> ${standingText(effect.to)} (${effect.cause})`;
    case "wakeAt":
      return null;
  }
}
