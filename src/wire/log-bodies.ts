/**
 * Bodies of the log: entries, snapshots, reads. Law: as in `bodies`; and a piece of a snapshot lies within it, and no entry
 * or snapshot is of a later term than the leader that sends it.
 */
import type {
  AppendAck,
  AppendEntries,
  AppendRefusal,
  Body,
  Heartbeat,
  HeartbeatAck,
  InstallSnapshot,
  PreVoteRequest,
  PreVoteResponse,
  ReadIndexRequest,
  ReadIndexResponse,
  SnapshotAck,
  TimeoutNow,
  VoteRequest,
  VoteResponse,
} from "../core/message.ts";
import type { Term } from "../core/types.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { configurationFrom, wireConfiguration } from "./configurations.ts";
import { checkedCount, isCount, positionFrom } from "./counts.ts";
import { entriesFrom } from "./entries.ts";
import { bytesFrom, type WireEnvelope } from "./schema.ts";

type ElectionBody =
  | PreVoteRequest
  | PreVoteResponse
  | VoteRequest
  | VoteResponse
  | Heartbeat
  | HeartbeatAck
  | TimeoutNow;

export type LogBody = Exclude<Body, ElectionBody>;

/** AppendEntries is not put into the envelope but behind it: see `codec`. */
export function putLogBody(wire: WireEnvelope, body: LogBody): void {
  switch (body.type) {
    case "appendEntries":
      return;
    case "appendAck":
      wire.appendAck = { matchIndex: checkedCount(body.matchIndex, "matchIndex") };
      return;
    case "appendRefusal":
      wire.appendRefusal = {
        prevIndex: checkedCount(body.prevIndex, "prevIndex"),
        hintIndex: checkedCount(body.hint.index, "hint.index"),
        hintTerm: checkedCount(body.hint.term, "hint.term"),
      };
      return;
    case "installSnapshot":
      wire.installSnapshot = {
        lastIndex: checkedCount(body.last.index, "last.index"),
        lastTerm: checkedCount(body.last.term, "last.term"),
        configuration: wireConfiguration(body.configuration),
        totalBytes: checkedCount(body.totalBytes, "totalBytes"),
        offset: checkedCount(body.offset, "offset"),
        data: body.data,
      };
      return;
    case "snapshotAck":
      wire.snapshotAck = {
        lastIndex: checkedCount(body.lastIndex, "lastIndex"),
        offset: checkedCount(body.offset, "offset"),
        installed: body.installed,
      };
      return;
    case "readIndexRequest":
      wire.readIndexRequest = { requestId: checkedCount(body.requestId, "requestId") };
      return;
    case "readIndexResponse":
      wire.readIndexResponse = {
        requestId: checkedCount(body.requestId, "requestId"),
        index: checkedCount(body.index, "index"),
      };
      return;
  }
}

export function logBodyFromWire(wire: WireEnvelope, name: WireEnvelope["body"], term: Term): LogBody | DecodeProblem {
  switch (name) {
    case "appendEntries":
      return appendEntries(wire.appendEntries, term);
    case "appendAck":
      return appendAck(wire.appendAck) ?? "outOfRange";
    case "appendRefusal":
      return appendRefusal(wire.appendRefusal) ?? "outOfRange";
    case "installSnapshot":
      return installSnapshot(wire.installSnapshot, term);
    case "snapshotAck":
      return snapshotAck(wire.snapshotAck) ?? "outOfRange";
    case "readIndexRequest":
      return readIndexRequest(wire.readIndexRequest) ?? "outOfRange";
    case "readIndexResponse":
      return readIndexResponse(wire.readIndexResponse) ?? "outOfRange";
    default:
      return "unknownBody";
  }
}

type Wire<Name extends keyof WireEnvelope> = WireEnvelope[Name];

function appendEntries(wire: Wire<"appendEntries">, term: Term): AppendEntries | DecodeProblem {
  const prev = positionFrom(wire?.prevIndex, wire?.prevTerm);
  const commitIndex = wire?.commitIndex ?? 0;
  if (prev === null || !isCount(commitIndex)) return "outOfRange";
  const entries = entriesFrom(wire?.entries ?? [], prev, term);
  return typeof entries === "string" ? entries : { type: "appendEntries", prev, entries, commitIndex };
}

function appendAck(wire: Wire<"appendAck">): AppendAck | null {
  const matchIndex = wire?.matchIndex ?? 0;
  return isCount(matchIndex) ? { type: "appendAck", matchIndex } : null;
}

function appendRefusal(wire: Wire<"appendRefusal">): AppendRefusal | null {
  const prevIndex = wire?.prevIndex ?? 0;
  const hint = positionFrom(wire?.hintIndex, wire?.hintTerm);
  return isCount(prevIndex) && hint !== null ? { type: "appendRefusal", prevIndex, hint } : null;
}

function installSnapshot(wire: Wire<"installSnapshot">, term: Term): InstallSnapshot | DecodeProblem {
  const last = positionFrom(wire?.lastIndex, wire?.lastTerm);
  const totalBytes = wire?.totalBytes ?? 0;
  const offset = wire?.offset ?? 0;
  const data = bytesFrom(wire?.data);
  if (last === null || last.term > term || !isCount(totalBytes) || !isCount(offset)) return "outOfRange";
  if (offset > totalBytes || data.length > totalBytes - offset) return "outOfRange";
  if (data.length === 0 && totalBytes > 0) return "outOfRange";
  const configuration = configurationFrom(wire?.configuration);
  if (typeof configuration === "string") return configuration;
  return { type: "installSnapshot", last, configuration, totalBytes, offset, data };
}

function snapshotAck(wire: Wire<"snapshotAck">): SnapshotAck | null {
  const lastIndex = wire?.lastIndex ?? 0;
  const offset = wire?.offset ?? 0;
  if (!isCount(lastIndex) || !isCount(offset)) return null;
  return { type: "snapshotAck", lastIndex, offset, installed: wire?.installed === true };
}

function readIndexRequest(wire: Wire<"readIndexRequest">): ReadIndexRequest | null {
  const requestId = wire?.requestId ?? 0;
  return isCount(requestId) ? { type: "readIndexRequest", requestId } : null;
}

function readIndexResponse(wire: Wire<"readIndexResponse">): ReadIndexResponse | null {
  const requestId = wire?.requestId ?? 0;
  const index = wire?.index ?? 0;
  return isCount(requestId) && isCount(index) ? { type: "readIndexResponse", requestId, index } : null;
}
