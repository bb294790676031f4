/** The generated messages, safe to use. Law: nothing else imports `generated/`, so that the order below always holds. */
import "./plain-numbers.ts";

import { graft } from "./generated/messages.js";

export const Envelope = graft.raft.v1.Envelope;
export type WireEnvelope = graft.raft.v1.Envelope.$Properties;
