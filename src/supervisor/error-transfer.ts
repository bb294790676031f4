/**
 * Errors across threads. Law: an error keeps its class, code, values, message, stack and cause on its way through Comlink, which
 * by itself keeps only name, message and stack. Both sides install this before their first call.
 */
import { transferHandlers } from "comlink";
import { GraftError, isGraftError } from "../errors.ts";
import type { PlainError } from "./node-protocol.ts";

interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly graft: PlainError | null;
  readonly cause: WireError | null;
}

export const plainError = ({ code, message, values }: GraftError): PlainError => ({ code, message, values });

function pack(error: Error, depth = 0): WireError {
  const cause = error.cause instanceof Error && depth < 4 ? pack(error.cause, depth + 1) : null;
  const graft = isGraftError(error) ? plainError(error) : null;
  return { name: error.name, message: error.message, stack: error.stack, graft, cause };
}

function unpack({ name, message, stack, graft, cause }: WireError): Error {
  const options = cause === null ? {} : { cause: unpack(cause) };
  const error =
    graft === null ? new Error(message, options) : new GraftError(graft.code, message, graft.values, options);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}

type Packed = { readonly error: WireError } | { readonly value: unknown };

const packThrown = (value: unknown): Packed => (value instanceof Error ? { error: pack(value) } : { value });

/** Replaces Comlink's handling of what a call throws, in this thread. */
export function installErrorTransfer(): void {
  const original = transferHandlers.get("throw");
  if (original === undefined) throw new Error("this Comlink has no handler for what is thrown");
  transferHandlers.set("throw", {
    canHandle: original.canHandle,
    serialize: (thrown: { value: unknown }) => [packThrown(thrown.value), []],
    deserialize: (packed: Packed): never => {
      throw "error" in packed ? unpack(packed.error) : packed.value;
    },
  });
}
