/**
 * One operation of a history, asked of the production client, and what was told of it. Law: only an error of the client's own
 * says that nothing was done; what else it throws is a bug, and nothing is known of the operation.
 */
import { isGraftError } from "../errors.ts";
import type { KvClient } from "../kv/client.ts";
import { decodeResult } from "../kv/format.ts";
import type { ClientResponse, Consistency } from "../ports/client-door.ts";
import type { Call, Outcome } from "./history.ts";

/** What an error of the client tells of the operation; null: it is no error of the client's. */
export function toldBy(error: unknown): Outcome | null {
  if (!isGraftError(error)) return null;
  return error.code === "UNCERTAIN" ? { type: "unknown" } : { type: "refused", code: error.code };
}

/** @throws GraftError */
export async function ask(client: KvClient, key: string, call: Call, how?: Consistency): Promise<Outcome> {
  switch (call.type) {
    case "get": {
      const found = await client.get(key, how);
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

export function readOutcome(response: ClientResponse): Outcome {
  if (response.type === "error") return { type: "refused", code: response.code };
  const result = decodeResult(response.result);
  if (result?.type === "absent") return { type: "read", value: null, revision: null };
  if (result?.type !== "found") return { type: "unknown" };
  return { type: "read", value: Buffer.from(result.value).toString(), revision: result.revision };
}
