/**
 * One call of a key-value store that a node is asked itself, as a program on its machine does, and what a story is told of it.
 * Law: what is not surely refused may have been executed, and is told as unknown.
 */
import { byteStringOf } from "../kv/bytes.ts";
import { decodeResult, encodeCommand, encodeQuery } from "../kv/format.ts";
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";
import { readOutcome } from "./ask.ts";
import type { Call, Outcome } from "./history.ts";
import type { Answer } from "./stage.ts";

/** A node that is asked itself. @throws GraftError NODE_STOPPED */
export type AskNode = (request: ClientRequest) => Promise<ClientResponse>;

export async function askNode(node: AskNode, key: string, call: Call, isStale: boolean): Promise<Outcome> {
  if (call.type === "get") {
    const query = encodeQuery({ type: "get", key: byteStringOf(key) });
    return readOutcome(await node({ type: "read", consistency: isStale ? "stale" : "linearizable", query }));
  }
  if (call.type !== "put") return { type: "refused", code: "INVALID_REQUEST" };
  const command = encodeCommand({ type: "put", key: byteStringOf(key), value: Buffer.from(call.value) });
  return writeOutcome(await node({ type: "propose", clientId: 0, sequence: 0, command }));
}

export function writeOutcome(response: ClientResponse): Outcome {
  if (response.type === "error")
    return response.mayHaveExecuted ? { type: "unknown" } : { type: "refused", code: response.code };
  const result = decodeResult(response.result);
  return result?.type === "written" ? { type: "done", revision: result.revision } : { type: "unknown" };
}

export function answerOf(outcome: Outcome): Answer {
  if (outcome.type === "refused") return outcome;
  if (outcome.type === "conflict") return { type: "refused", code: "CONFLICT" };
  if (outcome.type === "unknown") return { type: "unknown", code: "UNCERTAIN" };
  return { type: "done", value: outcome.type === "read" ? outcome.value : null };
}
