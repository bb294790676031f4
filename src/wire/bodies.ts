/**
 * Bodies: what a server says, as the core knows it, and as it travels.
 *
 * Law: a number that leaves is a safe integer, or this throws, for then we have a bug; a number that arrives is one, or the
 * whole body is refused. An absent field is the zero of its type (proto3), for those who sent it and for us.
 */
import type {
  Body,
  Heartbeat,
  HeartbeatAck,
  PreVoteRequest,
  PreVoteResponse,
  TimeoutNow,
  VoteRequest,
  VoteResponse,
} from "../core/message.ts";
import type { WireEnvelope } from "./schema.ts";

/** Terms, indexes and rounds. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** `value` itself. protobufjs would encode a BigInt or NaN as 0 and a fraction cut off, all silently. */
export function checkedCount(value: number, what: string): number {
  if (!isCount(value)) throw new RangeError(`${what} is not an integer in [0, 2^53 - 1]: ${String(value)}`);
  return value;
}

/** Sets the one field of the envelope that carries `body`. */
export function putBody(wire: WireEnvelope, body: Body): void {
  switch (body.type) {
    case "preVoteRequest":
      wire.preVoteRequest = {
        nextTerm: checkedCount(body.nextTerm, "nextTerm"),
        lastLogIndex: checkedCount(body.last.index, "last.index"),
        lastLogTerm: checkedCount(body.last.term, "last.term"),
      };
      return;
    case "preVoteResponse":
      wire.preVoteResponse = { nextTerm: checkedCount(body.nextTerm, "nextTerm"), granted: body.granted };
      return;
    case "voteRequest":
      wire.voteRequest = {
        lastLogIndex: checkedCount(body.last.index, "last.index"),
        lastLogTerm: checkedCount(body.last.term, "last.term"),
        transfer: body.transfer,
      };
      return;
    case "voteResponse":
      wire.voteResponse = { granted: body.granted };
      return;
    case "heartbeat":
      wire.heartbeat = { round: checkedCount(body.round, "round") };
      return;
    case "heartbeatAck":
      wire.heartbeatAck = { round: checkedCount(body.round, "round") };
      return;
    case "timeoutNow":
      wire.timeoutNow = {};
      return;
  }
}

/** The body that `wire.body` names; null where one of its numbers is out of range. */
export function bodyFromWire(wire: WireEnvelope): Body | null {
  switch (wire.body) {
    case "preVoteRequest":
      return preVoteRequest(wire.preVoteRequest);
    case "preVoteResponse":
      return preVoteResponse(wire.preVoteResponse);
    case "voteRequest":
      return voteRequest(wire.voteRequest);
    case "voteResponse":
      return voteResponse(wire.voteResponse);
    case "heartbeat":
      return heartbeat(wire.heartbeat);
    case "heartbeatAck":
      return heartbeatAck(wire.heartbeatAck);
    case "timeoutNow":
      return TIMEOUT_NOW;
    default:
      return null;
  }
}

type Wire<Name extends keyof WireEnvelope> = WireEnvelope[Name];

const TIMEOUT_NOW: TimeoutNow = { type: "timeoutNow" };

function preVoteRequest(wire: Wire<"preVoteRequest">): PreVoteRequest | null {
  const nextTerm = wire?.nextTerm ?? 0;
  const index = wire?.lastLogIndex ?? 0;
  const term = wire?.lastLogTerm ?? 0;
  if (!isCount(nextTerm) || !isCount(index) || !isCount(term)) return null;
  return { type: "preVoteRequest", nextTerm, last: { index, term } };
}

function preVoteResponse(wire: Wire<"preVoteResponse">): PreVoteResponse | null {
  const nextTerm = wire?.nextTerm ?? 0;
  if (!isCount(nextTerm)) return null;
  return { type: "preVoteResponse", nextTerm, granted: wire?.granted === true };
}

function voteRequest(wire: Wire<"voteRequest">): VoteRequest | null {
  const index = wire?.lastLogIndex ?? 0;
  const term = wire?.lastLogTerm ?? 0;
  if (!isCount(index) || !isCount(term)) return null;
  return {
    type: "voteRequest",
    last: { index, term },
    transfer: wire?.transfer === true,
  };
}

const voteResponse = (wire: Wire<"voteResponse">): VoteResponse => ({
  type: "voteResponse",
  granted: wire?.granted === true,
});

function heartbeat(wire: Wire<"heartbeat">): Heartbeat | null {
  const round = wire?.round ?? 0;
  return isCount(round) ? { type: "heartbeat", round } : null;
}

function heartbeatAck(wire: Wire<"heartbeatAck">): HeartbeatAck | null {
  const round = wire?.round ?? 0;
  return isCount(round) ? { type: "heartbeatAck", round } : null;
}
