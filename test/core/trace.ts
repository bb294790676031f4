/** How the lab tells what happens: one line an event, its effects indented below it. */
import type { Answer, Effect, Standing } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import type { Event } from "../../src/core/event.ts";
import type { Body, Message } from "../../src/core/message.ts";
import type { Configuration, HardState, LogPosition, Member, NodeId } from "../../src/core/types.ts";

const position = ({ index, term }: LogPosition): string => `${index}:t${term}`;

const idsOf = (members: readonly Member[]): string => members.map(({ id }) => id).join(",");

export function configurationText({ voters, outgoing, learners }: Configuration): string {
  const parts = [idsOf(voters)];
  if (outgoing.length > 0) parts.unshift(`${idsOf(outgoing)} and`);
  if (learners.length > 0) parts.push(`learning ${idsOf(learners)}`);
  return parts.join(" ");
}

export function entryText(entry: Entry): string {
  switch (entry.type) {
    case "noOp":
      return `${position(entry)} no-op`;
    case "command":
      return `${position(entry)} "${Buffer.from(entry.command).toString()}"`;
    case "configuration":
      return `${position(entry)} [${configurationText(entry.configuration)}]`;
  }
}

/** Long rows by their ends. */
function entriesText(entries: readonly Entry[]): string {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return "nothing";
  if (entries.length <= 4) return entries.map(entryText).join("; ");
  return `${entryText(first)} ... ${entryText(last)}`;
}

export function bodyText(body: Body): string {
  switch (body.type) {
    case "preVoteRequest":
      return `preVoteRequest for t${body.nextTerm}, log ${position(body.last)}${body.isHinted ? ", hinted" : ""}`;
    case "preVoteResponse":
      return `preVoteResponse for t${body.nextTerm}, ${body.granted ? "granted" : "refused"}`;
    case "voteRequest":
      return `voteRequest, log ${position(body.last)}${body.transfer ? ", transfer" : ""}`;
    case "voteResponse":
      return `voteResponse, ${body.granted ? "granted" : "refused"}${body.early ? ", early" : ""}`;
    case "heartbeat":
      return `heartbeat ${body.round}, commit ${body.commitIndex}`;
    case "heartbeatAck":
      return `heartbeatAck ${body.round}, verified ${body.verifiedIndex}, match ${body.matchIndex}`;
    case "appendEntries":
      return `appendEntries after ${position(body.prev)}: ${entriesText(body.entries)}, commit ${body.commitIndex}`;
    case "appendAck":
      return `appendAck ${body.matchIndex}`;
    case "appendRefusal":
      return `appendRefusal after ${body.prevIndex}, hint ${position(body.hint)}`;
    case "readIndexRequest":
      return `readIndexRequest ${body.requestId}`;
    case "readIndexResponse":
      return `readIndexResponse ${body.requestId}, index ${body.index}`;
    case "installSnapshot": {
      const bytes = `bytes ${body.offset} to ${body.offset + body.data.length} of ${body.totalBytes}`;
      return `installSnapshot ${position(body.last)} [${configurationText(body.configuration)}], ${bytes}`;
    }
    case "snapshotAck":
      return `snapshotAck ${body.lastIndex}, ${body.installed ? "installed" : `${body.offset} bytes`}`;
    case "timeoutNow":
      return body.type;
  }
}

export const messageText = ({ from, to, term, body }: Message): string =>
  `${from.id} > ${to ?? "all"} t${term} ${bodyText(body)}`;

export const hardStateText = ({ term, votedFor }: HardState): string => `t${term} voted ${votedFor?.id ?? "nobody"}`;

export function standingText({ role, term, leader }: Standing): string {
  return role === "follower" && leader !== null ? `follower t${term} of ${leader}` : `${role} t${term}`;
}

/** null: not worth a line. */
export function eventText(id: NodeId, event: Event): string | null {
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
    case "peerGone":
      return `${id} is told that ${event.id} is gone`;
    case "connectionEnded":
      return `${id} is told that connection ${event.connection} has ended`;
    case "stop":
      return `${id} is closed`;
    case "suspended":
      return `${id} has slept`;
    case "persistFailed":
      return `${id}'s disk fails`;
    case "transferLeadership":
      return `${id} is asked to hand over to ${event.to ?? "anybody"}`;
    case "propose":
      return `${id} is asked to append ${event.proposals.map(({ command }) => `"${Buffer.from(command).toString()}"`).join(", ")}`;
    case "readIndex":
      return `${id} is asked to read`;
    case "changeMembers":
      return `${id} is asked to ${event.change.type} ${event.change.type === "add" ? event.change.member.id : event.change.id}`;
    case "applied":
      return null;
    case "snapshotSaved":
      return `${id} learns that its snapshot ${position(event.snapshot.last)} is on disk`;
    case "snapshotChunkSaved":
      return `${id} has ${event.offset} bytes of snapshot ${position(event.last)}`;
    case "snapshotReceived":
      return `${id} has snapshot ${position(event.snapshot.last)}`;
  }
}

export function answerText(answer: Answer): string {
  switch (answer.type) {
    case "accepted":
      return `accepted at ${position(answer)}`;
    case "readAt":
      return `read at ${answer.index}`;
    case "refused":
      return answer.refusal;
    default:
      return answer.type;
  }
}

/** null: not worth a line. Deadlines are left out: they are drawn at random. */
export function effectText(id: NodeId, effect: Effect): string | null {
  switch (effect.type) {
    case "send":
      return `  ${messageText(effect.message)}`;
    case "persist": {
      const parts = effect.hardState === null ? [] : [hardStateText(effect.hardState)];
      if (effect.restartFrom !== null) parts.push(`its log begins after ${position(effect.restartFrom)}`);
      if (effect.entries.length > 0) parts.push(entriesText(effect.entries));
      const what = parts.length === 0 ? "nothing" : parts.join("; ");
      const holds = effect.release.map((message) => `; holds ${messageText(message)}`).join("");
      return `  ${id} writes #${effect.writeId}: ${what}${holds}`;
    }
    case "answer":
      return `  ${id} answers: ${answerText(effect.answer)}`;
    case "apply":
      return `  ${id} applies ${entriesText(effect.entries)}`;
    case "sendSnapshot":
    case "saveSnapshotChunk":
      return null; // told as a message, and as what is there then
    case "restoreSnapshot":
      return `  ${id} takes up snapshot ${position(effect.snapshot.last)}`;
    case "compactLog":
      return `  ${id} forgets its log up to ${position(effect.base)}`;
    case "announce":
      return `  ${id}: ${standingText(effect.from)} -> ${standingText(effect.to)} (${effect.cause})`;
    case "probePeer":
      return `  ${id} looks for ${effect.to}`;
    case "setLease":
    case "wakeAt":
      return null;
  }
}
