/**
 * The two messages of which there is one for each commit, read by hand: a proposal, and the answer to one that was executed.
 *
 * Law: what is understood here is understood as protobufjs would; and only what stands in the order in which it writes its
 * fields, with nothing else in between or behind. To all the rest these say null, and it goes the long way. A command is a view
 * of the request, since the log makes a copy of its own; a result is a copy.
 */
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";
import { copyOf, Fields } from "./fields.ts";

/** Tags: field number * 8 + wire type. */
const PROPOSE = 0x12;
const CLIENT_ID = 0x08;
const SEQUENCE = 0x10;
const COMMAND = 0x1a;
const DONE = 0x42;
const INDEX = 0x08;
const RESULT = 0x12;

export function proposalFrom(bytes: Uint8Array): Extract<ClientRequest, { type: "propose" }> | null {
  const fields = new Fields(bytes);
  if (!fields.takes(PROPOSE) || !fields.isWhole()) return null;
  const clientId = fields.count(CLIENT_ID);
  const sequence = fields.count(SEQUENCE);
  if (clientId < 0 || sequence < 0 || (clientId === 0) !== (sequence === 0)) return null;
  const command = fields.rest(COMMAND);
  return command === null || !fields.isAtEnd ? null : { type: "propose", clientId, sequence, command };
}

export function doneFrom(bytes: Uint8Array): Extract<ClientResponse, { type: "ok" }> | null {
  const fields = new Fields(bytes);
  if (!fields.takes(DONE) || !fields.isWhole()) return null;
  const index = fields.count(INDEX);
  if (index < 0) return null;
  const result = fields.rest(RESULT);
  return result === null || !fields.isAtEnd ? null : { type: "ok", index, result: copyOf(result) };
}
