/**
 * One call of a key-value store, from what a story says to what it was told: over NATS, or of a node itself. Law: what is not
 * surely refused may have been executed, and is told as unknown.
 */
import { byteStringOf } from "../kv/bytes.ts";
import type { KvClient } from "../kv/client.ts";
import { decodeResult, encodeCommand, encodeQuery } from "../kv/format.ts";
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";
import type { Call, Outcome } from "./history.ts";
import type { Answer } from "./stage.ts";

/** A node that is asked itself. @throws GraftError NODE_STOPPED */
export type AskNode = (request: ClientRequest) => Promise<ClientResponse>;

/** @throws GraftError */
export async function askStore(client: KvClient, key: string, call: Call): Promise<Outcome> {
  switch (call.type) {
    case "get": {
      const found = await client.get(key);
      if (found === null) return { type: "read", value: null, revision: null };
      return { type: "read", value: Buffer.from(found.value).toString(), revision: found.revision };
    }
    case "put":
      return { type: "done", revision: await client.put(key, Buffer.from(call.value)) };
    case "delete":
      return { type: "done", revision: await client.delete(key) };
    case "cas": {
      const { expected, value } = call;
      const expectation =
        expected === null ? ({ type: "absent" } as const) : ({ type: "value", value: Buffer.from(expected) } as const);
      const { done, revision } = await client.compareAndSet(key, expectation, Buffer.from(value));
      return done ? { type: "done", revision } : { type: "conflict", revision };
    }
  }
}

export async function askNode(node: AskNode, key: string, call: Call, isStale: boolean): Promise<Outcome> {
  if (call.type === "get") {
    const query = encodeQuery({ type: "get", key: byteStringOf(key) });
    return readOutcome(await node({ type: "read", consistency: isStale ? "stale" : "linearizable", query }));
  }
  if (call.type !== "put") return { type: "refused", code: "INVALID_REQUEST" };
  const command = encodeCommand({ type: "put", key: byteStringOf(key), value: Buffer.from(call.value) });
  return writeOutcome(await node({ type: "propose", clientId: 0, sequence: 0, command }));
}

export function readOutcome(response: ClientResponse): Outcome {
  if (response.type === "error") return { type: "refused", code: response.code };
  const result = decodeResult(response.result);
  if (result?.type === "absent") return { type: "read", value: null, revision: null };
  if (result?.type !== "found") return { type: "unknown" };
  return { type: "read", value: Buffer.from(result.value).toString(), revision: result.revision };
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
