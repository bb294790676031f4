/**
 * Bodies: what a server says, as the core knows it, and as it travels.
 *
 * Law: a number that leaves is a safe integer, or this throws, for then we have a bug; a number that arrives is one, or the
 * whole body is refused. An absent field is the zero of its type (proto3), for those who sent it and for us.
 *
 * Those of elections are here, those of the log in `log-bodies`.
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
import type { Index, NodeId, Term } from "../core/types.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { checkedCount, isCount, positionFrom } from "./counts.ts";
import { logBodyFromWire, putLogBody } from "./log-bodies.ts";
import { checkedConnection, checkedName, isConnection, isName } from "./names.ts";
import type { WireEnvelope } from "./schema.ts";

/** Sets the one field of the envelope that carries `body`. */
export function putBody(wire: WireEnvelope, body: Body): void {
  switch (body.type) {
    case "preVoteRequest":
      wire.preVoteRequest = {
        nextTerm: checkedCount(body.nextTerm, "nextTerm"),
        lastLogIndex: checkedCount(body.last.index, "last.index"),
        lastLogTerm: checkedCount(body.last.term, "last.term"),
        hinted: body.isHinted,
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
      wire.voteResponse = { granted: body.granted, onTime: !body.early };
      return;
    case "heartbeat":
      wire.heartbeat = {
        round: checkedCount(body.round, "round"),
        commitIndex: checkedCount(body.commitIndex, "commitIndex"),
        heir: body.heir === undefined ? "" : checkedName(body.heir, "heir"),
        connection: body.connection === undefined ? "" : checkedConnection(body.connection),
      };
      return;
    case "heartbeatAck":
      wire.heartbeatAck = {
        round: checkedCount(body.round, "round"),
        verifiedIndex: checkedCount(body.verifiedIndex, "verifiedIndex"),
        matchIndex: checkedCount(body.matchIndex, "matchIndex"),
        priority: checkedCount(body.priority, "priority"),
      };
      return;
    case "timeoutNow":
      wire.timeoutNow = {};
      return;
    default:
      putLogBody(wire, body);
  }
}

/** The body that is called `name`, as `wire.body` says, or what is wrong with it. `term` is the envelope's, checked already. */
export function bodyFromWire(wire: WireEnvelope, name: WireEnvelope["body"], term: Term): Body | DecodeProblem {
  switch (name) {
    case "preVoteRequest":
      return preVoteRequest(wire.preVoteRequest) ?? "outOfRange";
    case "preVoteResponse":
      return preVoteResponse(wire.preVoteResponse) ?? "outOfRange";
    case "voteRequest":
      return voteRequest(wire.voteRequest) ?? "outOfRange";
    case "voteResponse":
      return voteResponse(wire.voteResponse);
    case "heartbeat":
      return heartbeat(wire.heartbeat) ?? "outOfRange";
    case "heartbeatAck":
      return heartbeatAck(wire.heartbeatAck) ?? "outOfRange";
    case "timeoutNow":
      return TIMEOUT_NOW;
    default:
      return logBodyFromWire(wire, name, term);
  }
}

type Wire<Name extends keyof WireEnvelope> = WireEnvelope[Name];

const TIMEOUT_NOW: TimeoutNow = { type: "timeoutNow" };

function preVoteRequest(wire: Wire<"preVoteRequest">): PreVoteRequest | null {
  const nextTerm = wire?.nextTerm ?? 0;
  const last = positionFrom(wire?.lastLogIndex, wire?.lastLogTerm);
  if (!isCount(nextTerm) || last === null) return null;
  return { type: "preVoteRequest", nextTerm, last, isHinted: wire?.hinted === true };
}

function preVoteResponse(wire: Wire<"preVoteResponse">): PreVoteResponse | null {
  const nextTerm = wire?.nextTerm ?? 0;
  return isCount(nextTerm) ? { type: "preVoteResponse", nextTerm, granted: wire?.granted === true } : null;
}

function voteRequest(wire: Wire<"voteRequest">): VoteRequest | null {
  const last = positionFrom(wire?.lastLogIndex, wire?.lastLogTerm);
  return last === null ? null : { type: "voteRequest", last, transfer: wire?.transfer === true };
}

const voteResponse = (wire: Wire<"voteResponse">): VoteResponse => ({
  type: "voteResponse",
  granted: wire?.granted === true,
  early: wire?.onTime !== true,
});

/** "": absent. */
export function heartbeatOf(round: number, commitIndex: Index, heir: NodeId, connection: string): Heartbeat {
  return {
    type: "heartbeat",
    round,
    commitIndex,
    ...(heir === "" ? {} : { heir }),
    ...(connection === "" ? {} : { connection }),
  };
}

function heartbeat(wire: Wire<"heartbeat">): Heartbeat | null {
  const round = wire?.round ?? 0;
  const commitIndex = wire?.commitIndex ?? 0;
  const heir = wire?.heir ?? "";
  const connection = wire?.connection ?? "";
  if (!isCount(round) || !isCount(commitIndex)) return null;
  if ((heir !== "" && !isName(heir)) || (connection !== "" && !isConnection(connection))) return null;
  return heartbeatOf(round, commitIndex, heir, connection);
}

function heartbeatAck(wire: Wire<"heartbeatAck">): HeartbeatAck | null {
  const round = wire?.round ?? 0;
  const verifiedIndex = wire?.verifiedIndex ?? 0;
  const matchIndex = wire?.matchIndex ?? 0;
  const priority = wire?.priority ?? 0;
  if (!isCount(round) || !isCount(verifiedIndex) || !isCount(matchIndex) || !isCount(priority)) return null;
  return { type: "heartbeatAck", round, verifiedIndex, matchIndex, priority };
}
