/** The generated messages, safe to use. Law: nothing else imports `generated/`, so that the order below always holds. */
import "./plain-numbers.ts";

import { graft } from "./generated/messages.js";

export const { Envelope, AppendEntries, Configuration, ClientRequest, ClientResponse, FormationWord } = graft.raft.v1;
/** Of nats-io/graft, under protocol `graft`. */
export const { VoteRequest: GoVoteRequest, VoteResponse: GoVoteResponse, Heartbeat: GoHeartbeat } = graft.compat.v1;
export type WireEnvelope = graft.raft.v1.Envelope.$Properties;
export type WireEntry = graft.raft.v1.Entry.$Properties;
export type WireMember = graft.raft.v1.Member.$Properties;
export type WireConfiguration = graft.raft.v1.Configuration.$Properties;
export type WireFormationWord = graft.raft.v1.FormationWord.$Properties;
export type WireRequest = graft.raft.v1.ClientRequest.$Properties;
export type WireResponse = graft.raft.v1.ClientResponse.$Properties;

/** A bytes field. What protobufjs gives for an absent one is a Buffer that all messages share. */
export const bytesFrom = (bytes: Uint8Array | null | undefined): Uint8Array =>
  bytes === null || bytes === undefined || bytes.length === 0 ? new Uint8Array() : bytes;
