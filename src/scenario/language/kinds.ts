/**
 * What messages are called in a scenario: by the paper's names, an answer by its request's. Law: each message of the core has
 * one name, and a name stands for the same messages wherever a scenario runs.
 */
import type { Body } from "../../core/message.ts";

export type MessageType = Body["type"];

export const MESSAGE_KINDS: Readonly<Record<string, readonly MessageType[]>> = {
  PreVote: ["preVoteRequest"],
  PreVoteAnswer: ["preVoteResponse"],
  RequestVote: ["voteRequest"],
  RequestVoteAnswer: ["voteResponse"],
  AppendEntries: ["appendEntries"],
  AppendEntriesAnswer: ["appendAck", "appendRefusal"],
  Heartbeat: ["heartbeat"],
  HeartbeatAnswer: ["heartbeatAck"],
  InstallSnapshot: ["installSnapshot"],
  InstallSnapshotAnswer: ["snapshotAck"],
  ReadIndex: ["readIndexRequest"],
  ReadIndexAnswer: ["readIndexResponse"],
  TimeoutNow: ["timeoutNow"],
};

export const kindOf = (type: MessageType): string =>
  Object.entries(MESSAGE_KINDS).find(([, types]) => types.includes(type))?.[0] ?? type;
