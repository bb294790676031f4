/**
 * What clients say, and are answered, as bytes (ClientRequest and ClientResponse in raft.proto).
 *
 * Law: decoding is total, and bounded before it is believed; what it yields holds no view of the input, but for a command:
 * who keeps that copies it, as the log does. Whatever cannot be read of an answer counts against "surely not executed": a flag
 * that is absent promises nothing, and an answer that cannot be read at all is for the client as if there had been none.
 */
import type { ClientErrorCode, ClientRequest, ClientResponse } from "../ports/client-door.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { boundsProblem } from "./bounds.ts";
import { checkedCount, isCount } from "./counts.ts";
import { varintBytes, writeVarint } from "./entries.ts";
import { copyOf } from "./fields.ts";
import { doneFrom, proposalFrom } from "./hot-messages.ts";
import { isName } from "./names.ts";
import {
  bytesFrom,
  ClientRequest as RequestSchema,
  ClientResponse as ResponseSchema,
  type WireRequest,
  type WireResponse,
} from "./schema.ts";
import { CLIENT_REQUEST, CLIENT_RESPONSE, TEXT_BYTES_MAX } from "./shapes.ts";

export interface ClientCodecOptions {
  /** The largest command or query. Default 256 KiB. */
  readonly commandBytesMax?: number;
  /** The largest answer, all included. Default 1 MiB less 4 KiB, which every NATS server takes as it comes. */
  readonly responseBytesMax?: number;
}

export type DecodedRequest =
  | { readonly ok: true; readonly request: ClientRequest }
  | { readonly ok: false; readonly problem: DecodeProblem };

export type DecodedResponse =
  | { readonly ok: true; readonly response: ClientResponse }
  | { readonly ok: false; readonly problem: DecodeProblem };

export interface ClientCodec {
  /** @throws RangeError where a number is no count, or the command too large. */
  encodeRequest(request: ClientRequest): Uint8Array;
  decodeRequest(bytes: Uint8Array): DecodedRequest;
  /** @throws RangeError where a number is no count, or the answer too large. */
  encodeResponse(response: ClientResponse): Uint8Array;
  decodeResponse(bytes: Uint8Array): DecodedResponse;
}

export const COMMAND_BYTES_MAX = 256 * 1024;
export const RESPONSE_BYTES_MAX = 1024 * 1024 - 4096;

/** More than tags, lengths, client id and sequence take; some room for what later clients add. */
const REQUEST_OVERHEAD_BYTES = 256;

export function createClientCodec(options: ClientCodecOptions = {}): ClientCodec {
  const commandBytesMax = options.commandBytesMax ?? COMMAND_BYTES_MAX;
  const responseBytesMax = options.responseBytesMax ?? RESPONSE_BYTES_MAX;
  return {
    encodeRequest: (request) => encodeRequest(request, commandBytesMax),
    decodeRequest: (bytes) => decodeRequest(bytes, commandBytesMax),
    encodeResponse: (response) => encodeResponse(response, responseBytesMax),
    decodeResponse: (bytes) => decodeResponse(bytes, responseBytesMax),
  };
}

const refused = (problem: DecodeProblem) => ({ ok: false, problem }) as const;

function encodeRequest(request: ClientRequest, commandBytesMax: number): Uint8Array {
  if (contentOf(request).length > commandBytesMax)
    throw new RangeError(`${contentOf(request).length} bytes: allowed are ${commandBytesMax}`);
  return RequestSchema.encode(wireRequest(request)).finish();
}

const NOTHING = new Uint8Array();

function contentOf(request: ClientRequest): Uint8Array {
  if (request.type === "register") return NOTHING;
  return request.type === "propose" ? request.command : request.query;
}

function wireRequest(request: ClientRequest): WireRequest {
  switch (request.type) {
    case "register":
      return { register: {} };
    case "propose": {
      const clientId = checkedCount(request.clientId, "clientId");
      return { propose: { clientId, sequence: checkedCount(request.sequence, "sequence"), command: request.command } };
    }
    case "read":
      return { read: { stale: request.consistency === "stale", query: request.query } };
  }
}

function decodeRequest(bytes: Uint8Array, commandBytesMax: number): DecodedRequest {
  if (bytes.length > commandBytesMax + REQUEST_OVERHEAD_BYTES) return refused("tooLarge");
  const request = proposalFrom(bytes) ?? decodeAnyRequest(bytes);
  if (typeof request === "string") return refused(request);
  return contentOf(request).length > commandBytesMax ? refused("tooLarge") : { ok: true, request };
}

function decodeAnyRequest(bytes: Uint8Array): ClientRequest | DecodeProblem {
  const problem = boundsProblem(bytes, CLIENT_REQUEST);
  if (problem !== null) return problem;
  const wire = decoded(RequestSchema, bytes);
  return wire === null ? "malformed" : requestFrom(wire);
}

/** Of a copy, since what is decoded has views of it. null: protobufjs, which throws, could make nothing of it. */
function decoded<T>(schema: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T | null {
  try {
    return schema.decode(copyOf(bytes));
  } catch {
    return null;
  }
}

function requestFrom({ body, propose, read }: WireRequest): ClientRequest | DecodeProblem {
  switch (body) {
    case "register":
      return { type: "register" };
    case "propose": {
      const clientId = propose?.clientId ?? 0;
      const sequence = propose?.sequence ?? 0;
      if (!isCount(clientId) || !isCount(sequence)) return "outOfRange";
      // In a session commands are numbered from 1; outside of one, a number would promise what nobody keeps.
      if ((clientId === 0) !== (sequence === 0)) return "outOfRange";
      return { type: "propose", clientId, sequence, command: bytesFrom(propose?.command) };
    }
    case "read":
      return {
        type: "read",
        consistency: read?.stale === true ? "stale" : "linearizable",
        query: bytesFrom(read?.query),
      };
    default:
      return "unknownBody";
  }
}

/** By their numbers in raft.proto, from 1. */
const CODES: readonly ClientErrorCode[] = [
  "NOT_LEADER",
  "OVERLOADED",
  "TOO_LARGE",
  "SESSION_EXPIRED",
  "UNCERTAIN",
  "INVALID_REQUEST",
  "NODE_STOPPED",
];

function encodeResponse(response: ClientResponse, responseBytesMax: number): Uint8Array {
  const bytes = response.type === "ok" ? encodeDone(response) : ResponseSchema.encode(wireFailure(response)).finish();
  if (bytes.length > responseBytesMax) throw new RangeError(`${bytes.length} bytes: allowed are ${responseBytesMax}`);
  return bytes;
}

/** Tags of ClientResponse.done, and of Done.index and Done.result: field number * 8 + wire type. */
const DONE_TAG = 0x42;
const INDEX_TAG = 0x08;
const RESULT_TAG = 0x12;

/** By hand, as protobufjs would write it, without what is zero or empty: there is one for each commit. */
function encodeDone({ index, result }: Extract<ClientResponse, { type: "ok" }>): Uint8Array {
  const indexBytes = checkedCount(index, "index") === 0 ? 0 : 1 + varintBytes(index);
  const resultBytes = result.length === 0 ? 0 : 1 + varintBytes(result.length) + result.length;
  const length = indexBytes + resultBytes;
  const bytes = Buffer.allocUnsafe(1 + varintBytes(length) + length);
  bytes[0] = DONE_TAG;
  let at = writeVarint(bytes, 1, length);
  if (indexBytes > 0) {
    bytes[at] = INDEX_TAG;
    at = writeVarint(bytes, at + 1, index);
  }
  if (resultBytes > 0) {
    bytes[at] = RESULT_TAG;
    bytes.set(result, writeVarint(bytes, at + 1, result.length));
  }
  return bytes;
}

const wireFailure = (response: Extract<ClientResponse, { type: "error" }>): WireResponse => ({
  failure: {
    code: CODES.indexOf(response.code) + 1,
    message: cut(response.message),
    notExecuted: !response.mayHaveExecuted,
    leader: response.leader ?? "",
  },
});

/** At most TEXT_BYTES_MAX bytes of UTF-8: a character of UTF-16 takes three at most. */
const cut = (text: string): string => (text.length * 3 <= TEXT_BYTES_MAX ? text : text.slice(0, TEXT_BYTES_MAX / 3));

function decodeResponse(bytes: Uint8Array, responseBytesMax: number): DecodedResponse {
  if (bytes.length > responseBytesMax) return refused("tooLarge");
  const response = doneFrom(bytes) ?? decodeAnyResponse(bytes);
  return typeof response === "string" ? refused(response) : { ok: true, response };
}

function decodeAnyResponse(bytes: Uint8Array): ClientResponse | DecodeProblem {
  const problem = boundsProblem(bytes, CLIENT_RESPONSE);
  if (problem !== null) return problem;
  const wire = decoded(ResponseSchema, bytes);
  return wire === null ? "malformed" : responseFrom(wire);
}

function responseFrom({ body, done, failure }: WireResponse): ClientResponse | DecodeProblem {
  if (body === "done") {
    const index = done?.index ?? 0;
    return isCount(index) ? { type: "ok", index, result: bytesFrom(done?.result) } : "outOfRange";
  }
  if (body !== "failure") return "unknownBody";
  const mayHaveExecuted = failure?.notExecuted !== true;
  // A code of a later version: what matters is whether to send again, and that the flag says.
  const code = CODES[(failure?.code ?? 0) - 1] ?? (mayHaveExecuted ? "UNCERTAIN" : "INVALID_REQUEST");
  const leader = isName(failure?.leader) ? failure.leader : null;
  return { type: "error", code, message: failure?.message ?? "", mayHaveExecuted, leader };
}
